"""Difficulties from answers: they move to where the answers say, and no answer counts twice."""

from math import exp
from random import Random

import pytest

from app.integrity.domain.recalibration import READY, Judged, recalibrate
from app.quiz.domain.ability import Item, Normal, OutOfRange
from app.quiz.domain.adaptive.bank import Bank, BankItem

pytestmark = pytest.mark.pure
TRUTH = {"a": -1.0, "b": 0.0, "c": 1.0, "d": 0.5}
BANK = Bank([BankItem(id_, "nhom", Item(1.0, 0.25, (b,))) for id_, b in TRUTH.items()])
JUDGED = {id_: Judged(0.0, 0.6) for id_ in TRUTH}


def rows(people: int, seed: int = 1) -> list[tuple[int, str, int]]:
    random, found = Random(seed), []  # noqa: S311
    for person in range(people):
        theta = random.gauss(0, 1)
        for item, b in TRUTH.items():
            found.append((person, item, int(random.random() < 0.25 + 0.75 / (1 + exp(b - theta)))))
    return found


@pytest.mark.battery
def test_answers_bring_difficulties_to_what_is_true() -> None:
    found = recalibrate(BANK, JUDGED, rows(3_000), Normal(0, 1))
    assert found.items["a"].b < found.items["b"].b < found.items["d"].b < found.items["c"].b
    spread = found.items["c"].b - found.items["a"].b
    assert spread == pytest.approx(2.0, abs=0.4)
    assert all(one.is_ready and one.answers == 3_000 for one in found.items.values())
    assert (found.sittings, found.answers) == (3_000, 12_000)


def sloped(people: int) -> list[tuple[int, str, int]]:
    """Item c tells twice as much as the others."""
    random, found = Random(5), []  # noqa: S311
    for person in range(people):
        theta = random.gauss(0, 1)
        for item, b in TRUTH.items():
            slope = 2.0 if item == "c" else 1.0
            found.append((person, item, int(random.random() < 0.25 + 0.75 / (1 + exp(slope * (b - theta))))))
    return found


@pytest.mark.battery
def test_slopes_leave_one_as_the_answers_come() -> None:
    few = recalibrate(BANK, JUDGED, sloped(150), Normal(0, 1)).items
    many = recalibrate(BANK, JUDGED, sloped(4_000), Normal(0, 1)).items
    assert many["c"].a > 1.15
    assert 1.02 < few["c"].a < many["c"].a
    assert all(0.7 < many[item].a < 1.2 for item in "abd")


def test_without_answers_an_item_stays_as_it_was_judged() -> None:
    few = [row for row in rows(40) if row[1] != "c"]
    found = recalibrate(BANK, JUDGED, few, Normal(0, 1))
    assert found.items["c"].b == pytest.approx(0.0, abs=1e-6)
    assert found.items["c"].se == pytest.approx(0.6)
    assert found.items["c"].a == pytest.approx(1)
    assert not found.items["c"].is_ready
    assert found.items["a"].se < 0.6
    assert READY == 0.20


@pytest.mark.battery
def test_few_sittings_do_not_say_what_people_are_like() -> None:
    few, many = (recalibrate(BANK, JUDGED, rows(people), Normal(0.3, 1)) for people in (50, 400))
    assert few.people == Normal(0.3, 1)
    assert many.people != Normal(0.3, 1)
    assert {one.a_se for one in few.items.values()} == {0.0}, "so nobody explores yet"
    assert all(0.05 < one.a_se < 0.25 for one in many.items.values())


def test_items_of_an_earlier_bank_are_left_out() -> None:
    found = recalibrate(BANK, JUDGED, [*rows(30), (99, "gone", 1)], Normal(0, 1))
    assert found.items.keys() == TRUTH.keys()
    assert found.sittings == 30


def test_nothing_comes_of_nothing() -> None:
    with pytest.raises(OutOfRange):
        recalibrate(BANK, JUDGED, [(1, "gone", 1)], Normal(0, 1))
