"""Which drills come next: half real, half fraud, in random order, spread over channels and families, unseen first."""

import random
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

REST = timedelta(days=30)
NEVER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True)
class DrillCard:
    """What choosing needs to know of a drill; `drill` is its name."""

    drill: str
    scam: bool
    channel: str
    family: str


def next_drills(
    pool: Iterable[DrillCard], answered: Mapping[str, datetime], now: datetime, seed: str, count: int = 6
) -> tuple[str, ...]:
    """The names of `count` drills, fewer only when the pool is smaller. `answered`: when each was last answered.

    Of each kind the unseen come first, then those not met for REST, and only then others, longest ago first. An odd
    one out is of either kind by chance. A kind that runs out altogether is filled from the other.
    """
    chance = random.Random(seed)  # noqa: S311 - an order of display, not a secret
    left: dict[bool, list[DrillCard]] = {True: [], False: []}
    for card in pool:
        left[card.scam].append(card)
    chosen: list[DrillCard] = []
    for scam in _kinds(count, len(left[True]), len(left[False]), chance):
        best = _best(left[scam], chosen, answered, now, chance)
        left[scam].remove(best)
        chosen.append(best)
    return tuple(card.drill for card in chosen)


def _kinds(count: int, scams: int, reals: int, chance: random.Random) -> list[bool]:
    """True for each scam, in the order of choosing and of asking: by chance, so that the order tells nothing."""
    half = (count + chance.randrange(2)) // 2
    of_scams = min(scams, max(half, count - reals))
    kinds = [True] * of_scams + [False] * min(reals, count - of_scams)
    chance.shuffle(kinds)
    return kinds


def _best(
    cards: Sequence[DrillCard],
    chosen: Sequence[DrillCard],
    answered: Mapping[str, datetime],
    now: datetime,
    chance: random.Random,
) -> DrillCard:
    channels = Counter(card.channel for card in chosen)
    families = Counter(card.family for card in chosen)

    def rank(card: DrillCard) -> tuple[int, int, datetime, float]:
        met = answered.get(card.drill, NEVER)
        crowding = channels[card.channel] + families[card.family]
        rest = 0 if met is NEVER else 1 if now - met >= REST else 2
        # Among the tired ones the longest ago comes before any spreading.
        return rest, crowding if rest < 2 else 0, met, chance.random()

    return min(cards, key=rank)
