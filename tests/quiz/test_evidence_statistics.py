"""Person fit and DIF, against cases worked out by hand and people drawn by chance."""

from math import log, sqrt

import numpy as np
import pytest

from app.quiz.domain.ability import Item, OutOfRange, chance_of_success, chances
from app.quiz.domain.differential_functioning import mh_dif
from app.quiz.domain.person_fit import lz

pytestmark = pytest.mark.pure

ITEMS = [Item(1.2, 0, (b,)) for b in (-2, -1, -0.5, 0, 0.5, 1, 2)]


def test_lz_of_two_answers_by_hand() -> None:
    """P = ½ and ¾: l₀ = ln ½ + ln ¼; E = −ln 2 + ¾ ln ¾ + ¼ ln ¼; Var = 0 + ¾·¼·(ln 3)²."""
    items = [Item(1, 0, (0,)), Item(1, 0, (-log(3),))]
    mean = log(0.5) + 0.75 * log(0.75) + 0.25 * log(0.25)
    assert lz(items, [1, 0], 0) == pytest.approx((log(0.5) + log(0.25) - mean) / (sqrt(0.75 * 0.25) * log(3)))


def test_answers_that_fit_are_above_zero_and_turned_round_far_below() -> None:
    assert lz(ITEMS, [1, 1, 1, 1, 0, 0, 0], 0) > 0.5
    assert lz(ITEMS, [0, 0, 0, 0, 1, 1, 1], 0) < -3


@pytest.mark.battery
def test_at_the_true_ability_lz_has_mean_0_and_spread_1() -> None:
    chance = np.random.default_rng(4)
    items = [Item(float(np.exp(chance.normal(0, 0.25))), 0.2, (float(chance.normal()),)) for _ in range(40)]
    p = np.array([chance_of_success(item, 0.3) for item in items])
    found = [lz(items, (chance.random(40) < p).astype(int).tolist(), 0.3) for _ in range(400)]
    assert float(np.mean(found)) == pytest.approx(0, abs=0.15)
    assert float(np.std(found)) == pytest.approx(1, abs=0.12)


def test_items_of_several_steps_and_not_reached_ones_count_as_they_should() -> None:
    parts = Item(1, 0, (-1.0, 0.0, 1.0))
    assert sum(chances(parts, 0.4)) == pytest.approx(1)
    assert lz([parts], [3], -3) < lz([parts], [0], -3)
    assert lz([*ITEMS, parts], [1, 1, 1, 0, 0, 0, 0, None], 0) == lz(ITEMS, [1, 1, 1, 0, 0, 0, 0], 0)
    assert lz([], [], 0) == 0
    with pytest.raises(OutOfRange):
        lz(ITEMS[:1], [2], 0)


# Differential item functioning


def rows(*tables: tuple[int, int, int, int]) -> tuple[list[int], list[int], list[int]]:
    """Reference right, reference wrong, focal right, focal wrong of each stratum."""
    answers = [
        (right, focal, level)
        for level, (a, b, c, d) in enumerate(tables)
        for right, focal, count in ((1, 0, a), (0, 0, b), (1, 1, c), (0, 1, d))
        for _ in range(count)
    ]
    u, group, stratum = zip(*answers, strict=True)
    return list(u), list(group), list(stratum)


def test_two_strata_by_hand() -> None:
    """α = (40·20/100 + 60·10/100)/(10·30/100 + 10·20/100) = 14/5; A − E(A) = 5 and 4, Var = 5.303 and 4.242."""
    found = mh_dif(*rows((40, 10, 30, 20), (60, 10, 20, 10)))
    assert found.delta == pytest.approx(-2.35 * log(14 / 5))
    variance = 50 * 50 * 70 * 30 / (100**2 * 99) + 70 * 30 * 80 * 20 / (100**2 * 99)
    assert found.chi2 == pytest.approx((abs(5 + 4) - 0.5) ** 2 / variance)
    assert found.class_ == "C"


def test_classes_want_size_and_significance() -> None:
    assert mh_dif(*rows((25, 10, 15, 20))).class_ == "B"  # large, and not surely beyond 1
    assert mh_dif(*rows((40, 10, 40, 10), (30, 30, 30, 30))).class_ == "A"
    assert mh_dif(*rows((5, 2, 3, 4))).class_ == "A"  # large, and may be chance
    assert mh_dif(*rows((4000, 1000, 3900, 1100))).class_ == "A"  # certain, and too small to matter


def test_groups_that_change_places_change_the_sign() -> None:
    one, other = mh_dif(*rows((40, 10, 30, 20))), mh_dif(*rows((30, 20, 40, 10)))
    assert [one.delta, one.chi2] == pytest.approx([-other.delta, other.chi2])


def test_item_that_one_group_never_gets_right_is_found() -> None:
    assert mh_dif(*rows((50, 50, 0, 100))).class_ == "C"


def test_nothing_is_said_without_both_groups_or_both_outcomes() -> None:
    for table in ((5, 5, 0, 0), (5, 0, 5, 0)):
        found = mh_dif(*rows(table))
        assert (found.delta, found.chi2, found.class_) == (0, 0, "A")
    assert mh_dif([], [], []).class_ == "A"


@pytest.mark.parametrize("wrong", [([2], [0], [0]), ([1], [2], [0]), ([1, 0], [0], [0])])
def test_other_codes_are_refused(wrong: tuple[list[int], list[int], list[int]]) -> None:
    with pytest.raises(OutOfRange):
        mh_dif(*wrong)
