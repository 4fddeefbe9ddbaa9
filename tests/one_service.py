"""Fixtures of tests that share one running service per module, on SQLite: a conftest.py imports them by name."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from app.core.config import Settings
from app.core.db import Database
from app.main import create_app
from app.web.prebuilt import PrebuiltPages
from tests.conftest import make_settings
from tests.sample_content import write_content
from tests.shared_database import copy_sqlite


@pytest.fixture(scope="module")
def app(migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[PrebuiltPages]:
    folder = tmp_path_factory.mktemp("service")
    url = copy_sqlite(migrated_sqlite, folder)
    app = create_app(make_settings(folder, url, write_content(folder / "content")))
    with TestClient(app):
        yield app


@pytest.fixture(scope="module")
def fastapi_app(app: PrebuiltPages) -> FastAPI:
    assert isinstance(app.app, FastAPI)
    return app.app


@pytest.fixture
def database(fastapi_app: FastAPI) -> Database:
    database: Database = fastapi_app.state.database
    return database


@pytest.fixture
def settings(fastapi_app: FastAPI) -> Settings:
    settings: Settings = fastapi_app.state.settings
    return settings
