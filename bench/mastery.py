"""The learner model: false mastery, what keeping only mean and deviation costs, time of a step and of a rebuild.

People of ability N(0, 1), skills N(ability, 0.5²), four-option questions of difficulty N(−0.4, 0.6²), nobody learning;
some history in other skills, then up to 12 questions on one. Decision 7 quotes these figures.
"""

import statistics
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from time import perf_counter

import numpy as np
from numpy.typing import NDArray

from app.quiz.domain.ability import STEP, Item, ordinary_grid
from app.quiz.domain.evidence import Evidence, in_sequence
from app.quiz.domain.mastery import (
    CUT,
    LEARNING_SD,
    LEAST_PIECES,
    MASTERED_AT,
    SKILL_SD,
    Learner,
    fold,
    new_learner,
    rebuild,
)

PEOPLE, QUESTIONS = 3000, 12
START = datetime(2026, 11, 21, 2, tzinfo=UTC)
STEP_GOAL, REBUILD_GOAL = 200e-6, 1.0
FALSE_GOAL, LOST_GOAL = 0.15, 0.01  # share of masteries that are false; decisions that differ from the full grid's
GRID = ordinary_grid(CUT)
Weights = NDArray[np.float64]


@dataclass(frozen=True)
class Person:
    """`gaps`: |P(mastery) of the service − of the full grid| after each answer. Mastered after so many, or 0."""

    master: bool
    mastered: int
    by_grid: int
    gaps: tuple[float, ...]


def main() -> int:
    met = [_accuracy(history) for history in (0, 10, 30)]
    return 0 if _speed() and all(met) else 1


def _accuracy(history: int) -> bool:
    chance = np.random.default_rng(20261121)
    people = [_walk(chance, history) for _ in range(PEOPLE)]
    passed = [person for person in people if person.mastered]
    false = sum(not person.master for person in passed) / len(passed)
    masters = [person for person in people if person.master]
    gaps = np.array([gap for person in people for gap in person.gaps])
    lost = sum(bool(person.mastered) != bool(person.by_grid) for person in people) / PEOPLE
    print(
        f"{history:>2} answers before: {len(passed) / PEOPLE:.1%} mastered, {false:.1%} of them falsely, after "
        f"{statistics.mean(person.mastered for person in passed):.1f} questions; "
        f"{sum(person.mastered > 0 for person in masters) / len(masters):.1%} of masters found; "
        f"full grid: mean |dP| {gaps.mean():.4f}, 99th {np.quantile(gaps, 0.99):.4f}, decides {lost:.2%} otherwise"
    )
    return false <= FALSE_GOAL and lost <= LOST_GOAL


def _walk(chance: np.random.Generator, history: int) -> Person:
    ability = chance.normal()
    learner = new_learner()
    for number in range(history):
        learner = fold(learner, _answer(chance, chance.normal(ability, 0.5), f"other-{number}", f"other-{number}"))
    skill = chance.normal(ability, 0.5)
    mastered, by_grid, gaps = 0, 0, []
    weights = np.exp(-0.5 * ((GRID.nodes - learner.overall.mean) / SKILL_SD) ** 2)
    for number in range(1, QUESTIONS + 1):
        piece = _answer(chance, skill, "asked", f"q{number}")
        learner = fold(learner, piece)
        weights = _full_grid_step(weights, piece, first=number == 1)
        exact = float(GRID.sums[3] @ weights / weights.sum())
        gaps.append(abs(exact - learner.skills["asked"].p_master))
        mastered = mastered or number * (learner.skills["asked"].mastered_at is not None)
        by_grid = by_grid or number * (number >= LEAST_PIECES and exact >= MASTERED_AT)
    return Person(skill >= CUT, mastered, by_grid, tuple(gaps))


def _answer(chance: np.random.Generator, ability: float, skill: str, question: str) -> Evidence:
    item = Item(1.0, 0.25, (round(chance.normal(-0.4, 0.6), 1),))
    right = chance.random() < 0.25 + 0.75 / (1 + np.exp(item.steps[0] - ability))
    return Evidence(START, (skill,), question, item, float(right), "practice")


def _full_grid_step(weights: Weights, piece: Evidence, *, first: bool) -> Weights:
    if not first:
        offsets = np.arange(-40, 41) * STEP
        weights = np.convolve(weights, np.exp(-0.5 * (offsets / LEARNING_SD) ** 2), mode="same")
    right = 0.25 + 0.75 / (1 + np.exp(piece.item.steps[0] - GRID.nodes))
    weights = weights * (right if piece.score else 1 - right)
    weights /= weights.sum()
    return weights


def _speed() -> bool:
    chance = np.random.default_rng(1)
    history = [
        Evidence(
            START + timedelta(hours=3 * number), (f"skill-{chance.integers(60)}",), f"question-{chance.integers(400)}",
            Item(1.0, 0.25, (-0.4,)), float(chance.random() < 0.75), "practice",
        )
        for number in range(2000)
    ]  # fmt: skip
    rebuild(history)
    steps = sorted(_timed_steps(history))
    began = perf_counter()
    rebuild(history)
    whole = perf_counter() - began
    print(
        f"step: median {steps[1000] * 1e6:.0f} µs, 99th {steps[1980] * 1e6:.0f} µs; rebuild of 2,000: {whole * 1e3:.0f} ms"
    )
    return steps[1000] <= STEP_GOAL and whole <= REBUILD_GOAL


def _timed_steps(history: list[Evidence]) -> Iterator[float]:
    learner: Learner = new_learner()
    for piece in in_sequence(history):
        began = perf_counter()
        learner = fold(learner, piece)
        yield perf_counter() - began


if __name__ == "__main__":
    sys.exit(main())
