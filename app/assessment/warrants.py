"""What the signer in another process asks before it signs: that the sitting has ended, and that an assessor has approved what
it is to say, or that it claims no more than "đã tự luyện". From committed rows alone, whatever anybody says."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.assessment import queries
from app.assessment.domain.readings import standing, this_round
from app.assessment.models import Case
from app.certification.composing import OTHER_NAMES, NewCertificate, NoWarrant
from app.certification.domain.confirmation import Assurance
from app.sittings.alone import was_unread
from app.sittings.domain.record import SittingRecord
from app.sittings.models import Sitting
from app.sittings.outcomes import SELF_PRACTISED, HelpedAlone, NotAgreed, certificate_request
from app.sittings.queries import sitting_record
from app.sittings.standards import Standards

AGREED = 2  # readings; a third decides alone, and what it names was not kept


def warranted(session: Session, standards: Standards, subject: str, now: datetime) -> NewCertificate:
    """`subject`: the token of a sitting that was passed alone; with "/" and the round in which its case was approved, where
    somebody looked. Raises NoWarrant."""
    token, _, round_ = subject.partition("/")
    sitting = session.scalar(select(Sitting).where(Sitting.token == token))
    if sitting is None:
        raise NoWarrant("no-sitting")
    if sitting.ended_at is None:
        raise NoWarrant("not-ended")
    record = sitting_record(session, standards, sitting.id)
    if standards.framework(record.framework) is None:
        raise NoWarrant("no-framework")
    assurance = _approved(session, record, round_) if round_ else _passed_alone(standards, record)
    try:
        request = certificate_request(session, standards, record, assurance, now)
    except NotAgreed:
        raise NoWarrant("not-agreed") from None
    except HelpedAlone:
        raise NoWarrant("helped-alone") from None
    if not request.skills:
        raise NoWarrant("nothing-shown")
    if round_ and not _is_as_agreed(session, record, request):
        raise NoWarrant(OTHER_NAMES)
    return replace(request, subject=subject)


def approved_as(session: Session, record: SittingRecord, case: Case) -> Assurance:
    """Where nobody supervised it says so, and where it was approved with others of its batch, unread, it does not say that an
    assessor looked."""
    looked_at: Assurance = "tham-dinh" if queries.was_read(session, case) else "giam-sat"
    return looked_at if record.is_supervised else SELF_PRACTISED


def _approved(session: Session, record: SittingRecord, round_: str) -> Assurance:
    """By assessors, none of whom supervised it or watched practical work."""
    case = session.scalar(select(Case).where(Case.sitting_id == record.id))
    decided = queries.as_decided(queries.rows_of(session, case.id)) if case else []
    stands = standing(decided)
    if case is None or (str(stands.round), stands.stage, stands.outcome) != (round_, "settled", "approve"):
        raise NoWarrant("not-approved")
    nobody: set[int | None] = {None, *record.watchers}
    if any(reading.assessor in nobody for reading in this_round(decided)):
        raise NoWarrant("own-class")
    return approved_as(session, record, case)


def _is_as_agreed(session: Session, record: SittingRecord, request: NewCertificate) -> bool:
    """Whether it names the skills that readers agreed on, where that was kept. Judged again since, as a task was found to be
    flawed, it may name fewer, and never another one."""
    case = session.scalar(select(Case).where(Case.sitting_id == record.id))
    readings = this_round(queries.as_decided(queries.rows_of(session, case.id))) if case else []
    named = {skill.id for skill in request.skills}
    for reading in readings if len(readings) == AGREED else ():
        if reading.names is None:
            continue
        agreed = set(reading.names.split())
        if not named <= agreed or (named != agreed and reading.results == len(record.results)):
            return False
    return True


def _passed_alone(standards: Standards, record: SittingRecord) -> Assurance:
    passed = [result.outcome for result in (*record.results[:1], *record.results[-1:])]
    is_alone = not record.is_supervised and record.supervision_id is None and not record.was_assisted
    if not is_alone or not passed or record.results[0].cause != "ended" or set(passed) != {"certify"}:
        raise NoWarrant("not-passed")
    if was_unread(standards, record):
        raise NoWarrant("unread")
    return SELF_PRACTISED
