"""Rows written by one statement arrive as they were sent, on both databases."""

import math
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Float,
    MetaData,
    String,
    Table,
    func,
    literal_column,
    select,
    text,
)

from app.core.db import Database, UtcDateTime, insert_or_update
from app.core.json_rows import json_texts
from app.core.many_rows import Row, sent_rows, write_rows

THINGS = Table(
    "thing_of_many_rows",
    MetaData(),
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    Column("name", String(200)),
    Column("size", Float),
    Column("good", Boolean),
    Column("at", UtcDateTime),
)
COLUMNS = list(THINGS.columns)
AT = datetime(2026, 11, 22, 5, 30, 1, 123456, tzinfo=timezone(timedelta(hours=7)))
NAMES = ["Bà Lan", "dấu \" \\ / ' %s ? :x", "\u1ec7e\u0323\u0302", "🌾\u202e\u2028\t\n", "", "null", "[1]"]


@pytest.fixture(autouse=True)
def table(database: Database) -> Iterator[None]:
    THINGS.create(database.engine)
    yield
    THINGS.drop(database.engine)


def write(database: Database, rows: list[Row]) -> None:
    with database.transaction() as connection:
        dialect = connection.dialect.name
        insert = insert_or_update(dialect, THINGS).from_select(
            [column.name for column in COLUMNS], select(sent_rows(dialect, COLUMNS)).where(text("true"))
        )
        statement = insert.on_conflict_do_nothing(index_elements=["id"])
        write_rows(connection, statement, COLUMNS, rows)


def stored(database: Database) -> list[Row]:
    with database.reading.connect() as connection:
        return [tuple(row) for row in connection.execute(select(THINGS).order_by(THINGS.c.id))]


def thing(number: int, name: str = "A") -> Row:
    return (number, name, number / 59, number % 2 == 0, AT + timedelta(microseconds=number % 97))


def test_rows_arrive_with_their_types(database: Database) -> None:
    rows = [thing(2**61 + number, name) for number, name in enumerate(NAMES)]
    write(database, rows)
    assert stored(database) == [(*row[:4], row[4].astimezone(UTC)) for row in rows if isinstance(row[4], datetime)]


def test_one_moment_from_two_time_zones_is_one_moment_to_the_database(database: Database) -> None:
    write(database, [(*thing(number)[:4], at) for number, at in enumerate((AT, AT.astimezone(UTC)))])
    with database.reading.connect() as connection:
        assert connection.scalar(select(func.count()).where(THINGS.c.at == AT)) == 2


def test_statement_s_own_words_about_conflicts_hold_for_each_row(database: Database) -> None:
    write(database, [thing(2), thing(4)])
    write(database, [thing(1), thing(2, "again"), thing(3), thing(3, "twice"), thing(4, "again")])
    assert [row[:2] for row in stored(database)] == [(1, "A"), (2, "A"), (3, "A"), (4, "A")]


def test_list_unfolds_for_its_own_row(database: Database) -> None:
    write(database, [thing(1), thing(2), thing(3)])
    columns = [THINGS.c.id, Column("names", JSON)]
    with database.transaction() as connection:
        sent = sent_rows(dialect := connection.dialect.name, columns)
        names = json_texts(dialect, sent.c.names)
        count = select(names.c.value).where(names.c.value == literal_column("'giữ'")).correlate(sent).exists()
        gone = THINGS.delete().where(THINGS.c.id.in_(select(sent.c.id).where(~count)))
        write_rows(connection, gone, columns, [(1, ("a", "giữ")), (2, ()), (3, ('"', "giữ "))])
    assert [row[0] for row in stored(database)] == [1]


@pytest.mark.parametrize(("place", "bad"), [(2, math.nan), (2, math.inf), (1, "a\0b"), (1, object()), (1, b"a")])
def test_what_no_database_takes_is_refused_before(database: Database, place: int, bad: object) -> None:
    """Of a batch the others are then written one by one."""
    row = list(thing(1))
    row[place] = bad
    with pytest.raises((ValueError, TypeError)):
        write(database, [thing(2), tuple(row)])
    assert stored(database) == []
