"""Selects: the decisions of a month, as they are handed to the authority."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session, aliased

from app.assessment.domain.readings import Reader
from app.assessment.models import Case, CaseDecision
from app.assessment.queries import month_of, not_own
from app.core.clock import VIETNAM

MOST_MONTHS = 36


@dataclass(frozen=True, slots=True)
class Entry:
    """One decision, and of its case what is there now: its token, framework and flags (JSON); `holds`: it is what the case came to.
    Nothing of who, or of where."""

    token: str
    framework: str
    flags: str
    at: datetime
    round: int
    reading: int
    kind: str
    reason: str
    authority_text: str
    outcome: str
    is_of_batch: bool
    holds: bool


def entries(session: Session, month: str, reader: Reader | None) -> Iterator[Entry]:
    """Those of a month ("2026-11") in Vietnam, in the order in which they were made; of a round that is not settled none, as whoever
    reads next is not to know. `reader`: without what is their own; None: all."""
    begin = datetime.strptime(month, "%Y-%m").replace(tzinfo=VIETNAM)
    until = (begin + timedelta(days=32)).replace(day=1)
    newer = aliased(CaseDecision)
    last = select(func.max(newer.id)).where(newer.case_id == Case.id, newer.reading > 0).scalar_subquery()
    is_told = or_(Case.stage == "settled", CaseDecision.round < Case.round)
    wanted = select(
        Case.token, Case.framework, Case.flags, CaseDecision.at, CaseDecision.round, CaseDecision.reading, CaseDecision.kind,
        CaseDecision.reason, CaseDecision.authority_text, CaseDecision.outcome, CaseDecision.batch.is_not(None).label("is_of_batch"),
        and_(Case.stage == "settled", CaseDecision.id == last).label("holds"),
    )  # fmt: skip
    wanted = wanted.join(Case, Case.id == CaseDecision.case_id).order_by(CaseDecision.id)
    wanted = wanted.where(CaseDecision.at >= begin, CaseDecision.at < until, is_told)
    rows = session.execute(wanted.where(*not_own(reader)) if reader else wanted)
    return (Entry(**row) for row in rows.mappings())


def months(session: Session, now: datetime) -> tuple[str, ...]:
    """In which something may have been decided, the newest first, at most MOST_MONTHS; none before the first decision."""
    first = session.scalar(select(CaseDecision.at).order_by(CaseDecision.id).limit(1))
    return tuple(islice(_back(now, first), MOST_MONTHS)) if first is not None else ()


def _back(now: datetime, first: datetime) -> Iterator[str]:
    at = now.astimezone(VIETNAM).replace(day=1)
    while month_of(at) >= month_of(first):
        yield month_of(at)
        at = (at - timedelta(days=1)).replace(day=1)
