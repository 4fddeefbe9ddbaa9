"""Rows that travel as one document arrive as they were sent, on both databases."""

import math
from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import Boolean, Column, Float, MetaData, String, Table, select, text

from app.core.db import Database, UtcDateTime
from app.core.json_rows import as_json, json_rows

THINGS = Table(
    "thing",
    MetaData(),
    Column("name", String(200)),
    Column("size", Float),
    Column("good", Boolean),
    Column("at", UtcDateTime),
)
AT = datetime(2026, 11, 22, 5, 30, 1, 123456, tzinfo=timezone(timedelta(hours=7)))
NAMES = [
    "Bà Lan",
    "dấu \" \\ / ' %s :x",
    "Việt".encode().decode(),
    "\u1ec7e\u0323\u0302",
    "🌾\u202e\u2028\t\n",
    "",
    "null",
    "[1]",
]


def sent(database: Database, rows: list[dict[str, object]]) -> list[tuple[object, ...]]:
    with database.transaction() as connection:
        dialect = connection.dialect.name
        things = json_rows(dialect, "rows", list(THINGS.columns))
        statement = select(*(things.c[column.name] for column in THINGS.columns))
        return [tuple(row) for row in connection.execute(statement, {"rows": as_json(dialect, rows)})]


def test_rows_arrive_in_order_with_their_types(database: Database) -> None:
    rows: list[dict[str, object]] = [
        {"name": name, "size": number / 59, "good": number % 2 == 0, "at": AT + timedelta(microseconds=number)}
        for number, name in enumerate(NAMES)
    ]
    found = sent(database, rows)
    assert [(row[0], row[1], bool(row[2])) for row in found] == [
        (row["name"], row["size"], row["good"]) for row in rows
    ]
    first = found[0][3]
    assert first == AT or str(first) == f"{AT.astimezone(UTC):%Y-%m-%d %H:%M:%S.%f}"


def test_no_rows_is_no_row(database: Database) -> None:
    assert sent(database, []) == []


@pytest.mark.parametrize("bad", [{"size": math.nan}, {"size": math.inf}, {"name": "a\0b"}, {"name": object()}])
def test_what_no_database_takes_is_refused_before(database: Database, bad: dict[str, object]) -> None:
    """Of a batch the others are then written one by one."""
    with pytest.raises((ValueError, TypeError)):
        sent(database, [{"name": "A", "size": 1.0, "good": True, "at": AT, **bad}])
    with database.reading.connect() as connection:
        assert connection.execute(text("SELECT 1")).scalar() == 1
