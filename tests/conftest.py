"""Databases (SQLite and PostgreSQL, migrated once and copied), settings, the application, browsers of people.

What these need is read where they are made: `pytest -m pure` asks for none of them and answers while one types.
"""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Iterator
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
    from tests.kept_databases import KeptPostgres, KeptSqlite


def pytest_configure(config: pytest.Config) -> None:
    if config.option.markexpr == "pure":
        config.pluginmanager.register(while_typing)
        return
    if config.getoption("numprocesses", None) and not hasattr(config, "workerinput"):
        return  # others run the tests, and begin the sooner
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # the processes of the tests share the cores as it is
    from tests import haste

    haste.make_haste()
    config.pluginmanager.register(haste)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> object:
    from tests.sharing_out import ByFileOrByTest

    return ByFileOrByTest(config, log)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What says it is pure asks for no fixture; what says nothing of a database needs no second one."""
    items[:] = [
        item for item in items if not (item.get_closest_marker("one_database") and item.get_closest_marker("postgres"))
    ]
    for item in items:
        asked = set(getattr(item, "fixturenames", ())) - {"request"}
        if hasattr(item, "callspec"):
            asked -= item.callspec.params.keys()
        if asked and item.get_closest_marker("pure"):
            raise pytest.UsageError(f"{item.nodeid} is marked pure and asks for {', '.join(sorted(asked))}")


def make_settings(folder: Path, database_url: str, content: Path) -> Settings:
    """All with one key: then the same content is the same wherever it lies, and compiled once (haste.py)."""
    from app.core.config import Settings

    folder.mkdir(parents=True, exist_ok=True)
    (folder / "secret-key").write_text("one key for all tests, of no worth")
    return Settings(
        _env_file=None, var_dir=folder, database_url=database_url, content_dirs=(content,), demo=False,
        public_url="https://testserver",
    )  # fmt: skip


def pytest_runtest_teardown() -> None:
    """The next test knows nothing of the requests of this one, nor how much a command wanted logged. The last line of
    the log waits for the service's loop, which may come to it when nobody catches any more what tests print."""
    if "structlog" in sys.modules:
        structlog = sys.modules["structlog"]
        structlog.contextvars.clear_contextvars()
        structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.INFO))
    if "app.core.logging" in sys.modules:
        sys.modules["app.core.logging"].write_ended()


@pytest.fixture(scope="session")
def migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from app.cli import migrate

    folder = tmp_path_factory.mktemp("template")
    path = folder / "template.sqlite"
    migrate(make_settings(folder, f"sqlite:///{path}", folder))
    return path


@pytest.fixture(scope="session")
def kept_sqlite(migrated_sqlite: Path) -> KeptSqlite:
    from tests.kept_databases import KeptSqlite

    return KeptSqlite(migrated_sqlite)


@pytest.fixture
def sqlite_url(kept_sqlite: KeptSqlite, tmp_path: Path) -> str:
    return kept_sqlite.copy(tmp_path / "test.sqlite")


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


@pytest.fixture(scope="session")
def kept_postgres(migrated_postgres: str) -> Iterator[KeptPostgres]:
    from tests.kept_databases import KeptPostgres

    with _maintenance(migrated_postgres) as connection:
        connection.execute("CREATE DATABASE kept TEMPLATE template_hocvuso")
    kept = KeptPostgres(_in_database(migrated_postgres, "kept"))
    yield kept
    kept.close()


@pytest.fixture
def postgres_url(kept_postgres: KeptPostgres) -> str:
    kept_postgres.empty()
    return kept_postgres.url


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
def database(database_url: str, request: pytest.FixtureRequest) -> Iterator[Database]:
    is_sqlite = database_url.startswith("sqlite")
    database: Database = request.getfixturevalue("kept_sqlite" if is_sqlite else "kept_postgres").database
    yield database
    if is_sqlite:
        database.close()  # the next test opens a file of its own


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
