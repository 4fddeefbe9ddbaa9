"""What one item of a bank shows over all sittings: how many are right, whether it turned easier, whether it is harder for
one audience than for another of the same ability."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from app.quiz.domain.adaptive.exposure import BATCH, FADE
from app.quiz.domain.differential_functioning import Functioning, false_large, mh_dif
from app.quiz.domain.item_drift import Drift, false_turn, item_drift, residual

FEWEST_IN_AUDIENCE = 200  # answers of each side before anything is said of a difference
STRATA = 8


@dataclass(frozen=True)
class ItemAnswer:
    """`chance` of success (0–1) at the sitting's final estimate `theta` (logits)."""

    item: str
    right: bool
    chance: float
    theta: float
    at: datetime


@dataclass(frozen=True)
class ItemSeen:
    """`answers`, how many `right`, and how many were `expected` to be. `functioning`: for this audience beside all others,
    None with fewer than 200 answers of either. `by_chance` (0–1): that an item which is fair and never changed needs a look
    after as many answers."""

    item: str
    answers: int
    right: int
    expected: float
    drift: Drift
    functioning: Functioning | None
    by_chance: float = 0.0

    @property
    def needs_a_look(self) -> bool:
        return bool(self.drift.turn) or (self.functioning is not None and self.functioning.class_ == "C")


def items_seen(mine: Iterable[ItemAnswer], others: Iterable[ItemAnswer]) -> tuple[ItemSeen, ...]:
    """What needs a look first, then what was answered most. `others`: of other audiences, to the same items or not."""
    ours, theirs = _by_item(mine), _by_item(others)
    found = [_seen(item, answers, theirs.get(item, [])) for item, answers in ours.items()]
    return tuple(sorted(found, key=lambda seen: (not seen.needs_a_look, -seen.answers, seen.item)))


def _by_item(answers: Iterable[ItemAnswer]) -> Mapping[str, list[ItemAnswer]]:
    found: dict[str, list[ItemAnswer]] = defaultdict(list)
    for answer in sorted(answers, key=lambda one: one.at):
        found[answer.item].append(answer)
    return found


def _seen(item: str, mine: Sequence[ItemAnswer], others: Sequence[ItemAnswer]) -> ItemSeen:
    enough = min(len(mine), len(others)) >= FEWEST_IN_AUDIENCE
    expected = sum(one.chance for one in mine)
    return ItemSeen(
        item,
        len(mine),
        sum(one.right for one in mine),
        expected,
        item_drift(residual(one.right, one.chance) for one in mine),
        _functioning(mine, others) if enough else None,
        1 - (1 - false_turn(len(mine), expected / len(mine))) * (1 - (_false_large(mine, others) if enough else 0.0)),
    )


def _functioning(mine: Sequence[ItemAnswer], others: Sequence[ItemAnswer]) -> Functioning:
    """This audience is the focal group; strata are eighths of all who answered, by their estimates."""
    everybody = [*others, *mine]
    order = sorted(range(len(everybody)), key=lambda place: everybody[place].theta)
    stratum = [0] * len(everybody)
    for rank, place in enumerate(order):
        stratum[place] = rank * STRATA // len(everybody)
    groups = [0] * len(others) + [1] * len(mine)
    return mh_dif([int(one.right) for one in everybody], groups, stratum)


def _false_large(mine: Sequence[ItemAnswer], others: Sequence[ItemAnswer]) -> float:
    right = sum(one.right for one in [*mine, *others]) / (len(mine) + len(others))
    return false_large(len(mine), len(others), right)


def counted_sittings(begun: int) -> float:
    """Of so many sittings on a bank, what is left of the count after it faded as exposure counts do."""
    batches, rest = divmod(begun, BATCH)
    return BATCH * FADE * (1 - FADE**batches) / (1 - FADE) + rest


def used_of_thousand(shown: float, begun: int) -> float:
    """In how many of a thousand sittings an item was shown, from its fading count. 0 before the first."""
    return min(1000.0, 1000 * shown / counted_sittings(begun)) if begun else 0.0
