"""One database for a whole module: making one takes longer than most tests."""

import shutil
from itertools import count
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import delete, make_url

from app.core.db import Base, Database

BOTH = ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)]
_numbers = count()


def make_database(request: pytest.FixtureRequest, kind: str, folder: Path) -> str:
    """The URL of a migrated, empty database of this kind."""
    if kind == "sqlite":
        return copy_sqlite(request.getfixturevalue("migrated_sqlite"), folder)
    server: str = request.getfixturevalue("migrated_postgres")
    name = f"shared_{next(_numbers)}"
    with psycopg.connect(server.replace("+psycopg", ""), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE template_hocvuso".encode())
    return make_url(server).set(database=name).render_as_string(hide_password=False)


def copy_sqlite(migrated: Path, folder: Path) -> str:
    shutil.copy(migrated, folder / "shared.sqlite")
    return f"sqlite:///{folder / 'shared.sqlite'}"


def empty(database: Database) -> None:
    with database.transaction() as connection:
        for table in reversed(Base.metadata.sorted_tables):
            connection.execute(delete(table))
