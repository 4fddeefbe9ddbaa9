"""Another program holds the lock: a backup, a migration."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager

import psycopg

from app.core.db import Database


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
