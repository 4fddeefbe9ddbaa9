"""The certification test: what is asked next, when it stops, and that it replays."""

import random
from collections import Counter
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from app.quiz.domain.ability import Estimate, Item, Normal, OutOfRange, chance_of_success, estimate, information
from app.quiz.domain.adaptive.bank import Bank, BankItem
from app.quiz.domain.adaptive.exploration import drawn_information
from app.quiz.domain.adaptive.exposure import Exposure, eligible_items
from app.quiz.domain.adaptive.sitting import (
    Answered,
    Policy,
    Position,
    Sitting,
    decide,
    next_item,
    retake_prior,
)

pytestmark = [pytest.mark.pure, pytest.mark.battery]  # they fit many answers

WEIGHTS = {"vneid": 0.4, "thanh-toan": 0.4, "an-toan": 0.2}


def bank_of(each: int = 20, seed: int = 1) -> Bank:
    chance = np.random.default_rng(seed)
    return Bank(
        BankItem(
            f"{domain}-{number}", domain, Item(float(np.exp(chance.normal(0, 0.25))), 0, (float(chance.normal()),))
        )
        for domain in WEIGHTS
        for number in range(each)
    )


BANK, POLICY = bank_of(), Policy(WEIGHTS, n_max=24)


def everything(bank: Bank, seed: int = 1) -> Sitting:
    return Sitting(seed, frozenset(bank.ids))


def sat(bank: Bank, policy: Policy, sitting: Sitting, theta: float) -> Position:
    """By somebody of that ability, to the end."""
    chance = random.Random(f"{sitting.seed}/answers")  # noqa: S311
    while True:
        position = Position(bank, policy, sitting)
        item = next_item(position) if decide(position).outcome == "continue" else None
        if item is None:
            return position
        right = chance.random() < chance_of_success(bank.by_id[item].item, theta)
        sitting = sitting.with_answer(item, int(right))


@pytest.mark.battery
def test_able_people_are_certified_and_others_denied_in_fewer_tasks_than_the_longest_form() -> None:
    for theta, outcome in ((2.5, "certify"), (-2.5, "deny")):
        ends = [decide(sat(BANK, POLICY, everything(BANK, seed), theta)) for seed in range(20)]
        assert [end.outcome for end in ends] == [outcome] * 20
        assert np.mean([end.n for end in ends]) < 16


@pytest.mark.battery
def test_near_the_cut_a_person_decides() -> None:
    ends = [decide(sat(BANK, POLICY, everything(BANK, seed), 0)) for seed in range(30)]
    referred = [end for end in ends if end.outcome == "refer"]
    assert len(referred) > 10
    assert {(end.n, end.reason) for end in referred} == {(24, "n_max")}


@pytest.mark.parametrize(
    ("p_master", "n", "expected"), [(0.96, 12, "certify"), (0.96, 11, "continue"), (0.05, 12, "deny")]
)
def test_stops_when_sure_enough_and_not_before_the_least(p_master: float, n: int, expected: str) -> None:
    """With answers that give just that probability."""
    right = sum(1 for _ in range(n)) if p_master > 0.5 else 0
    sitting = everything(BANK)
    for number in range(n):
        item = next_item(Position(BANK, POLICY, sitting))
        assert item is not None
        sitting = sitting.with_answer(item, int(number < right))
    assert decide(Position(BANK, POLICY, sitting)).outcome == expected


@pytest.mark.battery
@examples(max_examples=25)
@given(seed=st.integers(0, 10**6), theta=st.floats(-3, 3), least=st.integers(0, 4))
def test_blueprint_is_kept_and_nothing_is_asked_twice(seed: int, theta: float, least: int) -> None:
    policy = replace(POLICY, min_per_domain=least)
    end = sat(BANK, policy, everything(BANK, seed), theta)
    asked = [answer.item for answer in end.sitting.answers]
    counts = Counter(BANK.by_id[item].domain for item in asked)
    assert len(asked) == len(set(asked))
    assert all(counts[domain] >= least for domain in WEIGHTS)
    assert all(abs(counts[domain] - weight * len(asked)) <= 2 for domain, weight in WEIGHTS.items() if least < 3)


@pytest.mark.battery
@examples(max_examples=10)
@given(seed=st.integers(0, 10**6), theta=st.floats(-3, 3))
def test_same_seed_and_answers_give_the_same_test(seed: int, theta: float) -> None:
    end = sat(BANK, POLICY, everything(BANK, seed), theta)
    again = everything(BANK, seed)
    for answer in end.sitting.answers:
        assert next_item(Position(bank_of(), POLICY, again)) == answer.item
        again = again.with_answer(answer.item, answer.score)
    assert decide(Position(bank_of(), POLICY, again)) == decide(end)
    assert sat(BANK, POLICY, everything(BANK, seed + 1), theta).sitting.answers != end.sitting.answers


def test_estimate_is_that_of_all_answers_at_once() -> None:
    end = sat(BANK, POLICY, everything(BANK), 0.5)
    items = [BANK.by_id[answer.item].item for answer in end.sitting.answers]
    scores = [answer.score for answer in end.sitting.answers]
    assert end.estimate == estimate(items, scores, Normal(0, 1), 0)


def test_first_two_tasks_are_easy_also_where_harder_ones_would_tell_more() -> None:
    """Choices with a floor of guessing tell little; what is performed tells more, and of a skill that is wanted it comes
    first."""
    easy = [BankItem(f"choice-{n}", "vneid", Item(1, 0.25, (-1.0 - n / 10,)), skill=f"s{n % 4}") for n in range(6)]
    hard = [BankItem(f"press-{n}", "vneid", Item(1.5, 0, (0.0,)), skill=f"s{n % 4}", performed=True) for n in range(6)]
    bank, policy = Bank([*easy, *hard]), Policy({"vneid": 1}, n_min=6, n_max=12, per_skill=2)
    kinds = set()
    for seed in range(20):
        sitting = everything(bank, seed)
        for score in (0, 1, 1):
            sitting = sitting.with_answer(str(next_item(Position(bank, policy, sitting))), score)
        kinds.add(tuple(answer.item.partition("-")[0] for answer in sitting.answers))
    assert kinds == {("choice", "choice", "press")}


def test_where_nothing_is_easy_a_sitting_begins_with_the_easiest() -> None:
    bank = Bank(BankItem(f"i{number}", "vneid", Item(1, 0, (number / 10,))) for number in range(12))
    policy = Policy({"vneid": 1}, n_min=6, n_max=12)
    first = {str(next_item(Position(bank, policy, everything(bank, seed)))) for seed in range(40)}
    assert first == {f"i{number}" for number in range(5)}


# What is not asked


@pytest.mark.battery
def test_enemies_are_not_asked_beside_each_other_whichever_names_the_other() -> None:
    """i0, i4 and i8 name each other in a ring; i0 names i1, which says nothing."""
    named = {0: {"i4", "i1"}, 4: {"i8"}, 8: {"i0"}}
    bank = Bank(
        BankItem(f"i{number}", "vneid", Item(1, 0, (number / 10,)), enemies=frozenset(named.get(number, ())))
        for number in range(12)
    )
    policy = Policy({"vneid": 1}, min_per_domain=0, n_min=1, n_max=12, certify_at=1, deny_at=0)
    lengths = set()
    for seed in range(30):
        end = sat(bank, policy, everything(bank, seed), 0)
        asked = {answer.item for answer in end.sitting.answers}
        assert len(asked & {"i0", "i4", "i8"}) == 1
        assert not {"i0", "i1"} <= asked
        assert decide(end).outcome == "exhausted"
        lengths.add(len(asked))
    assert lengths == {9, 10}


def test_enemy_of_what_was_seen_or_rests_may_be_asked() -> None:
    bank = Bank(
        BankItem(f"i{number}", "vneid", Item(1, 0, (0.0,)), enemies=frozenset({f"i{1 - number}"}))
        for number in range(2)
    )
    policy = Policy({"vneid": 1}, min_per_domain=0, n_min=1, n_max=2)
    assert next_item(Position(bank, policy, replace(everything(bank), seen=frozenset({"i0"})))) == "i1"


def test_what_was_seen_before_is_not_asked_again_and_an_empty_bank_is_said_aloud() -> None:
    seen = frozenset(BANK.ids[:-3])
    end = sat(BANK, POLICY, replace(everything(BANK), seen=seen), 0)
    assert {answer.item for answer in end.sitting.answers} == set(BANK.ids[-3:])
    assert decide(end).outcome == decide(end).reason == "exhausted"
    assert next_item(end) is None


def test_retired_and_resting_items_are_not_asked_and_neutralised_answers_tell_nothing() -> None:
    out = Bank(replace(item, status="resting") if item.id.endswith("1") else item for item in BANK.items)
    end = sat(out, POLICY, everything(out), 1)
    assert not any(answer.item.endswith("1") for answer in end.sitting.answers)
    without = replace(end.sitting, answers=tuple(replace(answer, score=None) for answer in end.sitting.answers))
    assert Position(out, POLICY, without).estimate == estimate([], [], Normal(0, 1), 0)
    assert decide(Position(out, POLICY, without)).n == 0


def test_not_eligible_items_are_asked_only_when_nothing_else_is_left_the_least_shown_first() -> None:
    only = frozenset(id_ for id_ in BANK.ids if id_.startswith("vneid"))
    sitting = Sitting(3, only)
    policy = Policy({"an-toan": 1}, min_per_domain=0)
    shown = dict.fromkeys(BANK.ids, 5.0) | {"an-toan-7": 1.0}
    assert next_item(Position(BANK, policy, sitting), shown) == "an-toan-7"
    both = Sitting(3, only | {"an-toan-2"})
    assert next_item(Position(BANK, policy, both), shown) == "an-toan-2"


# What is only tried out


@pytest.mark.battery
def test_field_test_items_are_asked_at_drawn_places_and_not_scored() -> None:
    tried = Bank(
        [*BANK.items, *(BankItem(f"moi-{n}", "vneid", Item(1, 0, (0,)), status="fieldtest") for n in range(6))]
    )
    policy = replace(POLICY, fieldtest=2, certify_at=1, deny_at=0)
    places = Counter[int]()
    for seed in range(60):
        end = sat(tried, policy, everything(tried, seed), 0)
        new = [number for number, answer in enumerate(end.sitting.answers) if answer.item.startswith("moi")]
        assert len(new) == 2
        assert decide(end).n == policy.n_max == len(end.sitting.answers) - 2
        places.update(new)
    assert min(places) == 3
    assert len(places) > 6


def test_field_test_answers_change_no_estimate() -> None:
    tried = Bank([*BANK.items, BankItem("moi", "vneid", Item(3, 0, (0,)), status="fieldtest")])
    plain = Sitting(1, frozenset(BANK.ids), answers=(Answered(BANK.ids[0], 1),))
    assert Position(tried, POLICY, plain.with_answer("moi", 1)).estimate == Position(tried, POLICY, plain).estimate


# So that the bank learns


# Twenty tasks that are believed to tell most, and one that is believed to tell less, of which little is known.
UNDERRATED = BankItem("it-biet", "vneid", Item(0.7, 0, (0,)), a_se=0.4)
LEARNING = Bank([UNDERRATED, *(BankItem(f"ro-{n}", "vneid", Item(1, 0, (0,)), a_se=0.02) for n in range(20))])


@pytest.mark.battery
def test_exploring_asks_what_may_be_better_than_is_believed() -> None:
    alone = Policy({"vneid": 1.0}, n_min=8, n_max=8)
    asked = {
        exploring: [
            sat(LEARNING, alone, replace(everything(LEARNING, seed), exploring=exploring), 0) for seed in range(60)
        ]
        for exploring in (0.0, 2.0)
    }
    had = {
        exploring: sum(UNDERRATED.id in {answer.item for answer in end.sitting.answers[2:]} for end in ends)
        for exploring, ends in asked.items()
    }
    assert had[0.0] == 0
    assert 5 <= had[2.0] < 30
    position = asked[2.0][0]
    assert position.estimate == replace(position, sitting=replace(position.sitting, exploring=0.0)).estimate


def test_drawn_information_is_that_of_an_item_with_the_drawn_slope_and_difficulties() -> None:
    """Looked up to the tenth of a logit, so that it is off by some hundredths; the draws are those that old sittings had."""
    known = BankItem("a", "vneid", Item(1.2, 0.25, (-1.0, 0.6)), b_se=0.3, a_se=0.2)
    sure = replace(known, id="b", a_se=0.0)
    found = drawn_information(Bank([known, sure]), 0.4, 2.0, 2**62 + 5)
    stretched, moved = 2 * -1.66797765, 2 * 0.52467815
    a, middle = 1.2 * np.exp(0.2 * stretched), -0.2 + 0.3 * moved
    steps = tuple(float(middle + (b + 0.2) * known.scored.a / a) for b in (-1.0, 0.6))
    assert found == pytest.approx(
        [information(Item(float(a), 0.25, steps), 0.4), information(sure.scored, 0.4)], abs=0.03
    )


# Numbers


def test_uncertain_difficulty_counts_less() -> None:
    sure = BankItem("a", "vneid", Item(1, 0, (0,)))
    unsure = replace(sure, b_se=0.58)
    assert sure.scored.a == 1
    assert unsure.scored.a == pytest.approx(1 / np.sqrt(1 + 0.346 * 0.58**2))
    certain = Position(Bank([sure]), POLICY, Sitting(1, frozenset("a"), answers=(Answered("a", 1),))).estimate
    doubtful = Position(Bank([unsure]), POLICY, Sitting(1, frozenset("a"), answers=(Answered("a", 1),))).estimate
    assert 0 < doubtful.theta < certain.theta


def test_retake_carries_evidence_over_with_room_for_learning() -> None:
    prior = retake_prior(Estimate(-0.3, 0.4, 0.2))
    assert prior.mean == -0.3
    assert prior.sd == pytest.approx((0.4**2 + 0.5**2) ** 0.5)
    carried = Position(BANK, POLICY, replace(everything(BANK), prior=prior))
    assert carried.estimate.theta == pytest.approx(-0.3)


@pytest.mark.parametrize("wrong", [
    {"weights": {}}, {"weights": {"a": 0}}, {"n_min": 0}, {"n_min": 41}, {"certify_at": 0.1}, {"deny_at": -0.1},
    {"r_max": 0}, {"r_max": 1.1}, {"min_per_domain": 30}, {"min_per_domain": -1},
])  # fmt: skip
def test_policy_that_cannot_be_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(OutOfRange):
        Policy(**{"weights": WEIGHTS, **wrong})  # type: ignore[arg-type]


def test_two_items_of_one_id_are_refused() -> None:
    with pytest.raises(OutOfRange, match="cùng một id"):
        Bank([BANK.items[0], BANK.items[0]])


# Exposure


@pytest.mark.battery
def test_item_that_was_shown_too_often_becomes_rarely_eligible() -> None:
    exposure = Exposure({"a": 50, "b": 10, "c": 0}, {"a": 100, "b": 100, "c": 100}, 100)
    assert [exposure.chance(item, 0.2) for item in "abcd"] == [pytest.approx(0.4), 1, 1, 1]
    drawn = Counter(item for seed in range(2000) for item in eligible_items(exposure, "abcd", 0.2, seed))
    assert drawn["a"] == pytest.approx(800, abs=80)
    assert drawn["b"] == drawn["c"] == drawn["d"] == 2000
    assert eligible_items(exposure, "abcd", 1, 7) == frozenset("abcd")


def test_counts_fade_after_every_250_sittings() -> None:
    exposure = Exposure().with_item("a")
    for _ in range(249):
        exposure = exposure.with_sitting(frozenset("a"))
    assert (exposure.shown["a"], exposure.eligible["a"]) == (1, 249)
    exposure = exposure.with_sitting(frozenset("a"))
    assert (exposure.shown["a"], exposure.eligible["a"]) == (0.98, 245)


@pytest.mark.battery
def test_no_item_is_shown_to_more_than_a_quarter() -> None:
    bank, policy = bank_of(40), Policy(WEIGHTS, n_max=12)
    exposure, shown = Exposure(), Counter[str]()
    sittings = 400
    for seed in range(sittings):
        sitting = Sitting(seed, eligible_items(exposure, bank.ids, policy.r_max, seed))
        exposure = exposure.with_sitting(sitting.eligible)
        for number in range(12):
            item = str(next_item(Position(bank, policy, sitting), exposure.shown))
            exposure, shown[item] = exposure.with_item(item), shown[item] + 1
            sitting = sitting.with_answer(item, (seed + number) % 2)
    assert max(shown.values()) / sittings < 0.26
    free = Counter[str]()
    for seed in range(100):
        free.update(
            answer.item
            for answer in sat(bank, replace(policy, certify_at=1, deny_at=0), everything(bank, seed), 0).sitting.answers
        )
    assert max(free.values()) / 100 > 0.3  # what it would be without
