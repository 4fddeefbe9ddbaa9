"""Selects that serve pages."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, bindparam, func, select
from sqlalchemy.orm import Session

from app.quiz.domain.evidence import day_bounds, day_of
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


@dataclass(frozen=True)
class FirstOfDay:
    """The first attempt at the same exercise, in the same mode, by the learner and on the day of this one; itself when
    there is none before."""

    attempt: Attempt


_FIRST = (
    select(_table.attempt)
    .where(
        _table.learner_id == bindparam("learner"),
        _table.lesson == bindparam("lesson"),
        _table.exercise == bindparam("exercise"),
        _table.mode == bindparam("mode"),
        _table.tapped_at >= bindparam("since"),
    )
    .order_by(_table.id)
    .limit(1)
)
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


def find_attempts(connection: Connection, asked: Sequence[str | Latest | FirstOfDay]) -> list[Attempt | None]:
    """By their keys, the latest of someone, or the first of a day: for a core.batch.BatchWorker."""
    keys = [_key(connection, one) for one in asked]
    rows = connection.execute(_TAPS, {"keys": list({key for key in keys if key})}).all()
    found = {key: _attempt(list(taps)) for key, taps in groupby(rows, lambda row: row.attempt)}
    return [found.get(key) for key in keys]


def _attempt(rows: Sequence[Any]) -> Attempt:
    first = rows[0]
    taps = tuple(Tap(row.seq, row.kind, row.control, row.tapped_at, row.outcome) for row in rows)
    assisted = any(row.assisted for row in rows)
    return Attempt(
        first.attempt, first.learner_id, first.lesson, first.exercise, first.version, first.mode, taps, assisted
    )


def _key(connection: Connection, asked: str | Latest | FirstOfDay) -> str:
    if isinstance(asked, str):
        return asked
    return _first_key(connection, asked.attempt) if isinstance(asked, FirstOfDay) else _latest_key(connection, asked)


def _first_key(connection: Connection, attempt: Attempt) -> str:
    values = {
        "learner": attempt.learner_id,
        "lesson": attempt.lesson,
        "exercise": attempt.exercise,
        "mode": attempt.mode,
        "since": day_bounds(day_of(attempt.taps[0].at))[0],
    }
    return connection.execute(_FIRST, values).scalar() or attempt.key


def _latest_key(connection: Connection, asked: Latest) -> str:
    values = {"learner": asked.learner, "lesson": asked.lesson, "exercise": asked.exercise}
    return connection.execute(_LATEST, values).scalar() or ""


def count_other_taps(session: Session, learner_id: int, attempt: str) -> int:
    others = select(func.count()).where(_table.learner_id == learner_id, _table.attempt != attempt)
    return session.scalar(others) or 0
