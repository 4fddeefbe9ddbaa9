"""How able someone is, in logits: the posterior on a grid, from answers to items of known difficulty.

Everything is integrated over a grid of cell midpoints (the odd multiples of 0.025 from −8 to 8), on which plain sums
agree with exact integrals to about 1e-9. Estimates exist for all right, all wrong and no answers at all.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from math import exp, isfinite
from typing import TypeAlias, cast

import numpy as np
from numpy.typing import NDArray

Curve: TypeAlias = NDArray[np.float64]

STEP, BOUND = 0.05, 8.0
# What is refused: outside of these a number is a typing error, not a person or an item.
STEEPEST, FURTHEST, MOST_STEPS = 10.0, 30.0, 20
NARROWEST, WIDEST = 0.05, 10.0
_NEGLIGIBLE = np.log(1e-14)  # density at the ends of the grid, relative to its peak
_CELLS_PER_SD = 4  # with fewer, sums over cells lose the seventh digit
_STEEPEST_CELL = 0.2  # log odds across one: likewise with more


class OutOfRange(ValueError):
    """A number no item, person or cut can have; its text is for whoever sent it, in Vietnamese."""


@dataclass(frozen=True)
class Item:
    """`a` slope per logit, without the 1.7 factor; `c` chance of guessing; `steps` the difficulties b₁…b_m in logits.

    One step: P = c + (1−c)/(1+exp(−a(θ−b))) (Birnbaum 1968). Several steps: generalised partial credit (Muraki 1992),
    log P(k) = a·Σ_{j≤k}(θ−b_j) + const; work of several parts has no floor of guessing, so its `c` is not used.
    Raises OutOfRange unless 0 < a ≤ 10, 0 ≤ c < 1, |b| ≤ 30 and there are 1–20 steps.
    """

    a: float
    c: float
    steps: tuple[float, ...]
    _hash: int = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        if not (isfinite(self.a) and 0 < self.a <= STEEPEST):
            raise OutOfRange(f"Độ dốc a phải lớn hơn 0 và không quá {STEEPEST:g}.")
        if not 0 <= self.c < 1:
            raise OutOfRange("Tỉ lệ đoán đúng c phải từ 0 đến dưới 1.")
        if not 1 <= len(self.steps) <= MOST_STEPS:
            raise OutOfRange(f"Mỗi câu cần từ 1 đến {MOST_STEPS} bậc (steps).")
        if not all(isfinite(b) and abs(b) <= FURTHEST for b in self.steps):
            raise OutOfRange(f"Độ khó của mỗi bậc phải trong khoảng -{FURTHEST:g} đến {FURTHEST:g}.")
        object.__setattr__(self, "_hash", hash((self.a, self.c, self.steps)))  # curves are looked up at every answer

    def __hash__(self) -> int:
        return self._hash


@dataclass(frozen=True)
class Normal:
    """What is believed before an answer: a normal distribution of ability, in logits.

    Raises OutOfRange unless |mean| ≤ 30 and 0.05 ≤ sd ≤ 10.
    """

    mean: float
    sd: float

    def __post_init__(self) -> None:
        if not (isfinite(self.mean) and abs(self.mean) <= FURTHEST):
            raise OutOfRange(f"Trung bình ban đầu phải trong khoảng -{FURTHEST:g} đến {FURTHEST:g}.")
        if not NARROWEST <= self.sd <= WIDEST:
            raise OutOfRange(f"Độ lệch ban đầu phải từ {NARROWEST:g} đến {WIDEST:g}.")


@dataclass(frozen=True)
class Estimate:
    """Posterior mean and standard deviation in logits, and the probability of being at or above the cut."""

    theta: float
    se: float
    p_master: float


@dataclass(frozen=True)
class Grid:
    """Midpoints of cells of width `step`, covering ±`bound`; `cut` lies on the edge between two of them."""

    step: float
    bound: float
    cut: float

    @cached_property
    def nodes(self) -> Curve:
        below, above = self._cells(self.bound + self.cut), self._cells(self.bound - self.cut)
        cells = np.arange(-below, above, dtype=np.float64)
        return self.cut + (cells + 0.5) * self.step

    @cached_property
    def sums(self) -> Curve:
        """Four rows that take weights at the nodes to their total, first and second moment, and mass above the cut.

        The mass has the end corrections −δ/24 + 17δ³/5760 of a midpoint sum (Gregory's formula at half-integer nodes,
        Hildebrand 1974 §5.9): an error of 1e-8, without them 1e-4.
        """
        rows = np.stack([np.ones_like(self.nodes), self.nodes, self.nodes**2, self.nodes > self.cut])
        below = self._cells(self.bound + self.cut)
        if 2 <= below <= len(self.nodes) - 2:
            rows[3, below - 2 : below + 2] += np.array([-17, 240 + 51, -240 - 51, 17]) / 5760
        return rows

    def _cells(self, width: float) -> int:
        return max(0, round(width / self.step))


@lru_cache(maxsize=8)
def ordinary_grid(cut: float) -> Grid:
    """On which nearly everything is computed: 320 nodes."""
    return Grid(STEP, BOUND, cut)


def estimate(items: Sequence[Item], scores: Sequence[int | None], prior: Normal, cut: float) -> Estimate:
    """EAP, its error and P(θ ≥ cut) from all answers at once, exact to 1e-6. `None`: not reached or neutralised.

    The grid grows while its ends still carry weight and gets finer while the posterior is narrow, or for steep items.
    Raises OutOfRange for a cut beyond ±30 or a score that the item does not have; ValueError for unequal lengths.
    """
    if not (isfinite(cut) and abs(cut) <= FURTHEST):
        raise OutOfRange(f"Mốc đạt phải trong khoảng -{FURTHEST:g} đến {FURTHEST:g}.")
    answered = [(item, score) for item, score in zip(items, scores, strict=True) if score is not None]
    for item, score in answered:
        if not 0 <= score <= len(item.steps):
            raise OutOfRange(f"Điểm {score} không có ở câu {len(item.steps)} bậc.")
    grid = _first_grid(max((item.a for item, _ in answered), default=0), prior, cut)
    while True:
        log_weight = _log_normal(grid, prior)
        for item, score in answered:
            log_weight += _log_curves(item, grid)[score]
        log_weight -= log_weight.max()
        found = _summary(log_weight, grid)
        if max(log_weight[0], log_weight[-1]) > _NEGLIGIBLE:
            grid = replace(grid, bound=grid.bound * 2)
        elif found.se < _CELLS_PER_SD * grid.step:
            grid = replace(grid, step=grid.step / 2)
        else:
            return found


def _first_grid(steepest: float, prior: Normal, cut: float) -> Grid:
    step, bound = STEP, BOUND
    while steepest * step > _STEEPEST_CELL:
        step /= 2
    while bound < max(abs(prior.mean) + 4 * prior.sd, abs(cut) + 1):
        bound *= 2
    return Grid(step, bound, cut)


def update(prior: Normal, item: Item, score: float, cut: float) -> Estimate:
    """The posterior after one answer; `score` is the share (0–1) of the full score.

    A share between two scores of the item weighs their log likelihoods linearly: whole steps are then exactly
    generalised partial credit, and on a one-step item it is the Bernoulli quasi-likelihood of a fraction (Papke &
    Wooldridge 1996). For people on the ordinary grid, |mean| + 4·sd ≤ 8: it is not widened here. About 20 µs.
    """
    grid = ordinary_grid(cut)
    log_weight = _log_normal(grid, prior)
    log_weight += _log_likelihood(_log_curves(item, grid), score)
    log_weight -= log_weight.max()
    return _summary(log_weight, grid)


def _log_likelihood(curves: Curve, score: float) -> Curve:
    if not 0 <= score <= 1:
        raise OutOfRange("Điểm của một câu trả lời phải từ 0 đến 1.")
    reached = round(score * (len(curves) - 1), 9)  # ⅓ of three steps is one step
    whole = int(reached)
    if whole == reached:
        return cast("Curve", curves[whole])
    share = reached - whole
    return cast("Curve", (1 - share) * curves[whole] + share * curves[whole + 1])


def _log_normal(grid: Grid, prior: Normal) -> Curve:
    """Up to a constant."""
    return -0.5 * np.square((grid.nodes - prior.mean) / prior.sd)


def _summary(log_weight: Curve, grid: Grid) -> Estimate:
    total, first, second, above = (grid.sums @ np.exp(log_weight)).tolist()
    mean = first / total
    variance = max(second / total - mean * mean, 0.0)
    return Estimate(mean, variance**0.5, min(max(above / total, 0.0), 1.0))


def _log_curves(item: Item, grid: Grid) -> Curve:
    """Log probability of each score 0…m (rows) at each node (columns)."""
    return _kept_curves(item, grid.cut) if (grid.step, grid.bound) == (STEP, BOUND) else _curves(item, grid.nodes)


@lru_cache(maxsize=1024)  # 5 KB each: a bank's worth
def _kept_curves(item: Item, cut: float) -> Curve:
    return _curves(item, ordinary_grid(cut).nodes)


def _curves(item: Item, nodes: Curve) -> Curve:
    gains = item.a * (nodes - np.array(item.steps)[:, None])
    if len(item.steps) == 1:
        wrong = np.log1p(-item.c) - np.logaddexp(0, gains[0])
        right = np.logaddexp(np.log(item.c), gains[0]) - np.logaddexp(0, gains[0]) if item.c else wrong + gains[0]
        return np.stack([wrong, right])
    numerators = np.concatenate([np.zeros((1, gains.shape[1])), gains.cumsum(axis=0)])
    return cast("Curve", numerators - np.logaddexp.reduce(numerators, axis=0))


def chance_of_success(item: Item, theta: float) -> float:
    """Expected score at ability `theta`, as a share of the full score (0–1)."""
    if len(item.steps) == 1:
        return item.c + (1 - item.c) / (1 + exp(min(700.0, -item.a * (theta - item.steps[0]))))
    shares = _shares(item, theta)
    return float(np.arange(len(shares)) @ shares) / len(item.steps)


def information(item: Item, theta: float) -> float:
    """How much an answer tells about an ability near `theta`, per square logit: Fisher information. One step: a²·(q/p)·
    ((p−c)/(1−c))² (Birnbaum 1968); several: a² times the variance of the score (Muraki 1993)."""
    if len(item.steps) == 1:
        right = chance_of_success(item, theta)
        return item.a**2 * (1 - right) / right * ((right - item.c) / (1 - item.c)) ** 2
    shares = _shares(item, theta)
    scores = np.arange(len(shares))
    return float(item.a**2 * (scores**2 @ shares - (scores @ shares) ** 2))


def chances(item: Item, theta: float) -> Sequence[float]:
    """Of each score 0…m at ability `theta`; they add up to 1."""
    if len(item.steps) == 1:
        right = chance_of_success(item, theta)
        return 1 - right, right
    shares: list[float] = _shares(item, theta).tolist()
    return shares


def _shares(item: Item, theta: float) -> Curve:
    """The chance of each score 0…m of an item of several steps."""
    gains = np.concatenate([[0.0], (item.a * (theta - np.array(item.steps))).cumsum()])
    weights = np.exp(gains - gains.max())
    return cast("Curve", weights / weights.sum())
