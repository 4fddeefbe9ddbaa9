"""The bank learns: how much of the accuracy that guessed difficulties cost comes back with the sittings, and what it takes
to calibrate anew. The world, the policy and the guesses of teachers are those of bench/adaptive.py; each sitting asks two
random items more that do not count (docs: measurement, G5 and G6).

Those who sit meanwhile explore, as who sits alone does (quiz/domain/adaptive/exploration.py); what the bank is worth is judged by
people who do not, as before a supervisor, and what exploring costs is told beside it.

One bank's share is off by some six points and more, eight banks' by two to five: a goal met or missed by less tells
nothing. Over 40 banks, in an array copy of this simulation, 53 ± 1 % came back after 1,000 sittings and 88.5 ± 1 % after
10,000; over twelve of them, had nobody explored, 46 ± 3 % and 77 ± 2 % (55 and 88 with). What is missing is which items
discriminate best: choosing them by their true slopes brings all of it back, while scoring by slopes that were found costs
nothing.

    python -m bench learning [seed]                 twenty minutes
    python -m bench learning recalibration ANSWERS  25000000 is the goal: five minutes, 2 GB
"""

import resource
import secrets
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import mean
from time import perf_counter, process_time

import numpy as np
from numpy.typing import NDArray

from app.courses.domain.standards import EXPLORING
from app.integrity.domain.recalibration import A_SD, Judged, recalibrate
from app.quiz.domain.ability import Item, chance_of_success
from app.quiz.domain.adaptive.bank import Bank, BankItem
from app.quiz.domain.adaptive.exposure import Exposure, eligible_items
from app.quiz.domain.adaptive.sitting import Position, Sitting, decide, next_item
from app.quiz.domain.calibration import Answers, ItemPrior, calibrate
from bench.adaptive import POLICY, World, _goal, _world

WORLDS = 8
PEOPLE = 4000
CHECKPOINTS = 300, 1_000, 3_000, 10_000
CALIBRATED = (*range(100, 1_000, 100), *range(1_000, 10_001, 500))  # sittings; a service does it every night
EXPLORED = 1_000, 10_000  # after so many sittings, what exploring costs who sits then
TRIED = 2
GIVEN = 23  # answers of a sitting
GOAL_ANSWERS, GOAL_S, GOAL_MB = 25_000_000, 300.0, 2048.0


@dataclass(frozen=True)
class Crowd:
    """Who is judged with each bank of a world: abilities in logits, and luck (0–1) of each with each item."""

    abilities: NDArray[np.float64]
    luck: NDArray[np.float64]


def main() -> int:
    if sys.argv[1:2] == ["recalibration"]:
        return 0 if all(_recalibration(int(sys.argv[2]))) else 1
    seed = int(sys.argv[1]) if len(sys.argv) > 1 else secrets.randbelow(2**31)
    print(f"seed {seed}, {WORLDS} worlds, in each the same {PEOPLE} people with each bank")
    return 0 if all(_learning(seed)) else 1


@dataclass(frozen=True)
class Tested:
    """% judged on the right side of the cut, everybody being decided, and the mean length in scored tasks."""

    accuracy: float
    tasks: float


@dataclass(frozen=True)
class Learned:
    """What a bank is worth with guessed difficulties, after each of CHECKPOINTS, and with the true ones; `exploring`: what
    those got who sat alone meanwhile, after each of EXPLORED."""

    guessed: Tested
    learned: Mapping[int, Tested]
    exploring: Mapping[int, Tested]
    known: Tested

    @property
    def lost(self) -> float:
        return self.known.accuracy - self.guessed.accuracy

    def gained(self, until: int) -> float:
        return self.learned[until].accuracy - self.guessed.accuracy


def _learning(seed: int) -> list[bool]:
    """The gains of all worlds together over what all lost: one bank loses between two and three points, and the share of
    one alone scatters too much to tell."""
    worlds = []
    for number in range(WORLDS):
        worlds.append(_world_learns(seed + 2 * number))
        _tell(worlds[-1])
    lost = np.array([world.lost for world in worlds])
    shares = {}
    for until in CHECKPOINTS:
        gained = np.array([world.gained(until) for world in worlds])
        shares[until] = 100 * float(gained.sum() / lost.sum())
        error = 100 * np.std(gained - shares[until] / 100 * lost, ddof=1) * WORLDS**0.5 / lost.sum()
        print(f"{until:>6} sittings bring back {shares[until]:.0f} % (standard error {error:.0f})")
    for until in EXPLORED:
        pairs = [(world.exploring[until], world.learned[until]) for world in worlds]
        worse = mean(best.accuracy - one.accuracy for one, best in pairs)
        longer = mean(one.tasks - best.tasks for one, best in pairs)
        print(f"{until:>6} sittings: who explores is judged {worse:.2f} points worse, in {longer:.1f} tasks more")
    return [
        _goal("accuracy back after 1,000 sittings, %", shares[1_000], least=50),
        _goal("accuracy back after 10,000 sittings, %", shares[10_000], least=90),
    ]


def _tell(world: Learned) -> None:
    told = "  ".join(f"{until}: {found.accuracy:.2f}" for until, found in world.learned.items())
    guessed, known = world.guessed.accuracy, world.known.accuracy
    print(f"guesses of teachers {guessed:.2f} %, after sittings {told}, as it is {known:.2f} %", flush=True)


def _world_learns(seed: int) -> Learned:
    world = _world(seed, launch=True)
    chance = np.random.default_rng(seed + 1)
    crowd = Crowd(chance.normal(0, 1, PEOPLE), chance.random((PEOPLE, len(world.bank.ids))))
    rows, bank = list[tuple[int, str, int]](), world.bank
    learned, exploring = dict[int, Tested](), dict[int, Tested]()
    for until in CALIBRATED:
        rows += _sat(world, bank, range(rows[-1][0] + 1 if rows else 0, until), chance)
        bank = _calibrated(world, rows)
        if until in CHECKPOINTS:
            learned[until] = _tested(world, bank, crowd)
        if until in EXPLORED:
            exploring[until] = _tested(world, bank, crowd, EXPLORING)
    return Learned(_tested(world, world.bank, crowd), learned, exploring, _tested(world, _true_bank(world), crowd))


def _tested(world: World, bank: Bank, crowd: Crowd, exploring: float = 0.0) -> Tested:
    """Whether each is judged rightly is told by the chance of it that their answers leave where all difficulties are known:
    it has the same mean as counting who is right, and scatters less."""
    right, tasks, exposure, true_bank = list[float](), 0, Exposure(), _true_bank(world)
    for number, theta in enumerate(crowd.abilities.tolist()):
        eligible = eligible_items(exposure, bank.ids, POLICY.r_max, number)
        exposure = exposure.with_sitting(eligible)
        position = Position(bank, POLICY, Sitting(number, eligible, exploring=exploring))
        while decide(position).outcome == "continue" and (item := next_item(position, exposure.shown)) is not None:
            exposure = exposure.with_item(item)
            score = crowd.luck[number, bank.places[item]] < chance_of_success(world.truth[item], theta)
            position = Position(bank, POLICY, position.sitting.with_answer(item, int(score)))
        known = decide(Position(true_bank, POLICY, position.sitting)).estimate.p_master
        right.append(known if decide(position).estimate.p_master >= 0.5 else 1 - known)
        tasks += len(position.sitting.answers)
    return Tested(100 * mean(right), tasks / len(right))


def _sat(world: World, bank: Bank, numbers: Sequence[int], chance: np.random.Generator) -> list[tuple[int, str, int]]:
    rows, exposure = [], Exposure()
    for number in numbers:
        theta = float(chance.normal())
        eligible = eligible_items(exposure, bank.ids, POLICY.r_max, number)
        exposure = exposure.with_sitting(eligible)
        position = Position(bank, POLICY, Sitting(number, eligible, exploring=EXPLORING))
        while decide(position).outcome == "continue" and (item := next_item(position, exposure.shown)) is not None:
            exposure = exposure.with_item(item)
            score = int(chance.random() < chance_of_success(world.truth[item], theta))
            position = Position(bank, POLICY, position.sitting.with_answer(item, score))
        asked = [(answer.item, answer.score or 0) for answer in position.sitting.answers]
        seen = {item for item, _ in asked}
        left = [item for item in bank.ids if item not in seen]
        tried = [left[place] for place in chance.choice(len(left), TRIED, replace=False)]
        asked += [(item, int(chance.random() < chance_of_success(world.truth[item], theta))) for item in tried]
        rows += [(number, item, score) for item, score in asked]
    return rows


def _calibrated(world: World, rows: Sequence[tuple[int, str, int]]) -> Bank:
    """From what teachers guessed, and all the answers."""
    judged = {was.id: Judged(was.item.steps[0], was.b_se) for was in world.bank.items}
    found = recalibrate(world.bank, judged, rows, POLICY.prior).items
    now = ((was, found[was.id]) for was in world.bank.items)
    return Bank(BankItem(was.id, was.domain, Item(one.a, 0, (one.b,)), b_se=one.se, a_se=one.a_se) for was, one in now)


def _true_bank(world: World) -> Bank:
    return Bank(BankItem(one.id, one.domain, world.truth[one.id]) for one in world.bank.items)


def _recalibration(answers: int) -> list[bool]:
    """Slopes and difficulties of 300 items from so many answers; the goal in proportion to them."""
    chance = np.random.default_rng(1)
    world = _world(1, launch=True)
    a = np.array([world.truth[id_].a for id_ in world.bank.ids])
    b = np.array([world.truth[id_].steps[0] for id_ in world.bank.ids])
    people = np.repeat(np.arange(answers // GIVEN + 1), GIVEN)[:answers]
    theta = chance.normal(0, 1, people[-1] + 1)
    items = chance.integers(0, len(b), answers)
    scores = (chance.random(answers) < 1 / (1 + np.exp(-a[items] * (theta[people] - b[items])))).astype(np.int64)
    prior = ItemPrior(np.zeros(len(b)), np.full(len(b), 0.7), A_SD, np.zeros(len(b)))
    began, worked = perf_counter(), process_time()
    found = calibrate(Answers(people, items, scores, len(b)), prior)
    seconds, worked = perf_counter() - began, process_time() - worked
    size = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    told = np.array([one.b for one in found.items])
    error = float(np.std(b - np.polyval(np.polyfit(told, b, 1), told)))  # the scale is the priors'
    print(
        f"{answers:,} answers, {found.rounds} rounds, {worked:.0f} s of processor, difficulties off by {error:.3f} logits"
    )
    return [
        _goal("calibrated anew, s", seconds, most=GOAL_S * min(1.0, answers / GOAL_ANSWERS)),
        _goal("memory at most, MB", size, most=GOAL_MB),
    ]


if __name__ == "__main__":
    sys.exit(main())
