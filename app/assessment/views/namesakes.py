"""What a case page says of earlier tests under the same name: never the name."""

from collections.abc import Mapping
from dataclasses import replace

from app.assessment.views.words import OUTCOME, percent
from app.quiz.domain.ability import Estimate
from app.quiz.domain.adaptive.sitting import retake_prior
from app.sittings.domain.namesakes import Meeting, Namesake
from app.sittings.domain.record import SittingRecord
from app.sittings.views.certification import day

MET: Mapping[Meeting, str] = {
    "commune": "cùng xã",
    "class": "cùng người giám sát",
    "phone": "cùng máy",
}
DECIDED: Mapping[str, str] = {
    "": "chưa có quyết định",
    "approved": "đã có giấy xác nhận",
    "practical": "mời làm việc thực hành",
    "denied": "chưa xác nhận",
    "reopened": "đang xét lại",
    "revoked": "giấy đã thu hồi",
}


def namesake_lines(record: SittingRecord) -> tuple[str, ...]:
    return tuple(_line(record, one) for one in record.namesakes)


def _line(record: SittingRecord, one: Namesake) -> str:
    was = f"máy nói {OUTCOME[one.outcome]}, {DECIDED.get(one.verdict, one.verdict)}"
    return f"Ngày {day(one.at)} có người cùng tên làm bài ({MET[one.meeting]}): {was}. {_said(record, one)} {_together(record, one)}"


def _said(record: SittingRecord, one: Namesake) -> str:
    if one.ruling is None:
        return "Người giám sát chưa nói có phải một người không."
    same = "cùng một người" if _is_carried(record, one) else "cùng một người, sau khi bài đã bắt đầu"
    who = same if one.ruling.is_same else "hai người khác nhau"
    return f"Ngày {day(one.ruling.at)} người giám sát nói: {who}."


def _together(record: SittingRecord, one: Namesake) -> str:
    """What this test tells if it goes on from the earlier one."""
    if _is_carried(record, one):
        return "Bài này đã tính tiếp từ lần ấy."
    chosen = replace(record.chosen, prior=retake_prior(Estimate(one.theta, one.se, one.p_master)))
    tasks = tuple(task.as_ruled for task in record.tasks)
    sure = chosen.position(tasks, record.neutralised).estimate.p_master
    return f"Nếu là một người, tính cả lần ấy thì chắc {percent(sure, at_least=chosen.policy.certify_at)} là đạt."


def _is_carried(record: SittingRecord, one: Namesake) -> bool:
    """This test began with that evidence."""
    return one.ruling is not None and one.is_same and one.ruling.at <= record.started_at
