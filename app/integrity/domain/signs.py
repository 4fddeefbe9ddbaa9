"""What one sitting shows by itself. Each sign is a number, the more the stranger; none is a proof, and honest people
show all of them now and then."""

from collections.abc import Mapping, Sequence
from math import log, sqrt
from statistics import fmean

from app.integrity.domain.records import SittingTaken, TaskTaken

RAPID = 0.1  # of the usual time: too little to read the task (Wise & Ma 2012, NT10)
HARD = 0.5  # chance of success below which being right and quick is strange
FEWEST_IN_CONTRAST = 4  # tasks on either side


def rapid_share(sitting: SittingTaken, usual: Mapping[str, float]) -> float:
    """Share (0–1) of answers that came faster than they can be read (response-time effort, Wise & Kong 2005)."""
    timed = [task for task in sitting.tasks if task.ms is not None and task.item in usual]
    return sum((task.ms or 0) < RAPID * usual[task.item] for task in timed) / len(timed) if timed else 0.0


def quickness(sitting: SittingTaken, usual: Mapping[str, float]) -> float:
    """How much faster than usual, all in all: minus the mean log ratio of time, in natural logarithms."""
    ratios = [_log_ratio(task, usual) for task in sitting.tasks if task.ms and task.item in usual]
    return -fmean(ratios) if ratios else 0.0


def evenness(sitting: SittingTaken, usual: Mapping[str, float]) -> float:
    """Minus the spread (standard deviation) of those log ratios: whoever taps what somebody else says, or what they know
    by heart, takes the same time for all."""
    ratios = [_log_ratio(task, usual) for task in sitting.tasks if task.ms and task.item in usual]
    if len(ratios) < FEWEST_IN_CONTRAST:
        return -1.0
    return -sqrt(_variance(ratios))


def fast_on_hard(sitting: SittingTaken, usual: Mapping[str, float]) -> float:
    """Hard tasks that were right and quick, each by how quick (van der Linden 2006): what is known beforehand."""
    pace = quickness(sitting, usual)
    return sum(
        max(0.0, -_log_ratio(task, usual) - pace)
        for task in sitting.tasks
        if task.right and task.chance < HARD and task.ms and task.item in usual
    )


def known_beforehand(sitting: SittingTaken) -> float:
    """Better on much-used items than on fresh ones: the difference of the standardised residuals, as a z score. 0 with
    fewer than four tasks on either side."""
    ordered = sorted(sitting.tasks, key=lambda task: task.used)
    half = len(ordered) // 2
    fresh, used = ordered[:half], ordered[half:]
    if half < FEWEST_IN_CONTRAST:
        return 0.0
    return (_residual(used) - _residual(fresh)) / sqrt(1 / len(used) + 1 / len(fresh))


def recalled(sitting: SittingTaken, usual: Mapping[str, float]) -> float:
    """Faster on much-used items than on fresh ones: Welch's t of the log ratios of time. 0 with fewer than four of them on
    either side."""
    timed = sorted((task for task in sitting.tasks if task.ms and task.item in usual), key=lambda task: task.used)
    half = len(timed) // 2
    if half < FEWEST_IN_CONTRAST:
        return 0.0
    fresh, used = ([_log_ratio(task, usual) for task in part] for part in (timed[:half], timed[half:]))
    spread = _variance(fresh) / len(fresh) + _variance(used) / len(used)
    return (fmean(fresh) - fmean(used)) / sqrt(spread) if spread > 1e-9 else 0.0


def _variance(values: Sequence[float]) -> float:
    """Of the population that these are a sample of. (That of the standard library counts in fractions, which takes longer
    than all the rest.)"""
    middle = fmean(values)
    return sum((value - middle) ** 2 for value in values) / (len(values) - 1)


def _residual(tasks: Sequence[TaskTaken]) -> float:
    """Mean of (right − chance)/√(chance·(1−chance)), of variance 1/n for honest people."""
    total = 0.0
    for task in tasks:
        chance = min(max(task.chance, 0.02), 0.98)
        total += (task.right - chance) / sqrt(chance * (1 - chance))
    return total / len(tasks)


def _log_ratio(task: TaskTaken, usual: Mapping[str, float]) -> float:
    return log(max(task.ms or 0, 1) / max(usual[task.item], 1.0))
