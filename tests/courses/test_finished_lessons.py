"""A lesson that was finished stays finished, on both databases, whatever its teacher adds."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import event, select

from app.core.clock import VIETNAM
from app.core.db import Database
from app.courses.models import LessonProgress
from app.courses.queries import answered_by
from app.courses.service import Advance, advance
from app.learners.service import create_guests

NOON = datetime(2026, 11, 21, 12, tzinfo=VIETNAM)
BOTH = ("mot", "hai")


@pytest.fixture
def learners(database: Database) -> list[int]:
    with database.transaction() as connection:
        return create_guests(connection, 2, NOON)


def step(learner: int, exercise: str, of: tuple[str, ...] = BOTH, *, lesson: str = "bai", minutes: int = 0) -> Advance:
    return Advance(learner, lesson, exercise, False, NOON + timedelta(minutes=minutes), of)


def write(database: Database, *steps: Advance) -> None:
    with database.transaction() as connection:
        advance(connection, steps)


def finished(database: Database) -> dict[tuple[int, str], datetime]:
    with database.session(writes=False) as session:
        rows = session.scalars(select(LessonProgress))
        return {(row.learner_id, row.lesson): row.finished_at for row in rows}


def test_lesson_is_finished_with_its_last_open_exercise(database: Database, learners: list[int]) -> None:
    lan, hung = learners
    write(database, step(lan, "hai"), step(hung, "mot"), step(hung, "hai", lesson="khac"))
    assert finished(database) == {}
    write(database, step(lan, "mot", minutes=5))
    assert finished(database) == {(lan, "bai"): NOON + timedelta(minutes=5)}


def test_lesson_answered_in_one_batch_is_finished(database: Database, learners: list[int]) -> None:
    lan, hung = learners
    write(database, step(lan, "mot"), step(hung, "mot", ("mot",)), step(lan, "hai", minutes=1))
    assert finished(database).keys() == {(lan, "bai"), (hung, "bai")}


def test_later_answers_and_later_questions_leave_the_first_day(database: Database, learners: list[int]) -> None:
    lan, _ = learners
    write(database, step(lan, "mot"), step(lan, "hai"))
    write(database, step(lan, "ba", (*BOTH, "ba", "bon"), minutes=9))
    write(database, step(lan, "mot", minutes=10))
    assert finished(database) == {(lan, "bai"): NOON}


def test_only_the_version_that_was_answered_counts(database: Database, learners: list[int]) -> None:
    lan, _ = learners
    write(database, step(lan, "mot"))
    write(database, step(lan, "hai", (*BOTH, "ba")))
    assert finished(database) == {}
    write(database, step(lan, "hai"))  # in the older version, which another tab still shows
    assert finished(database).keys() == {(lan, "bai")}


def test_exercise_of_no_lesson_finishes_nothing(database: Database, learners: list[int]) -> None:
    write(database, step(learners[0], "mot", ()))
    assert finished(database) == {}


def test_what_was_answered_tells_which_lessons_were_finished(database: Database, learners: list[int]) -> None:
    lan, hung = learners
    write(database, step(lan, "mot"), step(lan, "hai"), step(lan, "mot", lesson="khac"), step(hung, "mot"))
    with database.session(writes=False) as session:
        rows = answered_by(session.connection(), learners)
    assert [{(row.lesson, row.exercise, row.lesson_finished) for row in mine} for mine in rows] == [
        {("bai", "mot", True), ("bai", "hai", True), ("khac", "mot", False)},
        {("bai", "mot", False)},
    ]


def test_a_batch_of_answers_costs_two_statements(database: Database, learners: list[int]) -> None:
    sent: list[str] = []
    event.listen(database.engine, "before_cursor_execute", lambda *call: sent.append(call[2].split()[0]))
    lan, hung = learners
    for batch in ([step(lan, "mot"), step(hung, "mot")], [step(lan, "hai"), step(hung, "hai")], [step(lan, "mot")]):
        sent.clear()
        write(database, *batch)
        assert [word for word in sent if word != "BEGIN"] == ["INSERT", "INSERT"]
