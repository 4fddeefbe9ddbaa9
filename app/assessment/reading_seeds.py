"""Seeds by which second readings are drawn: one for each month in Vietnam, its digest in the public log from the beginning."""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from app.assessment.models import ReadingSeed
from app.assessment.queries import month_of
from app.certification import transparency_log as log
from app.certification.domain.credential import canonical, moment
from app.certification.signing_keys import wait_for_turn
from app.core.clock import VIETNAM
from app.core.db import insert_or_update
from app.core.ids import digest


def month_after(at: datetime) -> str:
    first = at.astimezone(VIETNAM).replace(day=1)
    return month_of(first + timedelta(days=32))


@dataclass(frozen=True)
class Seed:
    """Of a month. `is_new`: this transaction made it, and has to tell of it (tell_seeds)."""

    month: str
    text: str
    is_new: bool = False


def seed_of(session: Session, now: datetime) -> Seed:
    """Of this month; made now where it was not made before."""
    month = month_of(now)
    return _begun(session, month) or Seed(month, session.get_one(ReadingSeed, month).seed)


def make_seeds(session: Session, months: Iterable[str], now: datetime) -> int:
    """In a transaction that writes; gives how many there were not."""
    seeds = [seed for month in sorted(months) if (seed := _begun(session, month)) is not None]
    tell_seeds(session, seeds, now)
    return len(seeds)


def tell_seeds(session: Session, seeds: Iterable[Seed], now: datetime) -> None:
    """The digests of those that are new, in the public log. As log_decision: last of what a transaction does."""
    entries = [
        {"at": moment(now), "event": "second-readings", "month": seed.month, "seed_sha256": digest(seed.text)}
        for seed in seeds
        if seed.is_new
    ]
    if entries:
        log.append(session.connection(), [canonical(entry) for entry in entries])


def _begun(session: Session, month: str) -> Seed | None:
    """None where there is one. Whoever makes one waits for their turn first, as whoever issues does: who has it already must
    not wait for a row of somebody who still waits for it."""
    if is_made(session, month):
        return None
    wait_for_turn(session.connection())
    made = Seed(month, secrets.token_urlsafe(16), is_new=True)
    row = insert_or_update(session.get_bind().dialect.name, ReadingSeed).values(month=month, seed=made.text)
    kept = session.execute(row.on_conflict_do_nothing().returning(ReadingSeed.month)).first()
    return made if kept is not None else None  # another process was quicker


def is_made(session: Session, month: str) -> bool:
    return bool(session.scalar(select(exists().where(ReadingSeed.month == month))))
