"""Signs that a sitting may not be what it looks like: evidence for a person, never a verdict. Every sign comes with how
often honest people show it, taken from honest sittings that were simulated with the same bank (reference.py)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log
from statistics import mean, median, stdev
from typing import Literal, TypeAlias

from app.assessment.domain.evidence import Evidence, moments
from app.quiz.domain.person_fit import lz

FlagKind: TypeAlias = Literal["misfit", "contrast", "rapid", "fast-right"]
KINDS: tuple[FlagKind, ...] = ("misfit", "contrast", "rapid", "fast-right")
OF_TIMES: tuple[FlagKind, ...] = ("rapid", "fast-right")

RAPID, RAPID_MOST_S, RAPID_SHARE = 0.10, 10.0, 0.10
ESTIMATED_SHARE = 0.25  # where usual times follow from the text: who reads twice as fast as it says is honest
FAST, HARD, FAST_RIGHT = -2.0, 0.5, 3
LEAST_TIMED = 6  # tasks whose usual time is known, before times say anything
USELESS = 0.05  # of honest people
LEAST_EACH = 6  # fresh tasks, and used ones, before they can be compared


@dataclass(frozen=True)
class Tempo:
    """How long honest people take for an item: mean in seconds; mean and standard deviation of the natural logarithm. In
    less than `least_s` nobody has read it, whatever was measured. `is_estimated`: nothing was, it follows from the text
    (domain.usual_times)."""

    seconds: float
    log_mean: float
    log_sd: float
    least_s: float = 0.0
    is_estimated: bool = False

    @property
    def rapid_s(self) -> float:
        """Below so many seconds an answer is rapid (NT10: Wise & Ma 2012)."""
        measured = 0.0 if self.is_estimated else min(RAPID * self.seconds, RAPID_MOST_S)
        return max(self.least_s, measured)


Tempi: TypeAlias = Mapping[str, Tempo]


def tempo_of(seconds: Sequence[float]) -> Tempo:
    """Of at least two times above 0."""
    logs = [log(one) for one in seconds]
    return Tempo(mean(seconds), mean(logs), stdev(logs))


@dataclass(frozen=True)
class Signs:
    """`lz`, `contrast` (None: nothing to compare), `rapid` share 0–1 and `fast_right` tasks (None: times unknown).
    `is_estimated`: some of the usual times are (Tempo)."""

    lz: float
    contrast: float | None
    rapid: float | None
    fast_right: int | None
    is_estimated: bool = False


@dataclass(frozen=True)
class Reference:
    """Of `sittings` honest ones, simulated: the 1 % point of lz, the 99 % point of the contrast, and the share that shows
    each flag all the same."""

    sittings: int
    lz_low: float
    contrast_high: float
    rates: Mapping[str, float]


@dataclass(frozen=True)
class Flag:
    """`value` beside its `threshold`; `rate` 0–1: of honest people who show it. `is_estimated`: it is about times some of
    which follow from the text alone."""

    kind: FlagKind
    value: float
    threshold: float
    rate: float
    is_estimated: bool = False


def signs(evidence: Evidence, tempi: Tempi) -> Signs:
    position = evidence.position
    lookup, theta = position.bank.lookup, position.estimate.theta
    fit = lz([lookup[answer.item] for answer in position.scored], [answer.score for answer in position.scored], theta)
    timed = [tempi[task.item] for task in evidence.tasks if task.item in tempi and task.seconds is not None]
    is_estimated = any(tempo.is_estimated for tempo in timed)
    rapid, fast_right = rapid_share(evidence, tempi), fast_and_right(evidence, tempi)
    return Signs(fit, fresh_contrast(evidence), rapid, fast_right, is_estimated)


def flags(found: Signs, reference: Reference) -> tuple[Flag, ...]:
    """Those that are shown; none that more than USELESS of honest people show as well. Thresholds are beside what honest people do, not beside a normal curve: in an adaptive test lz
    is not normal (van Krimpen-Stoop & Meijer 1999)."""
    raised: list[tuple[FlagKind, float, float]] = []
    if found.lz < reference.lz_low:
        raised.append(("misfit", found.lz, reference.lz_low))
    if found.contrast is not None and found.contrast > reference.contrast_high:
        raised.append(("contrast", found.contrast, reference.contrast_high))
    most_rapid = ESTIMATED_SHARE if found.is_estimated else RAPID_SHARE
    if found.rapid is not None and found.rapid > most_rapid:
        raised.append(("rapid", found.rapid, most_rapid))
    if found.fast_right is not None and found.fast_right >= FAST_RIGHT:
        raised.append(("fast-right", found.fast_right, FAST_RIGHT))
    rated = [
        Flag(kind, value, threshold, reference.rates.get(kind, 0.0), found.is_estimated and kind in OF_TIMES)
        for kind, value, threshold in raised
    ]
    return tuple(flag for flag in rated if flag.rate <= USELESS)


def fresh_contrast(evidence: Evidence) -> float | None:
    """How much better the tasks went that many have seen than those that few have: the difference of the two standardised
    sums of residuals, over √2, about standard normal for who has seen none before. The half of the tasks shown least is
    fresh. None with fewer than LEAST_EACH of either, or when all were shown equally often."""
    position, shown = evidence.position, evidence.shown or {}
    order = sorted(position.scored, key=lambda answer: (shown.get(answer.item, 0.0), answer.item))
    half = len(order) // 2
    counts = {shown.get(answer.item, 0.0) for answer in order}
    if half < LEAST_EACH or len(counts) < 2:
        return None
    sums = []
    for part in (order[:half], order[len(order) - half :]):
        seen = [
            (answer.score or 0, *moments(position.bank.lookup[answer.item], position.estimate.theta)) for answer in part
        ]
        variance = sum(one[2] for one in seen)
        sums.append(sum(score - expected for score, expected, _ in seen) / variance**0.5 if variance > 1e-12 else 0.0)
    return float((sums[1] - sums[0]) / 2**0.5)


def rapid_share(evidence: Evidence, tempi: Tempi) -> float | None:
    """Share (0–1) of tasks answered in less than a tenth of their usual time, at most 10 s, or in less than anybody reads
    them in (Tempo.rapid_s). None with fewer than LEAST_TIMED timed tasks."""
    timed = [
        task.seconds < tempi[task.item].rapid_s
        for task in evidence.tasks
        if task.item in tempi and task.seconds is not None
    ]
    return sum(timed) / len(timed) if len(timed) >= LEAST_TIMED else None


def fast_and_right(evidence: Evidence, tempi: Tempi) -> int | None:
    """Tasks done right with a chance under HARD, and in a time that is FAST standard deviations below this person's own
    usual (log-normal times, van der Linden 2006). None with fewer than LEAST_TIMED timed tasks."""
    timed = [
        (task, (log(max(task.seconds, 0.1)) - tempi[task.item].log_mean), max(tempi[task.item].log_sd, 0.1))
        for task in evidence.tasks
        if task.item in tempi and task.seconds is not None and task.score is not None
    ]
    if len(timed) < LEAST_TIMED:
        return None
    own = median(late for _, late, _ in timed)
    return sum(
        task.score == task.full and task.chance < HARD and (late - own) / spread < FAST for task, late, spread in timed
    )
