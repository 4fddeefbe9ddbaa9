"""A release is put in place on a database that is in use: what stands there goes with it, and the release before, which still
serves meanwhile, finds what it reads."""

import ast
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, MetaData, Table, create_engine, insert, make_url, select, text
from sqlalchemy.exc import DatabaseError

from app.core.config import PROJECT

VERSIONS = Path(__file__).parents[1] / "migrations/versions"
BEFORE = "d5a0b5e70530"  # the newest that was in use when the ones after it were written
NINE = datetime(2026, 11, 20, 2, tzinfo=UTC)
# What is refused, by table. The log's triggers on SQLite are two for a table.
GUARDS = {
    "sqlite": "SELECT name, tbl_name, sql FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": "SELECT tgname, tgrelid::regclass::text, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal",
}


def dropped(source: str) -> list[str]:
    """What upgrading drops, tables and columns."""
    upgrade = next(one for one in ast.parse(source).body if isinstance(one, ast.FunctionDef) and one.name == "upgrade")
    called = [one for one in ast.walk(upgrade) if isinstance(one, ast.Call) and isinstance(one.func, ast.Attribute)]
    return [ast.unparse(one) for one in called if ast.unparse(one.func).endswith((".drop_table", ".drop_column"))]


@pytest.mark.pure
def test_nothing_is_dropped_that_the_release_before_reads() -> None:
    """What is not read any more is kept for a release, in migrations/env.py LEFT; who drops it then names it here."""
    found = {path.stem: dropped(path.read_text("utf-8")) for path in VERSIONS.glob("*.py")}
    assert len(found) > 30
    assert {name: calls for name, calls in found.items() if calls} == {}


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Of a database with nothing in it."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path}/used.sqlite"
        return
    server = make_url(request.getfixturevalue("migrated_postgres"))
    with psycopg.connect(server.set(drivername="postgresql").render_as_string(False), autocommit=True) as connection:
        connection.execute("CREATE DATABASE used")
        yield server.set(database="used").render_as_string(hide_password=False)
        connection.execute("DROP DATABASE used WITH (FORCE)")


def test_database_in_use_is_brought_up_to_date_and_back(url: str) -> None:
    config = Config(PROJECT / "alembic.ini")
    config.set_main_option("sqlalchemy.url", url.replace("%", "%%"))
    command.upgrade(config, BEFORE)
    engine = create_engine(url)
    with engine.begin() as connection:
        guards = guards_of(connection)
        write_everywhere(connection)
        kept = rows_in(connection)
    assert len({table for _, table, _ in guards}) > 15
    for turn in (command.upgrade, command.downgrade, command.upgrade):
        turn(config, "head" if turn is command.upgrade else BEFORE)
        with engine.begin() as connection:
            assert guards_of(connection) == guards
            counts = rows_in(connection)
            assert {table: counts[table] for table in kept} == kept
    with engine.begin() as connection:
        carried = connection.execute(text("SELECT id, carried_from FROM sitting ORDER BY id")).all()
        assert [tuple(row) for row in carried] == [(1, None), (2, None), (3, 2), (4, None)]
        assert connection.scalar(text("SELECT own_commune FROM practical_report")) == "1"
    for table in {table for _, table, _ in guards}:
        with engine.connect() as connection:
            key = key_of(connection, table)
            change = text(f"UPDATE {table} SET {key} = {key}")  # noqa: S608 - names of our own
            with pytest.raises(DatabaseError, match="append-only"):
                connection.execute(change)
    engine.dispose()


def guards_of(connection: Connection) -> set[tuple[str, ...]]:
    return {tuple(row) for row in connection.execute(text(GUARDS[connection.dialect.name]))}


def tables_of(connection: Connection) -> MetaData:
    found = MetaData()
    found.reflect(connection)
    found.remove(found.tables["alembic_version"])
    return found


def rows_in(connection: Connection) -> dict[str, int]:
    tables = tables_of(connection).sorted_tables
    return {table.name: len(connection.execute(select(table.primary_key.columns[0])).all()) for table in tables}


def key_of(connection: Connection, table: str) -> str:
    return f'"{next(iter(Table(table, MetaData(), autoload_with=connection).primary_key)).name}"'


def write_everywhere(connection: Connection) -> None:
    """A row in every table; and two learners who answered alike, one of whom went on from there, and a third who began where
    those two had come to by chance."""
    tables = tables_of(connection)
    alike = {"theta": 0.7, "se": 0.3, "n": 20, "at": NINE + timedelta(days=1)}
    told: dict[str, dict[str, Any]] = {"sitting_result": alike, "step_rewrite": {"state": "queued"}}
    for table in tables.sorted_tables:
        write(connection, table, 1, **told.get(table.name, {}))
    learner, sitting, result = (tables.tables[name] for name in ("learner", "sitting", "sitting_result"))
    for number in (2, 3):
        write(connection, learner, number)
    later = {"started_at": NINE + timedelta(days=20), "ended_at": NINE + timedelta(days=20), "prior_mean": 0.7}
    write(connection, sitting, 2, learner_id=2, ended_at=NINE)
    write(connection, result, 2, sitting_id=2, **alike)
    write(connection, sitting, 3, learner_id=2, prior_sd=(0.3**2 + 0.25) ** 0.5, **later)
    write(connection, sitting, 4, learner_id=3, prior_sd=0.5, **later)


def write(connection: Connection, table: Table, number: int, **told: Any) -> None:
    """What nobody has told is `number` in its kind, and what points at others points at the first."""
    row = {column.name: _first(column, number) for column in table.columns}
    connection.execute(insert(table).values(row | told))


def _first(column: Any, number: int) -> Any:
    kind = column.type.python_type
    if column.foreign_keys:
        is_own = any(key.column.table is column.table for key in column.foreign_keys)
        return None if is_own or column.nullable else kind(1)
    fixed = {datetime: NINE, date: NINE.date(), bytes: b"1", object: {}}
    return fixed[kind] if kind in fixed else kind(number)
