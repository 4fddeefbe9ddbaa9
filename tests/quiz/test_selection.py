"""Placement is short, kind and covers the groups; practice mostly succeeds and brings something new; a review tells much."""

import random
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from app.quiz.domain.ability import Item, chance_of_success
from app.quiz.domain.evidence import Evidence, launch_item
from app.quiz.domain.mastery import CUT, Belief, fold, new_learner
from app.quiz.domain.selection import Askable, difficulty, next_placement_task, practice_question, review_question

pytestmark = pytest.mark.pure

MORNING = datetime(2026, 11, 21, 2, tzinfo=UTC)
GROUPS = ("thiet-bi", "dinh-danh", "thanh-toan", "an-toan")
# Four groups of eight choices, difficulties −2.5 to 1.
BANK = [Askable(f"{group}-{step}", group, Item(1.0, 0.25, (-2.5 + step / 2,))) for group in GROUPS for step in range(8)]


def place(ability: float, seed: int, bank: list[Askable] = BANK) -> list[Askable]:
    chance = random.Random(seed)  # noqa: S311 - a simulated person
    learner, asked = new_learner(), list[Askable]()
    while task := next_placement_task(bank, asked, learner.overall):
        score = float(chance.random() < chance_of_success(task.item, ability))
        learner = fold(learner, Evidence(MORNING, ("otp",), task.question, task.item, score, "placement"))
        asked.append(task)
    return asked


def test_placement_of_one_learner_task_by_task() -> None:
    """Believed before each: 0, 0.17, −0.40, −0.24, −0.06, −0.42, −0.27, −0.12. Then 1 logit, from the third on half a
    logit lower, and what the group still has nearest to that."""
    learner, asked, difficulties = new_learner(), list[Askable](), list[float]()
    for score in (1, 0, 1, 1, 0, 1, 1, 1):
        task = next_placement_task(BANK, asked, learner.overall)
        assert task is not None
        difficulties.append(difficulty(task.item))
        learner = fold(learner, Evidence(MORNING, ("otp",), task.question, task.item, score, "placement"))
        asked.append(task)
    assert [task.group for task in asked] == [*GROUPS, *GROUPS]
    assert difficulties == [-1.0, -1.0, -1.0, -0.5, -0.5, -0.5, -0.5, -1.0]


@pytest.mark.parametrize("ability", [-2.5, -1, 0, 1.5])
def test_placement_takes_8_to_12_different_tasks_over_all_groups(ability: float) -> None:
    for seed in range(15):
        asked = place(ability, seed)
        assert 8 <= len(asked) <= 12
        assert len({task.question for task in asked}) == len(asked)
        assert set(Counter(task.group for task in asked).values()) <= {2, 3}


def test_placement_starts_with_tasks_that_three_in_four_manage_and_follows_the_learner() -> None:
    first = next_placement_task(BANK, [], new_learner().overall)
    assert first is not None
    assert difficulty(first.item) == -1
    weak, strong = (sum(difficulty(task.item) for task in place(ability, 1)[4:]) for ability in (-3, 3))
    assert weak < strong


def test_placement_ends_early_only_when_sure_and_every_group_was_asked() -> None:
    sure = Belief(0, 0.5)
    spread = [task for step in range(2) for task in BANK if task.question.endswith(str(step))]
    assert next_placement_task(BANK, spread, sure) is None
    assert next_placement_task(BANK, spread, Belief(0, 0.9)) is not None
    three_groups = [task for task in BANK if task.group != GROUPS[3]][:8]
    missing = next_placement_task(BANK, three_groups, sure)
    assert missing is not None
    assert next_placement_task(BANK, spread[:7], sure) is not None
    assert next_placement_task(BANK, BANK[:12], Belief(0, 0.9)) is None


def test_placement_ends_when_nothing_is_left_and_skipped_tasks_are_not_asked_again() -> None:
    assert next_placement_task([], [], new_learner().overall) is None
    assert next_placement_task(BANK[:1], BANK[:1], new_learner().overall) is None
    skipped = next_placement_task(BANK, [], new_learner().overall)
    assert skipped is not None
    after = next_placement_task(BANK, [skipped], new_learner().overall)
    assert after is not None
    assert after != skipped


def test_practice_picks_what_succeeds_seven_times_in_ten() -> None:
    for ability in (-1.5, 0.0, 1.0):
        picked = practice_question(BANK, ability, MORNING.date())
        assert picked is not None
        best = min(abs(chance_of_success(task.item, ability) - 0.7) for task in BANK)
        assert abs(chance_of_success(picked.item, ability) - 0.7) < best + 0.1


def test_practice_prefers_new_then_long_unseen_and_today_only_for_want_of_others() -> None:
    item = Item(1, 0, (-0.85,))
    new, old = Askable("new", "g", item), Askable("old", "g", item, MORNING - timedelta(days=9))
    recent, today = replace(old, last_at=MORNING - timedelta(days=2)), replace(old, last_at=MORNING)
    assert practice_question([today, recent, old, new], 0, MORNING.date()) == new
    assert practice_question([today, recent, old], 0, MORNING.date()) == old
    assert practice_question([today, recent], 0, MORNING.date()) == recent
    assert practice_question([today], 0, MORNING.date()) == today
    too_hard = replace(recent, item=Item(1, 0, (2,)))
    assert practice_question([today, too_hard], 0, MORNING.date()) == too_hard
    assert practice_question([], 0, MORNING.date()) is None


CHOICE, TYPED = launch_item(4, CUT), launch_item(None, CUT)


def test_review_has_the_thing_done_or_asks_what_tells_most() -> None:
    """Of somebody at the standard a choice of four tells 0.15 a square logit, what cannot be guessed 0.21; of somebody
    far above it, for whom that is the easier one, 0.037 and 0.033."""
    choice, typed = Askable("choice", "g", CHOICE), Askable("typed", "g", TYPED)
    doing = Askable("doing", "g", TYPED, is_simulation=True)
    for able in (0.0, 1.0, 2.5):
        assert review_question([choice, typed, doing], able) == doing
        assert review_question([choice, typed], able) == (typed if able < 2 else choice)
    assert review_question([choice], 0) == choice
    assert review_question([], 0) is None


def test_review_does_not_ask_what_the_last_one_asked() -> None:
    def met(task: Askable, days: float) -> Askable:
        return replace(task, last_at=MORNING - timedelta(days=days))

    doing, one, two = (
        Askable("doing", "g", TYPED, is_simulation=True),
        Askable("one", "g", CHOICE),
        Askable("two", "g", CHOICE),
    )
    same_lesson = [met(one, 5), met(two, 5), met(doing, 5 - 0.01)]
    assert review_question(same_lesson, 1) == same_lesson[2]
    assert review_question([met(one, 5), met(two, 5), met(doing, 2)], 1) == met(one, 5)
    assert review_question([met(one, 2), met(two, 9), met(doing, 5)], 1) == met(doing, 5)
    assert review_question([met(doing, 2), one], 1) == one
