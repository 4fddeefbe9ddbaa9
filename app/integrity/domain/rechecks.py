"""Claimed and seen again, place by place, without telling of fewer than five people; who may test again."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, TypeAlias

from app.integrity.domain.lot import Rechecked, rechecked

Outcome: TypeAlias = Literal["able", "not-able", "absent"]
OUTCOMES: tuple[Outcome, ...] = ("able", "not-able", "absent")
FEWEST = 5  # people
MOST_DAYS = 366


class BadPeriod(ValueError):
    """The text says, in Vietnamese, what is wrong with the days."""


@dataclass(frozen=True)
class Tally:
    """Of one commune: `certified` of `decided` people; of those drawn `able` and `not_able` when a stranger saw them,
    `absent` did not come."""

    commune: str
    certified: int = 0
    decided: int = 0
    able: int = 0
    not_able: int = 0
    absent: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(
            self.commune,
            self.certified + other.certified,
            self.decided + other.decided,
            self.able + other.able,
            self.not_able + other.not_able,
            self.absent + other.absent,
        )

    @property
    def seen_again(self) -> int:
        return self.able + self.not_able

    @property
    def may_be_told(self) -> bool:
        return self.decided >= FEWEST and self.seen_again >= FEWEST

    @property
    def rates(self) -> Rechecked:
        return rechecked(self.certified, self.able, self.decided, self.seen_again)


@dataclass(frozen=True)
class Told:
    """`total` None: too few people altogether. `communes` those of which something may be said; `rest` all others
    together, `hidden` how many these are."""

    total: Tally | None
    communes: tuple[Tally, ...]
    rest: Tally | None
    hidden: int


def told(tallies: Iterable[Tally]) -> Told:
    """Communes with fewer than five people on either side are hidden; so many larger ones with them, the smallest first,
    that what total and the others leave is at least two communes and five people (Cox 1980)."""
    ordered = sorted(tallies, key=lambda one: (not one.may_be_told, -one.seen_again, one.commune))
    shown = [one for one in ordered if one.may_be_told]
    hidden = ordered[len(shown) :]
    while hidden and shown and not _can_hide(hidden):
        hidden.insert(0, shown.pop())
    total = sum(ordered, Tally(""))
    rest = sum(hidden, Tally("")) if hidden and _can_hide(hidden) else None
    return Told(total if total.may_be_told else None, tuple(shown), rest if shown else None, len(hidden))


def _can_hide(hidden: Sequence[Tally]) -> bool:
    return len(hidden) > 1 and sum(hidden, Tally("")).may_be_told


def check_period(first: date, last: date, today: date) -> None:
    """Raises BadPeriod unless the seed is published before the first day."""
    if first <= today:
        raise BadPeriod("Hạt giống phải công bố trước, nên ngày đầu là từ ngày mai trở đi.")
    if last < first:
        raise BadPeriod("Ngày cuối không được trước ngày đầu.")
    if (last - first).days >= MOST_DAYS:
        raise BadPeriod("Một đợt dài nhất một năm.")
