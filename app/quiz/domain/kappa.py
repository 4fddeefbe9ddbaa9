"""How well two who judged the same things without knowing of each other agree: assessors who read a case, teachers who label
an answer, a machine and a teacher."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

ROUNDING = 1e-6
LEAST_PAIRS = 10  # for an interval of large samples to say anything


@dataclass(frozen=True)
class Kappa:
    """Cohen's kappa of `n` pairs, with its 95 % interval; `agreed` 0–1 as it is. `kappa` is None where chance alone would
    always agree (all in one category), or there is no pair; `interval` where there are too few, or they leave the formula
    an error of zero, as if they were certain."""

    n: int
    agreed: float
    kappa: float | None
    interval: tuple[float, float] | None = None


def cohen_kappa(pairs: Sequence[tuple[str, str]]) -> Kappa:
    """κ = (p_o − p_e)/(1 − p_e) (Cohen 1960), with the large-sample standard error of Fleiss, Cohen & Everitt (1969,
    eq. 13); the interval is cut at ±1. With few pairs it is too narrow: below some 20 read the pairs themselves."""
    n = len(pairs)
    if not n:
        return Kappa(0, 0.0, None)
    first, second = Counter(one for one, _ in pairs), Counter(two for _, two in pairs)
    agreed = sum(one == two for one, two in pairs) / n
    by_chance = sum(first[kind] * second[kind] for kind in first) / n**2
    if by_chance >= 1:
        return Kappa(n, agreed, None)
    kappa = (agreed - by_chance) / (1 - by_chance)
    margin = 1.96 * _variance(Counter(pairs), first, second, agreed, by_chance, n) ** 0.5
    if n < LEAST_PAIRS or margin < ROUNDING:
        return Kappa(n, agreed, kappa)
    return Kappa(n, agreed, kappa, (max(-1.0, kappa - margin), min(1.0, kappa + margin)))


def _variance(
    table: Counter[tuple[str, str]], first: Counter[str], second: Counter[str], agreed: float, by_chance: float, n: int
) -> float:
    same = unlike = 0.0
    for (one, two), count in table.items():
        share = count / n
        if one == two:
            same += share * ((1 - by_chance) - (second[one] + first[one]) / n * (1 - agreed)) ** 2
        else:
            unlike += share * ((second[one] + first[two]) / n) ** 2
    rest = (agreed * by_chance - 2 * by_chance + agreed) ** 2
    return max(0.0, same + (1 - agreed) ** 2 * unlike - rest) / (n * (1 - by_chance) ** 4)
