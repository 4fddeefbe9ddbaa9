"""Many rows in one statement: a batch travels as one JSON document, and the database unfolds it.

The usual executemany sends a message for every row, or a statement of hundreds of parameters that the driver parses
anew each time. This is one short statement, always the same, and the unfolding is done by the database.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from functools import partial
from typing import Any

from sqlalchemy import ColumnElement, FromClause, String, bindparam, cast, column, func, literal_column, select
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.sql.elements import KeyedColumnElement


def json_rows(dialect: str, parameter: str, columns: Sequence[KeyedColumnElement[Any]]) -> FromClause:
    """The rows of the JSON document in the named parameter, with these columns (of a table, for their names and types),
    to select from."""
    if dialect == "sqlite":
        each = func.json_each(bindparam(parameter)).table_valued("value")
        values = (func.json_extract(each.c.value, literal_column(f"'$.{one.name}'")) for one in columns)
        return select(*(value.label(one.name) for value, one in zip(values, columns, strict=True))).subquery("sent")
    document = cast(bindparam(parameter), JSONB)
    found = func.jsonb_to_recordset(document).table_valued(*(column(one.name, one.type) for one in columns))
    return found.render_derived(name="sent", with_types=True)


def json_texts(dialect: str, column_of_lists: ColumnElement[Any]) -> FromClause:
    """The texts of a list in a column of `json_rows`, as `value`."""
    unfold = func.json_each if dialect == "sqlite" else func.json_array_elements_text
    return unfold(column_of_lists).table_valued(column("value", String), name="text_of_list")


def as_json(dialect: str, rows: Iterable[Mapping[str, object]]) -> str:
    """The document for `json_rows`; values are strings, finite numbers, truth values, moments and lists of strings.
    Raises ValueError for a number that is not finite, and for NUL, which PostgreSQL refuses and SQLite cuts off at."""
    sent = list(rows)
    if any("\0" in value for row in sent for value in row.values() if isinstance(value, str)):
        raise ValueError("NUL in a text for the database")
    return json.dumps(sent, default=partial(stored_moment, dialect), ensure_ascii=False, allow_nan=False)


def stored_moment(dialect: str, value: object) -> str:
    """As this database stores it (app/core/db.py, UtcDateTime). Raises TypeError for what is no moment."""
    if not isinstance(value, datetime):
        raise TypeError(type(value).__name__)
    moment = value.astimezone(UTC)
    return moment.replace(tzinfo=None).isoformat(" ", "microseconds") if dialect == "sqlite" else moment.isoformat()
