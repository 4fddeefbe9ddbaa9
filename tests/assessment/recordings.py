"""What some work left in a database, kept: where the same rows are there as before, the same work is done by writing the
same rows. A class that sits the test takes half a second, its rows some milliseconds."""

from collections.abc import Callable, Hashable, Mapping
from copy import copy
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeVar

from sqlalchemy import Connection, Select, Table, and_, func, insert, select, text, update

from app.core.db import Base, Database
from tests.restoring import Rows, everything, rows_of

Value = TypeVar("Value")


@dataclass(frozen=True)
class Change:
    """Of one table: everything that was in it before, what came, what became another."""

    table: Table
    before: Rows
    added: Rows
    changed: Rows

    def fits(self, connection: Connection) -> bool:
        return rows_of(connection, self.table) == self.before

    def write(self, connection: Connection) -> None:
        if self.added:
            connection.execute(insert(self.table), [dict(row) for row in self.added.values()])
        for key, row in self.changed.items():
            same = and_(*(column == part for column, part in zip(self.table.primary_key, key, strict=True)))
            connection.execute(update(self.table).where(same).values(dict(row)))
        if connection.dialect.name == "postgresql" and self.table.autoincrement_column is not None:
            column = self.table.autoincrement_column.name
            sequence = f"pg_get_serial_sequence('\"{self.table.name}\"', '{column}')"
            connection.execute(text(f'SELECT setval({sequence}, max({column})) FROM "{self.table.name}"'))  # noqa: S608


@dataclass(frozen=True)
class Recording:
    """`counts`: how many rows every table had before, of those too that were only read."""

    counts: tuple[int, ...]
    changes: tuple[Change, ...]
    result: Any

    def fits(self, connection: Connection, counts: tuple[int, ...]) -> bool:
        return counts == self.counts and all(change.fits(connection) for change in self.changes)


_kept: dict[Hashable, list[Recording]] = {}


def recorded(database: Database, work: Hashable, do: Callable[[], Value]) -> Value:
    """What `do` gives, and its rows. `work` says what it is, and everything but rows that it depends on."""
    known = _kept.setdefault((database.is_sqlite, work), [])
    with database.transaction() as connection:
        counts = _counts(connection)
        for one in known:
            if one.fits(connection, counts):
                for change in one.changes:
                    change.write(connection)
                result: Value = copy(one.result)
                return result
    before = everything(database)
    result = do()
    after = everything(database)
    if all(before[table].keys() <= after[table].keys() for table in after):
        counts = tuple(map(len, before.values()))
        known.append(Recording(counts, tuple(_changes(before, after)), copy(result)))
    return result


def _counts(connection: Connection) -> tuple[int, ...]:
    return tuple(connection.execute(_counting()).one())


@cache
def _counting() -> Select[Any]:
    return select(*(select(func.count()).select_from(table).scalar_subquery() for table in Base.metadata.sorted_tables))


def _changes(before: Mapping[Table, Rows], after: Mapping[Table, Rows]) -> list[Change]:
    found = []
    for table, rows in after.items():
        old = before[table]
        added = {key: row for key, row in rows.items() if key not in old}
        changed = {key: row for key, row in rows.items() if key in old and row != old[key]}
        if added or changed:
            found.append(Change(table, old, added, changed))
    return found
