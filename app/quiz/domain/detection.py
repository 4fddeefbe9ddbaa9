"""Signal detection: how well scams are told from real messages, always as two shares or with its uncertainty.

A scam is the signal. A scam called a scam is a hit; a real message called a scam is a false alarm. Intervals are 95 %.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist

NORMAL = NormalDist()
Z95 = NORMAL.inv_cdf(0.975)
ENOUGH = 5  # of scams and of real messages each; with fewer the interval of d′ spans nearly every person
ENOUGH_IN_FAMILY = 3


@dataclass(frozen=True)
class Decision:
    """One call: `family` of the drill, what it was, what it was taken for, and whether the learner was sure."""

    family: str
    scam: bool
    said_scam: bool
    sure: bool


@dataclass(frozen=True)
class Counts:
    hits: int
    misses: int
    false_alarms: int
    correct_rejections: int

    @property
    def scams(self) -> int:
        return self.hits + self.misses

    @property
    def reals(self) -> int:
        return self.false_alarms + self.correct_rejections


@dataclass(frozen=True)
class Share:
    """`count` out of `of`, and the interval of the true share, 0–1. No point estimate on purpose."""

    count: int
    of: int
    low: float
    high: float


@dataclass(frozen=True)
class Estimate:
    value: float
    se: float
    low: float
    high: float


@dataclass(frozen=True)
class FamilyDetection:
    """`is_enough`: ENOUGH_IN_FAMILY of its scams were met; otherwise only the counts are worth telling."""

    family: str
    sensitivity: Share
    false_alarm_rate: Share
    is_enough: bool


@dataclass(frozen=True)
class Detection:
    """The summary of some decisions. The last three are None until ENOUGH scams and real messages were met.

    `d_prime`: 0 is guessing, more is better. `criterion`: above 0 inclined to trust, below 0 inclined to suspect.
    `area`: under the curve drawn by real/scam × sure/unsure, 0.5 is guessing, 1 is without error.
    """

    counts: Counts
    sensitivity: Share
    false_alarm_rate: Share
    families: tuple[FamilyDetection, ...]
    d_prime: Estimate | None
    criterion: Estimate | None
    area: Estimate | None


def detect(decisions: Iterable[Decision]) -> Detection:
    decisions = tuple(decisions)
    counts = count(decisions)
    is_enough = min(counts.scams, counts.reals) >= ENOUGH
    families = sorted({decision.family for decision in decisions})
    return Detection(
        counts,
        share(counts.hits, counts.scams),
        share(counts.false_alarms, counts.reals),
        tuple(_family(name, [each for each in decisions if each.family == name]) for name in families),
        d_prime(counts) if is_enough else None,
        criterion(counts) if is_enough else None,
        area_under_roc(*_ratings(decisions)) if is_enough else None,
    )


def count(decisions: Iterable[Decision]) -> Counts:
    cells = Counter((decision.scam, decision.said_scam) for decision in decisions)
    return Counts(cells[True, True], cells[True, False], cells[False, True], cells[False, False])


def share(successes: int, of: int) -> Share:
    """Score interval of a binomial share (Wilson 1927; advised for small n by Brown, Cai & DasGupta 2001, eq. 4).

    Of nothing: 0 to 1. Raises ValueError unless 0 <= successes <= of.
    """
    if not 0 <= successes <= of:
        raise ValueError(f"{successes} of {of} is no share")
    if of == 0:
        return Share(0, 0, 0.0, 1.0)
    z2 = Z95 * Z95
    middle = (successes + z2 / 2) / (of + z2)
    half = Z95 * sqrt(successes * (of - successes) / of + z2 / 4) / (of + z2)
    # At the ends the bound is exact; rounding would leave 1e-17.
    return Share(successes, of, middle - half if successes else 0.0, middle + half if successes < of else 1.0)


def d_prime(counts: Counts) -> Estimate:
    """z(hit rate) - z(false-alarm rate), log-linear rates (Hautus 1995); error after Gourevitch & Galanter (1967)."""
    hit, alarm = _rates(counts)
    return estimate(NORMAL.inv_cdf(hit) - NORMAL.inv_cdf(alarm), sqrt(_variance_of_d_prime(counts)))


def criterion(counts: Counts) -> Estimate:
    """c = -(z(hit rate) + z(false-alarm rate)) / 2, on the same rates (Macmillan & Creelman 2005, eq. 2.1)."""
    hit, alarm = _rates(counts)
    return estimate(-(NORMAL.inv_cdf(hit) + NORMAL.inv_cdf(alarm)) / 2, sqrt(_variance_of_d_prime(counts)) / 2)


def _rates(counts: Counts) -> tuple[float, float]:
    """Half a case added to each cell keeps perfect answers finite (Hautus 1995)."""
    return (counts.hits + 0.5) / (counts.scams + 1), (counts.false_alarms + 0.5) / (counts.reals + 1)


def _variance_of_d_prime(counts: Counts) -> float:
    """Each rate's binomial variance over n, carried through z (Gourevitch & Galanter 1967). Without cases: of one."""
    return sum(
        rate * (1 - rate) / (max(n, 1) * NORMAL.pdf(NORMAL.inv_cdf(rate)) ** 2)
        for rate, n in zip(_rates(counts), (counts.scams, counts.reals), strict=True)
    )


def estimate(value: float, se: float) -> Estimate:
    """With the interval of a normal error."""
    return Estimate(value, se, value - Z95 * se, value + Z95 * se)


def area_under_roc(reals: Sequence[int], scams: Sequence[int]) -> Estimate | None:
    """Area under the empirical curve by trapezoids; None without both kinds.

    Both arguments count the answers per rating, from "real, sure" up to "scam, sure". Standard error: Hanley & McNeil
    (1982), eq. 2 with the exponential Q1, Q2. Interval: the areas from which the observed one is within 1.96 of their
    own errors (Newcombe 2006, part 2, method 5), so that a faultless record does not claim certainty.
    """
    n_reals, n_scams = sum(reals), sum(scams)
    if not n_reals or not n_scams:
        return None
    below, won = 0, 0.0
    for real, scam in zip(reals, scams, strict=True):
        won += scam * (below + real / 2)
        below += real
    area = won / (n_reals * n_scams)
    alike = (n_reals + n_scams) / 2  # the same for both kinds, so that the interval is symmetric in the two

    def error(at: float) -> float:
        return _error_of_area(at, n_reals, n_scams, alike, alike)

    return Estimate(
        area,
        _error_of_area(area, n_reals, n_scams, n_scams, n_reals),
        _root(lambda at: at + Z95 * error(at) - area, 0.0, area),
        _root(lambda at: at - Z95 * error(at) - area, area, 1.0),
    )


def _error_of_area(area: float, n_reals: int, n_scams: int, for_q1: float, for_q2: float) -> float:
    q1, q2 = area / (2 - area), 2 * area * area / (1 + area)
    square = area * area
    spread = area * (1 - area) + (for_q1 - 1) * (q1 - square) + (for_q2 - 1) * (q2 - square)
    return sqrt(max(0.0, spread) / (n_reals * n_scams))


def _root(rising: Callable[[float], float], low: float, high: float) -> float:
    """Where the function turns from negative to positive, to 1e-12."""
    for _ in range(40):
        middle = (low + high) / 2
        low, high = (middle, high) if rising(middle) < 0 else (low, middle)
    return (low + high) / 2


def _ratings(decisions: Sequence[Decision]) -> tuple[list[int], list[int]]:
    """Counts of real and of scam messages per rating: real sure, real unsure, scam unsure, scam sure."""
    cells = Counter((decision.scam, decision.said_scam, decision.sure) for decision in decisions)
    order = ((False, True), (False, False), (True, False), (True, True))
    reals, scams = ([cells[scam, said, sure] for said, sure in order] for scam in (False, True))
    return reals, scams


def _family(name: str, decisions: Sequence[Decision]) -> FamilyDetection:
    counts = count(decisions)
    return FamilyDetection(
        name,
        share(counts.hits, counts.scams),
        share(counts.false_alarms, counts.reals),
        counts.scams >= ENOUGH_IN_FAMILY,
    )
