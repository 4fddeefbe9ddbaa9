"""How far a learner is, folded from the exercises they have answered and the screen this phone showed last."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, NamedTuple

from app.courses.domain.catalogue import Catalogue
from app.courses.domain.exercises import Exercise
from app.courses.domain.lessons import Lesson

LessonState = Literal["new", "started", "finished"]


class Answered(NamedTuple):
    """`right` means right at least once, `lesson_finished` that the lesson was finished once, as it was then: neither
    ever goes back. (A tuple, since pages read hundreds of them.)"""

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
    """Finished when it was finished once, or when every exercise that it asks today has been answered, right or not. A
    finished lesson with open exercises has got new ones since."""
    rows = [row for row in answered if row.lesson == lesson.slug]
    return _state(lesson, rows) if rows else "new"


def _state(lesson: Lesson, rows: Sequence[Answered]) -> LessonState:
    """`rows` are of this lesson, at least one."""
    if rows[0].lesson_finished:  # as of all of them
        return "finished"
    done = {row.exercise for row in rows}
    return "finished" if done.issuperset(lesson.asked_slugs) else "started"


def lesson_states(catalogue: Catalogue, answered: Iterable[Answered]) -> dict[str, LessonState]:
    """Of the lessons in which something was answered; all others are new."""
    rows: dict[str, list[Answered]] = {}
    for row in answered:
        rows.setdefault(row.lesson, []).append(row)
    lessons = catalogue.lessons
    return {slug: _state(lessons[slug], found) for slug, found in rows.items() if slug in lessons}


def open_exercises(lesson: Lesson, answered: Iterable[Answered]) -> tuple[Exercise, ...]:
    done = {row.exercise for row in answered if row.lesson == lesson.slug}
    return tuple(exercise for exercise in lesson.asked if exercise.slug not in done)


def resume_place(
    catalogue: Catalogue, states: Mapping[str, LessonState], answered: Sequence[Answered], last_seen: Place | None
) -> Place | None:
    """Where to go on: the screen this phone showed last, else after the last answer, as long as that lesson is open (one
    that asks nothing today could never be closed).
    `states` are those of `lesson_states`."""
    seen = catalogue.lessons.get(last_seen.lesson) if last_seen else None
    if seen and last_seen and seen.asked and states.get(seen.slug) != "finished":
        return Place(seen.slug, min(max(last_seen.number, _after_answers(seen, answered)), len(seen.screens)))
    rows = [row for row in answered if states.get(row.lesson) == "started"]
    if not rows:
        return None
    lesson = catalogue.lessons[max(rows, key=lambda row: row.last_at).lesson]
    return Place(lesson.slug, min(_after_answers(lesson, rows), len(lesson.screens)))


def _after_answers(lesson: Lesson, rows: Iterable[Answered]) -> int:
    """The screen after the furthest answered exercise; the first when nothing was answered."""
    done = {row.exercise for row in rows if row.lesson == lesson.slug}
    return 1 + max((number for number, screen in enumerate(lesson.screens, 1) if screen.slug in done), default=0)


def suggestions(catalogue: Catalogue, states: Mapping[str, LessonState], limit: int) -> tuple[Lesson, ...]:
    """New lessons in the order of the courses, those first whose prerequisites are finished."""
    ready: list[Lesson] = []
    others: list[Lesson] = []
    for slug, lesson in catalogue.lessons.items():
        if slug in states:
            continue
        is_ready = all(states.get(need) == "finished" or asks_nothing(catalogue, need) for need in lesson.about.needs)
        (ready if is_ready else others).append(lesson)
        if len(ready) == limit:
            break
    return (*ready, *others)[:limit]


def asks_nothing(catalogue: Catalogue, lesson: str) -> bool:
    """All of its exercises rest: nobody can finish it, so nobody waits for it to be finished."""
    found = catalogue.lessons.get(lesson)
    return found is not None and not found.asked
