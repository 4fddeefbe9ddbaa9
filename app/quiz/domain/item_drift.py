"""Whether an item has become easier, or harder, than it was: a leak makes it easier, what changed in the world harder.

A sequential test over the answers in the order in which they came, which needs no fixed number of them.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from math import exp, sqrt
from typing import Literal, TypeAlias

Turn: TypeAlias = Literal["", "easier", "harder"]

SLACK = 0.25  # standard deviations: half the shift that is looked for
LIMIT = 15.0
FEWEST = 30  # answers that say what the item was like at first
_OVERSHOOT = 0.6  # 1.166 (Siegmund 1985) less what a mean that is estimated costs, as simulated
_STEEPEST = 3.0  # an exponent as good as none: it is never passed
_LEAST_CHANCE = 0.02  # an answer against all odds counts no more than 7 standard deviations


@dataclass(frozen=True)
class Drift:
    """`turn`: which limit was passed, "" none; `answers` how many it took. `now` is the larger of the two sums, from 0, of
    which LIMIT is the limit."""

    turn: Turn
    answers: int
    now: float


def residual(right: bool, chance: float) -> float:
    """(u − P)/√(P·(1 − P)) of one answer, `chance` P of success at the estimated ability (0–1, taken as 0.02–0.98)."""
    p = min(max(chance, _LEAST_CHANCE), 1 - _LEAST_CHANCE)
    return (right - p) / sqrt(p * (1 - p))


def false_turn(answers: int, chance: float) -> float:
    """The chance (0–1) that an item which never changed has passed a limit after so many answers, each right with `chance`
    (0–1): of an easy item one wrong answer weighs much, so that it passes sooner."""
    p = min(max(chance, _LEAST_CHANCE), 1 - _LEAST_CHANCE)
    late = max(0.0, answers - FEWEST - LIMIT / SLACK)  # as long as a sum takes to get there
    return 1 - exp(-late * (1 / _false_run(p) + 1 / _false_run(1 - p)))


def _false_run(p: float) -> float:
    """Answers, each right with chance `p`, until the sum of what is better than expected passes the limit all the same:
    (exp(tb) − tb − 1)/(t·slack), where a step has E[exp(t·step)] = 1 (Siegmund 1985; a normal step has t = 2·slack)."""
    right, wrong = sqrt((1 - p) / p) - SLACK, -sqrt(p / (1 - p)) - SLACK
    low, high = 0.0, _STEEPEST
    while high - low > 1e-4:
        middle = (low + high) / 2
        low, high = (middle, high) if p * exp(middle * right) + (1 - p) * exp(middle * wrong) < 1 else (low, middle)
    return (exp(high * (LIMIT + _OVERSHOOT)) - high * (LIMIT + _OVERSHOOT) - 1) / (high * SLACK)


def item_drift(residuals: Iterable[float]) -> Drift:
    """Page's two cumulative sums (Page 1954; for items Veerkamp & Glas 2000, J. Educ. Behav. Stat. 25: 373–389), each
    residual held against the mean of all before it, √((n−1)/n)·(x − x̄): the self-starting scheme (Hawkins 1987) with the
    known variance of a residual. So an item whose difficulty was guessed wrong from the start raises no alarm (that is for
    calibration), one that turns does.

    With slack ¼ and limit 15 an item that never changes is told of once in about 14,000 answers where half are right, once
    in 5,000 where nine of ten are (false_turn); a shift of half a standard deviation is told after some 60 answers. The
    first 30 only say what the item is like. Once passed, stays passed.
    """
    mean = easier = harder = 0.0
    count = 0
    for count, value in enumerate(residuals, 1):
        if count > FEWEST:
            beyond = sqrt((count - 1) / count) * (value - mean)
            easier = max(0.0, easier + beyond - SLACK)
            harder = max(0.0, harder - beyond - SLACK)
            if max(easier, harder) > LIMIT:
                return Drift("easier" if easier > harder else "harder", count, max(easier, harder))
        mean += (value - mean) / count
    return Drift("", count, max(easier, harder))
