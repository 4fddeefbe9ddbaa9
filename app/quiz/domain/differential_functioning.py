"""Whether an item is harder for one group than for another of the same ability (DIF): Mantel-Haenszel."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import log, sqrt
from statistics import NormalDist
from typing import Literal, TypeAlias

from app.quiz.domain.ability import OutOfRange

Class: TypeAlias = Literal["A", "B", "C"]

_DELTA = -2.35  # from log odds to the delta scale of ETS (Holland & Thayer 1988)
HALF = 0.5  # in every cell, where one outcome never happened (Haldane 1956)
_LARGE = 1.5  # delta of class C
_CHI2_05, _Z_05 = 3.841, 1.645  # 5 %: one degree of freedom; one-sided


@dataclass(frozen=True)
class Functioning:
    """`delta`: MH D-DIF, below 0 when the item is harder for the focal group; `chi2`: Mantel-Haenszel, one degree of
    freedom; `class_`: A negligible, B moderate, C large."""

    delta: float
    chi2: float
    class_: Class


def mh_dif(u: Sequence[int], group: Sequence[int], stratum: Sequence[int]) -> Functioning:
    """From who was right (1) or not (0), of the reference (0) or focal (1) group, and of which stratum of ability.

    Common odds ratio and χ² with continuity correction (Mantel & Haenszel 1959); the standard error of its logarithm as
    in Phillips & Holland (1987); classes by the rules of ETS (Zieky 1993): A, |delta| < 1 or χ² not significant at 5 %;
    C, |delta| ≥ 1.5 and significantly beyond 1; else B. Without both groups and both outcomes in a stratum nothing can
    be said: delta 0, χ² 0, A. Raises OutOfRange unless u and group are 0 or 1, and all have the same length.
    """
    if not len(u) == len(group) == len(stratum):
        raise OutOfRange("u, group và stratum phải dài bằng nhau.")
    if not {*u, *group} <= {0, 1}:
        raise OutOfRange("u và group chỉ gồm 0 và 1.")
    tables: dict[int, list[int]] = {}  # reference right, reference wrong, focal right, focal wrong
    for right, focal, level in zip(u, group, stratum, strict=True):
        tables.setdefault(level, [0, 0, 0, 0])[2 * focal + (1 - right)] += 1
    return _told([(a, b, c, d) for a, b, c, d in tables.values() if (a + b) and (c + d) and (a + c) and (b + d)])


def false_large(focal: int, reference: int, right: float) -> float:
    """The chance (0–1) that an item which is equally hard for both is of class C, with so many answers of each, of which
    the share `right` (0–1) is: by the normal approximation of its log odds ratio, strata left out."""
    if not (focal and reference and 0 < right < 1):
        return 0.0
    error = -_DELTA * sqrt((1 / focal + 1 / reference) / (right * (1 - right)))
    return 2 * NormalDist().cdf(-max(_LARGE, 1 + _Z_05 * error) / error)


def _told(tables: Sequence[tuple[float, float, float, float]]) -> Functioning:
    if not tables:
        return Functioning(0.0, 0.0, "A")
    above = sum(a * d / (a + b + c + d) for a, b, c, d in tables)
    below = sum(b * c / (a + b + c + d) for a, b, c, d in tables)
    if not (above and below):  # an odds ratio of 0 or infinity
        return _told([(a + HALF, b + HALF, c + HALF, d + HALF) for a, b, c, d in tables])
    ratio = above / below
    excess = sum(a - (a + b) * (a + c) / (a + b + c + d) for a, b, c, d in tables)
    variance = sum(
        (a + b) * (c + d) * (a + c) * (b + d) / ((n := a + b + c + d) ** 2 * (n - 1)) for a, b, c, d in tables
    )
    chi2 = max(0.0, abs(excess) - 0.5) ** 2 / variance
    spread = sum((a * d + ratio * b * c) * (a + d + ratio * (b + c)) / (a + b + c + d) ** 2 for a, b, c, d in tables)
    delta, error = _DELTA * log(ratio), -_DELTA * sqrt(spread / (2 * above**2))
    return Functioning(delta, chi2, _class(delta, error, chi2))


def _class(delta: float, error: float, chi2: float) -> Class:
    if abs(delta) < 1 or chi2 < _CHI2_05:
        return "A"
    return "C" if abs(delta) >= _LARGE and abs(delta) - _Z_05 * error > 1 else "B"
