"""One running service per module, on SQLite, whose clock can be moved."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from fastapi import FastAPI
from pwdlib.hashers.argon2 import Argon2Hasher
from starlette.testclient import TestClient

from app.accounts import service
from app.accounts.domain.roles import Role
from app.core.clock import Clock
from app.core.config import Settings
from app.core.db import Database
from app.main import create_app
from app.web.prebuilt import PrebuiltPages
from tests.cast import hire
from tests.conftest import make_settings
from tests.sample_content import write_content
from tests.shared_database import copy_sqlite

Hire = Callable[..., str]
SLOW = service.HASHER


@pytest.fixture(scope="module", autouse=True)
def _quick_hashes() -> Iterator[None]:
    """Hashing slowly is the point of the real hasher, and three quarters of the time of these tests."""
    quick = Argon2Hasher(time_cost=1, memory_cost=64, parallelism=1)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(service, "HASHER", quick)
        patch.setattr(service, "NOBODYS_HASH", quick.hash("nobody's"))
        yield


@pytest.fixture(scope="module")
def app(migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[PrebuiltPages]:
    folder = tmp_path_factory.mktemp("accounts")
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


@pytest.fixture
def employ(database: Database, settings: Settings) -> Hire:
    """Someone of this role with PASSWORD; gives the login."""

    def employ(role: Role, phone: str | None = None) -> str:
        return hire(database, settings, role, phone)

    return employ


@pytest.fixture
def pass_time(fastapi_app: FastAPI) -> Iterator[Callable[[timedelta], None]]:
    """Moves the clock of the service."""

    def forward(by: timedelta) -> None:
        fastapi_app.state.clock = Clock(fastapi_app.state.clock.now() + by)

    yield forward
    fastapi_app.state.clock = Clock()
