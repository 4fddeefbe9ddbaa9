"""Answers that came late, and what it would change to count them."""

from collections.abc import Mapping

from app.assessment.pages.case import LateView
from app.assessment.views.case_evidence import CaseFile, PathTo
from app.assessment.views.words import OUTCOME, moment, probability
from app.sittings.domain.record import Late, SittingRecord
from app.sittings.domain.rescoring import LateChoice, late_choices

NOTHING: Mapping[str, str] = {}


def late_kind(number: int) -> str:
    """By which a reason that was typed and not recorded is known."""
    return f"late-{number}"


def late_views(
    file: CaseFile, path_to: PathTo, *, may_rule: bool, typed: Mapping[str, str] = NOTHING
) -> tuple[LateView, ...]:
    """`typed`: by late_kind."""
    return tuple(_view(file, choice, path_to, typed, may_rule=may_rule) for choice in late_choices(file.record))


def _view(file: CaseFile, choice: LateChoice, path_to: PathTo, typed: Mapping[str, str], *, may_rule: bool) -> LateView:
    done = "làm được" if choice.score else "chưa làm được"
    number = choice.task.number
    return LateView(
        number=number,
        said=f"Câu {number}: {done}. {'Đang được tính.' if choice.counts else 'Chưa được tính.'}",
        came=_came(choice, file.record),
        otherwise=_otherwise(choice),
        counts=choice.counts,
        typed=typed.get(late_kind(number), ""),
        action=path_to("rule_on_late_answer", token=file.case.token, number=number) if may_rule else "",
    )


def _came(choice: LateChoice, record: SittingRecord) -> str:
    late, seat = choice.task.late, record.seat
    if late is None:
        return ""
    closed = f" Lớp đóng lúc {moment(min(seat.closes_at, seat.closed_at or seat.closes_at))}." if seat else ""
    return f"Câu hiện lúc {moment(choice.task.shown_at)}, trả lời tới máy chủ lúc {moment(late.at)}.{closed}{_waited(late)}"


def _waited(late: Late) -> str:
    """What the phone says about itself is told as such."""
    if late.waited_ms is None:
        return " Điện thoại không nói đã giữ câu này bao lâu."
    minutes = round(late.waited_ms / 60_000)
    told = f"chừng {minutes} phút" if minutes else "chưa tới một phút"
    return f" Điện thoại nói đã giữ câu này {told} vì mất mạng; đó là lời của máy, không kiểm được."


def _otherwise(choice: LateChoice) -> str:
    doing = "Thôi tính" if choice.counts else "Tính"
    said = OUTCOME[choice.outcome_otherwise]
    kept = "máy vẫn nói" if choice.outcome_otherwise == choice.outcome_now else "máy sẽ nói"
    return (
        f"{doing} câu này thì xác suất đạt là {probability(choice.outcome_otherwise, choice.otherwise.p_master)} "
        f"(đang là {probability(choice.outcome_now, choice.now.p_master)}), {kept}: {said}."
    )
