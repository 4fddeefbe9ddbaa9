"""What readings came to holds: a certificate is issued, stands or is taken back, and the learner is told."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.orm import Session

from app.assessment.domain.readings import Kind
from app.assessment.domain.reasons import FEWER_SKILLS
from app.assessment.models import Case
from app.assessment.sittings_due import is_behind, is_namesake_untold
from app.assessment.warrants import approved_as
from app.certification.domain.confirmation import from_text
from app.certification.queries import find_certificate
from app.sittings.domain.practical import suggested_skills
from app.sittings.outcomes import HelpedAlone, certificate_request, record_verdict
from app.sittings.queries import sitting_record
from app.sittings.standards import Engine, Standards

STATES: Mapping[Kind, str] = {"approve": "approved", "practical": "practical", "deny": "denied", "reopen": "reopened"}
# What the public log says of a certificate that is taken back while its case is looked at again, or for another one.
REVOKED_FOR = {"mistake": "cap-nham", "item-flawed": "cham-lai"}
LOOKED_AT_AGAIN, FOR_ANOTHER = "xem-lai", "cap-lai"


class CaseBehind(Exception):
    """Something has happened to its sitting that the case does not tell yet: the opener writes it anew in a moment."""


class NothingShown(Exception):
    """A certificate would name no skill: none has evidence of its own, some of it performed."""


@dataclass(frozen=True)
class Wish:
    """A decision, with the code of its reason, and the two texts as they are to be kept."""

    kind: Kind
    reason: str
    learner_text: str
    authority_text: str


def settle(session: Session, engine: Engine, case: Case, last: Wish, now: datetime) -> None:
    """What the readings came to holds from now on. `last`: the reading that settled it, whose texts are told."""
    if case.verdict == "approve":
        if last.reason == FEWER_SKILLS.code:
            take_back(session, engine, case, FOR_ANOTHER, now)
        case.certificate_code = case.certificate_code or _issue(session, engine, case, now)  # one may stand already
    else:
        take_back(session, engine, case, LOOKED_AT_AGAIN, now)
    state, skills = STATES[last.kind], _skills_to_show(session, engine, case) if last.kind == "practical" else ()
    code, said = case.certificate_code, last.learner_text
    record_verdict(session, case.sitting_id, state, last.reason, said, code, now, skills)
    session.flush()


def take_back(session: Session, engine: Engine, case: Case, reason: str, now: datetime) -> bool:
    """Its certificate, in case it has one; False where it has none."""
    code, case.certificate_code, case.lost_skills, case.lost_at = case.certificate_code, None, "[]", None
    if code is not None:
        engine.certificates.revoke(session, code, reason, now)
    return code is not None


def _skills_to_show(session: Session, engine: Engine, case: Case) -> tuple[str, ...]:
    record = sitting_record(session, engine.standards, case.sitting_id)
    return suggested_skills(record.position, record.practised)


def _issue(session: Session, engine: Engine, case: Case, now: datetime) -> str:
    """A certificate of its own for every round: what was revoked stays revoked. Of two accounts of one person, approved at
    the same moment, the one that comes second is behind."""
    engine.certificates.wait_for_turn(session)
    if is_behind(session, case):
        raise CaseBehind
    record = sitting_record(session, engine.standards, case.sitting_id)
    if is_namesake_untold(case, record):
        raise CaseBehind
    request = certificate_request(session, engine.standards, record, approved_as(session, record, case), now)
    if not request.skills:
        raise NothingShown
    about = replace(request, subject=f"{record.token}/{case.round}")
    return engine.certificates.issue(session, about, now).code


def would_name(session: Session, standards: Standards, case: Case, wish: Wish) -> str | None:
    """The skills that the certificate names to which this decision leads, by their ids; None where it leads to none. Raises
    HelpedAlone."""
    if wish.kind != "approve":
        return None
    stands = find_certificate(session, case.certificate_code) if case.certificate_code else None
    if stands is not None and wish.reason != FEWER_SKILLS.code:
        return " ".join(sorted(skill.id for skill in from_text(stands.confirmation).skills))
    record = sitting_record(session, standards, case.sitting_id)
    if record.is_practice:
        raise HelpedAlone
    return " ".join(sorted(skill.of for skill in record.skills if skill.standing == "shown"))
