"""What a message leans to, learned from examples: what the patterns of the gate read is one feature among others, for what
nobody thought of. The examples are ours (app/tutor/evaluation/wishes*.jsonl) and the open part of what strangers wrote."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import log, sqrt
from operator import itemgetter, mul
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from app.tutor.domain.gate.senses import senses
from app.tutor.domain.gate.shapes import shapes
from app.tutor.domain.gate.wishes import REFUSABLE, Wish

Numbers: TypeAlias = NDArray[np.float64]
RIDGE = 0.5  # prior on the weights; half or twice as much changes little
SEEN = 2  # examples that a feature stands in, at least
# Shares of honest examples that may be taken for wanting this, each judged without itself: few, since a question that is
# refused teaches nothing. A little more of harm saved one offence in four hundred and refused four questions more.
MISTAKEN: Mapping[Wish, float] = {
    "act_for_me": 0.007,
    "harm": 0.007,
    "injection": 0.006,
    "victim": 0.0045,
    "despair": 0.0,
    "danger": 0.001,
}
# Shares of honest examples that may be shown the card for this before their answer: it costs them a glance, and whoever is
# not shown it may lose everything.
CARDED: Mapping[Wish, float] = {"victim": 0.03, "danger": 0.01, "despair": 0.002}
BESIDE = 0.5  # how far a card may be behind a wish that is sure
DOUBTED = 0.08  # share of honest examples that are mistaken or in doubt
PAIRED = 0.3  # what a pair of topics tells, beside a word as rare: there are so many that they would drown the rest
DIGITS = 3  # kept of a number
WORD = re.compile(r"(?<!\w)[^\W\d_]+(?!\w)")
COMMON = 60  # examples; what stands in more is multiplied in one piece
BLOCK = 64  # rows of a triangle that are inverted at once


@dataclass(frozen=True)
class Example:
    """`said`: as `gate.reading` gives it. `read`: what the patterns make of it; `wish`: what it is; `typed`: in small
    letters with the marks that it had, if any."""

    said: str
    read: Wish
    wish: Wish
    typed: str = ""


@dataclass(frozen=True)
class WishWeights:
    """`table`: feature → what it tells, and how far it leads from a question to each of REFUSABLE. A message is sure to
    want something from a lead of 0 on, and may from `doubtful` on. `carded`: from which lead of its own on somebody is
    shown the card for a wish, whatever else is answered."""

    table: Mapping[str, tuple[float, ...]]
    bias: tuple[float, ...]
    doubtful: float
    carded: Mapping[Wish, float]

    def lead(self, said: str, read: Wish, typed: str = "") -> tuple[Wish, float]:
        """The wish it leans to most, and how far beyond where an honest question would be."""
        return furthest(self.leads(said, read, typed))

    def leads(self, said: str, read: Wish, typed: str = "") -> dict[Wish, float]:
        """How far it leans to each wish."""
        known = [self.table[one] for one in features(said, read, typed) if one in self.table]
        told, *led = zip(*known, strict=True) if known else ((), *((),) * len(self.bias))
        length = sqrt(sum(map(mul, told, told))) or 1.0
        leads = (bias + sum(map(mul, told, row)) / length for bias, row in zip(self.bias, led, strict=True))
        return dict(zip(REFUSABLE, leads, strict=True))

    def needed(self, leads: Mapping[Wish, float]) -> frozenset[Wish]:
        """The wishes whose card is shown, by what `leads` gave. Who surely wants something else is shown none, but where it
        is a near thing; who leans to anything else more than to danger, or to despair, is not shown the card for it."""
        most = max(leads.values())
        near = most - BESIDE if most >= 0 else min(leads.values())
        other = max(lead for wish, lead in leads.items() if wish != "victim")
        leaning = (wish for wish, least in self.carded.items() if leads[wish] >= max(least, near))
        return frozenset(wish for wish in leaning if wish == "victim" or leads[wish] >= other)


def furthest(leads: Mapping[Wish, float]) -> tuple[Wish, float]:
    return max(leads.items(), key=itemgetter(1))


def features(said: str, read: Wish, typed: str = "") -> frozenset[str]:
    """Words, pairs of neighbours, pairs with one word between, what it is about, and what the patterns read; words and
    pairs once more with their marks, where they were typed: "bắn" is not "bán"."""
    words = ["<", *said.replace(",", " , ").split(), ">"]
    pairs = (f"{one} {other}" for one, other in pairwise(words))
    apart = (f"{one} _ {other}" for one, other in zip(words, words[2:], strict=False))
    return frozenset([*words, *pairs, *apart, *_marked(typed), *senses(said), *shapes(said), f"={read}"])


def _marked(typed: str) -> Iterator[str]:
    words = WORD.findall(typed)
    yield from (f"^{word}" for word in words if not word.isascii())
    yield from (f"^{one} {other}" for one, other in pairwise(words) if not (one + other).isascii())


@dataclass(frozen=True)
class Learned:
    """`apart`: what each example leans to by the fit of all the others, in closed form (Allen 1974)."""

    weights: WishWeights
    apart: tuple[tuple[Wish, float], ...]


def learned(examples: Sequence[Example]) -> Learned:
    """Ridge regression of each wish on the features (Hoerl and Kennard 1970), rarer wishes counting more."""
    found = [features(one.said, one.read, one.typed) for one in examples]
    counts = Counter(feature for row in found for feature in row)
    kept = sorted(feature for feature, count in counts.items() if count >= SEEN)
    tells = {feature: round(_tells(feature, len(found) / counts[feature]), DIGITS) for feature in kept}
    design = _design(found, tells)
    is_wish = np.array([[1.0 if one.wish == wish else -1.0 for wish in ("answer", *REFUSABLE)] for one in examples])
    share = 1 / np.sqrt((is_wish == 1).sum(axis=0) + 1)[is_wish.argmax(axis=1)]
    root = np.sqrt(share * len(found) / share.sum())[:, None]
    fitted = root * root.T * design.products() + RIDGE * np.eye(len(found))
    half = _inverse_of_triangle(np.linalg.cholesky(fitted))  # the inverse of what is fitted is half.T @ half
    dual = half.T @ (half @ (root * is_wish))
    apart = is_wish - dual / (half * half).sum(axis=0)[:, None] / root
    led = apart[:, 1:] - apart[:, :1]
    honest = led[is_wish[:, 0] == 1]
    sure = np.array([np.quantile(honest[:, place], 1 - MISTAKEN[wish]) for place, wish in enumerate(REFUSABLE)])
    beyond = honest - sure
    doubtful = float(np.quantile(beyond.max(axis=1), 1 - DOUBTED))
    carded: dict[Wish, float] = {
        wish: round(float(np.quantile(beyond[:, REFUSABLE.index(wish)], 1 - share)), DIGITS)
        for wish, share in CARDED.items()
    }
    weights = design.summed(root * dual)
    leads = weights[:, 1:] - weights[:, :1]
    table = {feature: (tells[feature], *_rounded(leads[place])) for place, feature in enumerate(kept)}
    leans = tuple((REFUSABLE[int(row.argmax())], float(row.max())) for row in led - sure)
    return Learned(WishWeights(table, _rounded(leads[-1] - sure), round(doubtful, DIGITS), carded), leans)


def _tells(feature: str, rarity: float) -> float:
    return log(1 + rarity) * (PAIRED if " @" in feature else 1)


@dataclass(frozen=True)
class _Design:
    """A row of length 1 for each example, and a last column of ones for the bias. Nearly all of it is nothing, so only
    what stands there is kept, column by column: `columns` are rows and what each tells."""

    size: int
    columns: tuple[tuple[NDArray[np.intp], Numbers], ...]

    def products(self) -> Numbers:
        """Of each row with each other."""
        found = np.ones((self.size, self.size))
        common = [column for column in self.columns if len(column[0]) > COMMON]
        dense = np.zeros((self.size, len(common)))
        for place, (rows, told) in enumerate(common):
            dense[rows, place] = told
        found += dense @ dense.T
        for rows, told in self.columns:
            if len(rows) <= COMMON:
                found[np.ix_(rows, rows)] += np.outer(told, told)
        return found

    def summed(self, by_row: Numbers) -> Numbers:
        """The transposed matrix times these: a row for each column."""
        return np.array([*(told @ by_row[rows] for rows, told in self.columns), by_row.sum(axis=0)])


def _design(found: Sequence[frozenset[str]], tells: Mapping[str, float]) -> _Design:
    lengths = [max(sqrt(sum(tells[one] ** 2 for one in row if one in tells)), 1e-9) for row in found]
    holders: dict[str, list[int]] = {feature: [] for feature in tells}
    for number, row in enumerate(found):
        for feature in row & tells.keys():
            holders[feature].append(number)
    columns = (
        (np.array(rows, dtype=np.intp), np.array([tells[feature] / lengths[row] for row in rows]))
        for feature, rows in holders.items()
    )
    return _Design(len(found), tuple(columns))


def _inverse_of_triangle(lower: Numbers) -> Numbers:
    """Of a lower triangular matrix, block by block: a quarter of the work of an inverse that knows nothing of it."""
    size = len(lower)
    if size <= BLOCK:
        return np.asarray(np.linalg.inv(lower), dtype=np.float64)
    middle = size // 2
    first, last = _inverse_of_triangle(lower[:middle, :middle]), _inverse_of_triangle(lower[middle:, middle:])
    inverse = np.zeros_like(lower)
    inverse[:middle, :middle], inverse[middle:, middle:] = first, last
    inverse[middle:, :middle] = -last @ (lower[middle:, :middle] @ first)
    return inverse


def _rounded(row: Numbers) -> tuple[float, ...]:
    return tuple(round(float(one), DIGITS) for one in row)
