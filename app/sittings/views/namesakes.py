"""What a supervisor reads of an earlier test under a name of their list: when and where, never how it went."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from app.courses.domain.standards import Retakes
from app.sittings.domain.namesakes import Meeting, Namesake, wait_of
from app.sittings.views.certification import day

MET: Mapping[Meeting, str] = {
    "commune": "ở xã này",
    "class": "ở lớp của thầy cô",
    "phone": "trên chính máy này",
}


def namesake_words(found: Sequence[Namesake], rules: Retakes, now: datetime) -> str:
    """The question; "" without anybody of the name."""
    if not found:
        return ""
    newest = found[-1]
    asked = f"Hôm {day(newest.at)} có người cùng tên làm bài {MET[newest.meeting]}. Có phải cùng một người không?"
    wait = wait_of(found, rules, now)
    return f"{asked} Nếu vậy thì từ ngày {day(wait.until)} người ấy làm lại được." if wait else asked


def namesake_said(found: Sequence[Namesake], begun_at: datetime | None) -> str:
    """Nothing while one of them is not answered. `begun_at`: of the sitting on this line."""
    if not found or any(one.ruling is None for one in found):
        return ""
    same = [one.ruling.at for one in found if one.ruling is not None and one.ruling.is_same]
    if same and begun_at is not None and max(same) > begun_at:
        return "Thầy cô đã ghi: cùng một người. Bài đã bắt đầu rồi, nên người thẩm định sẽ xem cả hai lần."
    if same:
        return "Thầy cô đã ghi: cùng một người. Bài này tính tiếp từ lần trước."
    return "Thầy cô đã ghi: người khác."
