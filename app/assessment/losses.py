"""What the certificate of a sitting names and has not evidence enough for any more (domain/lost_skills.py), as its case tells."""

from datetime import datetime

from sqlalchemy.orm import Session

from app.assessment.domain.lost_skills import LostSkill, as_text, is_more, lost_skills
from app.assessment.domain.lost_skills import from_text as lost_from_text
from app.assessment.models import Case
from app.certification.domain.confirmation import from_text
from app.certification.queries import find_certificate
from app.sittings.domain.record import SittingRecord


def is_ours(record: SittingRecord) -> bool:
    """Whatever its certificate names: it went on in a class, somebody asked for another look or watched practical work, or the
    result is another one now."""
    is_turned = len({result.outcome for result in record.results}) > 1
    return record.supervision_id is not None or bool(record.appeals) or bool(record.practised) or is_turned


def lost_of(session: Session, record: SittingRecord, code: str | None) -> tuple[LostSkill, ...]:
    """Of the skills that this certificate names, while it stands. What is not signed yet names what there is then; what was
    issued by groups of skills rests on these."""
    found = find_certificate(session, code) if code is not None else None
    if found is None or found.revoked_at is not None:
        return ()
    confirmation = from_text(found.confirmation)
    named = [(skill.id, skill.name) for skill in confirmation.skills]
    return lost_skills(record.skills, named) if confirmation.is_by_skill else ()


def tell_lost(case: Case, lost: tuple[LostSkill, ...], now: datetime) -> None:
    before = lost_from_text(case.lost_skills)
    if is_more(lost, before):
        case.lost_at = now
    case.lost_skills, case.lost_at = as_text(lost), case.lost_at if lost else None


def names_too_much(session: Session, case: Case) -> bool:
    """Whether its certificate may give way to one that names fewer skills: one stands that nobody revoked, a skill lost its
    evidence, and whoever holds it has attained as before."""
    if case.certificate_code is None or case.lost_at is None or case.outcome != "certify":
        return False
    found = find_certificate(session, case.certificate_code)
    return found is not None and found.revoked_at is None


def certificate_of(record: SittingRecord) -> str | None:
    """That which was issued without an assessor."""
    verdict = record.verdict
    return verdict.certificate_code if verdict and verdict.state == "approved" else None


def told_first(lost: tuple[LostSkill, ...], now: datetime) -> dict[str, str | datetime | None]:
    """Of a case that is opened."""
    return {"lost_skills": as_text(lost), "lost_at": now if lost else None}
