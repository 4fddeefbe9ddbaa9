"""Use cases: keep what learners have answered."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Connection, bindparam, exists, or_, select

from app.core.db import insert_or_update
from app.courses.models import ExerciseProgress, LessonProgress

_progress, _finished = ExerciseProgress.__table__.c, LessonProgress.__table__.c
# What has been answered of lessons that are not finished yet.
_DONE = (
    select(_progress.learner_id, _progress.lesson, _progress.exercise)
    .where(_progress.learner_id.in_(bindparam("learners", expanding=True)))
    .where(_progress.lesson.in_(bindparam("lessons", expanding=True)))
    .where(~exists().where(_finished.learner_id == _progress.learner_id, _finished.lesson == _progress.lesson))
)


@dataclass(frozen=True)
class Advance:
    """A learner has answered an exercise. `lesson_exercises`: all of its lesson, in the version that was answered; none
    for an exercise that stands in no lesson."""

    learner_id: int
    lesson: str
    exercise: str
    right: bool
    at: datetime
    lesson_exercises: tuple[str, ...] = ()


def advance(connection: Connection, steps: Sequence[Advance]) -> None:
    """Writes progress for many answers at once: two statements, and a third when a lesson was finished by them."""
    if steps:
        _note_exercises(connection, steps)
        _note_finished(connection, [step for step in steps if step.lesson_exercises])


def _note_exercises(connection: Connection, steps: Sequence[Advance]) -> None:
    """Of several answers to one exercise the last time and any success count."""
    merged: dict[tuple[int, str, str], dict[str, Any]] = {}
    for step in steps:
        known = merged.get((step.learner_id, step.lesson, step.exercise))
        merged[step.learner_id, step.lesson, step.exercise] = {
            "learner_id": step.learner_id,
            "lesson": step.lesson,
            "exercise": step.exercise,
            "last_at": step.at,
            "ever_right": step.right or bool(known and known["ever_right"]),
        }
    # In one order everywhere, so that two writers never wait for each other's rows in a circle.
    connection.execute(_upsert(connection.dialect.name), [merged[key] for key in sorted(merged)])


def _note_finished(connection: Connection, steps: Sequence[Advance]) -> None:
    """A lesson is finished for ever when all its exercises, as they were in the version that was answered, have been
    answered. (Two servers that write the last two answers of one person in the same instant may both miss it; the
    lesson is then finished as long as it gets no new question, or when the person next answers in it.)"""
    if not steps:
        return
    asked = {"learners": list({step.learner_id for step in steps}), "lessons": list({step.lesson for step in steps})}
    done: dict[tuple[int, str], set[str]] = {}
    for learner, lesson, exercise in connection.execute(_DONE, asked).all():
        done.setdefault((learner, lesson), set()).add(exercise)
    finished = {
        (step.learner_id, step.lesson): step.at
        for step in reversed(steps)
        if done.get((step.learner_id, step.lesson), set()).issuperset(step.lesson_exercises)
    }
    if finished:
        rows = [{"learner_id": key[0], "lesson": key[1], "finished_at": finished[key]} for key in sorted(finished)]
        connection.execute(_insert_finished(connection.dialect.name), rows)


@cache  # compiled once: the same statement for one row and for many
def _upsert(dialect: str) -> Any:
    insert = insert_or_update(dialect, ExerciseProgress.__table__)
    newer = {
        "last_at": insert.excluded.last_at,
        "ever_right": or_(_progress.ever_right, insert.excluded.ever_right),
    }
    return insert.on_conflict_do_update(index_elements=["learner_id", "lesson", "exercise"], set_=newer)


@cache
def _insert_finished(dialect: str) -> Any:
    insert = insert_or_update(dialect, LessonProgress.__table__)
    return insert.on_conflict_do_nothing(index_elements=["learner_id", "lesson"])
