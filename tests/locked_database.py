"""Another program holds the lock: a backup, a migration."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager

import psycopg
from sqlalchemy import event

from app.core.db import Database

PATIENCE_S = 30  # ends a hang; whoever should not wait for a lock has long given up


def patient(database: Database) -> None:
    """From now on SQLite itself waits much longer than that for a lock: who gives up sooner has a deadline of their own."""
    database.engine.dispose()
    event.listen(
        database.engine,
        "connect",
        lambda connection, _: connection.execute(f"PRAGMA busy_timeout={2_000 * PATIENCE_S}"),
    )


@contextmanager
def nobody_can_write(database: Database, table: str) -> Iterator[None]:
    """Into this table; on SQLite into any."""
    if database.is_sqlite:
        with closing(sqlite3.connect(str(database.url.database), isolation_level=None)) as connection:
            connection.execute("BEGIN IMMEDIATE")
            yield
            connection.execute("ROLLBACK")
        return
    url = database.url.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(url) as lock:
        lock.execute(f"LOCK TABLE {table} IN EXCLUSIVE MODE".encode())
        yield
