"""How far a learner is, where to go on, what to do next."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.courses.domain.progress import (
    Answered,
    Place,
    lesson_state,
    lesson_states,
    open_exercises,
    resume_place,
    suggestions,
)
from tests.courses.judging import judge
from tests.sample_content import LESSON, SECOND

pytestmark = pytest.mark.pure

THIRD = SECOND.replace("bai-truoc: []", "bai-truoc: [giu-mat-khau, quet-ma]")
CATALOGUE = judge({"courses/khoa-thu/03-cuoi.md": THIRD, "courses/khoa-thu/04-them.md": LESSON}).catalogue
FIRST = CATALOGUE.lessons["giu-mat-khau"]  # step, ai-hoi-ma, step, ai-biet
NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)


def answered(lesson: str, exercise: str, minutes: int = 0, *, right: bool = True) -> Answered:
    return Answered(lesson, exercise, right, NOON + timedelta(minutes=minutes))


def finished(lesson: str, minutes: int = 0) -> list[Answered]:
    return [answered(lesson, exercise, minutes) for exercise in ("ai-hoi-ma", "ai-biet")]


def test_lesson_is_new_started_then_finished() -> None:
    assert lesson_state(FIRST, []) == "new"
    assert lesson_state(FIRST, [answered("giu-mat-khau", "ai-biet")]) == "started"
    assert lesson_state(FIRST, finished("giu-mat-khau")) == "finished"


def test_finished_lesson_stays_finished_when_it_gets_a_question() -> None:
    before = [row._replace(exercise="cau-cu", lesson_finished=True) for row in finished("giu-mat-khau")]
    assert lesson_state(FIRST, before) == "finished"
    assert lesson_state(FIRST, finished("quet-ma") + before) == "finished"
    assert [exercise.slug for exercise in open_exercises(FIRST, before)] == ["ai-hoi-ma", "ai-biet"]
    assert resume_place(CATALOGUE, lesson_states(CATALOGUE, before), before, Place("giu-mat-khau", 2)) is None
    assert FIRST not in suggestions(CATALOGUE, lesson_states(CATALOGUE, before), 9)


def test_wrong_answers_finish_a_lesson_too() -> None:
    rows = [answered("giu-mat-khau", exercise, right=False) for exercise in ("ai-hoi-ma", "ai-biet")]
    assert lesson_state(FIRST, rows) == "finished"


def test_answers_of_other_lessons_and_dropped_questions_do_not_count() -> None:
    assert lesson_state(FIRST, finished("quet-ma")) == "new"
    assert lesson_state(FIRST, [answered("giu-mat-khau", "cau-cu"), answered("giu-mat-khau", "ai-biet")]) == "started"


def test_open_exercises_are_those_without_an_answer() -> None:
    rows = [answered("giu-mat-khau", "ai-hoi-ma"), answered("quet-ma", "ai-biet")]
    assert [exercise.slug for exercise in open_exercises(FIRST, rows)] == ["ai-biet"]
    assert open_exercises(FIRST, finished("giu-mat-khau")) == ()


@pytest.mark.parametrize(
    ("rows", "last_seen", "expected"),
    [
        ([], None, None),
        ([], Place("giu-mat-khau", 3), Place("giu-mat-khau", 3)),
        ([], Place("giu-mat-khau", 99), Place("giu-mat-khau", 4)),
        ([], Place("giu-mat-khau", 0), Place("giu-mat-khau", 1)),
        ([], Place("khong-co", 2), None),
        ([answered("giu-mat-khau", "ai-hoi-ma")], None, Place("giu-mat-khau", 3)),
        ([answered("giu-mat-khau", "ai-hoi-ma")], Place("giu-mat-khau", 1), Place("giu-mat-khau", 3)),
        ([answered("giu-mat-khau", "ai-hoi-ma")], Place("giu-mat-khau", 4), Place("giu-mat-khau", 4)),
        ([answered("giu-mat-khau", "ai-biet")], None, Place("giu-mat-khau", 4)),
        ([answered("giu-mat-khau", "ai-hoi-ma")], Place("quet-ma", 1), Place("quet-ma", 1)),
        (finished("giu-mat-khau"), Place("giu-mat-khau", 2), None),
        ([*finished("giu-mat-khau", 5), answered("quet-ma", "ai-hoi-ma")], Place("giu-mat-khau", 4), Place("quet-ma", 3)),
        ([answered("khong-co", "ai-hoi-ma", 9), answered("quet-ma", "ai-hoi-ma")], None, Place("quet-ma", 3)),
        ([answered("giu-mat-khau", "ai-hoi-ma"), answered("quet-ma", "ai-hoi-ma", 1)], None, Place("quet-ma", 3)),
        ([answered("giu-mat-khau", "ai-hoi-ma", 1), answered("quet-ma", "ai-hoi-ma")], None, Place("giu-mat-khau", 3)),
    ],
)  # fmt: skip
def test_learner_goes_on_where_they_stopped(
    rows: list[Answered], last_seen: Place | None, expected: Place | None
) -> None:
    assert resume_place(CATALOGUE, lesson_states(CATALOGUE, rows), rows, last_seen) == expected


@pytest.mark.battery
@given(
    st.lists(st.builds(answered, st.sampled_from(["giu-mat-khau", "quet-ma", "xoa"]),
                       st.sampled_from(["ai-hoi-ma", "ai-biet", "cau-cu"]), st.integers(0, 9))),
    st.none() | st.builds(Place, st.sampled_from(["giu-mat-khau", "quet-ma", "xoa"]), st.integers(-1, 9)),
)  # fmt: skip
def test_place_to_go_on_always_exists_and_is_open(rows: list[Answered], last_seen: Place | None) -> None:
    place = resume_place(CATALOGUE, lesson_states(CATALOGUE, rows), rows, last_seen)
    if place is not None:
        lesson = CATALOGUE.lessons[place.lesson]
        assert 1 <= place.number <= len(lesson.screens)
        assert lesson_state(lesson, rows) != "finished"


def test_suggestions_are_new_lessons_and_prepared_ones_come_first() -> None:
    def suggested(rows: list[Answered], limit: int = 9) -> list[str]:
        return [lesson.slug for lesson in suggestions(CATALOGUE, lesson_states(CATALOGUE, rows), limit)]

    assert suggested([]) == ["giu-mat-khau", "quet-ma", "them", "cuoi"]
    assert suggested([], 2) == ["giu-mat-khau", "quet-ma"]
    assert suggested(finished("giu-mat-khau")) == ["quet-ma", "them", "cuoi"]
    assert suggested([*finished("giu-mat-khau"), *finished("quet-ma")]) == ["cuoi", "them"]
    assert suggested([answered("giu-mat-khau", "ai-biet")]) == ["quet-ma", "them", "cuoi"]
    assert suggested([row for slug in CATALOGUE.lessons for row in finished(slug)]) == []
