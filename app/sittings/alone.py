"""What becomes of a sitting that nobody supervised, at once: a certificate "đã tự luyện", or an invitation to show a supervisor
two or three things, whose report opens a case (practical.py). Nobody is left with a result that goes to nobody."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.certification.identities import certified_elsewhere
from app.sittings.domain.doubts import doubted
from app.sittings.domain.practical import skills_to_name, suggested_skills
from app.sittings.domain.reading_load import unread_share
from app.sittings.domain.record import SittingRecord
from app.sittings.models import Sitting, SittingVerdict
from app.sittings.outcomes import SELF_PRACTISED, HelpedAlone, NotAgreed, certificate_request, record_verdict
from app.sittings.queries import LATELY, sitting_record
from app.sittings.standards import Engine, Standards

# Reasons of a verdict "practical" without an assessor.
UNCLEAR, UNREAD, NAMESAKE, SAME_PHONE, SAME_PERSON = "unclear", "unread", "namesake", "same-phone", "same-person"
UNNAMED = "unnamed"
CERTIFIED_ALONE = (
    "Bác đã tự luyện và làm được. Giấy xác nhận ghi rõ là bác tự luyện, không có người giám sát. "
    "Muốn có giấy ghi đã được giám sát, bác làm bài ở lớp nhé."
)
BEFORE_SOMEBODY = (
    "Mời bác làm vài việc cùng thầy cô cho chắc, không phải làm lại cả bài. "
    "Thầy cô ghi lại điều mình thấy, rồi người thẩm định xem và trả lời bác ở trang này."
)
TOO_FAST = (
    "Bác làm nhanh lắm, nhanh hơn thời gian thường cần để đọc, nên máy chưa cấp giấy ngay được. "
    "Mời bác làm vài việc cùng thầy cô cho chắc, không phải làm lại cả bài."
)
NOTHING_NAMED = (
    "Cả bài thì bác làm được, mà chưa việc nào có đủ bằng chứng riêng để ghi tên lên giấy. "
    "Mời bác làm vài việc cùng thầy cô, không phải làm lại cả bài. Thầy cô ghi lại điều mình thấy, rồi người thẩm định xem và trả lời bác ở trang này."
)
# Nothing of why: it would tell of somebody else's test.
NOT_ALONE = (
    "Lần này máy chưa cấp giấy ngay được. Mời bác tới lớp có thầy cô, làm vài việc cho chắc, không phải làm lại cả bài."
)
WORDS = {
    UNCLEAR: BEFORE_SOMEBODY,
    UNREAD: TOO_FAST,
    UNNAMED: NOTHING_NAMED,
    NAMESAKE: NOT_ALONE,
    SAME_PHONE: NOT_ALONE,
    SAME_PERSON: NOT_ALONE,
}


def conclude_alone(session: Session, engine: Engine, sitting: Sitting, outcome: str, now: datetime) -> None:
    """Of one that the engine has ended. The certificate needs no assessor, as it claims no more than "đã tự luyện". Whoever
    was helped has practised, and shown nothing of their own."""
    if sitting.supervision_id is not None or sitting.assisted or outcome == "deny":
        return
    record = sitting_record(session, engine.standards, sitting.id)
    try:
        request = certificate_request(session, engine.standards, record, SELF_PRACTISED, now)
    except (HelpedAlone, NotAgreed):
        return
    if outcome != "certify":
        _invite(session, record, UNCLEAR, now)
    elif not request.skills:
        _invite(session, record, UNNAMED, now)
    else:
        why = _why_not_yet(session, engine, record, now)
        if why:
            _invite(session, record, why, now)
            return
        issued = engine.certificates.issue(session, request, now)
        record_verdict(session, sitting.id, "approved", SELF_PRACTISED, CERTIFIED_ALONE, issued.code, now)


def _invite(session: Session, record: SittingRecord, reason: str, now: datetime) -> None:
    skills = skills_to_name(record.position) if reason == UNNAMED else suggested_skills(record.position)
    record_verdict(session, record.id, "practical", reason, WORDS[reason], None, now, skills)


def _why_not_yet(session: Session, engine: Engine, record: SittingRecord, now: datetime) -> str:
    """Why who passed alone has no certificate at once; "": nothing speaks against it. Evidence, never proof."""
    if doubted(record):
        return NAMESAKE
    if was_unread(engine.standards, record):
        return UNREAD
    engine.certificates.wait_for_turn(session)  # of two who end at this moment the second sees the first
    if is_phone_of_many(session, record, now):
        return SAME_PHONE
    return SAME_PERSON if certified_elsewhere(session, record.learner_id) else ""


def was_unread(standards: Standards, record: SittingRecord) -> bool:
    """More of its tasks than the standard allows were answered in less time than anybody reads them in."""
    loads = standards.loads(record.tasks)
    share = unread_share((task.seconds, loads.get(task.item)) for task in record.tasks)
    return share is not None and share > record.standard.most_unread


def is_phone_of_many(session: Session, record: SittingRecord, now: datetime) -> bool:
    """Its phone has brought others as many certificates alone lately (queries.LATELY) as the standard lets one phone. What was
    said to be a class's phone counts as well: whoever sits alone is in no class."""
    others = select(func.count(Sitting.learner_id.distinct())).join(
        SittingVerdict, SittingVerdict.sitting_id == Sitting.id
    )
    brought = others.where(
        SittingVerdict.reason == SELF_PRACTISED,
        SittingVerdict.at > now - LATELY,
        Sitting.device_mac == record.device_mac,
        Sitting.learner_id != record.learner_id,
    )
    return (session.scalar(brought) or 0) >= record.standard.per_phone
