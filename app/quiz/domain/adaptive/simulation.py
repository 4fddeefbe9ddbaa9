"""A policy tried on invented people, before anybody is tested with it; and two of them on the same people.

Ability, and the true difficulty and slope of each item, are drawn from what the policy and the bank believe, so the figures say what
the belief itself implies. Real people misfit, learn and cheat: what is seen of them afterwards is compared with these.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from statistics import mean, median

import numpy as np
from numpy.typing import NDArray

from app.quiz.domain.ability import Item, OutOfRange, chances
from app.quiz.domain.adaptive.bank import Bank
from app.quiz.domain.adaptive.exposure import Exposure, eligible_items
from app.quiz.domain.adaptive.sitting import Decision, Policy, Position, Sitting, decide, next_item

GROSS = 0.5  # logits below the cut: a certificate there is grossly false
MOST_PEOPLE = 100_000


@dataclass(frozen=True)
class People:
    """Who comes: `abilities` in logits; `luck` (0–1) for each person and item, the same whatever test they sit, so that
    two tests differ by the tests alone; `truth` of the items."""

    abilities: Sequence[float]
    luck: NDArray[np.float64]
    truth: Mapping[str, Item]
    places: Mapping[str, int]

    def score(self, person: int, item: str) -> int:
        """By the chances of each score at that ability."""
        reached = np.cumsum(chances(self.truth[item], self.abilities[person]))
        return int(min(np.searchsorted(reached, self.luck[person, self.places[item]]), len(reached) - 1))


@dataclass(frozen=True)
class Simulated:
    """Of `people` sittings: shares (0–1) of the outcomes; `forced`: decided rightly if all had to be decided at even
    chances; `false` and `gross`: of the certificates; `shown_most`: share of sittings that showed one item; `overlap`:
    share of a test that another has too. Lengths in scored tasks."""

    people: int
    mean_length: float
    median_length: float
    certified: float
    denied: float
    referred: float
    exhausted: float
    forced: float
    false: float
    gross: float
    shown_most: float
    overlap: float


@dataclass(frozen=True)
class Compared:
    """The same people with two tests. `flips`: certified by one and denied by the other; `moved`: any other outcome."""

    first: Simulated
    second: Simulated
    flips: float
    moved: float


def people_for(banks: Sequence[Bank], policy: Policy, count: int, seed: int) -> People:
    """Raises OutOfRange unless there are 1 to 100,000 of them."""
    if not 1 <= count <= MOST_PEOPLE:
        raise OutOfRange(f"Số người thử phải từ 1 đến {MOST_PEOPLE:,}.".replace(",", "."))
    chance = np.random.default_rng([seed, 1])
    items = {item.id: item for bank in banks for item in bank.items}
    truth = {
        id_: replace(item.item, steps=tuple(b + float(chance.normal(0, item.b_se)) for b in item.item.steps))
        for id_, item in items.items()
    }
    for id_ in (id_ for id_, item in items.items() if item.a_se):
        truth[id_] = replace(truth[id_], a=truth[id_].a * float(np.exp(chance.normal(0, items[id_].a_se))))
    abilities = chance.normal(policy.prior.mean, policy.prior.sd, count)
    luck = chance.random((count, len(items)))
    return People(abilities.tolist(), luck, truth, {id_: place for place, id_ in enumerate(items)})


def simulate(bank: Bank, policy: Policy, people: People, seed: int, *, exploring: float = 0.0) -> Simulated:
    """`exploring` as those do who sit alone (Sitting); 0: before a supervisor."""
    return _summary(*_all_sittings(bank, policy, people, seed, exploring), policy, people)


def compare(first: tuple[Bank, Policy], second: tuple[Bank, Policy], people: People, seed: int) -> Compared:
    decided, told = [], []
    for bank, policy in (first, second):
        decisions, asked = _all_sittings(bank, policy, people, seed)
        decided.append([decision.outcome for decision in decisions])
        told.append(_summary(decisions, asked, policy, people))
    pairs = list(zip(*decided, strict=True))
    flips = mean({one, other} == {"certify", "deny"} for one, other in pairs)
    return Compared(told[0], told[1], flips, mean(one != other for one, other in pairs) - flips)


def _all_sittings(
    bank: Bank, policy: Policy, people: People, seed: int, exploring: float = 0.0
) -> tuple[list[Decision], list[list[str]]]:
    """One after the other: what was shown before is shown less, as in life."""
    exposure, decisions, asked = Exposure(), list[Decision](), list[list[str]]()
    for person in range(len(people.abilities)):
        eligible = eligible_items(exposure, bank.ids, policy.r_max, seed + person)
        exposure = exposure.with_sitting(eligible)
        position = Position(bank, policy, Sitting(seed + person, eligible, exploring=exploring))
        while decide(position).outcome == "continue" and (item := next_item(position, exposure.shown)) is not None:
            exposure = exposure.with_item(item)
            sitting = position.sitting.with_answer(item, people.score(person, item))
            position = Position(bank, policy, sitting)
        decisions.append(decide(position))
        asked.append([answer.item for answer in position.sitting.answers])
    return decisions, asked


def _summary(
    decisions: Sequence[Decision], asked: Sequence[Sequence[str]], policy: Policy, people: People
) -> Simulated:
    count, outcomes = len(decisions), Counter(decision.outcome for decision in decisions)
    both = list(zip(decisions, people.abilities, strict=True))
    certified = [theta for decision, theta in both if decision.outcome == "certify"]
    shown = Counter(item for items in asked for item in items)
    pairs = count * (count - 1) * mean(map(len, asked))
    return Simulated(
        people=count,
        mean_length=mean(decision.n for decision in decisions),
        median_length=median(decision.n for decision in decisions),
        certified=outcomes["certify"] / count,
        denied=outcomes["deny"] / count,
        referred=outcomes["refer"] / count,
        exhausted=outcomes["exhausted"] / count,
        forced=mean((decision.estimate.p_master >= 0.5) == (theta >= policy.cut) for decision, theta in both),
        false=mean(theta < policy.cut for theta in certified) if certified else 0.0,
        gross=mean(theta < policy.cut - GROSS for theta in certified) if certified else 0.0,
        shown_most=max(shown.values(), default=0) / count,
        overlap=sum(n * (n - 1) for n in shown.values()) / pairs if pairs else 0.0,
    )
