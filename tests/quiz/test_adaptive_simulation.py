from dataclasses import replace

import pytest

from app.quiz.domain.ability import Item, OutOfRange
from app.quiz.domain.adaptive.bank import Bank, BankItem
from app.quiz.domain.adaptive.simulation import compare, people_for, simulate
from app.quiz.domain.adaptive.sitting import Policy

pytestmark = pytest.mark.pure

WEIGHTS = {"a": 1.0, "b": 1.0}
POLICY = Policy(WEIGHTS)


def bank_of(count: int = 120, a: float = 1.2, b_se: float = 0.2, c: float = 0.0) -> Bank:
    return Bank(BankItem(f"q{n}", "ab"[n % 2], Item(a, c, (-2 + 4 * n / count,)), b_se=b_se) for n in range(count))


@pytest.mark.battery
def test_the_same_seed_gives_the_same_people_and_figures() -> None:
    bank = bank_of()
    people = people_for([bank], POLICY, 60, 7)
    assert simulate(bank, POLICY, people, 1) == simulate(bank, POLICY, people_for([bank], POLICY, 60, 7), 1)
    assert simulate(bank, POLICY, people, 1) != simulate(bank, POLICY, people_for([bank], POLICY, 60, 8), 1)


@pytest.mark.battery
def test_outcomes_are_shares_of_everybody_and_mostly_right() -> None:
    bank = bank_of()
    told = simulate(bank, POLICY, people_for([bank], POLICY, 200, 3), 3)
    assert told.certified + told.denied + told.referred + told.exhausted == pytest.approx(1)
    assert told.forced > 0.85
    assert told.false < 0.06
    assert 12 <= told.median_length <= told.mean_length * 1.5 <= 60
    assert 0 < told.overlap < told.shown_most < 0.5


@pytest.mark.battery
def test_a_bank_that_is_too_small_says_so() -> None:
    bank = bank_of(14)
    told = simulate(bank, POLICY, people_for([bank], POLICY, 80, 3), 3)
    assert told.exhausted > 0.3


@pytest.mark.battery
def test_a_laxer_policy_certifies_more_and_more_wrongly() -> None:
    bank = bank_of(a=0.9, c=0.25)
    people = people_for([bank], POLICY, 250, 5)
    compared = compare((bank, POLICY), (bank, replace(POLICY, certify_at=0.7)), people, 5)
    assert compared.second.certified > compared.first.certified
    assert compared.second.false > compared.first.false
    assert compared.moved > 0.05
    assert compared.flips < 0.1


def test_a_test_compared_with_itself_moves_nobody() -> None:
    bank = bank_of()
    compared = compare((bank, POLICY), (bank, POLICY), people_for([bank], POLICY, 4, 5), 5)
    assert (compared.flips, compared.moved) == (0, 0)
    assert compared.first == compared.second


@pytest.mark.parametrize("count", [0, -1, 100_001])
def test_nobody_and_too_many_are_refused(count: int) -> None:
    with pytest.raises(OutOfRange):
        people_for([bank_of(4)], POLICY, count, 1)
