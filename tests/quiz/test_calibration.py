"""Item parameters from answers: published data, and data whose parameters are known."""

import numpy as np
import pytest

from app.quiz.domain.ability import Normal, OutOfRange
from app.quiz.domain.calibration import Answers, ItemPrior, calibrate

pytestmark = [pytest.mark.pure, pytest.mark.battery]  # they fit many answers

# Law School Admission Test, section 6: how many of 1000 gave each of the patterns 00000 … 11111 (Bock & Lieberman 1970).
LSAT6 = [
    3, 6, 2, 11, 1, 1, 3, 4, 1, 8, 0, 16, 0, 3, 2, 15, 10, 29, 14, 81, 3, 28, 15, 80, 16, 56, 21, 173, 11, 61, 28, 298,
]  # fmt: skip
STANDARD = Normal(0, 1)


def lsat6() -> Answers:
    patterns = np.repeat(np.arange(32), LSAT6)
    scores = (patterns[:, None] >> np.arange(4, -1, -1)) & 1
    return Answers(np.repeat(np.arange(1000), 5), np.tile(np.arange(5), 1000), scores.ravel(), 5)


def flat(n: int, c: float = 0) -> ItemPrior:
    return ItemPrior(np.zeros(n), np.full(n, 100.0), 100.0, np.full(n, c))


def drawn(people: int, n: int, each: int, seed: int, c: float = 0.0) -> tuple[Answers, np.ndarray, np.ndarray]:
    chance = np.random.default_rng(seed)
    a, b, theta = np.exp(chance.normal(0, 0.25, n)), chance.normal(0, 1, n), chance.normal(0, 1, people)
    items = np.argsort(chance.random((people, n)), axis=1)[:, :each].ravel()
    who = np.repeat(np.arange(people), each)
    p = c + (1 - c) / (1 + np.exp(-a[items] * (theta[who] - b[items])))
    return Answers(who, items, (chance.random(len(who)) < p).astype(np.int64), n), a, b


def test_two_parameters_of_lsat6_as_published() -> None:
    """Bock & Aitkin (1981), as fitted to the last digit by R package ltm (Rizopoulos 2006)."""
    found = calibrate(lsat6(), flat(5), population=STANDARD)
    assert [item.a for item in found.items] == pytest.approx([0.8254, 0.7229, 0.8905, 0.6886, 0.6575], abs=0.002)
    assert [item.b for item in found.items] == pytest.approx([-3.3597, -1.3696, -0.2799, -1.8659, -3.1236], abs=0.004)


def test_rasch_of_lsat6_as_published() -> None:
    """Slope 0.7551 at standard deviation 1 (ltm) is slope 1 at 0.7551."""
    found = calibrate(lsat6(), flat(5), fit_a=False, population=Normal(0, 0.7551))
    assert [item.b for item in found.items] == pytest.approx([-2.7300, -0.9986, -0.2399, -1.3064, -2.0994], abs=1e-3)
    assert {(item.a, item.a_se) for item in found.items} == {(1.0, 0.0)}


@pytest.mark.battery
def test_spread_of_the_population_is_found_and_the_prior_holds_the_scale() -> None:
    found = calibrate(lsat6(), ItemPrior(np.full(5, -1.5), np.full(5, 2.0), 1.0, np.zeros(5)), fit_a=False)
    assert found.population.sd == pytest.approx(0.7551, abs=0.01)
    assert np.mean([item.b for item in found.items]) == pytest.approx(-1.5, abs=0.01)


@pytest.mark.battery
def test_known_parameters_are_recovered_within_their_errors() -> None:
    answers, a, b = drawn(4000, 60, 25, seed=5)
    prior = ItemPrior(np.zeros(60), np.full(60, 1.0), 0.3, np.zeros(60))
    found = calibrate(answers, prior, population=STANDARD).items
    errors = np.array([item.b for item in found]) - b
    assert np.sqrt(np.mean(errors**2)) < 0.09
    assert np.corrcoef([item.a for item in found], a)[0, 1] > 0.9
    assert np.std(errors / [item.se for item in found]) == pytest.approx(1, abs=0.3)
    stretched = np.log([item.a for item in found]) - np.log(a)
    assert np.std(stretched / [item.a_se for item in found]) == pytest.approx(1, abs=0.3)


@pytest.mark.battery
def test_scale_does_not_shrink_towards_what_was_guessed() -> None:
    """Guesses are off by 0.7 logits and shrunk accordingly (bench/adaptive.py); the population is standard."""
    answers, a, b = drawn(4000, 120, 25, seed=8)
    guessed = (b + np.random.default_rng(9).normal(0, 0.7, 120)) / (1 + 0.7**2)
    found = calibrate(answers, ItemPrior(guessed, np.full(120, 0.573), 0.25, np.zeros(120)))
    assert found.population.sd == pytest.approx(1, abs=0.04)
    assert np.mean(np.log([item.a for item in found.items]) - np.log(a)) == pytest.approx(0, abs=0.04)


@pytest.mark.battery
def test_guessing_is_given_not_found() -> None:
    answers, _, b = drawn(2000, 20, 20, seed=6, c=0.25)
    prior = ItemPrior(np.zeros(20), np.full(20, 1.0), 0.3, np.full(20, 0.25))
    right = np.array([item.b for item in calibrate(answers, prior, population=STANDARD).items]) - b
    without = ItemPrior(np.zeros(20), np.full(20, 1.0), 0.3, np.zeros(20))
    wrong = np.array([item.b for item in calibrate(answers, without, population=STANDARD).items]) - b
    assert abs(np.mean(right)) < 0.1
    assert np.mean(wrong) < -0.3


def test_without_answers_an_item_keeps_what_was_believed() -> None:
    answers = Answers(np.array([1, 1, 2]), np.array([0, 0, 0]), np.array([1, 0, 1]), 2)
    prior = ItemPrior(np.array([0.0, 0.7]), np.array([1.0, 0.58]), 0.3, np.zeros(2))
    untouched = calibrate(answers, prior, population=STANDARD).items[1]
    assert (untouched.a, untouched.b) == (1, 0.7)
    assert (untouched.se, untouched.a_se) == pytest.approx((0.58, 0.3))
    empty = np.array([], dtype=np.int64)
    assert calibrate(Answers(empty, empty, empty, 2), prior).items[1].b == 0.7


def test_all_right_stays_finite() -> None:
    people = np.repeat(np.arange(50), 2)
    answers = Answers(people, np.tile([0, 1], 50), np.ones(100, dtype=np.int64), 2)
    for item in calibrate(answers, ItemPrior(np.zeros(2), np.ones(2), 0.3, np.zeros(2)), population=STANDARD).items:
        assert -4 < item.b < -1


@pytest.mark.battery
def test_order_and_numbers_of_people_do_not_matter() -> None:
    answers, _, _ = drawn(200, 8, 8, seed=7)
    order = np.random.default_rng(1).permutation(len(answers.people))
    mixed = Answers(answers.people[order] * 1_000_003 - 5, answers.items[order], answers.scores[order], 8)
    prior = ItemPrior(np.zeros(8), np.ones(8), 0.3, np.zeros(8))
    assert calibrate(mixed, prior).items == calibrate(answers, prior).items


@pytest.mark.parametrize(("item", "score"), [(2, 1), (-1, 1), (0, 2), (0, -1)])
def test_answers_that_cannot_be_are_refused(item: int, score: int) -> None:
    with pytest.raises(OutOfRange):
        Answers(np.array([0]), np.array([item]), np.array([score]), 2)


@pytest.mark.parametrize("wrong", [{"b": 31.0}, {"b_sd": 0.0}, {"a_sd": 0.0}, {"c": 1.0}, {"b": float("nan")}])
def test_prior_that_cannot_be_is_refused(wrong: dict[str, float]) -> None:
    given = {"b": 0.0, "b_sd": 1.0, "a_sd": 0.3, "c": 0.0, **wrong}
    with pytest.raises(OutOfRange):
        ItemPrior(np.array([given["b"]]), np.array([given["b_sd"]]), given["a_sd"], np.array([given["c"]]))


def test_scale_is_found_in_few_rounds_wherever_the_priors_put_it() -> None:
    """Moving and stretching ability changes no chance: EM alone needs some forty rounds to find where the priors want it."""
    random = np.random.default_rng(4)
    people, items = np.repeat(np.arange(500), 20), np.tile(np.arange(20), 500)
    b, theta = np.linspace(-1.5, 1.5, 20), random.normal(0.8, 1.6, 500)
    scores = (random.random(10_000) < 1 / (1 + np.exp(b[items] - theta[people]))).astype(np.int64)
    prior = ItemPrior(b / 2 - 0.5, np.full(20, 0.4), 0.25, np.zeros(20))
    assert calibrate(Answers(people, items, scores, 20), prior).rounds <= 20
