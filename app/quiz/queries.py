"""Selects that serve pages."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, bindparam, exists, func, select
from sqlalchemy.orm import Session

from app.quiz.models import Answer, HelpStatement

_table, _stated = Answer.__table__.c, HelpStatement.__table__.c


@dataclass(frozen=True)
class LastAnswer:
    """`key` fixed which member of a family was asked."""

    key: str
    version: str
    answer: str
    at: datetime


_LAST = (
    select(_table.key, _table.version, _table.answer, _table.answered_at)
    .where(
        _table.learner_id == bindparam("learner"),
        _table.lesson == bindparam("lesson"),
        _table.exercise == bindparam("exercise"),
    )
    .order_by(_table.id.desc())
    .limit(1)
)


def last_answers(connection: Connection, asked: Sequence[tuple[int, str, str]]) -> list[LastAnswer | None]:
    """The latest answer for each (learner, lesson, exercise): for a core.batch.BatchWorker."""
    rows = (
        connection.execute(_LAST, {"learner": learner, "lesson": lesson, "exercise": exercise}).first()
        for learner, lesson, exercise in asked
    )
    return [LastAnswer(*row) if row else None for row in rows]


def count_answers(session: Session, learner_id: int) -> int:
    return session.scalar(select(func.count()).where(_table.learner_id == learner_id)) or 0


def has_unstated_answers(connection: Connection, learner_id: int, lesson: str, since: datetime) -> bool:
    """Whether anything was answered in the lesson since then that no help statement speaks of yet."""
    spoken_of = exists().where(
        _stated.learner_id == learner_id,
        _stated.lesson == lesson,
        _stated.since <= _table.answered_at,
        _stated.said_at >= _table.answered_at,
    )
    mine = (_table.learner_id == learner_id) & (_table.lesson == lesson) & (_table.answered_at >= since)
    return bool(connection.scalar(select(exists().where(mine, ~spoken_of))))
