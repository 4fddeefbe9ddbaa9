"""Databases (SQLite and PostgreSQL, migrated once and copied), settings, the application, browsers of people.

What these need is read where they are made: `pytest -m pure` asks for none of them and answers while one types.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests import while_typing

if TYPE_CHECKING:
    import psycopg
    from fastapi import FastAPI
    from starlette.testclient import TestClient

    from app.core.config import Settings
    from app.core.db import Database
    from app.web.prebuilt import PrebuiltPages

_numbers = count()


def pytest_configure(config: pytest.Config) -> None:
    if config.option.markexpr == "pure":
        config.pluginmanager.register(while_typing)
        return
    from tests import haste

    haste.make_haste()
    config.pluginmanager.register(haste)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> object:
    from tests.sharing_out import ByFileOrByTest

    return ByFileOrByTest(config, log)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What says it is pure asks for no fixture."""
    for item in items:
        asked = set(getattr(item, "fixturenames", ())) - {"request"}
        if hasattr(item, "callspec"):
            asked -= item.callspec.params.keys()
        if asked and item.get_closest_marker("pure"):
            raise pytest.UsageError(f"{item.nodeid} is marked pure and asks for {', '.join(sorted(asked))}")


def make_settings(folder: Path, database_url: str, content: Path) -> Settings:
    from app.core.config import Settings

    return Settings(
        _env_file=None, var_dir=folder, database_url=database_url, content_dirs=(content,), demo=False,
        public_url="https://testserver",
    )  # fmt: skip


def pytest_runtest_teardown() -> None:
    """The next test knows nothing of the requests of this one."""
    if "structlog" in sys.modules:
        sys.modules["structlog"].contextvars.clear_contextvars()


@pytest.fixture(scope="session")
def migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from app.cli import migrate

    folder = tmp_path_factory.mktemp("template")
    path = folder / "template.sqlite"
    migrate(make_settings(folder, f"sqlite:///{path}", folder))
    return path


@pytest.fixture
def sqlite_url(migrated_sqlite: Path, tmp_path: Path) -> str:
    path = tmp_path / "test.sqlite"
    shutil.copy(migrated_sqlite, path)
    return f"sqlite:///{path}"


@pytest.fixture(scope="session")
def migrated_postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The URL of a server whose database `template_hocvuso` is migrated."""
    from app.cli import migrate
    from tests.postgres import postgres_server

    with postgres_server() as url:
        with _maintenance(url) as connection:
            connection.execute("CREATE DATABASE template_hocvuso")
        folder = tmp_path_factory.mktemp("postgres")
        migrate(make_settings(folder, _in_database(url, "template_hocvuso"), folder))
        yield url


@pytest.fixture
def postgres_url(migrated_postgres: str) -> Iterator[str]:
    name = f"test_{next(_numbers)}"
    with _maintenance(migrated_postgres) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE template_hocvuso".encode())
    yield _in_database(migrated_postgres, name)
    with _maintenance(migrated_postgres) as connection:
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())


def _maintenance(url: str) -> psycopg.Connection[tuple[object, ...]]:
    import psycopg

    return psycopg.connect(url.replace("+psycopg", ""), autocommit=True)


def _in_database(url: str, name: str) -> str:
    from sqlalchemy import make_url

    return make_url(url).set(database=name).render_as_string(hide_password=False)


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database_url(request: pytest.FixtureRequest) -> str:
    """Each test that asks for it runs on both databases."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    from app.core.db import Database

    database = Database(database_url)
    yield database
    database.close()


@pytest.fixture
def content(tmp_path: Path) -> Path:
    from tests.sample_content import write_content

    return write_content(tmp_path / "content")


@pytest.fixture
def settings(tmp_path: Path, sqlite_url: str, content: Path) -> Settings:
    """The sample content on SQLite. Override `sqlite_url` with `database_url` where both databases matter."""
    return make_settings(tmp_path, sqlite_url, content)


@pytest.fixture
def app(settings: Settings) -> Iterator[PrebuiltPages]:
    """The running application."""
    from starlette.testclient import TestClient

    from app.main import create_app

    app = create_app(settings)
    with TestClient(app):
        yield app


@pytest.fixture
def fastapi_app(app: PrebuiltPages) -> FastAPI:
    from fastapi import FastAPI

    assert isinstance(app.app, FastAPI)
    return app.app


@pytest.fixture
def client(app: PrebuiltPages) -> TestClient:
    from tests.cast import browser

    return browser(app)
