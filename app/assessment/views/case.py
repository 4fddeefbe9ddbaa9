"""The page of one case."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from app.assessment.domain.evidence import (
    curve,
    quality,
    surprising_first,
)
from app.assessment.domain.readings import OUTCOMES, Kind
from app.assessment.domain.reasons import APPEAL, default_reason, fitting_reasons, reason_of
from app.assessment.pages.case import CasePage, DecisionForm, DecisionView, ReasonView
from app.assessment.views.case_evidence import (
    CaseFile,
    PathTo,
    flag_view,
    group_views,
    practical_words,
    quality_lines,
    replay_url,
    skill_views,
    task_view,
)
from app.assessment.views.curve import curve_view
from app.assessment.views.history import history_lines, try_views
from app.assessment.views.late_answers import late_views
from app.assessment.views.lost_skills import lost_lines
from app.assessment.views.namesakes import namesake_lines
from app.assessment.views.practised import practised_views
from app.assessment.views.words import (
    ABOUT_KIND,
    CONCERN,
    DESK,
    DONE,
    KIND,
    OUTCOME,
    STAGE,
    WHY_STOPPED,
    label_of,
    moment,
    number,
    recommendation,
)
from app.core.ids import digest
from app.sittings.domain.appeals import MOST, instances, is_waiting
from app.sittings.domain.record import SittingRecord, replay

Names: TypeAlias = Mapping[int, str]
KEYS: Mapping[Kind, str] = {"approve": "a", "practical": "p", "deny": "d", "reopen": "o", "keep": "g", "reissue": "c"}
READ_FIRST = 8  # tasks, the most surprising ones: so many can be read in half a minute


WHAT_TO_DO = "Anh chị giữ nguyên giấy, hoặc cấp lại giấy bớt kỹ năng ấy. Kết luận chung về bài không đổi vì việc này."
KEPT = "Người quyết định đã biết việc này và giữ nguyên giấy. Nghĩ lại thì vẫn cấp lại được."
SECOND_INSTANCE = "Người học đề nghị xem lại lần thứ hai. Ở bàn này đây là lần cuối, sau đó là đơn gửi nơi cấp giấy."


@dataclass(frozen=True)
class Typed:
    """What was typed into a form that is shown again."""

    kind: str = ""
    reason: str = ""
    learner_text: str = ""
    authority_text: str = ""


def case_page(
    file: CaseFile, names: Names, path_to: PathTo, *, why_not: str = "", error: str = "", notice: str = "",
    confirm_url: str = "", typed: Typed = Typed(),
) -> CasePage:  # fmt: skip
    case, record, evidence = file.case, file.record, file.evidence
    result, policy = record.results[-1], record.chosen.policy
    numbered = {task.number: task for task in record.tasks}
    tasks = tuple(task_view(file, seen, numbered, path_to) for seen in surprising_first(evidence.tasks))
    label = label_of(case.token)
    return CasePage(
        title=f"{label} · {DESK}",
        label=label,
        about=file.framework.name if file.framework else record.framework,
        stage=STAGE["first" if file.stands.stage == "second" and not file.may_know else file.stands.stage],
        error=error,
        notice=notice,
        recommendation=recommendation(result.outcome, result.p_master),
        estimate=_estimate(result.theta, result.se, policy.cut),
        why_stopped=f"{WHY_STOPPED.get(result.reason, '')} Đã tính {result.n} câu.".strip(),
        versions=f"Chuẩn {record.standard.label} ({policy.version}), kho đề {record.bank.version}.",
        concerns=(
            *_news(file),
            *(CONCERN[one] for one in json.loads(case.concerns)),
            *namesake_lines(record),
        ),
        appeal=record.appeal.text if record.appeal else "",
        curve=curve_view(curve(evidence.position), policy),
        groups=group_views(file),
        skills=skill_views(file),
        tasks=tasks[:READ_FIRST],
        others=tasks[READ_FIRST:],
        late=late_views(
            file, path_to, may_rule=not why_not and file.stands.stage != "settled", typed={typed.kind: typed.reason}
        ),
        practised=practised_views(record, file.framework),
        quality=quality_lines(quality(evidence), policy.certify_at),
        flags=tuple(flag_view(flag) for flag in json.loads(case.flags)),
        history=history_lines(record),
        tries=try_views(file, path_to),
        practical=practical_words(file),
        replay_url=replay_url(file, path_to),
        replay_hash=replay_hash(record),
        is_replayed=replay(record) == tuple(task.item for task in record.tasks),
        decisions=_decisions(file, names),
        why_not=why_not,
        confirm_url=confirm_url,
        forms=() if why_not else _forms(file, path_to, typed),
        seen=f"{file.stands.round}-{file.stands.reading}-{case.results}-{_late(record)}-{len(record.practised)}",
        batch_url=path_to("batch", token=case.batch) if case.batch else "",
    )


def _news(file: CaseFile) -> tuple[str, ...]:
    """What came after the decision; why a certificate may still be issued anew; that this look is the last one here."""
    record, newest = file.record, file.decisions[-1] if file.decisions else None
    lost = tuple(f"{line}." for line in lost_lines(file.case))
    if file.stands.stage != "settled":
        is_last = is_waiting(record.verdicts, record.appeal) and instances(record.verdicts, record.appeals) >= MOST
        return (*((SECOND_INSTANCE,) if is_last else ()), *lost)
    if newest is None:
        return ()
    if not file.is_changed:
        return (*lost, KEPT) if file.names_too_much else ()
    came = [task for task in record.tasks if task.late is not None and task.late.at > newest.at]
    news = [
        f"Sau quyết định, câu {task.number} có câu trả lời tới muộn. Anh chị xem, rồi giữ nguyên hoặc mở lại."
        for task in came
    ]
    if file.case.outcome != newest.outcome:
        news.append(f"Máy nay nói: {OUTCOME[file.case.outcome]}. Lúc quyết định, máy nói: {OUTCOME[newest.outcome]}.")
    return (*news, *lost, *((WHAT_TO_DO,) if lost and file.names_too_much else ()))


def _late(record: SittingRecord) -> int:
    return sum(task.late is not None for task in record.tasks)


def _estimate(theta: float, se: float, cut: float) -> str:
    low, high = theta - 1.96 * se, theta + 1.96 * se
    return f"Mốc đạt {number(cut)}. Ước lượng {number(theta)}, khoảng tin cậy 95 % từ {number(low)} đến {number(high)}."


def replay_hash(record: SittingRecord) -> str:
    """Over everything that the test and its result follow from: the same hash, the same sitting."""
    chosen = record.chosen
    told = {
        "bank": record.bank.version, "standard": chosen.policy.version, "seed": chosen.seed,
        "eligible": sorted(chosen.eligible), "seen": sorted(chosen.seen), "shown": chosen.shown,
        "prior": [chosen.prior.mean, chosen.prior.sd],
        "tasks": [[task.item, task.version, task.answer, task.score, sorted(task.neutralised)] for task in record.tasks],
    }  # fmt: skip
    return digest(json.dumps(told, sort_keys=True))


# Deciding


def _decisions(file: CaseFile, names: Names) -> tuple[DecisionView, ...]:
    """Who reads second must not know what was decided first."""
    if not file.may_know:
        return ()
    return tuple(
        DecisionView(
            moment(row.at),
            names.get(row.account_id, "người khác") if row.account_id is not None else "Hệ thống",
            DONE[row.kind] + (" (cả lô)" if row.batch else ""),
            reason.name if (reason := reason_of(row.kind, row.reason)) else row.reason,  # type: ignore[arg-type]
            row.authority_text,
        )
        for row in file.decisions
    )


def _forms(file: CaseFile, path_to: PathTo, typed: Typed) -> tuple[DecisionForm, ...]:
    kinds: tuple[Kind, ...] = OUTCOMES
    if file.stands.stage == "settled":
        kinds = _kinds_again(file)
    route = "reopen_case" if file.stands.stage == "settled" else "decide_case"
    action = path_to(route, token=file.case.token)
    return tuple(_form(file, kind, action, typed) for kind in kinds)


def _kinds_again(file: CaseFile) -> tuple[Kind, ...]:
    """Of a decided case. Who kept a certificate as it is may still think again."""
    reissue: tuple[Kind, ...] = ("reissue",) if file.names_too_much else ()
    return ("keep", *reissue, "reopen") if file.is_changed else (*reissue, "reopen")


def _form(file: CaseFile, kind: Kind, action: str, typed: Typed) -> DecisionForm:
    case, is_typed = file.case, typed.kind == kind
    proposed = default_reason(
        kind,
        ready=case.queue == "ready",
        outcome=case.outcome,
        cause=case.cause,
        round_number=file.stands.round,
        verdict=case.verdict,
        assisted="assisted" in json.loads(case.concerns),
        has_lost=file.names_too_much,
    )
    fitting = [one for one in fitting_reasons(kind, case.outcome, has_lost=file.names_too_much) if one.code != APPEAL]
    chosen = typed.reason if is_typed and typed.reason in {one.code for one in fitting} else proposed
    reason = reason_of(kind, chosen)
    return DecisionForm(
        kind=kind,
        name=KIND[kind],
        about=ABOUT_KIND[kind],
        key=KEYS[kind],
        action=action,
        reasons=tuple(ReasonView(one.code, one.name, one.learner, one.authority) for one in fitting),
        chosen=chosen,
        learner_text=typed.learner_text if is_typed else reason.learner if reason else "",
        authority_text=typed.authority_text if is_typed else reason.authority if reason else "",
        is_open=is_typed,
    )
