"""What a message leans to, learned from examples: what the patterns of the gate read is one feature among others, for what
nobody thought of. The examples are ours (app/tutor/evaluation/wishes*.jsonl) and the open part of what strangers wrote."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import log, sqrt
from operator import mul
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from app.tutor.domain.gate.senses import senses
from app.tutor.domain.gate.wishes import REFUSABLE, Wish

Numbers: TypeAlias = NDArray[np.float64]
RIDGE = 0.5  # prior on the weights; half or twice as much changes little
SEEN = 2  # examples that a feature stands in, at least
# Shares of honest examples that may be taken for wanting this, each judged without itself. What harms others is refused
# sooner than what only troubles the machine; whoever asks about fraud is not to be taken for its victim.
MISTAKEN: Mapping[Wish, float] = {
    "act_for_me": 0.01,
    "harm": 0.018,
    "injection": 0.01,
    "victim": 0.004,
    "despair": 0.0,
}
DOUBTED = 0.08  # share of honest examples that are mistaken or in doubt
DIGITS = 3  # kept of a number


@dataclass(frozen=True)
class Example:
    """`said`: as `gate.reading` gives it. `read`: what the patterns make of it; `wish`: what it is."""

    said: str
    read: Wish
    wish: Wish


@dataclass(frozen=True)
class WishWeights:
    """`table`: feature → what it tells, and how far it leads from a question to each of REFUSABLE. A message is sure to
    want something from a lead of 0 on, and may from `doubtful` on."""

    table: Mapping[str, tuple[float, ...]]
    bias: tuple[float, ...]
    doubtful: float

    def lead(self, said: str, read: Wish) -> tuple[Wish, float]:
        """The wish it leans to most, and how far beyond where an honest question would be."""
        known = [self.table[one] for one in features(said, read) if one in self.table]
        told, *led = zip(*known, strict=True) if known else ((), *((),) * len(self.bias))
        length = sqrt(sum(map(mul, told, told))) or 1.0
        leads = [bias + sum(map(mul, told, row)) / length for bias, row in zip(self.bias, led, strict=True)]
        best = max(range(len(leads)), key=leads.__getitem__)
        return REFUSABLE[best], leads[best]


def features(said: str, read: Wish) -> frozenset[str]:
    """Words, pairs of neighbours, pairs with one word between, what it is about, and what the patterns read."""
    words = ["<", *said.replace(",", " , ").split(), ">"]
    pairs = (f"{one} {other}" for one, other in pairwise(words))
    apart = (f"{one} _ {other}" for one, other in zip(words, words[2:], strict=False))
    return frozenset([*words, *pairs, *apart, *senses(said), f"={read}"])


def learned(examples: Sequence[Example]) -> WishWeights:
    """Ridge regression of each wish on the features (Hoerl and Kennard 1970), rarer wishes counting more."""
    return _learned(examples)[0]


def leads_apart(examples: Sequence[Example]) -> list[tuple[Wish, float]]:
    """What each example leans to by the fit of all the others, in closed form (Allen 1974)."""
    apart = _learned(examples)[1]
    return [(REFUSABLE[int(row.argmax())], float(row.max())) for row in apart]


def _learned(examples: Sequence[Example]) -> tuple[WishWeights, Numbers]:
    found = [features(one.said, one.read) for one in examples]
    counts = Counter(feature for row in found for feature in row)
    kept = sorted(feature for feature, count in counts.items() if count >= SEEN)
    tells = {feature: round(log(1 + len(found) / counts[feature]), DIGITS) for feature in kept}
    design = _design(found, tells)
    is_wish = np.array([[1.0 if one.wish == wish else -1.0 for wish in ("answer", *REFUSABLE)] for one in examples])
    share = 1 / np.sqrt((is_wish == 1).sum(axis=0) + 1)[is_wish.argmax(axis=1)]
    root = np.sqrt(share * len(found) / share.sum())[:, None]
    rows = root * design
    inverse = np.linalg.inv(rows @ rows.T + RIDGE * np.eye(len(found)))
    dual = inverse @ (root * is_wish)
    weights = rows.T @ dual
    apart = is_wish - dual / np.diag(inverse)[:, None] / root
    led = apart[:, 1:] - apart[:, :1]
    honest = led[is_wish[:, 0] == 1]
    sure = np.array([np.quantile(honest[:, place], 1 - MISTAKEN[wish]) for place, wish in enumerate(REFUSABLE)])
    doubtful = float(np.quantile((honest - sure).max(axis=1), 1 - DOUBTED))
    leads = weights[:, 1:] - weights[:, :1]
    table = {feature: (tells[feature], *_rounded(leads[place])) for place, feature in enumerate(kept)}
    return WishWeights(table, _rounded(leads[-1] - sure), round(doubtful, DIGITS)), led - sure


def _design(found: Sequence[frozenset[str]], tells: Mapping[str, float]) -> Numbers:
    """A row of length 1 for each example, and a last column for the bias."""
    places = {feature: place for place, feature in enumerate(tells)}
    design = np.zeros((len(found), len(tells) + 1))
    for number, row in enumerate(found):
        for feature in row & tells.keys():
            design[number, places[feature]] = tells[feature]
    design /= np.maximum(np.linalg.norm(design, axis=1, keepdims=True), 1e-9)
    design[:, -1] = 1.0
    return design


def _rounded(row: Numbers) -> tuple[float, ...]:
    return tuple(round(float(one), DIGITS) for one in row)
