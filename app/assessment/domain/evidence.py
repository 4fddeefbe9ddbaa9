"""What a sitting tells, task by task: what was expected of a person of this ability and what came instead, how sure the
engine was after each task, how good the evidence is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal, TypeAlias

from app.quiz.domain.ability import Estimate, Item, chance_of_success, chances
from app.quiz.domain.adaptive.bank import BankItem
from app.quiz.domain.adaptive.sitting import Answered, Position
from app.sittings.domain.record import SittingRecord

Band: TypeAlias = Literal["easier", "about", "harder"]
Grounds: TypeAlias = Literal["calibrated", "judged"]

WELL_KNOWN = 0.20  # logits: a difficulty with at most this error comes from answers, not from judges
SURPRISING = 2.0  # standard deviations
FAR = 0.75  # logits from the cut: easier, or harder, than the standard
MOST_USED = 3


@dataclass(frozen=True)
class Evidence:
    """`position` holds every answer, the last one included; `seconds` the thinking time of each (None: unknown), in the
    same order. `shown`: in how many sittings each item was shown so far."""

    position: Position
    seconds: tuple[float | None, ...] = ()
    shown: Mapping[str, float] | None = None

    @cached_property
    def tasks(self) -> tuple["TaskSeen", ...]:
        """Every task that was asked and is in the bank, in order."""
        bank, found = self.position.bank, self.position.estimate
        times = self.seconds or (None,) * len(self.position.sitting.answers)
        return tuple(
            task_seen(number, answer, bank.by_id[answer.item], found.theta, self.position.policy.cut, seconds)
            for number, (answer, seconds) in enumerate(zip(self.position.sitting.answers, times, strict=True), 1)
            if answer.item in bank.by_id
        )


def evidence_of(record: SittingRecord, shown: Mapping[str, float]) -> Evidence:
    """Of an ended sitting."""
    return Evidence(record.position, tuple(task.seconds for task in record.tasks if not task.is_open), shown)


@dataclass(frozen=True)
class TaskSeen:
    """`chance` 0–1: expected share of the full score at the final estimate. `residual`: how surprising the score is, in
    standard deviations, above 0 for better than expected; None when it was not scored. `is_trial`: it is only tried out,
    so that its score is none of this sitting's."""

    number: int
    item: str
    score: int | None
    full: int
    chance: float
    residual: float | None
    band: Band
    seconds: float | None
    is_trial: bool = False

    @property
    def is_surprising(self) -> bool:
        return self.residual is not None and abs(self.residual) >= SURPRISING


@dataclass(frozen=True)
class Quality:
    """Of `n` scored tasks: `calibrated` from answers, `judged` (the difficulty is still the judges' own), `performed`
    (done, not chosen); `neutralised` do not count, nor the
    `tried`. `without_used`: what would be estimated without the MOST_USED tasks
    that were shown most."""

    n: int
    calibrated: int
    judged: int
    performed: int
    neutralised: int
    without_used: Estimate
    tried: int = 0


def task_seen(
    number: int, answer: Answered, asked: BankItem, theta: float, cut: float, seconds: float | None = None
) -> TaskSeen:
    """Never raises for a score that the item has."""
    item, is_trial = asked.scored, asked.status == "fieldtest"
    score = None if is_trial else answer.score
    residual = None if score is None else standardised_residual(item, score, theta)
    chance, band = chance_of_success(item, theta), difficulty_band(item, cut)
    return TaskSeen(number, answer.item, score, len(item.steps), chance, residual, band, seconds, is_trial)


def standardised_residual(item: Item, score: int, theta: float) -> float:
    """(x − E)/√V at ability `theta` (Wright & Masters 1982, eq. 5.3.4). 0 where nothing else could have happened."""
    expected, variance = moments(item, theta)
    return (score - expected) / variance**0.5 if variance > 1e-12 else 0.0


def moments(item: Item, theta: float) -> tuple[float, float]:
    """Mean and variance of the score at ability `theta`."""
    shares = chances(item, theta)
    expected = sum(score * share for score, share in enumerate(shares))
    return expected, sum((score - expected) ** 2 * share for score, share in enumerate(shares))


def difficulty_band(item: Item, cut: float) -> Band:
    """Of the middle of its steps, beside the standard."""
    distance = sum(item.steps) / len(item.steps) - cut
    return "easier" if distance < -FAR else "harder" if distance > FAR else "about"


def surprising_first(tasks: Sequence[TaskSeen]) -> list[TaskSeen]:
    """What fits least first; what was not scored last."""
    return sorted(tasks, key=lambda task: (task.residual is None, -abs(task.residual or 0.0), task.number))


def surprising_taps(record: SittingRecord, evidence: Evidence) -> tuple[int, ...]:
    """Numbers of the tasks that surprise and were pressed on."""
    answered = [task for task in record.tasks if not task.is_open]
    seen = ((answered[one.number - 1], one) for one in evidence.tasks)
    return tuple(task.number for task, one in seen if task.taps and one.is_surprising)


def curve(position: Position) -> tuple[float, ...]:
    """P(θ ≥ cut) before the first and after every scored task, 0–1."""
    scored = position.scored
    before = [
        replace(position, sitting=replace(position.sitting, answers=tuple(scored[:n]))) for n in range(len(scored) + 1)
    ]
    return tuple(point.estimate.p_master for point in before)


def quality(evidence: Evidence) -> Quality:
    position = evidence.position
    items = [position.bank.by_id[answer.item] for answer in position.scored]
    judged = sum(item.b_se > WELL_KNOWN for item in items)
    unscored = sum(answer.score is None for answer in position.sitting.answers)
    performed, tried = sum(item.performed for item in items), sum(task.is_trial for task in evidence.tasks)
    return Quality(len(items), len(items) - judged, judged, performed, unscored, without_used(evidence), tried)


def without_used(evidence: Evidence, most: int = MOST_USED) -> Estimate:
    """The estimate without the `most` scored tasks that were shown most, at most a quarter of all: what if these were
    known beforehand?"""
    position, shown = evidence.position, evidence.shown or {}
    most = min(most, len(position.scored) // 4)
    used = sorted(position.scored, key=lambda answer: (-shown.get(answer.item, 0.0), answer.item))[:most]
    kept = tuple(answer for answer in position.sitting.answers if answer not in used)
    return replace(position, sitting=replace(position.sitting, answers=kept)).estimate


def planned_counts(position: Position) -> dict[str, tuple[int, float]]:
    """Of each domain: scored tasks, and as many as its weight in the standard would make of them."""
    total, n = sum(position.policy.weights.values()), len(position.scored)
    return {domain: (position.counts[domain], weight / total * n) for domain, weight in position.policy.weights.items()}
