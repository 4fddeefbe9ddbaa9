"""Many rows written by one statement, each database in its own cheapest way.

To PostgreSQL a batch travels as one document (json_rows.py): one message instead of one for every row. For SQLite, which
has no wire, to unfold such a document takes four times as long as to bind the values of each row anew.
"""

import json
import math
from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, CursorResult, FromClause, bindparam, select
from sqlalchemy.dialects import sqlite
from sqlalchemy.sql.elements import KeyedColumnElement

from app.core.json_rows import as_json, json_rows, stored_moment

Row = tuple[object, ...]
Columns = Sequence[KeyedColumnElement[Any]]
_SENT = "sent_rows"


def sent_rows(dialect: str, columns: Columns) -> FromClause:
    """What `write_rows` sends, with these columns, to select from in its statement."""
    if dialect == "sqlite":
        return select(*(bindparam(one.name, type_=one.type).label(one.name) for one in columns)).subquery("sent")
    return json_rows(dialect, _SENT, columns)


def write_rows(connection: Connection, statement: Any, columns: Columns, rows: Sequence[Row]) -> CursorResult[Any]:
    """Executes the statement, made of the `sent_rows` of these columns, for rows (at least one) with a value for each.
    Keep the statement: it is compiled once. Values, and what they raise, are those of `as_json`."""
    dialect = connection.dialect.name
    if dialect == "sqlite":
        return connection.exec_driver_sql(_sqlite_text(statement), [tuple(map(_bound, row)) for row in rows])
    names = [one.name for one in columns]
    document = as_json(dialect, (dict(zip(names, row, strict=True)) for row in rows))
    return connection.execute(statement, {_SENT: document})


@lru_cache(maxsize=64)
def _sqlite_text(statement: Any) -> str:
    return str(statement.compile(dialect=sqlite.dialect(paramstyle="qmark")))


def _bound(value: object) -> object:
    if isinstance(value, str):
        if "\0" in value:
            raise ValueError("NUL in a text for the database")
        return value
    if isinstance(value, datetime):
        return _moment_text(value)
    if isinstance(value, tuple):
        return _list_text(value)
    if isinstance(value, float) and not math.isfinite(value):
        raise ValueError("no finite number")
    if not isinstance(value, int | float):
        raise TypeError(type(value).__name__)
    return value


@lru_cache(maxsize=512)  # an answer's moment stands in three tables
def _moment_text(moment: datetime) -> str:
    return stored_moment("sqlite", moment)


@lru_cache(maxsize=1024)  # the exercises of a lesson: the same tuple for every answer in it
def _list_text(texts: tuple[str, ...]) -> str:
    return json.dumps(texts, ensure_ascii=False)
