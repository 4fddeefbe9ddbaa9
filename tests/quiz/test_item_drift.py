"""An item that turns easier is told, soon; one that was misjudged from the start, or only varies, is not."""

from math import sqrt
from random import Random

import pytest

from app.quiz.domain.item_drift import FEWEST, LIMIT, Drift, false_turn, item_drift, residual

pytestmark = pytest.mark.pure


def answers(random: Random, chance: float, believed: float, count: int) -> list[float]:
    return [residual(random.random() < chance, believed) for _ in range(count)]


def test_residual_is_standardised() -> None:
    assert residual(True, 0.8) == pytest.approx(0.5)
    assert residual(False, 0.8) == pytest.approx(-2.0)
    assert residual(True, 0.0) == pytest.approx(7.0)
    assert residual(False, 1.0) == pytest.approx(-7.0)


def test_leaked_item_is_told_within_two_hundred_answers() -> None:
    for seed in range(20):
        random = Random(seed)  # noqa: S311
        found = item_drift([*answers(random, 0.5, 0.5, 300), *answers(random, 0.8, 0.5, 400)])
        assert found.turn == "easier", seed
        assert 300 < found.answers < 500, seed


def test_item_that_became_harder_is_told_as_that() -> None:
    random = Random(1)  # noqa: S311
    assert item_drift([*answers(random, 0.6, 0.6, 300), *answers(random, 0.3, 0.6, 300)]).turn == "harder"


def test_misjudged_item_that_never_changes_raises_no_alarm() -> None:
    """Or hardly one of forty items: its difficulty is for calibration to mend."""
    random = Random(1)  # noqa: S311
    assert sum(bool(item_drift(answers(random, 0.8, 0.5, 500)).turn) for _ in range(40)) <= 1


@pytest.mark.battery
@pytest.mark.parametrize("chance", [0.5, 0.9])
def test_false_alarms_are_as_rare_as_is_said(chance: float) -> None:
    """200 items of 1,000 answers each; within three standard errors."""
    random = Random(7)  # noqa: S311
    alarms = sum(bool(item_drift(answers(random, chance, chance, 1_000)).turn) for _ in range(200))
    told = 200 * false_turn(1_000, chance)
    assert abs(alarms - told) < 3 * sqrt(told)


@pytest.mark.parametrize("chance", [0.0, 1.0])
def test_few_answers_alarm_nobody(chance: float) -> None:
    assert false_turn(FEWEST, chance) == 0
    assert 0 < false_turn(1_000, chance) < 1


def test_few_answers_only_say_what_the_item_is_like() -> None:
    assert item_drift([]) == Drift("", 0, 0.0)
    assert item_drift([residual(True, 0.5)] * FEWEST) == Drift("", FEWEST, 0.0)


def test_once_told_stays_told() -> None:
    """Whatever comes after the limit was passed changes nothing."""
    turned = [*([-1.0, 1.0] * 30), *([1.0] * 60)]
    told = item_drift(turned)
    assert told.turn == "easier"
    assert told.now > LIMIT
    assert item_drift([*turned, *([-1.0] * 500)]) == told
