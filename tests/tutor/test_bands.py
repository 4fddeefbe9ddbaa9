"""Knowing when not to answer."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.tutor.domain.bands import Bands, calibrated

pytestmark = [pytest.mark.pure, pytest.mark.battery]  # they fit many answers

BANDS = Bands((0.5, 2.0), (0.2, 1.0), (1.0, 1.0), 0.0, 0.7, 0.3)
share = st.floats(0, 1)
amount = st.floats(0, 8)


def drawn(count: int, middle: float, seed: int) -> list[tuple[float, float]]:
    source = random.Random(seed)  # noqa: S311 - a sample, no secret
    return [(source.gauss(middle, 0.1), source.gauss(4 * middle, 0.5)) for _ in range(count)]


RIGHT, OTHERS = drawn(200, 0.7, 1), drawn(40, 0.4, 2)


def test_chance_is_one_half_at_the_middle() -> None:
    assert BANDS.chance((0.5, 2.0)) == 0.5
    assert BANDS.band((0.5, 2.0)) == "suggest"


def test_bands_begin_at_their_limits() -> None:
    assert BANDS.band((0.9, 3.0)) == "answer"
    assert BANDS.band((0.1, 1.0)) == "none"


@given(share, amount, share, amount)
def test_what_is_heard_better_is_never_answered_less(heard: float, title: float, more: float, further: float) -> None:
    assert BANDS.chance((heard + more, title + further)) >= BANDS.chance((heard, title))


@pytest.mark.battery
def test_calibration_keeps_the_shares_it_was_asked_for() -> None:
    bands = calibrated(RIGHT, OTHERS, refused=0.02, misled=0.10)
    refused = sum(bands.band(one) == "none" for one in RIGHT)
    misled = sum(bands.band(one) == "answer" for one in OTHERS)
    assert refused <= 0.035 * len(RIGHT)
    assert misled <= 0.125 * len(OTHERS)
    assert sum(bands.band(one) == "answer" for one in RIGHT) > 0.8 * len(RIGHT)


@pytest.mark.battery
def test_stricter_calibration_answers_less() -> None:
    loose, strict = (calibrated(RIGHT, OTHERS, 0.02, misled) for misled in (0.3, 0.02))
    assert strict.answer > loose.answer
    assert strict.weights == loose.weights


@pytest.mark.battery
def test_limits_never_cross() -> None:
    bands = calibrated(RIGHT, OTHERS, refused=0.5, misled=0.9)
    assert bands.answer == bands.suggest  # nobody is refused more than the others ask for
