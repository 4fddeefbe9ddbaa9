"""A running service that is, for every test, as it was at first: to make one and let people sign in takes longer than
most tests."""

import shutil
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import Any, Protocol, TypeAlias

from sqlalchemy import Connection, Table, delete, insert, select, text

from app.core.db import Base, Database
from app.courses.library import ContentLibrary
from app.web.prebuilt import PrebuiltPages

Rows: TypeAlias = Mapping[tuple[Any, ...], Mapping[str, Any]]  # by primary key


class Kept(Protocol):
    def restore(self) -> None: ...


class Restored:
    """What the database and the content folder of an application held when this was made."""

    def __init__(self, app: PrebuiltPages) -> None:
        self.app, state = app, app.app.state
        database: Database = state.database
        self._library: ContentLibrary = state.library
        self._content: Path = state.settings.content_dirs[0]
        self._rows: Kept = KeptPages(database) if database.is_sqlite else KeptRows(database)
        self._catalogue, self._files = self._library.catalogue, everything_in(self._content)

    def restore(self) -> None:
        with self._library._loading:  # or what the last test has published is archived in a moment
            self._rows.restore()
            if everything_in(self._content) != self._files or self._library.catalogue is not self._catalogue:
                shutil.rmtree(self._content)
                write(self._files)
                self._library.load()
                self._catalogue = self._library.catalogue


class KeptPages:
    """SQLite copies a whole database in some milliseconds, whoever has it open."""

    def __init__(self, database: Database) -> None:
        self._path = str(database.url.database)
        self._kept = sqlite3.connect(":memory:", check_same_thread=False)
        with closing(sqlite3.connect(self._path)) as rows:
            rows.backup(self._kept)

    def restore(self) -> None:
        with closing(sqlite3.connect(self._path)) as rows:
            self._kept.backup(rows)


class KeptRows:
    def __init__(self, database: Database) -> None:
        self._database = database
        self._kept = everything(database)

    def restore(self) -> None:
        with self._database.transaction() as connection:
            connection.execute(
                text("SET LOCAL session_replication_role = replica")
            )  # neither triggers nor foreign keys
            for table, rows in self._kept.items():
                if rows_of(connection, table) != rows:
                    connection.execute(delete(table))
                    if rows:
                        connection.execute(insert(table), [dict(row) for row in rows.values()])


def everything(database: Database) -> dict[Table, Rows]:
    with database.reading.connect() as connection:
        return {table: rows_of(connection, table) for table in Base.metadata.sorted_tables}


def rows_of(connection: Connection, table: Table) -> Rows:
    names = [column.name for column in table.primary_key]
    rows = (dict(row) for row in connection.execute(select(table)).mappings())
    return {tuple(row[name] for name in names): row for row in rows}


def everything_in(folder: Path) -> dict[Path, bytes | None]:
    """Files, and None for folders."""
    return {path: path.read_bytes() if path.is_file() else None for path in sorted(folder.rglob("*"))}


def write(files: Mapping[Path, bytes | None]) -> None:
    for path, data in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        if data is None:
            path.mkdir(exist_ok=True)
        else:
            path.write_bytes(data)
