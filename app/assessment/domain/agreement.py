"""How often people overturn what the engine said, or somebody before them."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal, NamedTuple, TypeAlias

Look: TypeAlias = Literal["machine", "second", "appeal"]
AS_SAID = {"certify": "approve", "deny": "deny"}  # of the other outcomes the engine says nothing
LOOKS: tuple[Look, ...] = ("machine", "second", "appeal")


class Group(NamedTuple):
    """Whose case it is: the framework stands for its audience."""

    framework: str
    is_supervised: bool


@dataclass(frozen=True)
class Pair:
    """What the first and the second reader decided. `is_drawn`: by lot, whatever the first one decided; else because they denied
    near the cut."""

    group: Group
    is_drawn: bool
    first: str
    second: str


@dataclass(frozen=True)
class Settled:
    """Of a settled case: the month in Vietnam, what the engine had said, what was decided."""

    group: Group
    month: str
    outcome: str
    verdict: str

    @property
    def is_overturned(self) -> bool:
        return self.outcome in AS_SAID and AS_SAID[self.outcome] != self.verdict


@dataclass(frozen=True)
class Reviewed:
    """A case that somebody looked at after the engine, as the second reader, or for an appeal; whether they said otherwise."""

    group: Group
    look: Look
    is_otherwise: bool


@dataclass(frozen=True)
class Count:
    """Of `n` as many `otherwise`."""

    n: int = 0
    otherwise: int = 0


class Part(NamedTuple):
    """Cases of one framework, supervised ones, those done alone: one of the two is None, or both, of all."""

    framework: str | None = None
    is_supervised: bool | None = None


def by_part(found: Iterable[Reviewed]) -> Mapping[Part, Mapping[Look, Count]]:
    """Every part in which there is any, and all."""
    counts: dict[Part, dict[Look, Count]] = defaultdict(lambda: dict.fromkeys(LOOKS, Count()))
    for one in found:
        for part in (Part(), Part(framework=one.group.framework), Part(is_supervised=one.group.is_supervised)):
            before = counts[part][one.look]
            counts[part][one.look] = Count(before.n + 1, before.otherwise + one.is_otherwise)
    return counts


@dataclass(frozen=True)
class Overturned:
    """Of a month ("2026-11"), and what the engine said: how many were decided, how many otherwise than it said."""

    month: str
    outcome: str
    decided: int
    overturned: int


def overturned(decided: Iterable[tuple[str, str, str]]) -> list[Overturned]:
    """Of (month, what the engine said, what was decided): the newest month first."""
    counts: Counter[tuple[str, str]] = Counter()
    against: Counter[tuple[str, str]] = Counter()
    for month, outcome, verdict in decided:
        counts[month, outcome] += 1
        against[month, outcome] += outcome in AS_SAID and AS_SAID[outcome] != verdict
    ordered = sorted(counts, key=lambda key: key[1])
    ordered.sort(key=lambda key: key[0], reverse=True)
    return [Overturned(month, outcome, counts[month, outcome], against[month, outcome]) for month, outcome in ordered]
