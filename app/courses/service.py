"""Use cases: keep what learners have answered."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import JSON, Column, Connection, exists, or_, select, text

from app.core.db import insert_or_update
from app.core.json_rows import json_texts
from app.core.many_rows import Row, sent_rows, write_rows
from app.courses.models import ExerciseProgress, LessonProgress

_progress = ExerciseProgress.__table__.c
_PROGRESS, _FINISHED = list(ExerciseProgress.__table__.columns), list(LessonProgress.__table__.columns)
_CLOSING = [*_FINISHED, Column("exercises", JSON)]


@dataclass(frozen=True)
class Advance:
    """A learner has answered an exercise. `lesson_exercises`: all that its lesson asks, in the version that was answered;
    none for an exercise that stands in no lesson."""

    learner_id: int
    lesson: str
    exercise: str
    right: bool
    at: datetime
    lesson_exercises: tuple[str, ...] = ()


def advance(connection: Connection, steps: Sequence[Advance]) -> None:
    """Writes progress for many answers at once: one statement for the exercises, one for the lessons finished by them."""
    dialect = connection.dialect.name
    if steps:
        write_rows(connection, _upsert(dialect), _PROGRESS, _exercises(steps))
    closing = [step for step in steps if step.lesson_exercises]
    if closing:
        write_rows(connection, _finish(dialect), _CLOSING, _lessons(closing))


def _exercises(steps: Sequence[Advance]) -> list[Row]:
    """Rows of _PROGRESS: of several answers to one exercise the last time and any success count."""
    merged: dict[tuple[int, str, str], tuple[bool, datetime]] = {}
    for step in steps:
        place = (step.learner_id, step.lesson, step.exercise)
        merged[place] = (step.right or (place in merged and merged[place][0]), step.at)
    # In one order everywhere, so that two writers never wait for each other's rows in a circle.
    return [(*place, *merged[place]) for place in sorted(merged)]


def _lessons(steps: Sequence[Advance]) -> list[Row]:
    """Rows of _CLOSING."""
    inorder = sorted(steps, key=lambda step: (step.learner_id, step.lesson, step.at))
    return [(step.learner_id, step.lesson, step.at, step.lesson_exercises) for step in inorder]


@cache  # compiled once: the same statement for one row and for many
def _upsert(dialect: str) -> Any:
    sent = sent_rows(dialect, _PROGRESS)
    insert = insert_or_update(dialect, ExerciseProgress.__table__).from_select(
        [column.name for column in _PROGRESS], select(sent).where(text("true"))
    )
    newer = {
        "last_at": insert.excluded.last_at,
        "ever_right": or_(_progress.ever_right, insert.excluded.ever_right),
    }
    return insert.on_conflict_do_update(index_elements=["learner_id", "lesson", "exercise"], set_=newer)


@cache
def _finish(dialect: str) -> Any:
    """A lesson is finished for ever when all its exercises, as they were in the version that was answered, have been
    answered. (Two servers that write the last two answers of one person in the same instant may both miss it; the
    lesson is then finished as long as it gets no new question, or when the person next answers in it.)"""
    names = [column.name for column in _FINISHED]
    sent = sent_rows(dialect, _CLOSING)
    needed = json_texts(dialect, sent.c.exercises)
    same_lesson = (_progress.learner_id == sent.c.learner_id) & (_progress.lesson == sent.c.lesson)
    answered = exists().where(same_lesson, _progress.exercise == needed.c.value).correlate(sent, needed)
    is_open = exists(select(needed.c.value).where(~answered)).correlate(sent)
    rows = select(*(sent.c[name] for name in names)).where(~is_open)
    insert = insert_or_update(dialect, LessonProgress.__table__)
    return insert.from_select(names, rows).on_conflict_do_nothing(index_elements=["learner_id", "lesson"])
