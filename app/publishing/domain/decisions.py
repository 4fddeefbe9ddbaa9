"""Who may decide what about a draft: another pair of eyes always, two of them where safety or money is taught."""

from collections.abc import Iterable, Set
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Literal

Obstacle = Literal["not-submitted", "no-right", "author", "approved", "too-few", "relabelled"]
PUBLISHING_TAKES: Final = timedelta(seconds=30)  # at most; it waits for the disk, for the folder and for the database


@dataclass(frozen=True)
class Reviewer:
    """Whoever looks. `may_publish`: an admin, or a teacher who was given the right."""

    account_id: int
    may_publish: bool


@dataclass(frozen=True)
class Standing:
    """Where the review of a draft is. `authors`: who saved any revision of it. `approvals`: who approved the very
    revision that waits, in this round, and still holds the right to publish."""

    is_submitted: bool
    authors: Set[int]
    approvals: Set[int]
    labels: Set[str]

    @property
    def needed(self) -> int:
        """Approvals before it may be published: two for what teaches about safety or money."""
        return 2 if self.labels else 1

    @property
    def counted(self) -> int:
        return len(self.approvals - self.authors)

    @property
    def missing(self) -> int:
        return max(0, self.needed - self.counted)


def approval_obstacle(standing: Standing, reviewer: Reviewer) -> Obstacle | None:
    """Why the reviewer may not approve; None when they may."""
    obstacle = _obstacle(standing, reviewer)
    if obstacle is None and reviewer.account_id in standing.approvals:
        return "approved"
    return obstacle


def publishing_obstacle(standing: Standing, reviewer: Reviewer) -> Obstacle | None:
    """Why the reviewer may not publish; None when they may."""
    obstacle = _obstacle(standing, reviewer)
    return "too-few" if obstacle is None and standing.missing else obstacle


def seems_stuck(begun_at: datetime, now: datetime) -> bool:
    """Whether nobody is at work any more on a publication that was begun then and has no end."""
    return now - begun_at > PUBLISHING_TAKES


def taken_back(decided: Iterable[tuple[str, int]], now: int) -> tuple[int, ...]:
    """The rounds that ended without a word: the draft was submitted and its own authors went on writing. `decided`: kind
    and round of each step; `now`: the round that the draft is in. A round begins where a draft is submitted, the next
    one where it comes back."""
    steps = list(decided)
    returned = {number for kind, number in steps if kind == "returned"}
    return tuple(number for kind, number in steps if kind == "submitted" and number < now and number not in returned)


def _obstacle(standing: Standing, reviewer: Reviewer) -> Obstacle | None:
    if not standing.is_submitted:
        return "not-submitted"
    if not reviewer.may_publish:
        return "no-right"
    return "author" if reviewer.account_id in standing.authors else None
