"""Both databases: what survives a power cut, moments in time, answers that nobody can rewrite."""

import sqlite3
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st
from sqlalchemy import insert, inspect, literal, select, text
from sqlalchemy.exc import DBAPIError

from app.core import db
from app.core.db import Database, UtcDateTime
from app.learners.models import Learner
from app.learners.service import create_guests
from app.quiz.models import Answer
from tests.haste import SHIPPED_SYNCHRONOUS

NOON = datetime(2026, 11, 30, 12, 0, tzinfo=UTC)
PRAGMAS = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 5000}  # 2 is FULL


@pytest.fixture
def sqlite(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> Database:
    monkeypatch.setattr(db, "SYNCHRONOUS", SHIPPED_SYNCHRONOUS)
    return Database(sqlite_url)


def add_answer(database: Database, key: str = "k" * 22) -> None:
    with database.transaction() as connection:
        [learner] = create_guests(connection, 1, NOON)
        values = {
            "key": key, "learner_id": learner, "lesson": "l", "exercise": "e", "version": "v", "answer": "a",
            "score": 1.0, "answered_at": NOON,
        }  # fmt: skip
        connection.execute(insert(Answer).values(values))


@pytest.mark.parametrize(("name", "value"), PRAGMAS.items())
def test_every_sqlite_connection_is_durable(sqlite: Database, name: str, value: object) -> None:
    with sqlite.engine.connect() as one, sqlite.engine.connect() as other:
        assert [c.execute(text(f"PRAGMA {name}")).scalar() for c in (one, other)] == [value, value]
    sqlite.close()


def test_postgres_waits_for_the_disk(postgres_url: str) -> None:
    database = Database(postgres_url)
    with database.engine.connect() as connection:
        assert connection.execute(text("SHOW synchronous_commit")).scalar() == "on"
        assert connection.execute(text("SHOW statement_timeout")).scalar() == "4s"
        assert connection.execute(text("SHOW lock_timeout")).scalar() == "3s"
    database.close()


def test_sqlite_writer_takes_its_lock_before_it_reads(sqlite: Database) -> None:
    """A reader that upgrades to writing fails at once; a writer that said so from the start waits."""
    with sqlite.session(writes=True) as first:
        first.execute(select(Learner.id))
        other = sqlite3.connect(str(sqlite.url.database), timeout=0)
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            other.execute("BEGIN IMMEDIATE")
        other.close()
    sqlite.close()


def test_sqlite_readers_do_not_wait_for_a_writer(sqlite: Database) -> None:
    with sqlite.session(writes=True) as writer:
        writer.add(Learner(name="Lan", created_at=NOON))
        writer.flush()
        with sqlite.session(writes=False) as reader:
            assert reader.scalars(select(Learner.name)).all() == []
    sqlite.close()


def test_what_was_not_committed_is_gone(database: Database) -> None:
    with database.session(writes=True) as session:
        session.add(Learner(name="Lan", created_at=NOON))
        session.flush()
    with database.session(writes=False) as session:
        assert session.scalars(select(Learner)).all() == []


def test_transaction_that_fails_leaves_nothing(database: Database) -> None:
    def write_and_fail() -> None:
        with database.transaction() as connection:
            create_guests(connection, 1, NOON)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        write_and_fail()
    with database.session(writes=False) as session:
        assert session.scalars(select(Learner)).all() == []


def test_commit_that_fails_frees_the_database(sqlite: Database) -> None:
    """A full disk may say so only at the commit: the transaction must not live on in the pool, holding the lock."""
    with sqlite.session(writes=True) as session:
        session.execute(text("PRAGMA defer_foreign_keys=ON"))
        session.execute(text("INSERT INTO exercise_progress VALUES (999, 'bai', 'cau', 1, '2026-11-30')"))
        with pytest.raises(DBAPIError, match="FOREIGN KEY"):
            session.commit()
    other = sqlite3.connect(str(sqlite.url.database), timeout=0, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    other.execute("ROLLBACK")
    other.close()
    for _ in range(5):
        with sqlite.session(writes=False) as session:
            assert session.scalars(select(Learner.id)).all() == []
    sqlite.close()


@examples(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.datetimes(min_value=datetime(1990, 1, 1), max_value=datetime(2200, 1, 1)),  # noqa: DTZ001 - made aware below
    st.integers(min_value=-14 * 60, max_value=14 * 60),
)
def test_a_moment_comes_back_as_the_same_moment_in_utc(database: Database, naive: datetime, minutes: int) -> None:
    moment = naive.replace(tzinfo=timezone(timedelta(minutes=minutes)))
    with database.engine.connect() as connection:
        back = connection.execute(select(literal(moment, UtcDateTime()))).scalar_one()
    assert back == moment
    assert back.tzinfo is UTC or back.utcoffset() == timedelta(0)


def test_no_moment_stays_no_moment(database: Database) -> None:
    with database.engine.connect() as connection:
        assert connection.execute(select(literal(None, UtcDateTime()))).scalar_one() is None


def test_moments_are_ordered_across_time_zones(database: Database) -> None:
    """07:00 in Vietnam is earlier than 01:00 in London, on both databases: stored text must not be compared as typed."""
    vietnam = timezone(timedelta(hours=7))
    with database.session(writes=True) as session:
        session.add(Learner(name="sau", created_at=datetime(2026, 11, 30, 1, 0, tzinfo=UTC)))
        session.add(Learner(name="trước", created_at=datetime(2026, 11, 30, 7, 0, tzinfo=vietnam)))
        session.commit()
        assert session.scalars(select(Learner.name).order_by(Learner.created_at)).all() == ["trước", "sau"]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE answer SET score = 0",
        "UPDATE answer SET answer = answer",
        "UPDATE answer SET learner_id = learner_id WHERE key LIKE 'k%'",
    ],
)
def test_answers_cannot_be_rewritten(database: Database, statement: str) -> None:
    add_answer(database)
    with pytest.raises(DBAPIError, match="append-only"), database.transaction() as connection:
        connection.execute(text(statement))
    with database.session(writes=False) as session:
        assert session.scalars(select(Answer.score)).all() == [1.0]


def test_key_of_an_answer_is_unique(database: Database) -> None:
    add_answer(database)
    with pytest.raises(DBAPIError):
        add_answer(database)


def test_answer_needs_a_learner(database: Database) -> None:
    add_answer(database)
    with pytest.raises(DBAPIError), database.transaction() as connection:
        connection.execute(text("UPDATE learner SET id = id + 1000"))


def test_every_constraint_has_a_name(database: Database) -> None:
    """A constraint without a name cannot be dropped by a later migration on the other database."""
    schema = inspect(database.engine)
    for table in schema.get_table_names():
        unnamed = [key for key in schema.get_unique_constraints(table) if not key["name"]]
        unnamed_keys = [key for key in schema.get_foreign_keys(table) if not key["name"]]
        assert (unnamed, unnamed_keys) == ([], []), table


def test_folder_of_the_database_is_made(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path}/a/b/c.sqlite")
    database.ping()
    assert (tmp_path / "a/b/c.sqlite").exists()
    database.close()
