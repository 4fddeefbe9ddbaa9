"""What learners ask and are told: kept once, rated, erased, and forgotten after KEPT. Questions come here redacted.

As app/quiz/answer_log.py keeps answers, in one transaction for all that arrive in the same moment.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import Connection, bindparam, delete, func, select, update
from sqlalchemy.orm import Session

from app.accounts.throttling import count_within
from app.core.batch import BatchWorker
from app.core.db import Database, insert_or_update
from app.learners.queries import is_new_guest
from app.learners.service import create_guests, remove_guests
from app.tutor.domain.transcript import GAP_KINDS, Told
from app.tutor.models import GapDecision, TutorMessage

KEPT = timedelta(days=90)
MOST_A_DAY = 300  # questions of one learner that are kept
# First questions from one address within accounts.domain.throttle.WINDOW, each of which makes a guest: a hall has one address.
MOST_VISITORS = 600
_table = TutorMessage.__table__
# Statements of every question, put together once.
_ASKED_SINCE = select(func.count()).where(
    _table.c.learner_id == bindparam("learner"), _table.c.asked_at > bindparam("since")
)


@cache
def _insert_new(dialect: str) -> Any:
    columns: dict[str, Any] = {
        column.name: bindparam(column.name) for column in _table.c if column.name not in ("id", "was_helpful")
    }
    insert = insert_or_update(dialect, _table).values(columns)
    return insert.on_conflict_do_nothing(index_elements=["key"]).returning(_table.c.id)


class SomeoneElses(Exception):
    """The key belongs to another learner of this phone."""


class TooManyQuestions(Exception):
    """From one learner within a day."""


class TooManyVisitors(Exception):
    """From one address within a quarter of an hour."""


@dataclass(frozen=True)
class NewMessage:
    """See TutorMessage. `learner_id` is None for a visitor: a guest is made together with the message, and counted
    against its `address` (a keyed hash, "" for none)."""

    key: str
    learner_id: int | None
    question: str
    topic: str
    lesson: str
    step: str
    told: Told
    at: datetime
    address: str = ""


@dataclass(frozen=True)
class Kept:
    """Whose message it is. `fresh`: kept now, not before."""

    learner_id: int
    fresh: bool


class MessageLog(BatchWorker[NewMessage, Kept]):
    def __init__(self, database: Database) -> None:
        super().__init__("tutor-messages", database.transaction, keep_messages)

    async def append(self, message: NewMessage) -> Kept:
        """Raises SomeoneElses, TooManyQuestions, TooManyVisitors, sqlalchemy's IntegrityError when the learner was deleted, and
        app.core.batch.DatabaseBusy; sending the same again is then safe."""
        return await self.ask(message)


def keep_messages(connection: Connection, messages: Sequence[NewMessage]) -> list[Kept]:
    """One acknowledgement per message, in order. Raises as MessageLog.append, for any of them."""
    return [_keep(connection, message) for message in messages]


def _keep(connection: Connection, message: NewMessage) -> Kept:
    learner = message.learner_id
    if learner is None:
        _count_visitor(connection, message)
        (learner,) = create_guests(connection, 1, message.at)
    elif _count(connection, learner, message.at - timedelta(days=1)) >= MOST_A_DAY:
        raise TooManyQuestions
    if _insert(connection, message, learner):
        return Kept(learner, fresh=True)
    if message.learner_id is None:
        remove_guests(connection, [learner])
    stored = connection.scalar(select(_table.c.learner_id).where(_table.c.key == message.key))
    if stored is None or not _is_theirs(connection, stored, message):
        raise SomeoneElses
    return Kept(stored, fresh=False)


def _count_visitor(connection: Connection, message: NewMessage) -> None:
    with Session(bind=connection) as session:
        if message.address and count_within(session, message.address, MOST_VISITORS, message.at):
            raise TooManyVisitors


def _insert(connection: Connection, message: NewMessage, learner: int) -> bool:
    """Whether this key is new."""
    row = {
        "key": message.key,
        "learner_id": learner,
        "question": message.question,
        "topic": message.topic,
        "lesson": message.lesson,
        "step": message.step,
        "asked_at": message.at,
        **_answer_columns(message.topic, message.told),
    }
    return connection.execute(_insert_new(connection.dialect.name), row).first() is not None


def _answer_columns(topic: str, told: Told) -> dict[str, object]:
    is_gap = bool(topic) and told.kind in GAP_KINDS
    return {"kind": told.kind, "source": told.source, "answer": told.document(), "is_gap": is_gap}


def _count(connection: Connection, learner: int, since: datetime) -> int:
    return connection.scalar(_ASKED_SINCE, {"learner": learner, "since": since}) or 0


def _is_theirs(connection: Connection, stored: int, message: NewMessage) -> bool:
    """A visitor whose first reply was lost has no learner cookie yet: for a moment the key leads back to the guest made
    for it, as long as that guest is nobody and has asked nothing else."""
    if message.learner_id is not None:
        return stored == message.learner_id
    asked = connection.scalar(select(func.count()).where(_table.c.learner_id == stored))
    with Session(bind=connection) as session:
        return asked == 1 and is_new_guest(session, stored, message.at)


def change_told(database: Database, key: str, topic: str, told: Told) -> None:
    """What was told after all, instead of what was kept while the model wrote. Of an erased message nothing is kept."""
    with database.transaction() as connection:
        connection.execute(update(TutorMessage).where(_table.c.key == key).values(_answer_columns(topic, told)))


def rate(session: Session, learner_id: int, key: str, *, was_helpful: bool) -> bool:
    """Whether the answer helped, as its learner says; the last word counts. False when they have no such message."""
    mine = (_table.c.key == key) & (_table.c.learner_id == learner_id)
    has_topic = _table.c.topic != ""
    is_gap = has_topic if not was_helpful else has_topic & _table.c.kind.in_(GAP_KINDS)
    change = update(TutorMessage).where(mine).values(was_helpful=was_helpful, is_gap=is_gap)
    return session.execute(change.returning(_table.c.id)).first() is not None


def erase(session: Session, learner_id: int, key: str | None = None) -> int:
    """One message of this learner, or all of them; gives how many there were."""
    mine = delete(TutorMessage).where(_table.c.learner_id == learner_id)
    erased = session.execute((mine if key is None else mine.where(_table.c.key == key)).returning(_table.c.id))
    return len(erased.all())


def forget_old(session: Session, now: datetime) -> None:
    """For start-up and nightly runs."""
    session.execute(delete(TutorMessage).where(_table.c.asked_at < now - KEPT))


def decide_gap(session: Session, topic: str, decision: str, lesson: str, account_id: int, now: datetime) -> None:
    """A teacher's word on a topic; the last one counts."""
    said = {"decision": decision, "lesson": lesson, "account_id": account_id, "at": now}
    insert = insert_or_update(session.get_bind().dialect.name, GapDecision).values(topic=topic, **said)
    session.execute(insert.on_conflict_do_update(index_elements=["topic"], set_=said))
