"""How often people overturn what the engine said."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Overturned:
    """Of a month ("2026-11"), and what the engine said: how many were decided, how many otherwise than it said."""

    month: str
    outcome: str
    decided: int
    overturned: int


AS_SAID = {"certify": "approve", "deny": "deny"}  # of the other outcomes the engine says nothing


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
