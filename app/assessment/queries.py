"""Selects: what waits, for how long; decisions of a case; what they are drawn and flagged by."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from app.accounts.domain.roles import Role
from app.accounts.models import StaffCommune
from app.accounts.queries import staff
from app.assessment.domain.flags import Reference
from app.assessment.domain.readings import Decided, Origin, Reader, obstacle
from app.assessment.domain.staffing import Staffing, staffing
from app.assessment.domain.staffing import Waiting as WaitingCase
from app.assessment.models import Batch, BatchCase, Case, CaseDecision, HonestReference, ReadingSeed
from app.certification.models import Certificate
from app.core.clock import VIETNAM
from app.sittings.domain.record import Result, Verdict
from app.sittings.models import LateAnswer, NeutralisedItem, Sitting, SittingTask
from app.sittings.queries import results_of, sittings_of, verdicts_of

MOST_LISTED = 50
MOST_LOOKED_AT = 400  # waiting cases that are gone through for one assessor


@dataclass(frozen=True)
class Waiting:
    """How many cases wait in a queue, since when the longest; `mine`: those that whoever asks may read (of the first
    MOST_LOOKED_AT), the one that comes next first."""

    count: int
    oldest: datetime | None
    mine: tuple[Case, ...]


def find_case(session: Session, token: str) -> Case | None:
    return session.scalar(select(Case).where(Case.token == token))


def has_case(session: Session, sitting_id: int) -> bool:
    return session.scalar(select(Case.id).where(Case.sitting_id == sitting_id)) is not None


def locked_case(session: Session, which: ColumnElement[bool]) -> Case | None:
    """As it is now; nobody else changes it until the transaction ends."""
    return session.scalar(select(Case).where(which).with_for_update().execution_options(populate_existing=True))


def rows_of(session: Session, case_id: int) -> Sequence[CaseDecision]:
    """In the order in which they were made."""
    return session.scalars(select(CaseDecision).where(CaseDecision.case_id == case_id).order_by(CaseDecision.id)).all()


def as_decided(rows: Iterable[CaseDecision]) -> list[Decided]:
    return [
        Decided(row.kind, row.account_id, row.commune, row.wants_second, row.reason, row.names, row.results)  # type: ignore[arg-type]
        for row in rows
    ]


def origin_of(case: Case) -> Origin:
    return Origin(
        frozenset(filter(None, case.communes.split("|"))),
        frozenset(int(account) for account in case.supervisors.split("|") if account),
    )


def reader_of(session: Session, account_id: int) -> Reader:
    found = session.get(StaffCommune, account_id)
    return Reader(account_id, found.commune if found else "")


def communes(session: Session) -> dict[int, str]:
    return {row.account_id: row.commune for row in session.scalars(select(StaffCommune))}


def readers_here(session: Session) -> list[Reader]:
    """Every assessor who may sign in."""
    kept = communes(session)
    people = (one for one in staff(session) if one.role == Role.ASSESSOR and one.disabled_at is None)
    return [Reader(one.id, kept.get(one.id, "")) for one in people]


def staffing_of(session: Session, readers: Sequence[Reader]) -> Staffing:
    """Of the cases that wait, the first MOST_LOOKED_AT, those of a batch left out, which are somebody's; and of decided ones that
    have changed since, as any."""
    unsettled = select(Case).where(Case.stage != "settled", Case.batch.is_(None)).order_by(Case.waiting_since, Case.id)
    cases = session.scalars(unsettled.limit(MOST_LOOKED_AT)).all()
    decided = decisions_of(session, [case.id for case in cases])
    waiting = [WaitingCase(origin_of(case), decided.get(case.id, [])) for case in cases]
    return staffing(readers, [*waiting, *(WaitingCase(origin_of(case), []) for case in changed_since(session))])


def waiting(session: Session, queue: str, reader: Reader, now: datetime) -> Waiting:
    """Decided cases of which something new is known wait to be looked at, after appeals and before the others."""
    in_queue = and_(Case.stage != "settled", Case.queue == queue)
    count, first = session.execute(select(func.count(), func.min(Case.waiting_since)).where(in_queue)).one()
    since: list[datetime | None] = [first]
    mine = readable(session, reader, now, in_queue)
    if queue == "look":
        changed = changed_since(session)
        count += len(changed)
        since += [case.waiting_since for case in changed]
        appealed = sum(case.appealed_at is not None for case in mine)
        mine[appealed:appealed] = [case for case in changed if _is_readable(case, reader, now)]
    return Waiting(count, min(filter(None, since), default=None), tuple(mine))


def _is_readable(case: Case, reader: Reader, now: datetime) -> bool:
    """A decided one, which nobody else looks at now."""
    is_free = case.claimed_by in (None, reader.account) or case.claimed_until is None or case.claimed_until <= now
    return is_free and obstacle(reader, origin_of(case), []) is None


def _elsewhere(reader: Reader) -> ColumnElement[bool]:
    """Not of the reader's own commune: domain.communes.is_same_commune, said to the database."""
    name, _, code = reader.commune.partition("#")
    own = (f"|{name}|", f"#{code}|") if code else (f"|{name}|", f"|{name}#")
    return ~or_(*(Case.communes.contains(part, autoescape=True) for part in own))


def not_own(reader: Reader) -> tuple[ColumnElement[bool], ...]:
    """Neither of the reader's commune nor of their classes."""
    return _elsewhere(reader), ~Case.supervisors.contains(f"|{reader.account}|", autoescape=True)


def readable(session: Session, reader: Reader, now: datetime, *which: ColumnElement[bool]) -> list[Case]:
    """What this assessor may read and nobody else has open: appeals first, then the oldest. Which of them somebody else has
    read their places do not tell."""
    free = or_(Case.claimed_by.is_(None), Case.claimed_by == reader.account, Case.claimed_until <= now)
    order = (Case.appealed_at.is_not(None).desc(), Case.waiting_since, Case.id)
    wanted = select(Case).where(*which, free, *not_own(reader), Case.batch.is_(None)).order_by(*order)
    cases = session.scalars(wanted.limit(MOST_LOOKED_AT)).all()
    decided = decisions_of(session, [case.id for case in cases])
    return [case for case in cases if obstacle(reader, origin_of(case), decided.get(case.id, [])) is None]


def first_waiting(session: Session, count: int) -> Sequence[Case]:
    """Those that nobody has read, the oldest first."""
    unread = select(Case).where(Case.stage == "first", Case.round == 1, Case.batch.is_(None))
    return session.scalars(unread.order_by(Case.waiting_since, Case.id).limit(count)).all()


def was_read(session: Session, case: Case) -> bool:
    """Whether somebody read it by itself in this round, not only approved it with the others of its batch."""
    this_round = CaseDecision.case_id == case.id, CaseDecision.round == case.round, CaseDecision.reading > 0
    return bool(session.scalar(select(exists().where(*this_round, CaseDecision.batch.is_(None)))))


def batch_of(session: Session, case: Case) -> str | None:
    """That with which it was approved in this round."""
    in_round = CaseDecision.case_id == case.id, CaseDecision.round == case.round, CaseDecision.batch.is_not(None)
    return session.scalar(select(CaseDecision.batch).where(*in_round).limit(1))


def decisions_of(session: Session, case_ids: Sequence[int]) -> Mapping[int, list[Decided]]:
    found: dict[int, list[Decided]] = defaultdict(list)
    rows = session.scalars(select(CaseDecision).where(CaseDecision.case_id.in_(case_ids)).order_by(CaseDecision.id))
    for row in rows:
        found[row.case_id] += as_decided([row])
    return found


def settled(session: Session, reader: Reader, label: str = "") -> Sequence[Case]:
    """The newest, those of the reader's own place left out; with the beginning of a token, these."""
    wanted = select(Case).where(Case.stage == "settled", *not_own(reader))
    if label:
        wanted = wanted.where(Case.token.startswith(label, autoescape=True))
    return session.scalars(wanted.order_by(Case.waiting_since.desc(), Case.id).limit(MOST_LISTED)).all()


def changed_since(session: Session) -> Sequence[Case]:
    """Settled cases of which the engine says something else now, as a task was neutralised after they were decided, or to
    which an answer came late since, or whose certificate names a skill that lost its evidence since, or says that nobody helped
    where somebody did; the first MOST_LOOKED_AT."""
    earlier = aliased(CaseDecision)
    newest = select(func.max(earlier.id)).where(earlier.case_id == Case.id).scalar_subquery()
    is_otherwise = and_(Case.results != CaseDecision.results, Case.outcome != CaseDecision.outcome)
    late = select(LateAnswer.key).join(SittingTask, SittingTask.key == LateAnswer.key)
    came_since = exists(late.where(SittingTask.sitting_id == Case.sitting_id, LateAnswer.at > CaseDecision.at))
    unhelped = Certificate.confirmation.contains('"assisted": false', autoescape=True)
    says_unhelped = exists().where(Certificate.code == Case.certificate_code, unhelped)
    is_untrue = and_(Case.concerns.contains('"assisted"', autoescape=True), says_unhelped)
    wanted = (
        select(Case)
        .join(CaseDecision, CaseDecision.id == newest)
        .where(Case.stage == "settled", or_(is_otherwise, came_since, Case.lost_at >= CaseDecision.at, is_untrue))
        .order_by(Case.waiting_since)
        .limit(MOST_LOOKED_AT)
    )
    return session.scalars(wanted).all()


def flaws(session: Session, items: Iterable[str]) -> dict[str, str]:
    """By item, of those that were neutralised: what is wrong with it, as who took it out said."""
    wanted = select(NeutralisedItem.item, NeutralisedItem.reason).where(NeutralisedItem.item.in_(list(items)))
    return {row.item: row.reason for row in session.execute(wanted)}


@dataclass(frozen=True)
class OtherTry:
    """Another test of the same account, ended: its newest result (None: nothing was answered) and what was decided last (None: nothing
    yet). `is_before`: it began earlier; `is_carried`: the other began with its evidence; `case`: None where nobody had to look."""

    at: datetime
    is_supervised: bool
    is_before: bool
    is_carried: bool
    is_same_framework: bool
    result: Result | None
    verdict: Verdict | None
    case: Case | None


def other_tries(session: Session, sitting_id: int) -> list[OtherTry]:
    """The newest first; in whatever framework, since all ask much the same."""
    this = session.get_one(Sitting, sitting_id)
    found = (one for one in sittings_of(session, this.learner_id) if one.id != this.id and one.ended_at is not None)
    return [_other(session, one, this) for one in found]


def _other(session: Session, one: Sitting, this: Sitting) -> OtherTry:
    return OtherTry(
        at=one.started_at,
        is_supervised=one.supervision_id is not None,
        is_before=one.started_at < this.started_at,
        is_carried=this.carried_from == one.id,
        is_same_framework=one.framework == this.framework,
        result=next(reversed(results_of(session, one.id)), None),
        verdict=next(reversed(verdicts_of(session, one.id)), None),
        case=session.scalar(select(Case).where(Case.sitting_id == one.id)),
    )


# Batches


def open_batch_of(session: Session, account_id: int) -> Batch | None:
    return session.scalar(select(Batch).where(Batch.account_id == account_id, Batch.state == "open"))


def cases_in(session: Session, batch: str) -> Sequence[tuple[Case, bool]]:
    """With whether it was drawn to be read by itself, those first."""
    wanted = select(Case, BatchCase.is_sampled).join(BatchCase, BatchCase.case_id == Case.id)
    rows = session.execute(wanted.where(BatchCase.batch == batch).order_by(BatchCase.is_sampled.desc(), Case.token))
    return [(case, sampled) for case, sampled in rows]


def is_sampled(session: Session, case: Case, account_id: int) -> bool:
    """Whether a case that waits in a batch is to be read by itself, by this assessor."""
    wanted = (
        select(BatchCase.is_sampled)
        .join(Batch, Batch.token == BatchCase.batch)
        .where(BatchCase.batch == case.batch, BatchCase.case_id == case.id, Batch.account_id == account_id)
    )
    return bool(session.scalar(wanted))


def abandoned_batches(session: Session, before: datetime) -> Sequence[str]:
    return session.scalars(select(Batch.token).where(Batch.state == "open", Batch.opened_at < before)).all()


# Figures


def month_of(at: datetime) -> str:
    return f"{at.astimezone(VIETNAM):%Y-%m}"


def seeds(session: Session) -> list[tuple[str, str]]:
    """By month, the newest first."""
    return [(row.month, row.seed) for row in session.scalars(select(ReadingSeed).order_by(ReadingSeed.month.desc()))]


def alarm_rate(session: Session) -> float:
    """How many flags one sitting of an honest person raises, on average of the banks and standards there were; 0 where nothing
    was simulated yet."""
    rates = [sum(json.loads(text).values()) for text in session.scalars(select(HonestReference.rates))]
    return sum(rates) / len(rates) if rates else 0.0


def find_reference(session: Session, bank_version: str, standard_version: str) -> Reference | None:
    row = session.get(HonestReference, (bank_version, standard_version))
    return Reference(row.sittings, row.lz_low, row.contrast_high, json.loads(row.rates)) if row else None
