"""What supervisors see of their classes."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, TypeAlias

from app.core.clock import VIETNAM
from app.courses.domain.communes import CommuneField
from app.courses.domain.frameworks import Framework
from app.courses.domain.standards import Retakes
from app.courses.views import SITE
from app.learners.domain.reading import Reading
from app.sittings.models import Supervision
from app.sittings.pages import Choice, SeatRow, SupervisionPage, SupervisionRow, SupervisionsPage
from app.sittings.seats import Seat
from app.sittings.standards import Offer
from app.sittings.steering import is_open
from app.sittings.views.certification import DEVICES, day
from app.sittings.views.namesakes import namesake_rows, wait_words
from app.sittings.views.practical import skill_words
from app.web.qr import qr_code

ELSEWHERE = " (dạy ở xã khác)"
PathTo: TypeAlias = Callable[..., Any]


def supervisions_page(
    rows: Sequence[Supervision],
    offers: Sequence[Offer],
    now: datetime,
    path_to: PathTo,
    typed: Mapping[str, str],
    errors: Mapping[str, str],
    *,
    commune: CommuneField,
    has_commune: bool,
    keeps_bank: bool,
) -> SupervisionsPage:
    citizens_first = sorted(offers, key=lambda offer: offer.framework.audience != Reading().framework)
    frameworks = tuple(
        Choice(offer.framework.id, offer.framework.name, offer.framework.id == typed.get("khung"))
        for offer in citizens_first
    )
    return SupervisionsPage(
        f"Lớp làm bài có giám sát · {SITE}",
        tuple(_row(one, now, path_to) for one in rows),
        frameworks,
        str(path_to("open_supervision")),
        typed,
        errors,
        commune,
        has_commune,
        keeps_bank,
        str(path_to("find_practical")),
    )


def _row(supervision: Supervision, now: datetime, path_to: PathTo) -> SupervisionRow:
    going = is_open(supervision, now)
    return SupervisionRow(
        str(path_to("supervision", number=supervision.id)),
        f"{supervision.place}, {supervision.commune}{ELSEWHERE if supervision.own_commune else ''}",
        day(supervision.opened_at),
        "đang mở" if going else "đã đóng",
        going,
    )


def supervision_page(
    supervision: Supervision,
    found: Sequence[Seat],
    now: datetime,
    path_to: PathTo,
    join_url: str,
    framework: Framework | None,
    rules: Retakes | None,
    *,
    error: str = "",
    saved: bool = False,
) -> SupervisionPage:
    """`join_url`: where a class is joined, from anywhere."""
    number, going = supervision.id, is_open(supervision, now)
    return SupervisionPage(
        f"Một lớp làm bài có giám sát · {SITE}",
        f"{supervision.code[:3]} {supervision.code[3:]}",
        f"{supervision.place}, {supervision.commune}",
        f"{supervision.closes_at.astimezone(VIETNAM):%H:%M ngày %d/%m/%Y}",
        going,
        join_url.partition("://")[2],
        qr_code(f"{join_url}?ma={supervision.code}") if going else None,
        tuple(_seat(seat, framework, rules, now, path_to) for seat in found),
        any(seat.sitting is not None for seat in found),
        sum(seat.sitting is not None and seat.sitting.ended_at is None for seat in found),
        str(path_to("mark_seat", number=number)),
        str(path_to("free_seat", number=number)),
        str(path_to("give_seat_code", number=number)),
        str(path_to("add_names", number=number)),
        str(path_to("rule_on_namesake", number=number)),
        str(path_to("close_supervision", number=number)),
        str(path_to("supervisions")),
        error,
        saved,
    )


def _seat(seat: Seat, framework: Framework | None, rules: Retakes | None, now: datetime, path_to: PathTo) -> SeatRow:
    chosen = seat.sitting.device if seat.sitting else ""
    return SeatRow(
        str(seat.row.id),
        seat.row.name,
        _state(seat),
        seat.row.note,
        seat.sitting is not None,
        seat.sitting is not None and seat.sitting.ended_at is None and not seat.answered,
        _code(seat),
        _about_code(seat),
        _trouble(seat),
        seat.row.assisted,
        tuple(Choice(value, label, value == chosen) for value, label in DEVICES_SEEN.items()),
        skill_words(framework, seat.invitation) if seat.invitation else "",
        str(path_to("practical", code=seat.invitation.code)) if seat.invitation else "",
        namesake_rows(seat.row.id, seat.namesakes, has_begun=seat.sitting is not None),
        wait_words(seat.namesakes, rules, now) if rules and seat.sitting is None else "",
    )


DEVICES_SEEN = {**DEVICES, "own": "Máy của chính người ấy"}


CANNOT_TYPE, PHONE_DIED = "Không gõ được tên?", "Máy hỏng?"


def _code(seat: Seat) -> str:
    return f"{seat.code.code[:4]} {seat.code.code[4:]}" if seat.code else ""


def _about_code(seat: Seat) -> str:
    if seat.code is None:
        return ""
    what = "để vào lớp" if seat.code.purpose == "begin" else "để làm tiếp trên máy khác"
    return f"Mã riêng {what}, dùng một lần, trước {seat.code.expires_at.astimezone(VIETNAM):%H:%M}:"


def _trouble(seat: Seat) -> str:
    """In which a code would help; "" where none does."""
    if seat.sitting is None:
        return CANNOT_TYPE
    return PHONE_DIED if seat.is_going and seat.answered and not seat.has_account else ""


def _state(seat: Seat) -> str:
    if seat.sitting is None:
        return "chưa vào"
    done = f"đã làm {seat.answered} việc"
    if seat.sitting.moved_at is not None:
        done += f", đổi máy lúc {seat.sitting.moved_at.astimezone(VIETNAM):%H:%M}"
    if seat.sitting.ended_at is not None:
        return f"xong, {done}{', hẹn làm việc thực hành' if seat.is_invited else ''}"
    return f"tạm nghỉ, {done}" if seat.sitting.paused_at is not None else f"đang làm, {done}"
