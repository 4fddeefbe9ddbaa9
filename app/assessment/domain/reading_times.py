"""How long people read before they decide, and whether that was long enough to sign."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from statistics import median


def seconds_read(opened_at: datetime | None, decided_before: datetime | None, now: datetime) -> int:
    """Whole seconds since the case was first on their screen, or since they last decided anything where that is later:
    nobody reads two cases at once, so that ten that were opened together cannot be signed together. 0 for one that was
    never opened."""
    if opened_at is None:
        return 0
    since = max(opened_at, decided_before) if decided_before is not None else opened_at
    return max(0, int((now - since).total_seconds()))


@dataclass(frozen=True)
class Read:
    """One reading that came to a decision: whose, how many seconds it took, whether the taps were opened."""

    account: int
    seconds: int
    replayed: bool


@dataclass(frozen=True)
class Pace:
    """Of an assessor: how many cases they read, the median time in seconds, in how many they opened the taps."""

    account: int
    read: int
    median_s: float
    replayed: int


def paces(readings: Iterable[Read]) -> list[Pace]:
    """The quickest first."""
    by_account: dict[int, list[Read]] = defaultdict(list)
    for one in readings:
        by_account[one.account].append(one)
    found = [
        Pace(account, len(ones), median(one.seconds for one in ones), sum(one.replayed for one in ones))
        for account, ones in by_account.items()
    ]
    return sorted(found, key=lambda pace: (pace.median_s, pace.account))
