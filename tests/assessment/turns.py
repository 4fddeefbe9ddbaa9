"""Who waits for whom on PostgreSQL: turns to issue and to append are always taken in that order."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, event, text

from app.certification.signing_keys import CHANGING
from app.certification.transparency_log import APPENDING
from app.core.db import Database

WAITING = text("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted")
PATIENCE_S = 60  # ends a hang; a busy machine may take its time


def until_waiting(connection: Connection, count: int) -> None:
    """So many wait for a turn now."""
    until = time.monotonic() + PATIENCE_S
    while connection.scalar(WAITING) != count:
        assert time.monotonic() < until
        time.sleep(0.01)


@contextmanager
def turns_kept(database: Database) -> Iterator[None]:
    """Of every transaction on this database meanwhile: none waits for its turn to issue after it has appended."""
    late: list[str] = []

    def begin(connection: Connection) -> None:
        connection.info["turns"] = []

    def execute(connection: Connection, _cursor: Any, statement: str, values: Any, *_: Any) -> None:
        if "pg_advisory_xact_lock" in statement:
            taken = connection.info.setdefault("turns", [])
            if values["key"] == CHANGING and APPENDING in taken and CHANGING not in taken:
                late.append(statement)
            taken.append(values["key"])

    event.listen(database.engine, "begin", begin)
    event.listen(database.engine, "before_cursor_execute", execute)
    try:
        yield
    finally:
        event.remove(database.engine, "begin", begin)
        event.remove(database.engine, "before_cursor_execute", execute)
    assert late == [], "a turn to issue was waited for after an entry had been appended"
