"""How often something may be tried: counted in the database, so that every process of the service shares the count."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import case, literal
from sqlalchemy.orm import Session

from app.accounts.domain import throttle
from app.accounts.models import Attempt
from app.core.db import UtcDateTime, insert_or_update
from app.core.ids import signature


@dataclass(frozen=True)
class Throttled:
    minutes: int


def count_within(session: Session, key: str, most: int, now: datetime) -> Throttled | None:
    """Counts one more in the running window of this key (a keyed hash, of anything that is throttled). One statement, so
    that attempts at the same moment are all counted."""
    running = Attempt.window_start > now - throttle.WINDOW
    first = insert_or_update(session.get_bind().dialect.name, Attempt).values(key=key, window_start=now, count=1)
    again = {
        "count": case((running, Attempt.count + 1), else_=1),
        "window_start": case((running, Attempt.window_start), else_=literal(now, UtcDateTime())),
    }
    upsert = first.on_conflict_do_update(index_elements=[Attempt.key], set_=again)
    count, window_start = session.execute(upsert.returning(Attempt.count, Attempt.window_start)).one()
    return Throttled(throttle.minutes_left(window_start, now)) if count > most else None


def throttled(session: Session, key: str, most: int, now: datetime) -> Throttled | None:
    """Whether this key has been counted `most` times in the running window; counts nothing."""
    found = session.get(Attempt, key)
    if found is None or found.window_start <= now - throttle.WINDOW or found.count < most:
        return None
    return Throttled(throttle.minutes_left(found.window_start, now))


def count_source(session: Session, secret: bytes, address: str, now: datetime) -> Throttled | None:
    return count_within(session, source_key_of(secret, address), throttle.MOST_PER_SOURCE, now)


def source_key_of(secret: bytes, address: str) -> str:
    return signature(secret, "attempt", f"source:{throttle.source_of(address)}")
