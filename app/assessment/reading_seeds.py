"""Seeds by which second readings are drawn: one for each month in Vietnam, its digest in the public log from the beginning."""

import secrets
from datetime import datetime, timedelta

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from app.assessment.models import ReadingSeed
from app.assessment.queries import month_of
from app.certification import transparency_log as log
from app.certification.domain.credential import canonical, moment
from app.core.clock import VIETNAM
from app.core.db import insert_or_update
from app.core.ids import digest


def month_after(at: datetime) -> str:
    first = at.astimezone(VIETNAM).replace(day=1)
    return month_of(first + timedelta(days=32))


def seed_of(session: Session, now: datetime) -> str:
    """Of this month; made now where it was not made before."""
    month = month_of(now)
    make_seed(session, month, now)
    return session.get_one(ReadingSeed, month).seed


def make_seed(session: Session, month: str, now: datetime) -> bool:
    """In a transaction that writes: the seed, and its digest in the public log. False where there is one."""
    if is_made(session, month):
        return False
    seed = secrets.token_urlsafe(16)
    row = insert_or_update(session.get_bind().dialect.name, ReadingSeed).values(month=month, seed=seed)
    if session.execute(row.on_conflict_do_nothing().returning(ReadingSeed.month)).first() is None:
        return False  # another process was quicker
    entry = {"at": moment(now), "event": "second-readings", "month": month, "seed_sha256": digest(seed)}
    log.append(session.connection(), [canonical(entry)])
    return True


def is_made(session: Session, month: str) -> bool:
    return bool(session.scalar(select(exists().where(ReadingSeed.month == month))))
