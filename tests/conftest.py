"""Databases (SQLite and PostgreSQL, migrated once and copied), settings, the application, browsers of people."""

import gc
import shutil
from collections.abc import Iterator
from itertools import count, groupby
from pathlib import Path

import hypothesis
import psycopg
import pytest
import structlog
from fastapi import FastAPI
from sqlalchemy import make_url
from starlette.testclient import TestClient

import app.main as service
from app.cli import migrate
from app.core.config import Settings
from app.core.db import Database
from app.main import create_app
from app.web.prebuilt import PrebuiltPages
from tests.cast import browser
from tests.postgres import postgres_server
from tests.sample_content import write_content

_numbers = count()
HERE = Path(__file__).parent
# A busy disk takes its time, and no test may depend on it; what the limit does is asked in tests/web/test_outage.py.
service.REQUEST_S = 60.0
UNASKED = {
    "request", "pytestconfig", "delete_output_dir", "_pw_trace_api_requests", "_forget_request_ids", "_quick_hashes",
}  # fmt: skip
# `pytest -m pure` answers while one types: fewer examples than a whole run, no batteries.
TYPING = "pure and not battery"
hypothesis.settings.register_profile("typing", max_examples=5, deadline=None, database=None)
hypothesis.settings.register_profile("whole", deadline=None)  # no test may depend on how fast the machine is
hypothesis.settings.load_profile("whole")


def pytest_configure(config: pytest.Config) -> None:
    if config.option.markexpr == "pure":
        hypothesis.settings.load_profile("typing")
        config.option.markexpr = TYPING


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """While one types, only files that say they are pure: to read all of them takes longer than these tests."""
    if config.option.markexpr != TYPING or HERE not in collection_path.parents:
        return None
    files = collection_path.glob("test_*.py") if collection_path.is_dir() else [collection_path]
    return None if any("pytest.mark.pure" in file.read_text("utf-8") for file in files) else True


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """What says it is pure asks for no fixture. While one types, a table of cases gives its first."""
    for item in items:
        asked = set(getattr(item, "fixturenames", ())) - UNASKED
        if hasattr(item, "callspec"):
            asked -= item.callspec.params.keys()
        if asked and item.get_closest_marker("pure"):
            raise pytest.UsageError(f"{item.nodeid} is marked pure and asks for {', '.join(sorted(asked))}")
    if config.option.markexpr == TYPING:
        firsts = [next(cases) for _, cases in groupby(items, key=lambda item: item.nodeid.partition("[")[0])]
        config.hook.pytest_deselected(items=list(set(items) - set(firsts)))
        items[:] = firsts
        gc.freeze()  # what was imported stays: a third of the time went into walking it


def make_settings(folder: Path, database_url: str, content: Path) -> Settings:
    return Settings(
        _env_file=None, var_dir=folder, database_url=database_url, content_dirs=(content,), demo=False,
        public_url="https://testserver",
    )  # fmt: skip


@pytest.fixture(autouse=True)
def _forget_request_ids() -> Iterator[None]:
    yield
    structlog.contextvars.clear_contextvars()


@pytest.fixture(scope="session")
def migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
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
    return psycopg.connect(url.replace("+psycopg", ""), autocommit=True)


def _in_database(url: str, name: str) -> str:
    return make_url(url).set(database=name).render_as_string(hide_password=False)


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database_url(request: pytest.FixtureRequest) -> str:
    """Each test that asks for it runs on both databases."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    database = Database(database_url)
    yield database
    database.close()


@pytest.fixture
def content(tmp_path: Path) -> Path:
    return write_content(tmp_path / "content")


@pytest.fixture
def settings(tmp_path: Path, sqlite_url: str, content: Path) -> Settings:
    """The sample content on SQLite. Override `sqlite_url` with `database_url` where both databases matter."""
    return make_settings(tmp_path, sqlite_url, content)


@pytest.fixture
def app(settings: Settings) -> Iterator[PrebuiltPages]:
    """The running application."""
    app = create_app(settings)
    with TestClient(app):
        yield app


@pytest.fixture
def fastapi_app(app: PrebuiltPages) -> FastAPI:
    assert isinstance(app.app, FastAPI)
    return app.app


@pytest.fixture
def client(app: PrebuiltPages) -> TestClient:
    return browser(app)
