"""What one item shows over all sittings."""

from datetime import UTC, datetime, timedelta
from math import exp, sqrt
from random import Random

import pytest

from app.integrity.domain.items import FEWEST_IN_AUDIENCE, ItemAnswer, counted_sittings, items_seen, used_of_thousand
from app.quiz.domain.adaptive.exposure import Exposure

pytestmark = pytest.mark.pure
NOON = datetime(2026, 11, 22, 5, tzinfo=UTC)


def answered(random: Random, item: str, count: int, harder_by: float = 0.0) -> list[ItemAnswer]:
    """By people around 0; `harder_by` logits beyond what the bank believes."""
    found = []
    for number in range(count):
        theta = random.gauss(0, 1)
        right = random.random() < 1 / (1 + exp(harder_by - theta))
        found.append(ItemAnswer(item, right, 1 / (1 + exp(-theta)), theta, NOON + timedelta(minutes=number)))
    return found


def test_item_counts_what_was_right_and_what_was_expected() -> None:
    rows = [ItemAnswer("a", right, 0.25, 0.0, NOON) for right in (True, True, False, False)]
    (seen,) = items_seen(rows, [])
    assert (seen.answers, seen.right, seen.expected) == (4, 2, 1.0)
    assert seen.functioning is None
    assert not seen.needs_a_look


def test_item_that_is_harder_for_one_audience_needs_a_look() -> None:
    random = Random(3)  # noqa: S311
    mine = answered(random, "bad", 800, harder_by=1.2) + answered(random, "fair", 800)
    others = answered(random, "bad", 800) + answered(random, "fair", 800)
    bad, fair = items_seen(mine, others)
    assert (bad.item, fair.item) == ("bad", "fair")
    assert bad.functioning is not None
    assert bad.functioning.class_ == "C"
    assert bad.functioning.delta < -1.5
    assert fair.functioning is not None
    assert fair.functioning.class_ == "A"


def test_nothing_is_said_of_a_difference_with_few_answers() -> None:
    random = Random(4)  # noqa: S311
    few, many = answered(random, "q", FEWEST_IN_AUDIENCE - 1), answered(random, "q", 900, harder_by=2)
    assert items_seen(few, many)[0].functioning is None
    assert items_seen(many, few)[0].functioning is None


def test_answers_are_taken_in_the_order_of_time() -> None:
    """The same answers, handed over the other way round, turn in the same direction."""
    early = [ItemAnswer("q", number % 2 == 0, 0.5, 0, NOON + timedelta(minutes=number)) for number in range(100)]
    late = [ItemAnswer("q", True, 0.5, 0, NOON + timedelta(days=1, minutes=number)) for number in range(100)]
    assert items_seen([*late, *early], [])[0].drift.turn == "easier"
    assert items_seen(reversed([*early, *late]), []) == items_seen([*early, *late], [])


@pytest.mark.parametrize("begun", [1, 249, 250, 251, 1_000, 2_600])
def test_fading_count_of_sittings_is_that_of_exposure(begun: int) -> None:
    exposure = Exposure()
    for _ in range(begun):
        exposure = exposure.with_sitting(frozenset({"q"}))
    assert counted_sittings(begun) == pytest.approx(exposure.eligible["q"])
    assert used_of_thousand(exposure.eligible["q"] / 5, begun) == pytest.approx(200)


def test_as_many_fair_items_need_a_look_as_is_said() -> None:
    """Few answers of an audience to easy items, where chance says most."""
    random = Random(6)  # noqa: S311
    names = [f"q{number}" for number in range(250)]
    mine, others = (
        [ItemAnswer(name, random.random() < 0.9, 0.9, random.gauss(0, 1), NOON) for name in names for _ in range(220)]
        for _ in "12"
    )
    found = items_seen(mine, others)
    told = sum(one.by_chance for one in found)
    assert 5 < told < 15
    assert abs(sum(one.needs_a_look for one in found) - told) < 3 * sqrt(told)


def test_before_the_first_sitting_nothing_was_used() -> None:
    assert used_of_thousand(0.0, 0) == 0
