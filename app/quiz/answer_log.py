"""The append-only log of answers: idempotent by key, acknowledged after the durable commit, written in groups.

This is the seam for launch day: whatever writes answers faster replaces this file only.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Connection, bindparam, select, text

from app.core.batch import BatchWorker, DatabaseBusy
from app.core.db import Database, insert_or_update
from app.core.many_rows import Row, sent_rows, write_rows
from app.courses.service import Advance, advance
from app.learners.service import create_guests, remove_guests
from app.quiz.domain.evidence import Mode
from app.quiz.models import Answer

_table = Answer.__table__.c
_COLUMNS = [column for column in _table if column is not _table.id]
_OF_KEYS = _table.key.in_(bindparam("keys", expanding=True))
_STORED = select(_table.key, _table.learner_id, _table.lesson, _table.exercise, _table.version, _table.answer).where(
    _OF_KEYS
)
_NEWEST = select(_table.key).where(_OF_KEYS).order_by(_table.id.desc()).limit(bindparam("count"))


@dataclass(frozen=True)
class NewAnswer:
    """`learner_id` is None for a visitor whose first answer this is: a guest is made together with it.
    `lesson_exercises`: the names of the exercises that the lesson asked, in that version. `skills` to `assisted`: app/quiz/models.py.
    `in_round`: in a round of drills, which opens no lesson."""

    key: str
    learner_id: int | None
    lesson: str
    exercise: str
    version: str
    answer: str
    score: float
    at: datetime
    lesson_exercises: tuple[str, ...] = ()
    skills: tuple[str, ...] = ()
    options: int = 0
    mode: Mode = "practice"
    assisted: bool = False
    in_round: bool = False


@dataclass(frozen=True)
class Recorded:
    """What stands in the log for the key: this answer, or the one that came first."""

    learner_id: int
    lesson: str
    exercise: str
    version: str
    answer: str
    fresh: bool


class KeyVanished(DatabaseBusy):
    """Sending again is the remedy."""


class AnswerLog(BatchWorker[NewAnswer, Recorded]):
    def __init__(self, database: Database) -> None:
        super().__init__("answer-log", database.transaction, write_answers)

    async def append(self, answer: NewAnswer) -> Recorded:
        """Raises app.core.batch.DatabaseBusy; sending the same answer again with its key is then safe."""
        return await self.ask(answer)


def write_answers(connection: Connection, answers: Sequence[NewAnswer]) -> list[Recorded]:
    """One acknowledgement per answer, in order. The first answer of a key wins, in this batch or ever before."""
    fresh: dict[str, NewAnswer] = {}
    for answer in answers:
        fresh.setdefault(answer.key, answer)
    rows = _with_learners(connection, list(fresh.values()))
    inserted = _insert(connection, rows)
    stored: dict[str, Recorded] = {}
    if len(inserted) < len(rows):
        # Sent again, or written by another server in this moment: the earlier row counts, and a guest made for ours goes.
        late = [(answer, learner) for answer, learner in rows if answer.key not in inserted]
        stored = _stored(connection, [answer.key for answer, _ in late])
        if len(stored) < len(late):
            raise KeyVanished  # the earlier answers of a learner deleted in this moment
        remove_guests(connection, [learner for answer, learner in late if answer.learner_id is None])
    advance(
        connection,
        [
            Advance(learner, answer.lesson, answer.exercise, answer.score >= 1, answer.at, answer.lesson_exercises)
            for answer, learner in rows
            if answer.key not in stored and not answer.in_round
        ],
    )
    learners = {answer.key: learner for answer, learner in rows}
    return [stored.get(answer.key) or _recorded(fresh[answer.key], learners[answer.key], answer) for answer in answers]


def _recorded(first: NewAnswer, learner: int, sent: NewAnswer) -> Recorded:
    return Recorded(learner, first.lesson, first.exercise, first.version, first.answer, fresh=first is sent)


def _with_learners(connection: Connection, answers: Sequence[NewAnswer]) -> list[tuple[NewAnswer, int]]:
    """Each answer with its learner; a guest is made for whoever has none yet."""
    visitors = [answer for answer in answers if answer.learner_id is None]
    guests = iter(create_guests(connection, len(visitors), visitors[0].at) if visitors else ())
    return [(answer, answer.learner_id if answer.learner_id is not None else next(guests)) for answer in answers]


def _stored(connection: Connection, keys: Sequence[str]) -> dict[str, Recorded]:
    rows = connection.execute(_STORED, {"keys": keys})
    return {row[0]: Recorded(*row[1:], False) for row in rows}


def _insert(connection: Connection, rows: Sequence[tuple[NewAnswer, int]]) -> Collection[str]:
    """The keys that were really inserted."""
    sent = [_row(answer, learner) for answer, learner in rows]
    dialect = connection.dialect.name
    inserted = write_rows(connection, _insert_new(dialect), _COLUMNS, sent)
    if dialect != "sqlite":
        return set(inserted.scalars())
    keys = [answer.key for answer, _ in rows]
    if inserted.rowcount == len(keys):
        return keys
    # Ids grow and nobody else is writing: of these keys the newest are ours. (To have each row say its key would mean to
    # wait for the interpreter once more for every row.)
    return set(connection.scalars(_NEWEST, {"keys": keys, "count": inserted.rowcount}))


def _row(answer: NewAnswer, learner: int) -> Row:
    """Of _COLUMNS, in their order."""
    return (
        answer.key,
        learner,
        answer.lesson,
        answer.exercise,
        answer.version,
        answer.answer,
        answer.score,
        answer.at,
        " ".join(answer.skills),
        answer.options,
        answer.mode,
        answer.assisted,
    )


@cache  # compiled once: the same statement for one row and for many
def _insert_new(dialect: str) -> Any:
    insert = insert_or_update(dialect, Answer.__table__).from_select(
        [column.name for column in _COLUMNS], select(sent_rows(dialect, _COLUMNS)).where(text("true"))
    )
    new = insert.on_conflict_do_nothing(index_elements=["key"])
    return new if dialect == "sqlite" else new.returning(_table.key)
