"""Use cases: a case is claimed, decided, read again, opened again; where assessors work."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import insert, update
from sqlalchemy.orm import Session

from app.accounts.models import StaffCommune
from app.assessment import queries
from app.assessment.decisions_in_log import log_decision
from app.assessment.domain.drawing import is_drawn
from app.assessment.domain.readings import Kind, Obstacle, Reader, Standing, obstacle, standing
from app.assessment.domain.reasons import APPEAL, FEWER_SKILLS, reason_of
from app.assessment.losses import names_too_much
from app.assessment.models import Batch, Case, CaseDecision
from app.assessment.openings import require_read, seconds_open
from app.assessment.reading_seeds import Seed, seed_of, tell_seeds
from app.assessment.settling import (
    LOOKED_AT_AGAIN,
    REVOKED_FOR,
    CaseBehind,
    NothingShown,
    Wish,
    settle,
    take_back,
    would_name,
)
from app.assessment.sittings_due import happened, is_behind, late_answers
from app.core.db import insert_or_update
from app.courses.domain.communes import commune_key
from app.sittings.outcomes import record_verdict
from app.sittings.standards import Engine

CLAIM = timedelta(minutes=15)


class NoSuchCase(Exception):
    pass


class Obstructed(Exception):
    """This assessor may not read this case."""

    def __init__(self, obstacle: Obstacle) -> None:
        super().__init__(obstacle)
        self.obstacle = obstacle


class CaseMoved(Exception):
    """Somebody else decided in the meantime, or the engine says something else now."""


class CaseTaken(Exception):
    """Somebody else has it open."""


class UnknownReason(Exception):
    """This reason does not go with this decision."""


@dataclass(frozen=True)
class Seen:
    """What somebody decided about: the round and the reading that were due, how many results, late answers and reports of
    practical work there were."""

    round: int
    reading: int
    results: int
    late: int = 0
    reports: int = 0


def seen_of(session: Session, case: Case, now: Standing) -> Seen:
    _, _, reports = happened(session, case.sitting_id)
    return Seen(now.round, now.reading, case.results, late_answers(session, case.sitting_id), reports)


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
    waits = Case.stage == case.stage, Case.batch.is_(None)
    taken = update(Case).where(Case.id == case.id, *waits, is_free)
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
    is_compared = wants_second or stands.reading == 2
    names = would_name(session, engine.standards, case, wish) if is_compared else None
    if names == "":
        raise NothingShown
    decision = write_decision(
        session, case, stands, wish, reader.account, reader.commune, now, wants_second=wants_second, batch=batch,
        read_seconds=read_seconds, names=names,
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
    wants_second: bool = False, batch: str | None = None, read_seconds: int | None = None, names: str | None = None,
) -> int:  # fmt: skip
    """Gives its id, for log_decision at the end of the transaction."""
    reading = stands.reading if wish.kind not in ("reopen", "keep") else 0
    row = {
        "case_id": case.id, "round": stands.round, "reading": reading, "kind": wish.kind, "reason": wish.reason,
        "learner_text": wish.learner_text, "authority_text": wish.authority_text, "account_id": account,
        "commune": commune, "outcome": case.outcome, "results": case.results, "wants_second": wants_second,
        "batch": batch, "at": now, "read_seconds": read_seconds, "names": names,
    }  # fmt: skip
    id_: int = session.execute(insert(CaseDecision).values(row).returning(CaseDecision.id)).scalar_one()
    return id_


def stand(session: Session, case: Case, now: datetime) -> Standing:
    """The case as its decisions say; nobody has it open any more."""
    stands = standing(queries.as_decided(queries.rows_of(session, case.id)))
    case.round, case.stage, case.verdict = stands.round, stands.stage, stands.outcome
    case.claimed_by = case.claimed_until = case.batch = None
    if stands.stage in (
        "first",
        "settled",
    ):  # else it waits as long as before: who reads next is not to know that it was read
        case.waiting_since = now
    session.flush()
    return stands


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
        state = "revoked" if take_back(session, engine, case, reason, now) else "reopened"
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


# Where staff works


def set_commune(session: Session, account_id: int, commune: str, code: str = "") -> None:
    """ "" takes it away: then an assessor reads nothing, and classes of a teacher count for where they are held alone."""
    row = insert_or_update(session.get_bind().dialect.name, StaffCommune)
    key = commune_key(commune, code)
    row = row.values(account_id=account_id, commune=key)
    session.execute(row.on_conflict_do_update(index_elements=[StaffCommune.account_id], set_={"commune": key}))
