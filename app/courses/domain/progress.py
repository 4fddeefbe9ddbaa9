"""How far a learner is, folded from the exercises they have answered and the screen this phone showed last."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Literal, NamedTuple

from app.courses.domain.catalogue import Catalogue
from app.courses.domain.exercises import Exercise
from app.courses.domain.lessons import Lesson
from app.courses.domain.readers import AUDIENCES, CITIZENS, SLOW, WORKS, Reader, reader_of
from app.learners.domain.reading import Reading

ANYBODY = Reader()
WISHES = frozenset({*AUDIENCES, *WORKS, SLOW})  # what tells apart whom a lesson may be suggested to

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


def suggestions(
    catalogue: Catalogue, states: Mapping[str, LessonState], limit: int, reader: Reader = ANYBODY
) -> tuple[Lesson, ...]:
    """New lessons, those first whose prerequisites are finished; among these the ones that fit the reader, else in the
    order of the courses."""
    has_wishes = reader.only(WISHES) != ANYBODY.only(WISHES)
    ready: list[Lesson] = []
    others: list[Lesson] = []
    for slug, lesson in catalogue.lessons.items():
        if slug in states:
            continue
        is_ready = all(states.get(need) == "finished" or asks_nothing(catalogue, need) for need in lesson.about.needs)
        (ready if is_ready else others).append(lesson)
        if len(ready) == limit and not has_wishes:
            break
    if has_wishes:
        ready.sort(key=lambda lesson: _distance(lesson, reader))
        others.sort(key=lambda lesson: _distance(lesson, reader))
    return (*ready, *others)[:limit]


def _distance(lesson: Lesson, reader: Reader) -> tuple[bool, bool, int]:
    """The smaller, the more it is for them: an example from their work, then their audience (most are for citizens), then, for who reads slowly,
    few minutes."""
    is_theirs = reader.audience in CITIZENS or reader.audience in lesson.about.audiences
    return not is_for_work(lesson, reader), not is_theirs, lesson.about.minutes if reader.comfort == SLOW else 0


@lru_cache(maxsize=1024)
def wishes_of(reading: Reading) -> Reader:
    """Whoever chose to read so, as far as it decides what is suggested."""
    return reader_of(reading).only(WISHES)


def is_for_work(lesson: Lesson, reader: Reader) -> bool:
    """It has an example from this reader's work."""
    return reader.work in lesson.tags


def asks_nothing(catalogue: Catalogue, lesson: str) -> bool:
    """All of its exercises rest: nobody can finish it, so nobody waits for it to be finished."""
    found = catalogue.lessons.get(lesson)
    return found is not None and not found.asked
