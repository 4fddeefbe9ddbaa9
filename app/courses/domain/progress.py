"""How far a learner is, folded from the exercises they have answered and the screen this phone showed last."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from app.courses.domain.catalogue import Catalogue
from app.courses.domain.exercises import Exercise
from app.courses.domain.lessons import Lesson

LessonState = Literal["new", "started", "finished"]


@dataclass(frozen=True)
class Answered:
    """`right` means right at least once, `lesson_finished` that the lesson was finished once, as it was then: neither
    ever goes back."""

    lesson: str
    exercise: str
    right: bool
    last_at: datetime
    lesson_finished: bool = False


@dataclass(frozen=True)
class Place:
    """A screen of a lesson, counted from 1."""

    lesson: str
    number: int


def lesson_state(lesson: Lesson, answered: Iterable[Answered]) -> LessonState:
    """Finished when it was finished once, or when every exercise of it as it is today has been answered, right or not.
    A finished lesson with open exercises has got new ones since."""
    rows = [row for row in answered if row.lesson == lesson.slug]
    done = {row.exercise for row in rows}
    if not rows:
        return "new"
    is_finished = any(row.lesson_finished for row in rows) or all(
        exercise.slug in done for exercise in lesson.exercises
    )
    return "finished" if is_finished else "started"


def lesson_states(catalogue: Catalogue, answered: Iterable[Answered]) -> dict[str, LessonState]:
    """Of every lesson."""
    rows: dict[str, list[Answered]] = {}
    for row in answered:
        rows.setdefault(row.lesson, []).append(row)
    return {
        slug: lesson_state(lesson, rows[slug]) if slug in rows else "new" for slug, lesson in catalogue.lessons.items()
    }


def open_exercises(lesson: Lesson, answered: Iterable[Answered]) -> tuple[Exercise, ...]:
    done = {row.exercise for row in answered if row.lesson == lesson.slug}
    return tuple(exercise for exercise in lesson.exercises if exercise.slug not in done)


def resume_place(catalogue: Catalogue, answered: Iterable[Answered], last_seen: Place | None) -> Place | None:
    """Where to go on: the screen this phone showed last, else after the last answer, as long as that lesson is open."""
    rows = sorted(answered, key=lambda row: row.last_at, reverse=True)
    states = lesson_states(catalogue, rows)
    if last_seen is not None:
        lesson = catalogue.lessons.get(last_seen.lesson)
        if lesson and states[lesson.slug] != "finished":
            return Place(lesson.slug, min(max(last_seen.number, _after_answers(lesson, rows)), len(lesson.screens)))
    for row in rows:
        lesson = catalogue.lessons.get(row.lesson)
        if lesson and states[lesson.slug] == "started":
            return Place(lesson.slug, min(_after_answers(lesson, rows), len(lesson.screens)))
    return None


def _after_answers(lesson: Lesson, rows: Iterable[Answered]) -> int:
    """The screen after the furthest answered exercise; the first when nothing was answered."""
    done = {row.exercise for row in rows if row.lesson == lesson.slug}
    return 1 + max((number for number, screen in enumerate(lesson.screens, 1) if screen.slug in done), default=0)


def suggestions(catalogue: Catalogue, states: Mapping[str, LessonState], limit: int) -> tuple[Lesson, ...]:
    """New lessons in the order of the courses, those first whose prerequisites are finished."""
    new = [lesson for lesson in catalogue.lessons.values() if states[lesson.slug] == "new"]
    ready = [lesson for lesson in new if all(states.get(need) == "finished" for need in lesson.about.needs)]
    return tuple((ready + [lesson for lesson in new if lesson not in ready])[:limit])
