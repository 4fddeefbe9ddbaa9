"""The grid against integrals computed another way, published cases, and what must hold for any answers."""

from dataclasses import astuple, replace
from math import inf, nan, sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from app.quiz.domain.ability import (
    Estimate,
    Item,
    Normal,
    OutOfRange,
    _curves,
    chance_of_success,
    estimate,
    information,
    update,
)

pytestmark = pytest.mark.pure

STANDARD = Normal(0, 1)
# Baker (2001), The Basics of Item Response Theory, chapter 5: three items, answered right, wrong, right.
BAKER = [Item(1.0, 0, (-1,)), Item(1.2, 0, (0,)), Item(0.8, 0, (1,))]
TEN = [Item(a, c, (b,)) for a, c, b in [
    (0.8, 0.25, -1.5), (1.1, 0.25, -0.8), (1.4, 0.0, -0.3), (0.9, 0.25, 0.0), (1.6, 0.2, 0.4),
    (1.0, 0.0, 0.9), (1.2, 0.25, 1.3), (0.7, 0.5, 0.2), (2.0, 0.0, -0.1), (1.3, 0.25, 2.0)]]  # fmt: skip
PARTS = [Item(1.0, 0, (-1.0, 0.0, 0.5)), Item(0.7, 0, (0.4, -0.6)), Item(1.5, 0, (-2.0, -1.0, 0.0, 1.0))]


def by_quadrature(items: list[Item], scores: list[int | None], prior: Normal, cut: float) -> Estimate:
    """16-point Gauss-Legendre on 1,200 panels over ±60 logits that meet at the cut; likelihoods item by item."""
    x16, w16 = np.polynomial.legendre.leggauss(16)
    parts = []
    for low, high in ((-60.0, cut), (cut, 60.0)):
        edges = np.linspace(low, high, 601)
        half = (edges[1:] - edges[:-1]) / 2
        parts.append(((edges[:-1] + half)[:, None] + half[:, None] * x16, half[:, None] * w16))
    logs = [_log_density(theta, items, scores, prior) for theta, _ in parts]
    top = max(log.max() for log in logs)
    (below, above) = (weight * np.exp(log - top) for (_, weight), log in zip(parts, logs, strict=True))
    total = below.sum() + above.sum()
    mean = sum((density * theta).sum() for density, (theta, _) in zip((below, above), parts, strict=True)) / total
    square = sum(
        (density * (theta - mean) ** 2).sum() for density, (theta, _) in zip((below, above), parts, strict=True)
    )
    return Estimate(float(mean), sqrt(square / total), float(above.sum() / total))


def _log_density(theta: np.ndarray, items: list[Item], scores: list[int | None], prior: Normal) -> np.ndarray:
    log = -((theta - prior.mean) ** 2) / (2 * prior.sd**2)
    for item, score in zip(items, scores, strict=True):
        if score is None:
            continue
        if len(item.steps) == 1:
            wrong = np.log(1 - item.c) - np.logaddexp(0, item.a * (theta - item.steps[0]))
            log = log + (np.log(-np.expm1(wrong)) if score and item.c else wrong)
            if score and not item.c:
                log = log + item.a * (theta - item.steps[0])
        else:
            terms = [sum((item.a * (theta - b) for b in item.steps[:k]), 0 * theta) for k in range(len(item.steps) + 1)]
            log = log + terms[score] - np.logaddexp.reduce(np.array(terms), axis=0)
    return log


def assert_exact(items: list[Item], scores: list[int | None], prior: Normal, cut: float) -> None:
    found, exact = estimate(items, scores, prior, cut), by_quadrature(items, scores, prior, cut)
    assert astuple(found) == pytest.approx(astuple(exact), abs=1e-6), (items, scores, prior, cut)


@pytest.mark.battery
@pytest.mark.parametrize("cut", [0.0, 0.1, -1.5, 0.234567, 7.99, -29.5])
def test_estimates_equal_quadrature_for_any_cut(cut: float) -> None:
    assert_exact(TEN, [1, 1, 0, 1, 0, None, 1, 1, 0, 0], STANDARD, cut)
    assert_exact(PARTS, [2, 1, 4], STANDARD, cut)


@pytest.mark.battery
@pytest.mark.parametrize("score", [0, 1, None])
def test_all_right_all_wrong_and_no_answers_have_an_estimate(score: int | None) -> None:
    assert_exact(TEN, [score] * 10, STANDARD, 0)
    assert_exact(TEN * 6, [score] * 60, Normal(-1, 2), 0.3)


@pytest.mark.parametrize("prior", [Normal(0, 1), Normal(-3, 0.05), Normal(20, 0.6), Normal(2, 10), Normal(-30, 3)])
def test_grid_follows_any_prior(prior: Normal) -> None:
    assert_exact(TEN, [1, 0, 1, 0, 1, 0, 1, 0, 1, 0], prior, 0)
    assert_exact(PARTS, [0, 2, 1], prior, round(prior.mean))


@pytest.mark.battery
@pytest.mark.parametrize("item", [Item(10, 0, (0.01,)), Item(10, 0.25, (0,)), Item(3, 0, (8,)), Item(1, 0.5, (-30,)),
                                  Item(10, 0, (-1, 0.02, 1)), Item(0.01, 0.9, (30,))])  # fmt: skip
def test_extreme_items_are_exact(item: Item) -> None:
    for score in range(len(item.steps) + 1):
        assert_exact([item], [score], STANDARD, 0)
        assert_exact([item] * 30, [score] * 30, Normal(0.5, 2), 0.1)


@pytest.mark.battery
@pytest.mark.parametrize("cut", [-0.4, -0.3, -0.2, -0.1, 0.0, 0.1, 0.2])
def test_long_tests_are_exact_at_cuts_all_over_the_posterior(cut: float) -> None:
    assert_exact(TEN * 8, [1, 1, 0, 1, 0, 1, 0, 0, 0, 0] * 8, STANDARD, cut)


@pytest.mark.battery
@pytest.mark.parametrize("a", [3.0, 6.0, 8.5, 10.0])
def test_steep_items_near_the_cut_are_exact(a: float) -> None:
    for offset in range(-6, 7, 2):
        for c in (0.0, 0.25):
            for scores in ([1], [1, 0], [1, 0, 1, 1, 0]):
                assert_exact([Item(a, c, (offset / 20,))] * len(scores), list(scores), STANDARD, 0)


numbers = st.floats(-4, 4)
items_and_scores = st.lists(
    st.builds(Item, st.floats(0.2, 3), st.sampled_from([0, 0.2, 0.25, 0.5]), st.lists(numbers, min_size=1, max_size=4).map(tuple))
    .flatmap(lambda item: st.tuples(st.just(item), st.none() | st.integers(0, len(item.steps)))),
    max_size=12,
)  # fmt: skip


@pytest.mark.battery
@given(items_and_scores, st.floats(-2, 2), st.floats(0.1, 2), st.floats(-2, 2))
@examples(max_examples=30, deadline=None)
def test_any_answers_are_exact_to_a_millionth(
    answers: list[tuple[Item, int | None]], mean: float, sd: float, cut: float
) -> None:
    assert_exact([item for item, _ in answers], [score for _, score in answers], Normal(mean, sd), cut)


def test_slopes_are_logistic_without_the_1_7_factor() -> None:
    """Baker (2001): maximum likelihood 0.3249, standard error 1.23. At that ability the score equation holds."""
    chances = [chance_of_success(item, 0.3249) for item in BAKER]
    slope = sum(item.a * (right - p) for item, right, p in zip(BAKER, (1, 0, 1), chances, strict=True))
    assert slope == pytest.approx(0, abs=1e-4)
    assert 1 / sqrt(sum(item.a**2 * p * (1 - p) for item, p in zip(BAKER, chances, strict=True))) == pytest.approx(
        1.23, abs=0.005
    )


# theta, se, P(theta >= 0), from no answer to the tenth; computed by `by_quadrature`.
EXPECTED_STEPS = [
    (0.0000000, 1.0000000, 0.5000000),
    (0.1273781, 0.9710555, 0.5515388),
    (0.3028522, 0.9277850, 0.6276213),
    (-0.2971263, 0.8020700, 0.3536090),
    (-0.1327298, 0.7895824, 0.4329420),
    (0.1578080, 0.7735386, 0.5909184),
    (0.1578080, 0.7735386, 0.5909184),
    (0.0127984, 0.7363020, 0.5204635),
    (0.0729504, 0.7294642, 0.5535027),
    (0.4035010, 0.6044545, 0.7515946),
    (0.3436817, 0.5840386, 0.7266302),
]


def test_estimates_after_each_answer_of_a_whole_test() -> None:
    scores: list[int | None] = [1, 1, 0, 1, 1, None, 0, 1, 1, 0]
    for count, expected in enumerate(EXPECTED_STEPS):
        assert astuple(estimate(TEN[:count], scores[:count], STANDARD, 0)) == pytest.approx(expected, abs=1e-6)


def test_one_step_at_a_time_agrees_with_all_at_once_on_the_first_answer() -> None:
    for item, score in [(TEN[3], 1), (PARTS[0], 2), (PARTS[2], 0)]:
        at_once = estimate([item], [score], Normal(0.3, 0.7), 0)
        assert update(Normal(0.3, 0.7), item, score / len(item.steps), 0) == at_once


def test_thirds_of_three_steps_are_whole_steps() -> None:
    assert update(STANDARD, PARTS[0], 1 / 3, 0) == estimate([PARTS[0]], [1], STANDARD, 0)
    assert update(STANDARD, PARTS[0], 2 / 3, 0) == estimate([PARTS[0]], [2], STANDARD, 0)


@pytest.mark.battery
@given(st.lists(st.floats(0, 1), min_size=2, max_size=2).map(sorted), st.sampled_from(TEN + PARTS))
@examples(max_examples=60, deadline=None)
def test_a_better_score_never_lowers_the_chance_of_mastery(scores: list[float], item: Item) -> None:
    worse, better = (update(STANDARD, item, score, 0) for score in scores)
    assert worse.p_master <= better.p_master + 1e-12
    assert worse.theta <= better.theta + 1e-12


@pytest.mark.battery
@given(st.lists(st.sampled_from([0, 1]), min_size=10, max_size=10), st.integers(0, 9))
@examples(max_examples=60, deadline=None)
def test_one_more_right_answer_never_lowers_the_chance_of_mastery(scores: list[int], place: int) -> None:
    worse = estimate(TEN, [*scores[:place], 0, *scores[place + 1 :]], STANDARD, 0)
    better = estimate(TEN, [*scores[:place], 1, *scores[place + 1 :]], STANDARD, 0)
    assert worse.p_master < better.p_master
    assert worse.theta < better.theta


@pytest.mark.battery
@given(st.permutations(range(10)))
@examples(max_examples=40, deadline=None)
def test_order_of_answers_does_not_matter(order: list[int]) -> None:
    scores: list[int | None] = [1, 1, 0, 1, 0, None, 1, 1, 0, 0]
    shuffled = estimate([TEN[i] for i in order], [scores[i] for i in order], STANDARD, 0.2)
    assert astuple(shuffled) == pytest.approx(astuple(estimate(TEN, scores, STANDARD, 0.2)), abs=1e-12)


def test_not_reached_changes_nothing() -> None:
    assert estimate([*TEN, PARTS[0]], [1] * 10 + [None], STANDARD, 0) == estimate(TEN, [1] * 10, STANDARD, 0)


def test_guessing_makes_a_right_answer_tell_less_and_does_not_touch_work_of_several_parts() -> None:
    plain, guessed = Item(1, 0, (0,)), Item(1, 0.25, (0,))
    assert update(STANDARD, guessed, 1, 0).theta < update(STANDARD, plain, 1, 0).theta
    assert astuple(update(STANDARD, guessed, 0, 0)) == pytest.approx(astuple(update(STANDARD, plain, 0, 0)), abs=1e-12)
    assert estimate([replace(PARTS[0], c=0.25)], [3], STANDARD, 0) == estimate([PARTS[0]], [3], STANDARD, 0)


def test_information_is_the_mean_square_slope_of_the_log_likelihood() -> None:
    """By differences: Σ over scores of P′²/P."""
    step = 1e-5
    for item in [*TEN, *PARTS]:
        for theta in (-2.0, 0.0, 0.7, 3.0):
            low, middle, high = (
                np.exp(_curves(item, np.array([at]))[:, 0]) for at in (theta - step, theta, theta + step)
            )
            slopes = (high - low) / (2 * step)
            assert information(item, theta) == pytest.approx(float((slopes**2 / middle).sum()), rel=1e-4)
    assert information(Item(1, 0, (0,)), 0) == 0.25
    assert information(Item(1, 0.25, (0,)), 0) == pytest.approx(0.15)
    assert information(Item(1, 0, (0,)), -500) == pytest.approx(0, abs=1e-9)


def test_expected_share_of_the_score_follows_the_model() -> None:
    assert chance_of_success(Item(1, 0, (0,)), 0) == 0.5
    assert chance_of_success(Item(1, 0.25, (0,)), 0) == 0.625
    assert chance_of_success(Item(2, 0.25, (0,)), -500) == pytest.approx(0.25)
    # By hand at 0: terms 1, e^1, e^1, e^0.5 for 0…3 points.
    weights = np.exp([0, 1, 1, 0.5])
    assert chance_of_success(PARTS[0], 0) == pytest.approx((weights @ [0, 1, 2, 3]) / weights.sum() / 3)


@pytest.mark.parametrize("wrong", [
    lambda: Item(0, 0, (0,)), lambda: Item(nan, 0, (0,)), lambda: Item(11, 0, (0,)), lambda: Item(1, 1, (0,)),
    lambda: Item(1, -0.1, (0,)), lambda: Item(1, nan, (0,)), lambda: Item(1, 0, ()), lambda: Item(1, 0, (inf,)),
    lambda: Item(1, 0, (31,)), lambda: Item(1, 0, (0,) * 21), lambda: Normal(nan, 1), lambda: Normal(31, 1),
    lambda: Normal(0, 0), lambda: Normal(0, nan), lambda: Normal(0, 11), lambda: estimate([], [], STANDARD, inf),
    lambda: estimate([], [], STANDARD, 31), lambda: estimate(BAKER, [1, 2, 0], STANDARD, 0),
    lambda: estimate(BAKER, [1, -1, 0], STANDARD, 0), lambda: update(STANDARD, BAKER[0], 1.01, 0),
])  # fmt: skip
def test_numbers_that_nobody_can_have_are_refused(wrong: object) -> None:
    with pytest.raises(OutOfRange):
        wrong()  # type: ignore[operator]
