"""Use cases: a case is claimed, decided, read again, opened again; where assessors work."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import insert, update
from sqlalchemy.orm import Session

from app.assessment import queries
from app.assessment.decision_log import log_decision
from app.assessment.domain.drawing import is_drawn
from app.assessment.domain.readings import Kind, Obstacle, Reader, Standing, obstacle, standing
from app.assessment.domain.reasons import APPEAL, FEWER_SKILLS, reason_of
from app.assessment.losses import names_too_much
from app.assessment.models import AssessorCommune, Batch, Case, CaseDecision
from app.assessment.openings import require_read, seconds_open
from app.assessment.reading_seeds import Seed, seed_of, tell_seeds
from app.assessment.sittings_due import is_behind, late_answers
from app.assessment.warrants import approved_as
from app.core.db import insert_or_update
from app.courses.domain.communes import commune_key
from app.sittings.domain.practical import suggested_skills
from app.sittings.outcomes import certificate_request, record_verdict
from app.sittings.queries import sitting_record
from app.sittings.standards import Engine

CLAIM = timedelta(minutes=15)
STATES: Mapping[Kind, str] = {"approve": "approved", "practical": "practical", "deny": "denied", "reopen": "reopened"}
# What the public log says of a certificate that is taken back while its case is looked at again, or for another one.
REVOKED_FOR = {"mistake": "cap-nham", "item-flawed": "cham-lai"}
LOOKED_AT_AGAIN, FOR_ANOTHER = "xem-lai", "cap-lai"


class NoSuchCase(Exception):
    pass


class Obstructed(Exception):
    """This assessor may not read this case."""

    def __init__(self, obstacle: Obstacle) -> None:
        super().__init__(obstacle)
        self.obstacle = obstacle


class CaseMoved(Exception):
    """Somebody else decided in the meantime, or the engine says something else now."""


class CaseBehind(Exception):
    """Something has happened to its sitting that the case does not tell yet: the opener writes it anew in a moment."""


class CaseTaken(Exception):
    """Somebody else has it open."""


class UnknownReason(Exception):
    """This reason does not go with this decision."""


class NothingShown(Exception):
    """A certificate would name no skill: none has evidence of its own, some of it performed."""


@dataclass(frozen=True)
class Seen:
    """What somebody decided about: the round and the reading that were due, how many results and late answers there were."""

    round: int
    reading: int
    results: int
    late: int = 0


@dataclass(frozen=True)
class Wish:
    """A decision, with the code of its reason, and the two texts as they are to be kept."""

    kind: Kind
    reason: str
    learner_text: str
    authority_text: str


def seen_of(session: Session, case: Case, now: Standing) -> Seen:
    return Seen(now.round, now.reading, case.results, late_answers(session, case.sitting_id))


# Claiming


def claim_next(session: Session, queue: str, reader: Reader, now: datetime) -> Case | None:
    """The case that waits first for this assessor is theirs for CLAIM; None when none does."""
    for case in queries.waiting(session, queue, reader, now).mine:
        if _claim(session, case, reader, now):
            return case
    return None


def _claim(session: Session, case: Case, reader: Reader, now: datetime) -> bool:
    """One statement: of two who ask at once one gets it."""
    is_free = Case.claimed_by.is_(None) | (Case.claimed_by == reader.account) | (Case.claimed_until <= now)
    taken = update(Case).where(Case.id == case.id, Case.stage == case.stage, is_free)
    values = {"claimed_by": reader.account, "claimed_until": now + CLAIM}
    done = session.execute(taken.values(values).execution_options(synchronize_session=False).returning(Case.id)).first()
    return done is not None


def is_taken(case: Case, reader: Reader, now: datetime) -> bool:
    """By somebody else, who has it open."""
    is_others = case.claimed_by is not None and case.claimed_by != reader.account
    return is_others and case.claimed_until is not None and case.claimed_until > now


# Deciding


def decide(
    session: Session, engine: Engine, token: str, seen: Seen, wish: Wish, reader: Reader, now: datetime,
    batch: str | None = None,
) -> Standing:  # fmt: skip
    """One reading. What it comes to is told to the learner, with a certificate where there is one, in the same
    transaction. Raises as `case_to_read`, and UnknownReason, ReadTooShortly, TapsUnseen, NothingShown, NotAgreed."""
    case, stands = case_to_read(session, token, seen, reader, now, batch)
    is_untrue = wish.reason == FEWER_SKILLS.code and not names_too_much(session, case)
    if is_untrue or reason_of(wish.kind, wish.reason) is None or wish.kind in ("reopen", "keep", "reissue"):
        raise UnknownReason
    read_seconds = None if batch is not None else seconds_open(session, case, reader.account, now)
    if wish.kind == "approve" and read_seconds is not None:
        require_read(session, engine, case, reader.account, read_seconds)
    if case.batch is not None and wish.kind != "approve":
        break_up(session, case.batch, now)
    seeds = [seed_of(session, now)] if stands.reading == 1 else []
    wants_second = any(_wants_second(engine, case, wish.kind, seed) for seed in seeds)
    decision = write_decision(
        session, case, stands, wish, reader.account, reader.commune, now, wants_second=wants_second, batch=batch,
        read_seconds=read_seconds,
    )  # fmt: skip
    after = stand(session, case, now)
    if after.stage == "settled":
        settle(session, engine, case, wish, now)
    tell_seeds(session, seeds, now)
    log_decision(session, decision, now)
    return after


def case_to_read(
    session: Session, token: str, seen: Seen, reader: Reader, now: datetime, batch: str | None = None
) -> tuple[Case, Standing]:
    """As this assessor has it open, locked until the transaction ends. Raises NoSuchCase, CaseMoved, CaseBehind, Obstructed,
    CaseTaken."""
    case = _locked(session, token)
    decided = queries.as_decided(queries.rows_of(session, case.id))
    stands = standing(decided)
    if seen != seen_of(session, case, stands) or stands.stage == "settled":
        raise CaseMoved
    if is_behind(session, case):
        raise CaseBehind
    if case.batch is not None and case.batch != batch and not queries.is_sampled(session, case, reader.account):
        raise CaseTaken
    if (found := obstacle(reader, queries.origin_of(case), decided)) is not None:
        raise Obstructed(found)
    if is_taken(case, reader, now):
        raise CaseTaken
    return case, stands


def _locked(session: Session, token: str) -> Case:
    case = queries.locked_case(session, Case.token == token)
    if case is None:
        raise NoSuchCase
    return case


def break_up(session: Session, batch: str, now: datetime) -> None:
    """What of a batch was not decided waits again, to be read one by one: those that were drawn speak for the others."""
    open_one = update(Batch).where(Batch.token == batch, Batch.state == "open")
    session.execute(open_one.values(state="given-up", closed_at=now))
    session.execute(update(Case).where(Case.batch == batch).values(batch=None))


def _wants_second(engine: Engine, case: Case, kind: Kind, seed: Seed) -> bool:
    share = engine.standards.second_reading(case.framework)
    return (kind == "deny" and case.is_near_cut) or is_drawn(seed.text, case.token, share)


def write_decision(
    session: Session, case: Case, stands: Standing, wish: Wish, account: int | None, commune: str, now: datetime, *,
    wants_second: bool = False, batch: str | None = None, read_seconds: int | None = None,
) -> int:  # fmt: skip
    """Gives its id, for log_decision at the end of the transaction."""
    reading = stands.reading if wish.kind not in ("reopen", "keep") else 0
    row = {
        "case_id": case.id, "round": stands.round, "reading": reading, "kind": wish.kind, "reason": wish.reason,
        "learner_text": wish.learner_text, "authority_text": wish.authority_text, "account_id": account,
        "commune": commune, "outcome": case.outcome, "results": case.results, "wants_second": wants_second,
        "batch": batch, "at": now, "read_seconds": read_seconds,
    }  # fmt: skip
    id_: int = session.execute(insert(CaseDecision).values(row).returning(CaseDecision.id)).scalar_one()
    return id_


def stand(session: Session, case: Case, now: datetime) -> Standing:
    """The case as its decisions say; nobody has it open any more."""
    stands = standing(queries.as_decided(queries.rows_of(session, case.id)))
    case.round, case.stage, case.verdict = stands.round, stands.stage, stands.outcome
    case.claimed_by = case.claimed_until = case.batch = None
    case.waiting_since = now
    session.flush()
    return stands


def settle(session: Session, engine: Engine, case: Case, last: Wish, now: datetime) -> None:
    """What the readings came to holds from now on. `last`: the reading that settled it, whose texts are told."""
    if case.verdict == "approve":
        if last.reason == FEWER_SKILLS.code:
            _take_back(session, engine, case, FOR_ANOTHER, now)
        case.certificate_code = case.certificate_code or _issue(session, engine, case, now)  # one may stand already
    else:
        _take_back(session, engine, case, LOOKED_AT_AGAIN, now)
    state, skills = STATES[last.kind], _skills_to_show(session, engine, case) if last.kind == "practical" else ()
    code, said = case.certificate_code, last.learner_text
    record_verdict(session, case.sitting_id, state, last.reason, said, code, now, skills)
    session.flush()


def _take_back(session: Session, engine: Engine, case: Case, reason: str, now: datetime) -> bool:
    """Its certificate, in case it has one; False where it has none."""
    code, case.certificate_code, case.lost_skills, case.lost_since = case.certificate_code, None, "[]", 0
    if code is not None:
        engine.certificates.revoke(session, code, reason, now)
    return code is not None


def _skills_to_show(session: Session, engine: Engine, case: Case) -> tuple[str, ...]:
    return suggested_skills(sitting_record(session, engine.standards, case.sitting_id).position)


def _issue(session: Session, engine: Engine, case: Case, now: datetime) -> str:
    """A certificate of its own for every round: what was revoked stays revoked. Of two accounts of one person, approved at
    the same moment, the one that comes second is behind."""
    engine.certificates.wait_for_turn(session)
    if is_behind(session, case):
        raise CaseBehind
    record = sitting_record(session, engine.standards, case.sitting_id)
    request = certificate_request(session, engine.standards, record, approved_as(session, record, case), now)
    if not request.skills:
        raise NothingShown
    about = replace(request, subject=f"{record.token}/{case.round}")
    return engine.certificates.issue(session, about, now).code


def reopen(
    session: Session, engine: Engine, token: str, seen: Seen, wish: Wish, reader: Reader, now: datetime
) -> Standing:
    """A settled case is read anew, its certificate revoked; or (`keep`) it stays as it is after the engine changed its
    mind. Raises as `decide`."""
    case, stands = settled_case(session, token, seen, reader)
    if wish.kind not in ("reopen", "keep") or reason_of(wish.kind, wish.reason) is None or wish.reason == APPEAL:
        raise UnknownReason
    decision = write_decision(session, case, stands, wish, reader.account, reader.commune, now)
    if wish.kind == "reopen":
        reason = REVOKED_FOR.get(wish.reason, LOOKED_AT_AGAIN)
        state = "revoked" if _take_back(session, engine, case, reason, now) else "reopened"
        record_verdict(session, case.sitting_id, state, wish.reason, wish.learner_text, None, now)
    after = stand(session, case, now)
    log_decision(session, decision, now)
    return after


def settled_case(session: Session, token: str, seen: Seen, reader: Reader) -> tuple[Case, Standing]:
    """As this assessor sees it, locked until the transaction ends. Raises as case_to_read."""
    case = _locked(session, token)
    stands = standing(queries.as_decided(queries.rows_of(session, case.id)))
    if seen != seen_of(session, case, stands) or stands.stage != "settled":
        raise CaseMoved
    if is_behind(session, case):
        raise CaseBehind
    if (found := obstacle(reader, queries.origin_of(case), [])) is not None:
        raise Obstructed(found)
    return case, stands


def ready_made(kind: Kind, code: str) -> Wish:
    reason = reason_of(kind, code)
    if reason is None:
        raise UnknownReason
    return Wish(kind, code, reason.learner, reason.authority)


# Where assessors work


def set_commune(session: Session, account_id: int, commune: str, code: str = "") -> None:
    """ "" takes it away: then they read nothing."""
    row = insert_or_update(session.get_bind().dialect.name, AssessorCommune)
    key = commune_key(commune, code)
    row = row.values(account_id=account_id, commune=key)
    session.execute(row.on_conflict_do_update(index_elements=[AssessorCommune.account_id], set_={"commune": key}))
