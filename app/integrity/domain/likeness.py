"""Two sittings that are too much alike: the same answers, wrong ones above all, the same taps, the same rhythm.

Compared are only sittings of one class, one phone, or one supervisor within a day: elsewhere nobody could copy.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import combinations
from math import atanh, log, sqrt

from app.integrity.domain.records import SittingTaken, TaskTaken

WITHIN = timedelta(hours=24)
FEWEST_TIMED = 5  # shared items; two adaptive tests share about four
MOST_IN_A_ROOM = 60  # sittings compared with one another; of more, each with its neighbours in time
Answers = Mapping[str, Mapping[str, float]]  # by item and whether it was right, the share of each answer


@dataclass(frozen=True)
class Agreement:
    """Of answers that could have differed: how many were the same (`seen`), and its mean and variance by chance."""

    seen: int = 0
    mean: float = 0.0
    variance: float = 0.0

    def __add__(self, other: "Agreement") -> "Agreement":
        return Agreement(self.seen + other.seen, self.mean + other.mean, self.variance + other.variance)

    @property
    def z(self) -> float:
        """With the correction for continuity; 0 where nothing could be compared."""
        beyond = self.seen - self.mean
        return (beyond - 0.5) / sqrt(self.variance) if self.variance > 1e-9 and beyond > 0.5 else 0.0


@dataclass(frozen=True)
class Likeness:
    """Of one sitting to those around it: `room` z of the answers shared with all of them, `pair` with the one most like it
    (`beside`), `rhythm` z of the times shared with any of them."""

    room: float
    pair: float
    beside: str
    rhythm: float


def answer_shares(sittings: Iterable[SittingTaken]) -> dict[str, dict[str, float]]:
    """Among everybody's wrong answers to an item, and among the right ones, the share of each as it is written."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for sitting in sittings:
        for task in sitting.tasks:
            counts[_kind(task)][task.told] += 1
    return {item: {told: n / found.total() for told, n in found.items()} for item, found in counts.items()}


def _kind(task: TaskTaken) -> str:
    return f"{task.item} {task.right}"


def agreement(first: SittingTaken, second: SittingTaken, shares: Answers) -> Agreement:
    """Over the items that both have wrong, or both right in one of several ways: given that, able people agree no more
    than others (identical errors: Holland 1996, K-index; here with every item's own shares)."""
    found = Agreement()
    for item, one in first.by_item.items():
        other = second.by_item.get(item)
        if other is None or one.right is not other.right:
            continue
        chance = sum(share**2 for share in shares[_kind(one)].values())
        found += Agreement(int(one.told == other.told), chance, chance * (1 - chance))
    return found


def rhythm(first: SittingTaken, second: SittingTaken, usual: Mapping[str, float]) -> float:
    """Correlation of the log times on shared items beyond what these items take anyway, as a z score (Fisher 1921); 0
    below five of them."""
    pairs = [
        (_beyond(one, usual), _beyond(other, usual))
        for item, one in first.by_item.items()
        if (other := second.by_item.get(item)) and one.ms and other.ms
    ]
    if len(pairs) < FEWEST_TIMED:
        return 0.0
    xs, ys = zip(*pairs, strict=True)
    mx, my = sum(xs) / len(xs), sum(ys) / len(ys)
    sxy = sum((x - mx) * (y - my) for x, y in pairs)
    sxx, syy = sum((x - mx) ** 2 for x in xs), sum((y - my) ** 2 for y in ys)
    if sxx < 1e-9 or syy < 1e-9:
        return 0.0
    return atanh(min(sxy / sqrt(sxx * syy), 0.9999)) * sqrt(len(pairs) - 3)


def _beyond(task: TaskTaken, usual: Mapping[str, float]) -> float:
    return log(max(task.ms or 0, 1) / max(usual.get(task.item, 1.0), 1.0))


def pairs_of(sittings: Sequence[SittingTaken]) -> Iterator[tuple[SittingTaken, SittingTaken]]:
    """Each pair once that could have copied: one class, one phone or one supervisor, within a day."""
    rooms: dict[tuple[str, str], list[SittingTaken]] = defaultdict(list)
    for sitting in sittings:
        for kind, name in (("class", sitting.class_), ("device", sitting.device), ("supervisor", sitting.supervisor)):
            if name:
                rooms[kind, name].append(sitting)
    met: set[tuple[str, str]] = set()
    for room in rooms.values():
        ordered = sorted(room, key=lambda sitting: sitting.started_at)
        for first, second in _within(ordered):
            if (first.id, second.id) not in met:
                met.add((first.id, second.id))
                yield first, second


def _within(room: Sequence[SittingTaken]) -> Iterator[tuple[SittingTaken, SittingTaken]]:
    if len(room) <= MOST_IN_A_ROOM:
        yield from ((one, other) for one, other in combinations(room, 2) if one.is_near(other, WITHIN))
        return
    for place, one in enumerate(room):
        for other in room[place + 1 : place + MOST_IN_A_ROOM]:
            if not one.is_near(other, WITHIN):
                break
            yield one, other


def likeness(sittings: Sequence[SittingTaken], usual: Mapping[str, float]) -> dict[str, Likeness]:
    """Of each sitting that has any around it."""
    shares = answer_shares(sittings)
    around: dict[str, list[tuple[str, Agreement, float]]] = defaultdict(list)
    for first, second in pairs_of(sittings):
        shared, beat = agreement(first, second, shares), rhythm(first, second, usual)
        around[first.id].append((second.id, shared, beat))
        around[second.id].append((first.id, shared, beat))
    return {id_: _likeness(others) for id_, others in around.items()}


def _likeness(others: Sequence[tuple[str, Agreement, float]]) -> Likeness:
    room = sum((shared for _, shared, _ in others), Agreement())
    nearest = max(others, key=lambda other: (other[1].z, other[2]))
    return Likeness(room.z, nearest[1].z, nearest[0], max(beat for _, _, beat in others))
