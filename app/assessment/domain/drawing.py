"""What is drawn at random, so that anybody can draw it again: of every name its digest with the seed, in that order.

A seed is made before what it draws from is known, its digest is shown from the beginning and the seed itself afterwards.
"""

from collections.abc import Iterable
from math import ceil

from app.core.ids import digest
from app.courses.domain.standards import BATCH_SAMPLE, SECOND_READING

LEAST_SAMPLED = 3  # of a batch, however small the share


def place(seed: str, name: str) -> float:
    """Where a name falls, 0 ≤ place < 1: the first 52 bits of SHA-256 of "seed name"."""
    return int(digest(f"{seed} {name}")[:13], 16) / 16**13


def sample(seed: str, names: Iterable[str], share: float = BATCH_SAMPLE) -> frozenset[str]:
    """Of a batch, those that are read before the others may be approved together: `share` (0–1) of them, the lowest
    places."""
    ordered = sorted(names, key=lambda name: (place(seed, name), name))
    return frozenset(ordered[: max(LEAST_SAMPLED, ceil(round(len(ordered) * share, 9)))])


def is_drawn(seed: str, name: str, share: float = SECOND_READING) -> bool:
    """Whether a case is read a second time, blind; `share` 0–1."""
    return place(seed, name) < share
