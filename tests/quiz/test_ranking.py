"""Difficulty by comparison: what orders say, and how surely."""

import math
import random

import pytest

from app.quiz.domain.ranking import PRIOR_SD, NothingToRank, WrongOrder, rank, read_orders

pytestmark = pytest.mark.pure


def orders_of(truth: dict[str, float], count: int, seed: int, size: int = 7) -> list[list[str]]:
    """As the model says: each item's difficulty with a Gumbel error, put in order (Luce 1959, Yellott 1977)."""
    dice, names = random.Random(seed), sorted(truth)  # noqa: S311 - no secret
    found = []
    for _ in range(count):
        some = dice.sample(names, size)
        drawn = {name: truth[name] - math.log(-math.log(dice.random())) for name in some}
        found.append(sorted(some, key=lambda name: drawn[name]))
    return found


TRUTH = {f"cau-{number:02}": (number - 15) / 6 for number in range(30)}


@pytest.mark.battery
def test_true_order_is_found_again_and_errors_are_honest() -> None:
    ranking = rank([orders_of(TRUTH, 60, seed) for seed in (1, 2, 3)])
    scale = math.sqrt(sum(b * b for b in TRUTH.values()) / 30)  # the spread that the ranking sets to 1
    missed = [(placed.b - TRUTH[name] / scale) / placed.se for name, placed in ranking.items.items()]
    assert sum(abs(one) <= 2 for one in missed) >= 27
    assert max(map(abs, missed)) < 4
    assert ranking.reliability > 0.85
    assert ranking.agreement is not None
    assert ranking.agreement > 0.8


def test_two_items_lie_as_far_apart_as_the_odds_say() -> None:
    """Three of four judges put a first: the logit of 3/4, drawn together by the prior."""
    ranking = rank([[["a", "b"]] * 30 + [["b", "a"]] * 10])
    easy, hard = ranking.items["a"], ranking.items["b"]
    assert easy.b == pytest.approx(-hard.b)
    assert easy.orders == hard.orders == 40
    assert hard.b == pytest.approx(ranking.reliability)  # a spread of 1, shrunk
    assert 0.5 < ranking.reliability < 1


def test_items_that_judges_do_not_tell_apart_have_no_difficulty() -> None:
    ranking = rank([[["a", "b"], ["b", "a"]] * 20])
    assert ranking.reliability == 0
    assert [placed.b for placed in ranking.items.values()] == pytest.approx([0, 0])


@pytest.mark.battery
def test_item_that_was_always_hardest_stays_in_reach() -> None:
    ranking = rank([[["a", "b", "c"]] * 50])
    assert all(abs(placed.b) < 3 * PRIOR_SD for placed in ranking.items.values())
    assert ranking.items["a"].b < ranking.items["b"].b < ranking.items["c"].b
    assert ranking.agreement is None


@pytest.mark.battery
def test_more_orders_make_surer() -> None:
    few, many = (rank([orders_of(TRUTH, count, 5)]) for count in (40, 160))
    assert many.reliability > few.reliability
    assert all(many.items[name].se < few.items[name].se for name in TRUTH)


def test_nothing_to_rank_is_told() -> None:
    nothing: list[list[list[list[str]]]] = [[], [[]], [[["a"]]]]
    for judges in nothing:
        with pytest.raises(NothingToRank):
            rank(judges)


def test_file_of_a_judge_is_read() -> None:
    assert read_orders("# người xếp: giáo viên\n1: a b c\n\n2: c a\n") == [["a", "b", "c"], ["c", "a"]]


@pytest.mark.parametrize("text", ["1 a b", "x: a b", "1: a b a", ": a b"])
def test_wrong_line_is_named(text: str) -> None:
    with pytest.raises(WrongOrder) as wrong:
        read_orders(f"1: a b\n{text}\n")
    assert wrong.value.line == 2
