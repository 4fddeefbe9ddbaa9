"""The database: one engine, two databases (SQLite, PostgreSQL), sessions that know whether they write.

SQLite runs in WAL with synchronous=FULL: an answer that was acknowledged survives a power cut.
"""

import asyncio
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, DateTime, Dialect, Engine, MetaData, create_engine, event, make_url, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import DeclarativeBase, Session
from sqlalchemy.types import TypeDecorator

SYNCHRONOUS = "FULL"
NAMING = {
    "ix": "ix_%(column_0_N_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    metadata = MetaData(naming_convention=NAMING)


class UtcDateTime(TypeDecorator[datetime]):
    """An aware moment. SQLite has no time zones, so UTC is stored without one and given back."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Database:
    def __init__(self, url: str) -> None:
        self.url = make_url(url)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        self.engine = _sqlite_engine(self.url.database, url) if self.is_sqlite else _postgres_engine(url)
        self.writing = self.engine.execution_options(writes=True)
        # A page that only reads needs no transaction around its statement, and each BEGIN and ROLLBACK is a trip. (On
        # SQLite there is none unless we send it, see _begin; its driver must not be told otherwise.)
        self.reading = self.engine if self.is_sqlite else self.engine.execution_options(isolation_level="AUTOCOMMIT")

    def new_session(self, *, writes: bool) -> Session:
        """A session that takes a connection with its first statement.

        Say `writes` from the start: SQLite then takes its write lock at once (BEGIN IMMEDIATE) and waits for it,
        where a later upgrade from reading would fail at once.
        """
        return Session(self.writing if writes else self.reading, expire_on_commit=False)

    @contextmanager
    def session(self, *, writes: bool) -> Iterator[Session]:
        """A session that the caller commits; what was not committed is rolled back."""
        with self.new_session(writes=writes) as session:
            yield session

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """A writing connection that commits when the block ends well."""
        with self.writing.begin() as connection:
            yield connection

    def keep_off_event_loop(self) -> None:
        """From now on a statement on an event loop raises: it would block everyone while the database thinks. Threads of
        their own wait for it."""
        event.listen(self.engine, "checkout", _refuse_on_event_loop)

    def ping(self) -> None:
        with self.reading.connect() as connection:
            connection.execute(text("SELECT 1"))

    def close(self) -> None:
        self.engine.dispose()


def _refuse_on_event_loop(*_: object) -> None:
    if asyncio._get_running_loop() is not None:
        raise RuntimeError("the event loop may not wait for the database")


def insert_or_update(dialect: str, table: Any) -> Any:
    """An INSERT that can say ON CONFLICT: both databases know it, but SQLAlchemy has one class for each."""
    insert = sqlite.insert if dialect == "sqlite" else postgresql.insert
    return insert(table)


def _sqlite_engine(path: str | None, url: str) -> Engine:
    if path and path != ":memory:":
        Path(path).parent.mkdir(parents=True, exist_ok=True)
    # More connections only make writers wait on each other: 4 gave a fifth of the p99 of 20.
    engine = create_engine(url, pool_size=4, max_overflow=0, pool_timeout=2, connect_args={"check_same_thread": False})

    @event.listens_for(engine, "connect")
    def _prepare(connection: sqlite3.Connection, _record: object) -> None:
        # The driver's own BEGIN comes too late for savepoints and reads; we send ours below.
        connection.isolation_level = None
        for pragma in ("journal_mode=WAL", f"synchronous={SYNCHRONOUS}", "busy_timeout=5000", "foreign_keys=ON"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "checkin")
    def _end(connection: sqlite3.Connection | None, _record: object) -> None:
        # After a commit that failed SQLAlchemy takes the transaction for ended; SQLite still holds it, and its lock.
        if connection is not None and connection.in_transaction:
            connection.rollback()

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        if connection.get_execution_options().get("writes"):
            connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine


def _postgres_engine(url: str) -> Engine:
    return create_engine(
        url,
        pool_size=8,
        max_overflow=4,
        pool_timeout=2,
        pool_pre_ping=True,
        connect_args={"connect_timeout": 3, "options": "-c statement_timeout=4000 -c lock_timeout=3000"},
    )
