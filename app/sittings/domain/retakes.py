"""When somebody may try again."""

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from app.core.clock import VIETNAM
from app.courses.domain.standards import Retakes


@dataclass(frozen=True)
class Wait:
    """Not yet: `until` when, and whether because the last try was a short while ago or because there were enough."""

    until: datetime
    because: Literal["soon", "enough"]


def wait_for(tries: Sequence[datetime], rules: Retakes, now: datetime) -> Wait | None:
    """None when the next try may begin. `tries`: when earlier ones ended, in any order."""
    ended = sorted(tries)
    counted = [at for at in ended if months_after(at, rules.months) > now]
    waits = [Wait(ended[-1] + timedelta(days=rules.after_days), "soon")] if ended else []
    if len(counted) >= rules.most:
        waits.append(Wait(months_after(counted[-rules.most], rules.months), "enough"))
    pending = [wait for wait in waits if wait.until > now]
    return max(pending, key=lambda wait: wait.until, default=None)


def months_after(at: datetime, months: int) -> datetime:
    """The same day of the calendar in Vietnam, or the last of its month; a province counts in months."""
    local = at.astimezone(VIETNAM)
    years, month = divmod(local.month - 1 + months, 12)
    year = local.year + years
    day = min(local.day, monthrange(year, month + 1)[1])
    return local.replace(year=year, month=month + 1, day=day)
