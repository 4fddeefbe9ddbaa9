"""What a supervisor reads of earlier tests under a name of their list, each by itself: when and where, never how it went."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from app.core.clock import VIETNAM
from app.courses.domain.standards import Retakes
from app.sittings.domain.namesakes import Meeting, Namesake, wait_of
from app.sittings.pages import NamesakeRow
from app.sittings.views.certification import day

MET: Mapping[Meeting, str] = {
    "commune": "ở xã này",
    "class": "ở lớp của thầy cô",
    "phone": "trên chính máy này",
}


def namesake_rows(line: int, found: Sequence[Namesake], *, has_begun: bool) -> tuple[NamesakeRow, ...]:
    """`has_begun`: somebody has come in under this line."""
    return tuple(
        NamesakeRow(f"{line}-{one.sitting_id}", _when(one), _asked(one), _said(one, has_begun)) for one in found
    )


def _when(one: Namesake) -> str:
    return f"hôm {day(one.at)}, xong lúc {one.at.astimezone(VIETNAM):%H:%M}"


def _asked(one: Namesake) -> str:
    where = f"{MET[one.meeting]} ({one.place})" if one.place else MET[one.meeting]
    return f"{_when(one).capitalize()}, có người cùng tên làm bài {where}. Có phải cùng một người không?"


def _said(one: Namesake, has_begun: bool) -> str:
    """ "" while nothing was said."""
    if one.ruling is None:
        return ""
    if not one.is_same:
        return "Thầy cô đã ghi: người khác."
    if has_begun and not one.is_carried:
        return "Thầy cô đã ghi: cùng một người. Bài đã bắt đầu rồi, nên người thẩm định sẽ xem cả hai lần."
    return "Thầy cô đã ghi: cùng một người. Bài này tính tiếp từ lần trước."


def wait_words(found: Sequence[Namesake], rules: Retakes, now: datetime) -> str:
    """From when somebody may come in who is, as was said, one of these; "" at once."""
    wait = wait_of(found, rules, now)
    return f"Nếu vậy thì từ ngày {day(wait.until)} người ấy làm lại được." if wait else ""
