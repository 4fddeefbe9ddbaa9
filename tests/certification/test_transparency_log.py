"""The log in both databases: what was appended stays, is proved, and whoever changes it is found out."""

import threading
from collections.abc import Callable

import pytest
from sqlalchemy import Connection, delete, event, func, insert, select, text, update
from sqlalchemy.exc import DatabaseError

from app.certification import transparency_log as log
from app.certification.domain.merkle_tree import is_consistent, is_included, leaf_hash
from app.certification.models import LogEntry, LogSubtree
from app.core.db import Database

ENTRIES = [f'{{"event":"issued","token":"{number:064x}"}}'.encode() for number in range(300)]


@pytest.fixture
def filled(database: Database) -> Database:
    with database.transaction() as connection:
        assert log.append(connection, ENTRIES[:100]) == 0
    for entry in ENTRIES[100:130]:
        with database.transaction() as connection:
            log.append(connection, [entry])
    return database


def test_every_entry_is_proved_and_every_head_leads_to_the_next(filled: Database) -> None:
    with filled.reading.connect() as connection:
        assert log.size_of(connection) == 130
        for index in (0, 1, 63, 64, 99, 100, 129):
            proof = log.prove_inclusion(connection, index, 130)
            assert is_included(leaf_hash(ENTRIES[index]), index, 130, proof.hashes, proof.root)
        for first in (1, 64, 100, 129, 130):
            hashes = log.prove_consistency(connection, first, 130)
            assert is_consistent(first, 130, hashes, log.root_of(connection, first), log.root_of(connection, 130))
        assert log.verify_all(connection) == (130, log.root_of(connection, 130))


def test_what_was_not_committed_is_not_in_the_log(filled: Database) -> None:
    with filled.new_session(writes=True) as session:
        log.append(session.connection(), ENTRIES[:3])
        session.rollback()
    with filled.reading.connect() as connection:
        assert log.verify_all(connection)[0] == 130


def test_two_who_append_at_once_come_one_after_the_other(database: Database) -> None:
    def append(start: int) -> None:
        for entry in ENTRIES[start : start + 40]:
            with database.transaction() as connection:
                log.append(connection, [entry])

    threads = [threading.Thread(target=append, args=(start,)) for start in (0, 40, 80)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with database.reading.connect() as connection:
        assert log.verify_all(connection)[0] == 120
        kept = set(connection.scalars(select(LogEntry.text)))
    assert kept == {entry.decode() for entry in ENTRIES[:120]}


@pytest.mark.parametrize("table", [LogEntry, LogSubtree])
def test_database_refuses_changes(filled: Database, table: type[LogEntry] | type[LogSubtree]) -> None:
    values = {"text": "khác"} if table is LogEntry else {"head": b"x" * 32}
    for statement in (update(table).values(values), delete(table)):
        with pytest.raises(DatabaseError, match="append-only"), filled.transaction() as connection:
            connection.execute(statement)


def without_triggers(connection: Connection) -> None:
    """As somebody can who owns the database."""
    if connection.dialect.name != "sqlite":
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        return
    for name in connection.scalars(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).all():
        connection.execute(text(f"DROP TRIGGER {name}"))


TAMPERING: dict[str, Callable[[Connection], object]] = {
    "an entry is another": lambda c: c.execute(update(LogEntry).where(LogEntry.index == 57).values(text="khác")),
    "an entry is gone": lambda c: c.execute(delete(LogEntry).where(LogEntry.index == 57)),
    "the tail is cut": lambda c: c.execute(delete(LogEntry).where(LogEntry.index >= 120)),
    "a head is another": lambda c: c.execute(
        update(LogSubtree).where(LogSubtree.level == 2, LogSubtree.index == 3).values(head=b"x" * 32)
    ),
    "a head is gone": lambda c: c.execute(delete(LogSubtree).where(LogSubtree.level == 3, LogSubtree.index == 2)),
    "two entries changed places": lambda c: [
        c.execute(update(LogEntry).where(LogEntry.index == index).values(text=ENTRIES[other].decode()))
        for index, other in ((3, 4), (4, 3))
    ],
    "an entry too many": lambda c: c.execute(insert(LogEntry).values(index=130, text="thêm")),
}


@pytest.mark.parametrize("tamper", TAMPERING.values(), ids=TAMPERING)
def test_whoever_changes_the_tables_behind_our_back_is_found_out(
    filled: Database, tamper: Callable[[Connection], object]
) -> None:
    with filled.transaction() as connection:
        without_triggers(connection)
        tamper(connection)
    with filled.reading.connect() as connection, pytest.raises(log.BrokenLog):
        log.verify_all(connection)


def test_history_written_anew_does_not_fit_a_head_that_somebody_kept(filled: Database) -> None:
    """The operator makes the whole log again with one entry changed: it is sound in itself, and refused."""
    with filled.reading.connect() as connection:
        kept = log.root_of(connection, 100)
    forged = [b"other", *ENTRIES[1:130]]
    with filled.transaction() as connection:
        without_triggers(connection)
        connection.execute(delete(LogEntry))
        connection.execute(delete(LogSubtree))
        log.append(connection, forged)
    with filled.reading.connect() as connection:
        assert log.verify_all(connection)[0] == 130
        hashes = log.prove_consistency(connection, 100, 130)
        assert not is_consistent(100, 130, hashes, kept, log.root_of(connection, 130))


def test_append_and_proof_ask_the_database_a_few_times_however_long_the_log(filled: Database) -> None:
    counted: list[str] = []
    event.listen(filled.engine, "before_cursor_execute", lambda _c, _cur, statement, *_: counted.append(statement))
    with filled.transaction() as connection:
        log.append(connection, [ENTRIES[130]])
        assert connection.scalars(select(func.count()).select_from(LogSubtree)).one() < 2 * 131
    assert len(counted) < 7
    counted.clear()
    with filled.reading.connect() as connection:
        log.prove_inclusion(connection, 5, 131)
    assert len(counted) == 2
