"""Use cases: keep what learners have answered."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Connection, or_

from app.core.db import insert_or_update
from app.courses.models import ExerciseProgress


@dataclass(frozen=True)
class Advance:
    """A learner has answered an exercise."""

    learner_id: int
    lesson: str
    exercise: str
    right: bool
    at: datetime


def advance(connection: Connection, steps: Sequence[Advance]) -> None:
    """Writes progress for many answers with one statement; of several for one exercise the last time and any success count."""
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
    if not merged:
        return
    # In one order everywhere, so that two writers never wait for each other's rows in a circle.
    connection.execute(_upsert(connection.dialect.name), [merged[key] for key in sorted(merged)])


@cache  # compiled once: the same statement for one row and for many
def _upsert(dialect: str) -> Any:
    table = ExerciseProgress.__table__
    insert = insert_or_update(dialect, table)
    newer = {
        "last_at": insert.excluded.last_at,
        "ever_right": or_(table.c.ever_right, insert.excluded.ever_right),
    }
    return insert.on_conflict_do_update(index_elements=["learner_id", "lesson", "exercise"], set_=newer)
