"""What a sitting tells."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.assessment.domain.evidence import (
    curve,
    difficulty_band,
    planned_counts,
    quality,
    standardised_residual,
    surprising_first,
    without_used,
)
from app.quiz.domain.ability import Item
from app.quiz.domain.adaptive.sitting import decide
from tests.assessment.engine import bank, evidence, position

pytestmark = pytest.mark.pure
EASY, HARD = Item(1.0, 0.0, (-2.0,)), Item(1.0, 0.0, (2.0,))
MIXED: dict[str, int | None] = {item: int(place % 4 != 0) for place, item in enumerate(bank().ids[:16])}


@pytest.mark.parametrize(
    ("item", "score", "residual"),
    [
        (EASY, 0, -2.71828),  # odds of e² against: √e² standard deviations
        (EASY, 1, 0.36788),
        (HARD, 1, 2.71828),
        (Item(1.0, 0.25, (0.0,)), 1, 0.77460),  # P = 0.625: √(0.375/0.625)
    ],
)
def test_residual_is_the_square_root_of_the_odds_against(item: Item, score: int, residual: float) -> None:
    assert standardised_residual(item, score, 0.0) == pytest.approx(residual, abs=1e-5)


@given(st.floats(-3, 3), st.floats(-3, 3))
def test_residuals_have_mean_0_and_variance_1_at_the_true_ability(theta: float, b: float) -> None:
    item = Item(1.2, 0.2, (b,))
    right, wrong = standardised_residual(item, 1, theta), standardised_residual(item, 0, theta)
    chance = 0.2 + 0.8 / (1 + 2.718281828459045 ** (-1.2 * (theta - b)))
    assert chance * right + (1 - chance) * wrong == pytest.approx(0, abs=1e-9)
    assert chance * right**2 + (1 - chance) * wrong**2 == pytest.approx(1, abs=1e-9)


def test_bands_are_beside_the_standard_not_beside_the_learner() -> None:
    assert [difficulty_band(EASY, 0.0), difficulty_band(EASY, -2.0), difficulty_band(HARD, 0.0)] == [
        "easier",
        "about",
        "harder",
    ]


def test_most_surprising_task_comes_first_and_what_was_not_scored_last() -> None:
    scores: dict[str, int | None] = {
        "tien/00": 0,
        "tien/01": 1,
        "tien/11": 1,
        "tien/05": None,
        "tien/02": 1,
        "tien/04": 1,
    }
    found = surprising_first(evidence(scores).tasks)
    assert found[0].item == "tien/00"
    assert found[-1].item == "tien/05"
    assert [abs(task.residual or 0) for task in found] == sorted(
        (abs(task.residual or 0) for task in found), reverse=True
    )


def test_curve_begins_at_even_and_ends_where_the_decision_stands() -> None:
    at = position({**MIXED, "giay-to/03": None})
    points = curve(at)
    assert points[0] == pytest.approx(0.5, abs=1e-6)
    assert points[-1] == pytest.approx(decide(at).estimate.p_master, abs=1e-12)
    assert len(points) == len(MIXED) + 1


def test_quality_counts_what_is_known_judged_performed_and_neutralised() -> None:
    found = quality(evidence({"tien/00": 1, "tien/01": 1, "tien/02": 0, "tien/03": None}))
    assert (found.n, found.calibrated, found.judged, found.performed, found.neutralised) == (3, 2, 1, 2, 1)


def test_without_the_most_used_tasks_only_they_are_missing() -> None:
    used = {"tien/09": 900.0, "tien/10": 800.0, "tien/11": 700.0}
    rest: dict[str, int | None] = {f"{domain}/{n:02}": 0 for domain in ("giay-to", "danh-tinh") for n in range(5)}
    scores: dict[str, int | None] = {**dict.fromkeys(used, 1), **rest}
    left = without_used(evidence(scores, shown={**used, "giay-to/00": 1.0}))
    assert left == position(rest).estimate
    assert left.theta < position(scores).estimate.theta - 0.3


def test_of_few_tasks_at_most_a_quarter_is_left_out() -> None:
    scores: dict[str, int | None] = {"tien/09": 1, "tien/10": 1, "tien/11": 1, "tien/00": 0}
    left = without_used(evidence(scores, shown={"tien/09": 9.0, "tien/10": 8.0}))
    assert left == position({item: score for item, score in scores.items() if item != "tien/09"}).estimate


def test_plan_shares_the_tasks_by_weight() -> None:
    found = planned_counts(position(MIXED))
    assert {domain: asked for domain, (asked, _) in found.items()} == {"danh-tinh": 12, "tien": 4, "giay-to": 0}
    assert [planned for _, planned in found.values()] == [pytest.approx(16 / 3)] * 3
