"""The desk itself: queues, batches, who works where."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from app.accounts.domain.roles import Role
from app.accounts.models import Account
from app.assessment.models import Batch, Case
from app.assessment.pages.desk import AssessmentDeskPage, BatchPage, CaseRow, QueueView, SettledPage
from app.assessment.pages.people import AssessorsPage, StaffView
from app.assessment.queries import Waiting
from app.assessment.views.case_evidence import PathTo
from app.assessment.views.lost_skills import lost_lines
from app.assessment.views.register import month_views
from app.assessment.views.words import (
    CONCERN,
    DESK,
    DONE,
    OUTCOME,
    STAGE,
    label_of,
    probability,
    waits,
)
from app.courses.domain.communes import CommuneField
from app.courses.domain.frameworks import Framework

LISTED = 12
QUEUES: Mapping[str, tuple[str, str]] = {
    "ready": ("Sẵn sàng quyết định", "Máy đã đủ chắc và không thấy gì lạ. Anh chị đọc, rồi quyết định."),
    "look": (
        "Cần xem kỹ",
        "Máy chưa chắc, có dấu hiệu lạ, người học đề nghị xem lại, hoặc có điều mới sau khi đã quyết định.",
    ),
}


def desk_page(
    found: Mapping[str, Waiting], batch: Batch | None, plain: int,
    frameworks: Mapping[str, Framework], path_to: PathTo, now: datetime, *, why_not: str, alarm_rate: float, staffing: tuple[str, ...] = (), recheck: str = "", notice: str = "", error: str = "",
) -> AssessmentDeskPage:  # fmt: skip
    def rows(cases: Sequence[Case]) -> tuple[CaseRow, ...]:
        return tuple(_waiting_row(case, frameworks, path_to, now) for case in cases[:LISTED])

    queues = tuple(
        QueueView(
            id_, heading, about, found[id_].count, len(found[id_].mine), _oldest(found[id_], now), rows(found[id_].mine)
        )
        for id_, (heading, about) in QUEUES.items()
    )
    return AssessmentDeskPage(
        DESK, notice, error, why_not, staffing, queues, false_alarms([*found["ready"].mine, *found["look"].mine], alarm_rate),
        path_to("batch", token=batch.token) if batch else "", plain, recheck,
    )  # fmt: skip


def _oldest(found: Waiting, now: datetime) -> str:
    return f"Lâu nhất: {waits(found.oldest, now)}." if found.oldest else ""


def false_alarms(cases: Sequence[Case], rate: float) -> str:
    """How many flags one should expect of all who wait if they are honest, where there is any. `rate`: of one such person."""
    flags = sum(len(json.loads(case.flags)) for case in cases)
    if not flags:
        return ""
    expected = rate * len(cases)
    told = f"chừng {expected:.0f}" if expected >= 1 else "chưa tới 1"
    return (
        f"{len(cases)} hồ sơ anh chị xem được có {flags} dấu hiệu. Ai cũng làm thật thì vẫn gặp {told} dấu hiệu như vậy, "
        "nên dấu hiệu chỉ để xem kỹ, không phải để kết luận."
    )


def case_row(case: Case, frameworks: Mapping[str, Framework], path_to: PathTo, now: datetime) -> CaseRow:
    framework = frameworks.get(case.framework)
    raised = [*lost_lines(case), *(CONCERN[one] for one in json.loads(case.concerns))]
    stands = f"{DONE[case.verdict]}." if case.verdict else f"{STAGE[case.stage]}." if case.stage != "first" else ""  # type: ignore[index]
    return CaseRow(
        path_to("case", token=case.token), label_of(case.token), framework.name if framework else case.framework,
        f"{_by_machine(case)} {stands}".strip(), f"chờ {waits(case.waiting_since, now)}" if case.verdict is None else "", "; ".join(raised),
    )  # fmt: skip


def _waiting_row(case: Case, frameworks: Mapping[str, Framework], path_to: PathTo, now: datetime) -> CaseRow:
    """A decided one waits only for something new; one that is to be read a second time looks as if nobody had read it: most
    that are were denied near the cut."""
    row = case_row(case, frameworks, path_to, now)
    if case.stage == "second":
        return replace(row, said=_by_machine(case))
    return replace(row, said=f"{row.said} Sau đó có điều mới.") if case.verdict else row


def _by_machine(case: Case) -> str:
    return f"Máy: {OUTCOME[case.outcome]} (xác suất đạt {probability(case.outcome, case.p_master)})."


def batch_page(
    batch: Batch, cases: Sequence[tuple[Case, bool]], frameworks: Mapping[str, Framework], path_to: PathTo,
    now: datetime, *, may_approve: bool, confirm_url: str = "", error: str = "",
) -> BatchPage:  # fmt: skip
    sampled = [case for case, is_sampled in cases if is_sampled]
    unread = next((case for case in sampled if case.batch == batch.token), None)
    left = sum(case.batch == batch.token for case, is_sampled in cases if not is_sampled)
    return BatchPage(
        f"Một lô hồ sơ · {DESK}", error, batch.seed, len(cases),
        tuple(case_row(case, frameworks, path_to, now) for case in sampled),
        path_to("case", token=unread.token) if unread else "", left, confirm_url,
        path_to("approve_batch", token=batch.token) if may_approve else "",
        path_to("give_up_batch", token=batch.token) if batch.state == "open" else "",
    )  # fmt: skip


def settled_page(
    cases: Sequence[Case], sought: str, frameworks: Mapping[str, Framework], path_to: PathTo, now: datetime,
    months: Sequence[str],
) -> SettledPage:  # fmt: skip
    rows = tuple(case_row(case, frameworks, path_to, now) for case in cases)
    return SettledPage(f"Hồ sơ đã quyết định · {DESK}", sought, rows, month_views(months))


def assessors_page(
    accounts: Sequence[Account],
    communes: Mapping[int, CommuneField],
    path_to: PathTo,
    notice: str = "",
    error: str = "",
    staffing: tuple[str, ...] = (),
    months: Sequence[str] = (),
) -> AssessorsPage:
    rows: dict[str, list[StaffView]] = {Role.ASSESSOR: [], Role.TEACHER: []}
    for one in accounts:
        if one.disabled_at is None:
            view = StaffView(one.name, one.login, communes[one.id], path_to("set_commune", login=one.login))
            rows[one.role].append(view)
    assessors, teachers = (tuple(found) for found in rows.values())
    title = f"Người thẩm định làm ở đâu · {DESK}"
    return AssessorsPage(title, notice, error, staffing, assessors, teachers, month_views(months))
