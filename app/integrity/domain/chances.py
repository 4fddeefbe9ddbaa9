"""How strange a number is among all the others, and several such answers taken together."""

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Mapping, Sequence
from math import atan, copysign, exp, log1p, log10, pi, sqrt, tan
from statistics import NormalDist, fmean, median

NORMAL = NormalDist()
MAD_TO_SD = 1.4826  # of a normal distribution
MAD_EFFICIENCY = 0.37  # beside the standard deviation's, of as many normal values
LOGISTIC = pi / sqrt(3)  # a logistic distribution of variance 1
LEAST, MOST = 1e-15, 1 - 1e-9


def shares_above(values: Mapping[str, float]) -> dict[str, float]:
    """For each name the share (0–1) of all who show at least as much, itself counted: an honest one among many has this
    chance. Nobody needs to say what honest people do; that a few are not makes it cautious."""
    ordered = sorted(values.values())
    count = len(ordered)
    return {name: (count - bisect_left(ordered, value)) / count for name, value in values.items()}


def tails(values: Mapping[str, float]) -> dict[str, float]:
    """The chance (0–1) of at least as much, from the middle and spread of all by a logistic tail, which is longer than the
    normal one; but no less than the share of all who show it, where many do."""
    shares = shares_above(values)
    middle = median(values.values()) if values else 0.0
    spread = _spread(middle, values.values())
    if spread < 1e-9:
        return shares
    return {name: max(shares[name], long_tail((value - middle) / spread)) for name, value in values.items()}


def _spread(middle: float, values: Collection[float]) -> float:
    return MAD_TO_SD * median(abs(value - middle) for value in values) if values else 0.0


def middle_shares(values: Mapping[str, float]) -> dict[str, float]:
    """As shares_above, with those that show just as much counted half: ½ on average, so that groups can be added up."""
    ordered = sorted(values.values())
    count = len(ordered)
    return {
        name: (count - (bisect_left(ordered, value) + bisect_right(ordered, value)) / 2) / count
        for name, value in values.items()
    }


def together(chances: Iterable[float]) -> float:
    """One chance from several, which may depend on one another: the Cauchy combination (Liu & Xie 2020, eq. 1), equal
    weights. 1 of none. One that is all but 1 says nothing and must not outweigh all others: it counts as 1 − 1/n of n
    (as Liu et al. 2019 do)."""
    found = list(chances)
    if not found:
        return 1.0
    most = 1 - 1 / max(2, len(found))
    found = [min(max(chance, LEAST), most) for chance in found]
    mean = sum(tan((0.5 - chance) * pi) for chance in found) / len(found)
    return max(LEAST, 0.5 - atan(mean) / pi)


def normal_score(chance: float) -> float:
    return -NORMAL.inv_cdf(min(max(chance, LEAST), MOST))


def upper_tail(z: float) -> float:
    return max(LEAST, 1 - NORMAL.cdf(z) if z < 8 else LEAST)


def long_tail(z: float) -> float:
    """Of a logistic distribution of variance 1."""
    return 1 / (1 + exp(min(LOGISTIC * z, 34.0)))


def standardised(values: Mapping[str, float], least_spread: float = 1.0, *, skewed: bool = False) -> dict[str, float]:
    """Each against the median and spread of all (by median absolute deviation): the empirical null of Efron (2004), so
    that what differs between honest groups anyway, such as age or teaching, raises no alarm. `least_spread`: what chance
    alone gives. A larger one was estimated, and of few values badly, so that a score counts as Student's t. `skewed`: the
    spread is that of what lies above the median."""
    middle = median(values.values()) if values else 0.0
    told = [value for value in values.values() if value > middle or not skewed]
    spread = _spread(middle, told)
    if spread <= least_spread:
        return {name: (value - middle) / least_spread for name, value in values.items()}
    return {name: normal_of_t((value - middle) / spread, MAD_EFFICIENCY * len(told)) for name, value in values.items()}


def normal_of_t(t: float, freedom: float) -> float:
    """The normal score with the same tail as Student's t (Wallace 1959, eq. 1)."""
    return copysign(sqrt(freedom * log1p(t * t / freedom)), t) * (8 * freedom + 1) / (8 * freedom + 3)


def excess(scores: Sequence[float], size: float) -> float:
    """Mean of standard normal scores times √size: with as many as there are, standard normal for a group that is like all
    others."""
    return fmean(scores) * sqrt(size) if scores else 0.0


def difference(successes: int, of: int, others: int, of_others: int) -> float:
    """z of the first share above the second, pooled variance; 0 without both."""
    if not of or not of_others:
        return 0.0
    pooled = (successes + others) / (of + of_others)
    spread = sqrt(pooled * (1 - pooled) * (1 / of + 1 / of_others))
    return (successes / of - others / of_others) / spread if spread else 0.0


def rounded_weight(chance: float) -> float:
    """−log₁₀: 2 is one in a hundred, 3 one in a thousand."""
    return round(-log10(max(chance, LEAST)), 1)
