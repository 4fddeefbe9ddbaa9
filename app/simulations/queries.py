"""Selects that serve pages."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, bindparam, func, select
from sqlalchemy.orm import Session

from app.quiz.domain.simulation.play import Tap
from app.simulations.domain.attempts import Attempt
from app.simulations.models import Tap as Row

_table = Row.__table__.c


@dataclass(frozen=True)
class Latest:
    """The attempt at this exercise in which its learner has tapped last."""

    learner: int
    lesson: str
    exercise: str


_LATEST = (
    select(_table.attempt)
    .where(
        _table.learner_id == bindparam("learner"),
        _table.lesson == bindparam("lesson"),
        _table.exercise == bindparam("exercise"),
    )
    .order_by(_table.id.desc())
    .limit(1)
)
_TAPS = (
    select(Row.__table__)
    .where(_table.attempt.in_(bindparam("keys", expanding=True)))
    .order_by(_table.attempt, _table.seq)
)


def find_attempts(connection: Connection, asked: Sequence[str | Latest]) -> list[Attempt | None]:
    """By their keys, or the latest of someone: for a core.batch.BatchWorker."""
    keys = [one if isinstance(one, str) else _latest_key(connection, one) for one in asked]
    rows = connection.execute(_TAPS, {"keys": list({key for key in keys if key})}).all()
    found = {key: _attempt(list(taps)) for key, taps in groupby(rows, lambda row: row.attempt)}
    return [found.get(key) for key in keys]


def _attempt(rows: Sequence[Any]) -> Attempt:
    first = rows[0]
    taps = tuple(Tap(row.seq, row.kind, row.control, row.tapped_at, row.outcome) for row in rows)
    return Attempt(first.attempt, first.learner_id, first.lesson, first.exercise, first.version, first.mode, taps)


def _latest_key(connection: Connection, asked: Latest) -> str:
    values = {"learner": asked.learner, "lesson": asked.lesson, "exercise": asked.exercise}
    return connection.execute(_LATEST, values).scalar() or ""


def count_other_taps(session: Session, learner_id: int, attempt: str) -> int:
    others = select(func.count()).where(_table.learner_id == learner_id, _table.attempt != attempt)
    return session.scalar(others) or 0
