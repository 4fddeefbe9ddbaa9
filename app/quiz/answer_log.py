"""The append-only log of answers: idempotent by key, acknowledged after the durable commit, written in groups.

This is the seam for launch day: whatever writes answers faster replaces this file only.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from app.accounts import service as accounts
from app.core.db import Database, insert_or_update
from app.core.writer import GroupWriter
from app.courses.service import Advance, advance
from app.quiz.models import Answer

_table = Answer.__table__.c
_STORED = select(_table.key, _table.learner_id, _table.lesson, _table.exercise, _table.version, _table.answer)


@dataclass(frozen=True)
class NewAnswer:
    """`learner_id` is None for a visitor whose first answer this is: a guest is made together with it."""

    key: str
    learner_id: int | None
    lesson: str
    exercise: str
    version: str
    answer: str
    score: float
    at: datetime


@dataclass(frozen=True)
class Recorded:
    """What stands in the log for the key: this answer, or the one that came first."""

    learner_id: int
    lesson: str
    exercise: str
    version: str
    answer: str
    fresh: bool


class AnswerLog:
    def __init__(self, database: Database) -> None:
        self._writer = GroupWriter(database, write_answers)

    def start(self) -> None:
        self._writer.start()

    def stop(self) -> None:
        self._writer.stop()

    @property
    def is_alive(self) -> bool:
        return self._writer.is_alive

    async def append(self, answer: NewAnswer) -> Recorded:
        """Raises app.core.writer.WriterBusy; sending the same answer again with its key is then safe."""
        return await self._writer.append(answer)


def write_answers(connection: Connection, answers: Sequence[NewAnswer]) -> list[Recorded]:
    """One acknowledgement per answer, in order. The first answer of a key wins, in this batch or ever before."""
    stored = _stored(connection, [answer.key for answer in answers])
    fresh: dict[str, NewAnswer] = {}
    for answer in answers:
        if answer.key not in stored:
            fresh.setdefault(answer.key, answer)
    new = list(fresh.values())
    guests = iter(_guests(connection, new))
    rows = [(answer, answer.learner_id if answer.learner_id is not None else next(guests)) for answer in new]
    inserted = _insert(connection, rows)
    advance(
        connection,
        [
            Advance(learner, answer.lesson, answer.exercise, answer.score >= 1, answer.at)
            for answer, learner in rows
            if answer.key in inserted
        ],
    )
    if len(inserted) < len(rows):  # another process wrote the key between our look and our insert
        late = [(answer, learner) for answer, learner in rows if answer.key not in inserted]
        accounts.remove_guests(connection, [learner for answer, learner in late if answer.learner_id is None])
        stored |= _stored(connection, [answer.key for answer, _ in late])
    learners = {answer.key: learner for answer, learner in rows}
    acknowledged = []
    for answer in answers:
        earlier = stored.get(answer.key)
        if earlier is not None:
            acknowledged.append(earlier)
            continue
        first = fresh[answer.key]
        acknowledged.append(
            Recorded(
                learners[answer.key], first.lesson, first.exercise, first.version, first.answer, fresh=first is answer
            )
        )
    return acknowledged


def _guests(connection: Connection, answers: Sequence[NewAnswer]) -> list[int]:
    homeless = [answer for answer in answers if answer.learner_id is None]
    return accounts.create_guests(connection, len(homeless), homeless[0].at) if homeless else []


def _stored(connection: Connection, keys: Sequence[str]) -> dict[str, Recorded]:
    rows = connection.execute(_STORED.where(_table.key.in_(keys)))
    return {row[0]: Recorded(*row[1:], False) for row in rows}


def _insert(connection: Connection, rows: Sequence[tuple[NewAnswer, int]]) -> set[str]:
    """The keys that were really inserted."""
    if not rows:
        return set()
    values = [
        {
            "key": answer.key,
            "learner_id": learner,
            "lesson": answer.lesson,
            "exercise": answer.exercise,
            "version": answer.version,
            "answer": answer.answer,
            "score": answer.score,
            "answered_at": answer.at,
        }
        for answer, learner in rows
    ]
    insert = insert_or_update(connection, Answer).values(values).on_conflict_do_nothing(index_elements=["key"])
    return set(connection.scalars(insert.returning(_table.key)))
