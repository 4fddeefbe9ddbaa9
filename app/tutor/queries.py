"""Selects: a learner's conversation; questions that no lesson answers, for the teacher's desk."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, bindparam, case, func, or_, select
from sqlalchemy.orm import Session

from app.tutor.models import GapDecision, TutorMessage

PAGE = 20  # messages
MOST_GAPS = 200
_table = TutorMessage.__table__.c
_decision = GapDecision.__table__.c


@dataclass(frozen=True)
class Gap:
    """A topic that teachers have not decided on since it was asked last. `question`: one way it was put, redacted.
    `answer`: what was told the last time, a domain.transcript.Told."""

    topic: str
    question: str
    asked: int
    learners: int
    no_help: int
    last: datetime
    answer: str


@dataclass(frozen=True)
class Decided:
    """`question` is None when the messages are gone."""

    decision: GapDecision
    question: str | None


class Message(NamedTuple):
    """What a page shows of a TutorMessage."""

    key: str
    question: str
    asked_at: datetime
    answer: str
    was_helpful: bool | None


Messages = tuple[list[Message], bool]  # the newest first; whether there are older ones
_PAGE_OF_MESSAGES = (
    select(_table.key, _table.question, _table.asked_at, _table.answer, _table.was_helpful)
    .where(_table.learner_id == bindparam("learner"))
    .order_by(_table.asked_at.desc(), _table.id.desc())
    .offset(bindparam("before"))
    .limit(PAGE + 1)
)


def messages_of(connection: Connection, asked: Sequence[tuple[int, int]]) -> list[Messages]:
    """For each (learner, page from 1): for a core.batch.BatchWorker."""
    found = [
        connection.execute(_PAGE_OF_MESSAGES, {"learner": learner, "before": PAGE * (page - 1)}).all()
        for learner, page in asked
    ]
    return [([Message(*row) for row in rows[:PAGE]], len(rows) > PAGE) for rows in found]


def find_message(session: Session, learner_id: int | None, key: str) -> TutorMessage | None:
    """None for what another learner asked."""
    mine = (TutorMessage.key == key) & (TutorMessage.learner_id == learner_id)
    return session.scalar(select(TutorMessage).where(mine)) if learner_id is not None else None


def all_messages(session: Session, learner_id: int) -> list[Message]:
    """The oldest first."""
    mine = select(_table.key, _table.question, _table.asked_at, _table.answer, _table.was_helpful)
    rows = session.execute(mine.where(_table.learner_id == learner_id).order_by(_table.asked_at, _table.id))
    return [Message(*row) for row in rows]


def count_messages(session: Session, learner_id: int) -> int:
    return session.scalar(select(func.count()).where(_table.learner_id == learner_id)) or 0


def open_gaps(session: Session) -> list[Gap]:
    """Those of most learners first, at most MOST_GAPS."""
    learners, last = func.count(_table.learner_id.distinct()), func.max(_table.asked_at)
    no_help = func.sum(case((_table.was_helpful.is_(False), 1), else_=0))
    rows = list(
        session.execute(
            select(_table.topic, func.min(_table.question), func.count(), learners, no_help, last, func.max(_table.id))
            .outerjoin(GapDecision, _decision.topic == _table.topic)
            .where(_table.is_gap, or_(_decision.at.is_(None), _table.asked_at > _decision.at))
            .group_by(_table.topic)
            .order_by(learners.desc(), last.desc(), _table.topic)
            .limit(MOST_GAPS)
        )
    )
    newest = select(_table.id, _table.answer).where(_table.id.in_([row[-1] for row in rows]))
    answers = {row[0]: row[1] for row in session.execute(newest)}
    return [Gap(row[0], row[1], row[2], row[3], row[4], row[5], answers[row[6]]) for row in rows]


def decided_gaps(session: Session, most: int) -> list[Decided]:
    """The newest first."""
    decisions = session.scalars(
        select(GapDecision).order_by(GapDecision.at.desc(), GapDecision.topic).limit(most)
    ).all()
    questions = _questions(session, {one.topic for one in decisions})
    return [Decided(one, questions.get(one.topic)) for one in decisions]


def is_gap(session: Session, topic: str) -> bool:
    return session.scalar(select(_table.id).where(_table.topic == topic, _table.is_gap).limit(1)) is not None


def _questions(session: Session, topics: Iterable[str]) -> dict[str, str]:
    rows = session.execute(
        select(_table.topic, func.min(_table.question)).where(_table.topic.in_(set(topics))).group_by(_table.topic)
    )
    return {row[0]: row[1] for row in rows}
