"""Whether a question tells those who can from those who cannot: the corrected item-rest correlation."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import atanh, sqrt, tanh
from statistics import NormalDist
from typing import Literal

import numpy as np

ENOUGH = 30  # people; with fewer the interval spans nearly everything
LEAST_REST = 8  # other questions of each of them: a rest of fewer is mostly chance
WEAK = 0.15  # below this a question hardly separates (0.2 is Ebel's 1965 limit for tests of like questions)
EASY = 0.9  # of what nearly everybody answers rightly nothing can be said by comparing
CLOSEST = 1 - 1e-12  # to a perfect correlation, whose z would be infinite
Z95 = NormalDist().inv_cdf(0.975)

Fault = Literal["", "flat", "key"]


@dataclass(frozen=True)
class Correlation:
    """`r` of `people`, its standard error, and the interval of 95 %."""

    r: float
    people: int
    se: float
    low: float
    high: float


def item_rest(scores: Sequence[float], rests: Sequence[float]) -> Correlation | None:
    """The correlation of a question's scores (0–1) with what the same people earn elsewhere; None of fewer than ENOUGH
    people, or when one of the two is the same for everybody.

    Pearson's r, for right and wrong alone the point-biserial (Lord & Novick 1968, §15.3); `rests` leave the question
    itself out, or it would correlate with itself (Henrysson 1963). Standard error (1−r²)/√(n−1); interval by z = atanh r
    with the error 1/√(n−3) (Fisher 1921). Raises ValueError for unequal lengths.
    """
    x, y = np.asarray(scores, dtype=np.float64), np.asarray(rests, dtype=np.float64)
    if x.shape != y.shape:
        raise ValueError(f"{x.shape} and {y.shape} do not go together")
    people = len(x)
    if people < ENOUGH or np.ptp(x) == 0 or np.ptp(y) < 1e-12:
        return None
    x, y = x - x.mean(), y - y.mean()
    r = float(np.clip((x @ y) / sqrt((x @ x) * (y @ y)), -CLOSEST, CLOSEST))
    z, half = atanh(r), Z95 / sqrt(people - 3)
    return Correlation(r, people, (1 - r * r) / sqrt(people - 1), tanh(z - half), tanh(z + half))


def rest_score(score: float, mean: float, above_means: float, answers: int) -> float | None:
    """What somebody earned elsewhere, per question, less what people earn on the same questions (not everybody meets the
    same ones). `above_means`: the sum of that over all of their `answers`, this one of `score` included, on which people
    earn `mean`. None when fewer than LEAST_REST others are left."""
    others = answers - 1
    return (above_means - (score - mean)) / others if others >= LEAST_REST else None


def fault(found: Correlation | None, mean: float) -> Fault:
    """ "key": those who can do the rest do worse here, so perhaps the key is wrong. "flat": who can and who cannot do
    alike. Said only when the whole interval says so; of a sound question (r ≥ WEAK) at most once in forty by chance."""
    if found is None:
        return ""
    if found.high < 0:
        return "key"
    return "flat" if found.high < WEAK and mean < EASY else ""
