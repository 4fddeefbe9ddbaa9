"""Databases (SQLite and PostgreSQL, migrated once and copied), settings, the application, browsers of people."""

import shutil
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import hypothesis
import psycopg
import pytest
import structlog
from fastapi import FastAPI
from sqlalchemy import make_url
from starlette.testclient import TestClient

from app.cli import migrate
from app.core.config import Settings
from app.core.db import Database
from app.main import create_app
from app.web.prebuilt import PrebuiltPages
from tests.cast import browser
from tests.postgres import postgres_server
from tests.sample_content import write_content

_numbers = count()
PLUGINS = {"request", "pytestconfig", "delete_output_dir", "_pw_trace_api_requests", "_forget_request_ids"}
READ_FILES = {"browser", "content", "docs"}  # folders whose tests read what ships
# `pytest -m pure` answers while one types: fewer examples than a whole run.
hypothesis.settings.register_profile("typing", max_examples=15)


def pytest_configure(config: pytest.Config) -> None:
    if config.option.markexpr == "pure":
        hypothesis.settings.load_profile("typing")


@pytest.hookimpl(tryfirst=True)  # before -m chooses
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Marks what is pure: a test of a feature that asks for no fixture."""
    for item in items:
        asked = set(getattr(item, "fixturenames", ())) - PLUGINS
        if hasattr(item, "callspec"):
            asked -= item.callspec.params.keys()
        folder = item.path.parent
        is_feature = folder.parent.name == "tests" and folder.name not in READ_FILES
        if is_feature and not asked and not item.get_closest_marker("slow"):
            item.add_marker("pure")


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
