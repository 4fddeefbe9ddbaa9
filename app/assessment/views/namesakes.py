"""What a case page says of earlier tests under the same name: never the name."""

from collections.abc import Mapping

from app.assessment.views.words import OUTCOME, VERDICT, percent
from app.sittings.domain.doubts import sure_together
from app.sittings.domain.namesakes import Meeting, Namesake
from app.sittings.domain.record import SittingRecord
from app.sittings.views.certification import day

MET: Mapping[Meeting, str] = {
    "commune": "cùng xã",
    "class": "cùng người giám sát",
    "phone": "cùng máy",
}


def namesake_lines(record: SittingRecord) -> tuple[str, ...]:
    return tuple(_line(record, one) for one in record.namesakes)


def _line(record: SittingRecord, one: Namesake) -> str:
    was = f"máy nói {OUTCOME[one.outcome]}, {VERDICT.get(one.verdict, one.verdict)}"
    return f"Ngày {day(one.at)} có người cùng tên làm bài ({MET[one.meeting]}): {was}. {_said(one)} {_together(record, one)}"


def _said(one: Namesake) -> str:
    if one.ruling is None:
        return "Người giám sát chưa nói có phải một người không."
    same = "cùng một người" if one.is_carried else "cùng một người, mà bài không tính tiếp từ lần ấy"
    who = same if one.ruling.is_same else "hai người khác nhau"
    return f"Ngày {day(one.ruling.at)} người giám sát nói: {who}."


def _together(record: SittingRecord, one: Namesake) -> str:
    """What this test tells if it goes on from the earlier one."""
    if one.is_carried:
        return "Bài này đã tính tiếp từ lần ấy."
    sure = percent(sure_together(record, one), at_least=record.chosen.policy.certify_at)
    return f"Nếu là một người, tính cả lần ấy thì chắc {sure} là đạt."
