"""Answers as the log holds them, written row by row: in any order, by any number of servers."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from sqlalchemy import func, insert, select

from app.core.db import Database
from app.core.ids import new_number, new_token
from app.learners.models import Learner
from app.practice.learner_models import Kept, Known, as_text, catch_up, keep
from app.practice.models import LearnerModel
from app.quiz.models import Answer, HelpStatement

NOON = datetime(2026, 11, 21, 5, tzinfo=UTC)  # in Vietnam
DAY = timedelta(days=1)


def new_learner(database: Database) -> int:
    learner = new_number()
    with database.transaction() as connection:
        connection.execute(insert(Learner), [{"id": learner, "name": "", "created_at": NOON}])
    return learner


def answer(
    database: Database,
    learner: int,
    question: str = "mot/cau-1",
    *,
    score: float = 1,
    at: datetime = NOON,
    skills: str = "mat-khau",
    options: int = 4,
    mode: str = "practice",
    assisted: bool = False,
    id_: int | None = None,
) -> None:
    lesson, _, exercise = question.partition("/")
    row = {
        "key": new_token(), "learner_id": learner, "lesson": lesson, "exercise": exercise, "version": "v", "answer": "a",
        "score": score, "answered_at": at, "skills": skills, "options": options, "mode": mode, "assisted": assisted,
    }  # fmt: skip
    with database.transaction() as connection:
        connection.execute(insert(Answer), [row if id_ is None else {**row, "id": id_}])


def say_helped(database: Database, learner: int, lesson: str, at: datetime) -> None:
    """Of what was answered in the lesson within the half day before."""
    row = {"learner_id": learner, "lesson": lesson, "since": at - DAY / 2, "said_at": at}
    with database.transaction() as connection:
        connection.execute(insert(HelpStatement), [row])


def highest_id(database: Database) -> int:
    with database.reading.connect() as connection:
        return connection.scalar(select(func.max(Answer.id))) or 0


def look(database: Database, *learners: int) -> list[Kept]:
    """As the service does: catches up, and keeps what is new."""
    with database.reading.connect() as connection:
        found, fresh = catch_up(connection, learners)
    if fresh:
        with database.transaction() as connection:
            keep(connection, fresh)
    return [found[learner] for learner in learners]


def known(database: Database, learner: int) -> Known:
    return look(database, learner)[0].known


def from_the_beginning(database: Database, *learners: int) -> list[Kept]:
    with database.reading.connect() as connection:
        found, _ = catch_up(connection, learners, anew=True)
    return [found[learner] for learner in learners]


def stored(database: Database, learners: Iterable[int]) -> list[tuple[object, ...]]:
    """The rows of the table as they are."""
    with database.reading.connect() as connection:
        table = LearnerModel.__table__
        rows = connection.execute(select(table).where(table.c.learner_id.in_(list(learners))).order_by("learner_id"))
        return [tuple(row) for row in rows]


def assert_the_same(database: Database, *learners: int) -> None:
    """The model as kept and caught up is, to the last byte, the one folded from the beginning."""
    live, again = look(database, *learners), from_the_beginning(database, *learners)
    assert [kept.made_of for kept in live] == [kept.made_of for kept in again]
    assert [as_text(kept.known) for kept in live] == [as_text(kept.known) for kept in again]
