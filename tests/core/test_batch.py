"""Group commit: nobody is told "written" before it is, and one person's bad row is nobody else's trouble."""

import asyncio
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime

import pytest
from sqlalchemy import Connection, event, insert, select
from sqlalchemy.exc import IntegrityError, OperationalError
from structlog.testing import capture_logs

from app.core.batch import BatchWorker, DatabaseBusy
from app.core.db import Database
from app.learners.models import Learner
from tests.locked_database import PATIENCE_S, patient

NOON = datetime(2026, 11, 30, 12, 0, tzinfo=UTC)
BAD = "bad"

Write = Callable[[Connection, Sequence[str]], Sequence[str]]


def write_names(connection: Connection, names: Sequence[str]) -> list[str]:
    if BAD in names:
        raise ValueError(BAD)
    connection.execute(insert(Learner), [{"name": name, "created_at": NOON} for name in names])
    return [f"written {name}" for name in names]


def names_in(database: Database) -> list[str]:
    with database.session(writes=False) as session:
        return sorted(session.scalars(select(Learner.name)))


@contextmanager
def running(database: Database, write: Write = write_names) -> Iterator[BatchWorker[str, str]]:
    writer = BatchWorker("test", database.transaction, write)
    writer.start()
    try:
        yield writer
    finally:
        writer.stop()


async def append_all(writer: BatchWorker[str, str], names: Sequence[str]) -> list[str | BaseException]:
    return await asyncio.gather(*map(writer.ask, names), return_exceptions=True)


@pytest.fixture(autouse=True)
def _quiet() -> Iterator[None]:
    with capture_logs():
        yield


def test_acknowledgement_comes_after_the_commit(database: Database) -> None:
    committing = threading.Event()

    @event.listens_for(database.engine, "commit")
    def _slow_disk(_connection: Connection) -> None:
        committing.set()
        time.sleep(0.2)  # just before the database hears of the commit

    async def append_and_look() -> None:
        with running(database) as writer:
            waiting = asyncio.ensure_future(writer.ask("Lan"))
            await asyncio.to_thread(committing.wait, 30)
            await asyncio.sleep(0.05)
            assert not waiting.done()
            assert await waiting == "written Lan"
            assert await asyncio.to_thread(names_in, database) == ["Lan"]

    asyncio.run(append_and_look())


def test_failed_commit_is_not_acknowledged(database: Database) -> None:
    with running(database) as writer:

        @event.listens_for(database.engine, "commit")
        def _fail(_connection: Connection) -> None:
            raise OSError("no space left")

        [outcome] = asyncio.run(append_all(writer, ["Lan"]))
        event.remove(database.engine, "commit", _fail)
    assert isinstance(outcome, OSError)
    assert names_in(database) == []


def test_rows_that_come_together_share_a_commit(database: Database) -> None:
    commits = []
    event.listen(database.engine, "commit", lambda _connection: commits.append(1))
    names = [f"người {number}" for number in range(100)]
    with running(database) as writer:
        outcomes = asyncio.run(append_all(writer, names))
    assert outcomes == [f"written {name}" for name in names]
    assert names_in(database) == sorted(names)
    assert len(commits) < 20


def test_one_bad_row_harms_nobody_else(database: Database) -> None:
    with running(database) as writer:
        outcomes = asyncio.run(append_all(writer, ["Lan", BAD, "Hùng", BAD, "Mai"]))
    assert [str(outcome) for outcome in outcomes] == ["written Lan", BAD, "written Hùng", BAD, "written Mai"]
    assert names_in(database) == ["Hùng", "Lan", "Mai"]


def test_row_that_the_database_refuses_harms_nobody_else(database: Database) -> None:
    def write(connection: Connection, ids: Sequence[str]) -> list[str]:
        connection.execute(insert(Learner), [{"id": int(id_), "name": "x" + id_, "created_at": NOON} for id_ in ids])
        return list(ids)

    with running(database, write) as writer:
        outcomes = asyncio.run(append_all(writer, ["1", "2", "1", "3"]))
    assert [outcome for outcome in outcomes if isinstance(outcome, str)] == ["1", "2", "3"]
    assert sum(isinstance(outcome, IntegrityError) for outcome in outcomes) == 1
    assert len(names_in(database)) == 3


def test_everyone_gets_their_own_acknowledgement_across_threads(database: Database) -> None:
    """Each request thread has an event loop of its own."""
    outcomes: dict[str, str] = {}

    def send(name: str) -> None:
        outcomes[name] = asyncio.run(writer.ask(name))

    with running(database) as writer:
        threads = [threading.Thread(target=send, args=(f"người {number}",)) for number in range(30)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert outcomes == {name: f"written {name}" for name in names_in(database)}
    assert len(outcomes) == 30


def test_full_queue_says_busy_at_once(database: Database) -> None:
    class Small(BatchWorker[str, str]):
        MAX_WAITING = 2
        WAIT_S = 3600

    writer = Small("test", database.transaction, write_names)  # not started: nothing is taken out of the queue

    async def ask_three() -> None:
        waiting = asyncio.ensure_future(append_all(writer, ["một", "hai"]))
        for _ in range(3):  # until both have had their turn
            await asyncio.sleep(0)
        assert writer._queue.qsize() == 2
        with pytest.raises(DatabaseBusy):
            await asyncio.wait_for(writer.ask("ba"), PATIENCE_S)
        assert not waiting.done()
        waiting.cancel()

    asyncio.run(ask_three())


def test_deadline_says_busy(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(BatchWorker, "WAIT_S", 0.2)
    database = Database(sqlite_url)
    patient(database)
    blocker = sqlite3.connect(str(database.url.database), isolation_level=None)
    blocker.execute("BEGIN IMMEDIATE")
    with running(database) as writer:
        with pytest.raises(DatabaseBusy):
            asyncio.run(asyncio.wait_for(writer.ask("Lan"), PATIENCE_S))
        blocker.execute("ROLLBACK")
        assert asyncio.run(writer.ask("Hùng")) == "written Hùng"
    blocker.close()
    database.close()


def test_database_that_is_away_says_busy(database: Database) -> None:
    """A full disk, a lock that does not come free, a server that restarts: sending again is the remedy for all."""

    def write(connection: Connection, names: Sequence[str]) -> list[str]:
        raise OperationalError("INSERT", {}, Exception("database or disk is full"))

    with running(database, write) as writer:
        outcomes = asyncio.run(append_all(writer, ["Lan", "Hùng"]))
    assert [type(outcome) for outcome in outcomes] == [DatabaseBusy, DatabaseBusy]


def test_stop_writes_what_waits(database: Database) -> None:
    writer = BatchWorker("test", database.transaction, write_names)
    names = [f"người {number}" for number in range(600)]  # more than two batches

    async def append_then_stop() -> list[str | BaseException]:
        waiting = asyncio.ensure_future(append_all(writer, names))
        await asyncio.sleep(0.05)
        writer.start()
        await asyncio.to_thread(writer.stop)
        return await waiting

    outcomes = asyncio.run(append_then_stop())
    assert outcomes == [f"written {name}" for name in names]
    assert len(names_in(database)) == 600


def test_caller_who_left_does_not_stop_the_writer(database: Database) -> None:
    async def leave(writer: BatchWorker[str, str]) -> None:
        waiting = asyncio.ensure_future(writer.ask("Lan"))
        await asyncio.sleep(0)
        waiting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waiting

    with running(database) as writer:
        asyncio.run(leave(writer))
        assert asyncio.run(writer.ask("Hùng")) == "written Hùng"
    assert "Hùng" in names_in(database)
