"""A lesson some of whose exercises rest: what comes next, when it is finished, what waits for it."""

from datetime import UTC, datetime
from functools import cache

import pytest

from app.courses.domain.catalogue import Catalogue
from app.courses.domain.lessons import Lesson
from app.courses.domain.progress import (
    Answered,
    Place,
    lesson_state,
    lesson_states,
    open_exercises,
    resume_place,
    suggestions,
)
from app.drills.domain.rounds import drill_pool, round_of
from tests.courses.judging import judge
from tests.drills.drill_content import DRILLS
from tests.sample_content import SECOND
from tests.upkeep.upkeep_content import UPKEEP_FILES

pytestmark = [pytest.mark.pure, pytest.mark.battery]  # they compile whole lessons

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
THIRD = SECOND.replace("bai-truoc: []", "bai-truoc: [quet-ma]")
BOTH = frozenset({"ai-hoi-ma", "ai-biet"})


@cache
def whole() -> Catalogue:
    return judge({**UPKEEP_FILES, "courses/khoa-thu/00-cuoi.md": THIRD}).catalogue


def resting(**names: frozenset[str]) -> Catalogue:
    """The sample with these exercises at rest, by lesson with `_` for `-`."""
    return whole().with_resting({lesson.replace("_", "-"): slugs for lesson, slugs in names.items()})


def lesson(*slugs: str) -> Lesson:
    """step, ai-hoi-ma, step, ai-biet: some of them at rest."""
    return resting(quet_ma=frozenset(slugs)).lessons["quet-ma"]


def answered(exercise: str, of: str = "quet-ma") -> Answered:
    return Answered(of, exercise, True, NOON)


@pytest.mark.parametrize(
    ("slugs", "after", "before"),
    [
        ((), [1, 2, 3, 4, 5], [0, 1, 2, 3]),
        (("ai-hoi-ma",), [1, 3, 3, 4, 5], [0, 1, 1, 3]),
        (("ai-biet",), [1, 2, 3, 5, 5], [0, 1, 2, 3]),
        (("ai-hoi-ma", "ai-biet"), [1, 3, 3, 5, 5], [0, 1, 1, 3]),
    ],
)
def test_next_and_previous_screens_pass_over_what_rests(
    slugs: tuple[str, ...], after: list[int], before: list[int]
) -> None:
    found = lesson(*slugs)
    assert [found.after(number) for number in range(5)] == after
    assert [found.before(number) for number in range(1, 5)] == before


def test_rest_is_everywhere_in_the_catalogue() -> None:
    found = resting(quet_ma=BOTH, hoi_ma=frozenset({"ai-hoi-ma"}))
    in_course = next(one for course in found.courses for one in course.lessons if one.slug == "quet-ma")
    assert in_course.resting == found.lessons["quet-ma"].resting == BOTH
    assert found.bank["hoi-ma"].resting == {"ai-hoi-ma"}
    assert [one.slug for one in found.lessons.values()] == [one.slug for one in whole().lessons.values()]
    assert not any(holder.resting for holder in found.with_resting({}).holders)


def test_lesson_is_finished_by_what_it_asks() -> None:
    rows = [answered("ai-biet")]
    assert lesson_state(lesson(), rows) == "started"
    assert lesson_state(lesson("ai-hoi-ma"), rows) == "finished"
    assert open_exercises(lesson("ai-hoi-ma"), []) == (lesson().exercise("ai-biet"),)
    assert open_exercises(lesson("ai-hoi-ma"), rows) == ()


def test_nobody_is_led_back_to_a_lesson_that_waits_for_a_resting_question() -> None:
    found = resting(quet_ma=frozenset({"ai-hoi-ma"}))
    rows = [answered("ai-biet")]
    assert resume_place(found, lesson_states(found, rows), rows, Place("quet-ma", 2)) is None


def test_lesson_that_asks_nothing_keeps_no_other_waiting() -> None:
    waiting = whole().lessons["cuoi"]  # the first of its course, but it builds upon another
    assert waiting.about.needs == ("quet-ma",)
    assert suggestions(whole(), {}, 9)[-1] == waiting
    offered = [one.slug for one in suggestions(resting(quet_ma=BOTH), {}, 9)]
    assert offered == ["cuoi", "giu-mat-khau", "quet-ma", "xem-tung-dong"]


def test_rounds_leave_out_drills_at_rest_of_lessons_and_of_the_bank() -> None:
    names = {DRILLS[0], DRILLS[-1]}
    pool = drill_pool(resting(xem_tung_dong=frozenset(names), them_tin=frozenset(names)))
    assert {name for name, placed in pool.items() if placed.rests} == names
    drawn = {name for seed in range(40) for name in round_of(f"{seed:022}", pool, (), NOON, b"key").left}
    assert drawn == set(DRILLS) - names
    everything = drill_pool(resting(xem_tung_dong=frozenset(DRILLS), them_tin=frozenset(DRILLS)))
    assert round_of("a" * 22, everything, (), NOON, b"key").left == ()
