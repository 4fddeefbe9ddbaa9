"""How long a sign-in lasts, and who is signed in."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from app.accounts.domain.roles import Role

SEEN_EVERY = timedelta(minutes=1)
FRESH = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class SignedIn:
    """An account with a living sign-in session, begun at `since`; `must_change`: it still has its one-time password."""

    account_id: int
    login: str
    name: str
    role: Role
    must_change: bool
    seen_at: datetime
    since: datetime


def longest_idle(role: Role) -> timedelta:
    return timedelta(minutes=30) if role.is_staff else timedelta(days=30)


def longest(role: Role) -> timedelta:
    """From sign-in to the end, whatever happens. 400 days is as long as browsers keep a cookie."""
    return timedelta(hours=12) if role.is_staff else timedelta(days=400)


def is_alive(role: Role, seen_at: datetime, expires_at: datetime, now: datetime) -> bool:
    return now < expires_at and now - seen_at < longest_idle(role)


def is_seen_due(seen_at: datetime, now: datetime) -> bool:
    """Whether to write down again that the session is in use: at most once a minute."""
    return now - seen_at >= SEEN_EVERY


def is_fresh(since: datetime, now: datetime) -> bool:
    """Whether the secret was typed lately enough for what cannot be undone: an unlocked phone is not enough."""
    return now - since < FRESH
