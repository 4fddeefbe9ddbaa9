"""Corrected item-rest correlation: worked examples, and how often a sound question is blamed."""

from math import sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from app.observations.domain.discrimination import (
    ENOUGH,
    LEAST_REST,
    WEAK,
    Correlation,
    fault,
    item_rest,
    rest_score,
)

pytestmark = [pytest.mark.pure, pytest.mark.battery]  # they fit many answers

Scores = NDArray[np.float64]


def test_point_biserial_by_its_own_formula() -> None:
    """r = (M₁ − M₀)/s · √(pq) (Lord & Novick 1968, eq. 15.3.8), by hand: of 40 people 24 are right with rests 5 (12
    times) and 7 (12 times), 16 wrong with rests 3 and 5 (8 times each). M₁ = 6, M₀ = 4, mean 5.2, s² = 1.96."""
    scores = [1.0] * 24 + [0.0] * 16
    rests = [5.0] * 12 + [7.0] * 12 + [3.0] * 8 + [5.0] * 8
    found = item_rest(scores, rests)
    assert found is not None
    assert found.r == pytest.approx((6 - 4) / 1.4 * sqrt(0.6 * 0.4), abs=1e-12)  # 0.69985
    assert found.r == pytest.approx(0.699854, abs=1e-6)
    assert found.se == pytest.approx((1 - found.r**2) / sqrt(39))


def test_interval_is_fishers() -> None:
    """r = 0.5 of 103 people: atanh 0.5 = 0.549306 ± 1.959964/10, so 0.353310 and 0.745302; tanh: 0.339308, 0.632338."""
    scores, rests = exactly_correlated(0.5, 103)
    found = item_rest(scores, rests)
    assert found is not None
    assert found.r == pytest.approx(0.5, abs=1e-9)
    assert found.low == pytest.approx(0.339308, abs=1e-6)
    assert found.high == pytest.approx(0.632338, abs=1e-6)


def exactly_correlated(r: float, people: int) -> tuple[list[float], list[float]]:
    random = np.random.default_rng(1)
    x, noise = random.normal(size=people), random.normal(size=people)
    x = (x - x.mean()) / x.std()
    noise -= noise.mean() + x * (x @ noise) / (x @ x)
    return list(x), list(r * x + sqrt(1 - r * r) * noise / noise.std())


def test_rest_is_henryssons_correction() -> None:
    """With everybody on the same questions, the direct way agrees with r(i,t−i) = (r·sₜ − sᵢ)/√(sᵢ² + sₜ² − 2·r·sᵢ·sₜ)
    (Henrysson 1963, eq. 4), made from the uncorrected correlation r of the question with the whole."""
    random = np.random.default_rng(2)
    answers = people_and_questions(random, 200, np.full(12, 1.0))
    item, total = answers[:, 0], answers.sum(axis=1)
    r, s_i, s_t = float(np.corrcoef(item, total)[0, 1]), item.std(), total.std()
    corrected = (r * s_t - s_i) / sqrt(s_i**2 + s_t**2 - 2 * r * s_i * s_t)
    found = correlation_of(answers, 0)
    assert found is not None
    assert found.r == pytest.approx(corrected, abs=1e-9)
    assert found.r < r


def people_and_questions(random: np.random.Generator, people: int, slopes: Scores, guessing: float = 0.25) -> Scores:
    """Answers 0 and 1 by the three-parameter model, questions of middling ease."""
    ability = random.normal(size=(people, 1))
    difficulty = random.uniform(-1.5, 0.5, size=len(slopes))
    chance = guessing + (1 - guessing) / (1 + np.exp(-slopes * (ability - difficulty)))
    return (random.random(chance.shape) < chance).astype(np.float64)


def correlation_of(answers: Scores, place: int) -> Correlation | None:
    """As the service finds it: from each one's sum above the means of the questions."""
    means = answers.mean(axis=0)
    sums = (answers - means).sum(axis=1)
    item = answers[:, place]
    rests = [
        rest_score(float(x), float(means[place]), float(above), answers.shape[1])
        for x, above in zip(item, sums, strict=True)
    ]
    return item_rest([float(x) for x in item], [rest for rest in rests if rest is not None])


@pytest.mark.parametrize("people", [0, 1, ENOUGH - 1])
def test_of_few_people_nothing_is_said(people: int) -> None:
    assert item_rest([float(n % 2) for n in range(people)], [float(n) for n in range(people)]) is None


def test_where_all_answer_alike_nothing_is_said() -> None:
    ramp = [float(n) for n in range(50)]
    assert item_rest([1.0] * 50, ramp) is None
    assert item_rest(ramp, [2.0] * 50) is None
    assert fault(None, 0.5) == ""


def test_perfect_correlation_stays_finite() -> None:
    ramp = [float(n) for n in range(50)]
    found = item_rest(ramp, ramp)
    assert found is not None
    assert found.r == pytest.approx(1)
    assert found.high <= 1


def test_unequal_lengths_are_refused() -> None:
    with pytest.raises(ValueError, match="go together"):
        item_rest([1.0] * 40, [1.0] * 41)


def test_rest_leaves_the_question_out() -> None:
    assert rest_score(1.0, 0.7, 0.3 + 4.0, LEAST_REST + 1) == pytest.approx(4.0 / LEAST_REST)
    assert rest_score(1.0, 0.7, 0.3, LEAST_REST) is None


@pytest.mark.battery
@given(st.lists(st.tuples(st.booleans(), st.floats(-1, 1)), min_size=ENOUGH, max_size=80))
def test_interval_holds_the_estimate_and_turns_with_the_key(answers: list[tuple[bool, float]]) -> None:
    scores, rests = [float(right) for right, _ in answers], [rest for _, rest in answers]
    found, turned = item_rest(scores, rests), item_rest([1 - score for score in scores], rests)
    if found is None or turned is None:
        assert found is turned is None
        return
    assert -1 <= found.low <= found.r <= found.high <= 1
    assert turned.r == pytest.approx(-found.r, abs=1e-9)


@pytest.mark.parametrize(
    ("low", "high", "mean", "said"),
    [
        (-0.4, -0.01, 0.5, "key"),
        (-0.4, -0.01, 0.95, "key"),
        (-0.1, 0.14, 0.5, "flat"),
        (-0.1, 0.14, 0.92, ""),  # nearly everybody is right
        (-0.1, 0.16, 0.5, ""),
        (0.2, 0.5, 0.5, ""),
    ],
)
def test_fault_is_said_only_when_the_whole_interval_says_so(low: float, high: float, mean: float, said: str) -> None:
    assert fault(Correlation((low + high) / 2, 200, 0.05, low, high), mean) == said


@pytest.mark.battery
def test_sound_question_is_blamed_less_than_once_in_forty() -> None:
    """The hardest sound question: its true correlation is WEAK exactly, right or wrong, at each number of people. An
    exact 2.5 % on one side; 3.5 % allows for the chance of 4,000 runs and for z being approximate."""
    random = np.random.default_rng(3)
    for people in (40, 200, 1000):
        blamed = sum(fault(drawn(random, people, WEAK), 0.7) != "" for _ in range(4000)) / 4000
        assert blamed <= 0.035, people


def drawn(random: np.random.Generator, people: int, r: float) -> Correlation | None:
    """70 % right; the rest correlates with that by r in the long run (M₁ − M₀ = r·s/√(pq))."""
    right = (random.random(people) < 0.7).astype(np.float64)
    apart = r / sqrt(0.7 * 0.3) / sqrt(1 - r * r)
    return item_rest([*right], [*(right * apart + random.normal(size=people))])


@pytest.mark.battery
@pytest.mark.parametrize("people", [100, 400, 2000])
def test_questions_as_we_write_them_are_hardly_ever_blamed(people: int) -> None:
    """Slope 1 and four options, LEAST_REST others each: blamed in less than 1 of 100."""
    random = np.random.default_rng(people)
    runs = 400
    blamed = [
        fault(correlation_of(answers, 0), float(answers[:, 0].mean()))
        for answers in (people_and_questions(random, people, np.full(LEAST_REST + 1, 1.0)) for _ in range(runs))
    ]
    assert sum(map(bool, blamed)) < 0.01 * runs


@pytest.mark.battery
def test_wrong_key_and_guesswork_are_found_with_enough_people() -> None:
    """Of 600 people, nine in ten times."""
    random = np.random.default_rng(4)
    slopes = np.full(LEAST_REST + 1, 1.2)
    turned, flat = 0, 0
    for _ in range(200):
        answers = people_and_questions(random, 600, slopes)
        answers[:, 0] = 1 - answers[:, 0]
        turned += fault(correlation_of(answers, 0), float(answers[:, 0].mean())) == "key"
        answers[:, 0] = random.random(600) < 0.5
        flat += fault(correlation_of(answers, 0), 0.5) != ""
    assert turned > 180
    assert flat > 180
