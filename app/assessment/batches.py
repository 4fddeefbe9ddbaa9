"""Plain cases, decided together: some are drawn and read one by one; once these were approved, so are the others."""

from datetime import datetime
from typing import Final

from sqlalchemy import exists, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.assessment import queries, service
from app.assessment.domain.drawing import LEAST_SAMPLED, sample
from app.assessment.domain.readings import Reader, standing
from app.assessment.domain.reasons import reason_of
from app.assessment.models import Batch, BatchCase, Case
from app.assessment.settling import CaseBehind, NothingShown, Wish
from app.assessment.sittings_due import is_behind, is_namesake_untold
from app.core.ids import new_token
from app.sittings.outcomes import NotAgreed
from app.sittings.queries import sitting_record
from app.sittings.standards import Engine, Standards

MOST, LEAST = 30, LEAST_SAMPLED + 2  # cases in a batch
REASON: Final = "clear"


class TooFew(Exception):
    """There are not enough plain cases for a batch, or one is open already."""


class NotRead(Exception):
    """Of the cases that were drawn some have not been read, or the batch is another's or closed."""


def plain_cases(session: Session, reader: Reader, now: datetime) -> list[Case]:
    """At or above the standard for sure, nothing to look at, not read by anybody yet, and in no batch before: whoever dislikes
    what was drawn cannot give the batch up and draw again."""
    was_in_one = exists().where(BatchCase.case_id == Case.id)
    plain = (Case.queue == "ready", Case.outcome == "certify", Case.stage == "first", Case.round == 1, ~was_in_one)
    return [case for case in queries.readable(session, reader, now, *plain) if case.claimed_by is None][:MOST]


def open_batch(session: Session, standards: Standards, reader: Reader, now: datetime) -> Batch:
    """The seed is drawn after the cases are known to nobody but the database, and stands on the page. Raises TooFew."""
    batch = Batch(token=new_token(), account_id=reader.account, seed=new_token(), state="open", opened_at=now)
    try:
        with session.begin_nested():
            session.add(batch)
            session.flush()
    except IntegrityError:
        raise TooFew from None
    told = [case for case in plain_cases(session, reader, now) if not _has_new_namesake(session, standards, case)]
    taken = [case for case in told if _take(session, case, batch)]
    if len(taken) < LEAST:
        raise TooFew
    share = standards.batch_sample({case.framework for case in taken})
    drawn = sample(batch.seed, [case.token for case in taken], share)
    session.add_all(BatchCase(batch=batch.token, case_id=case.id, is_sampled=case.token in drawn) for case in taken)
    session.flush()
    return batch


def _has_new_namesake(session: Session, standards: Standards, case: Case) -> bool:
    return is_namesake_untold(case, sitting_record(session, standards, case.sitting_id))


def _take(session: Session, case: Case, batch: Batch) -> bool:
    """One statement: of two batches at once one gets it."""
    free = update(Case).where(
        Case.id == case.id, Case.batch.is_(None), Case.claimed_by.is_(None), Case.stage == "first"
    )
    done = session.execute(free.values(batch=batch.token).returning(Case.id)).first()
    return done is not None


def approve_rest(session: Session, engine: Engine, token: str, reader: Reader, now: datetime) -> int:
    """The cases that were not drawn, all in one transaction; those that are read a second time wait for it, as any. What is
    plain no more, as a task was neutralised or its learner asked for another look, and what no certificate can be issued for,
    waits again to be read by itself. Gives how many were approved. Raises NotRead, and as service.decide."""
    batch = _own(session, token, reader)
    if not may_approve(session, batch):
        raise NotRead
    reason = reason_of("approve", REASON)
    if reason is None:
        raise NotRead
    wish = Wish("approve", REASON, reason.learner, reason.authority)
    approved = 0
    rest = sorted(case.id for case, is_sampled in queries.cases_in(session, token) if not is_sampled)
    # All of them first, then the turn to issue: whoever has the turn to write in the public log must wait for neither.
    cases = [queries.locked_case(session, Case.id == id_) for id_ in rest]
    engine.certificates.wait_for_turn(session)
    for locked in cases:
        if locked is None or locked.batch != token:
            continue
        if _is_plain(session, locked) and _approve(session, engine, locked, wish, reader, now):
            approved += 1
        else:
            locked.batch = None
    batch.state, batch.closed_at = "approved", now
    return approved


def _approve(session: Session, engine: Engine, case: Case, wish: Wish, reader: Reader, now: datetime) -> bool:
    """False where no certificate can be issued for it, something has happened to its sitting this very moment, or somebody else
    has it open."""
    stands = standing(queries.as_decided(queries.rows_of(session, case.id)))
    seen = service.seen_of(session, case, stands)
    try:
        with session.begin_nested():
            service.decide(session, engine, case.token, seen, wish, reader, now, batch=case.batch)
    except (NothingShown, CaseBehind, NotAgreed, service.CaseTaken):
        return False
    return True


def _is_plain(session: Session, case: Case) -> bool:
    """Still, and nothing has happened to its sitting that the case does not tell yet."""
    stays = (case.queue, case.outcome, case.stage) == ("ready", "certify", "first")
    return stays and not is_behind(session, case)


def may_approve(session: Session, batch: Batch) -> bool:
    """Every case that was drawn has been read by whom the batch belongs to, and approved; not where all of them were erased
    with their learners."""
    drawn = [case for case, is_sampled in queries.cases_in(session, batch.token) if is_sampled]
    decided = queries.decisions_of(session, [case.id for case in drawn])
    return (
        batch.state == "open"
        and bool(drawn)
        and all(
            any(one.assessor == batch.account_id and one.kind == "approve" for one in decided.get(case.id, []))
            for case in drawn
        )
    )


def give_up(session: Session, token: str, reader: Reader, now: datetime) -> None:
    """Raises NotRead."""
    service.break_up(session, _own(session, token, reader).token, now)


def _own(session: Session, token: str, reader: Reader) -> Batch:
    wanted = select(Batch).where(Batch.token == token).with_for_update().execution_options(populate_existing=True)
    batch = session.scalar(wanted)
    if batch is None or batch.account_id != reader.account or batch.state != "open":
        raise NotRead
    return batch
