"""One running service per module, on SQLite, with somebody of every role."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI
from sqlalchemy import select
from starlette.testclient import TestClient

from app.accounts.domain.roles import Role
from app.core.db import Base, Database
from app.main import create_app
from app.web.prebuilt import PrebuiltPages
from tests.cast import browser, hire, sign_in
from tests.conftest import make_settings
from tests.sample_content import write_content
from tests.shared_database import copy_sqlite
from tests.web.wire import Wire


@pytest.fixture(scope="module")
def app(migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[PrebuiltPages]:
    folder = tmp_path_factory.mktemp("web")
    url = copy_sqlite(migrated_sqlite, folder)
    app = create_app(make_settings(folder, url, write_content(folder / "content")))
    with TestClient(app):
        yield app


@pytest.fixture(scope="module")
def fastapi_app(app: PrebuiltPages) -> FastAPI:
    assert isinstance(app.app, FastAPI)
    return app.app


@pytest.fixture(scope="module")
def wire(app: PrebuiltPages) -> Iterator[Wire]:
    wire = Wire(app)
    yield wire
    wire.close()


@pytest.fixture(scope="module")
def logins(fastapi_app: FastAPI) -> dict[Role, str]:
    return {role: hire(fastapi_app.state.database, fastapi_app.state.settings, role) for role in Role}


def cookies_of(app: PrebuiltPages, login: str) -> str:
    """A new sign-in, as the `Cookie` header that the browser then sends."""
    client = browser(app)
    sign_in(client, login)
    return "; ".join(f"{cookie.name}={cookie.value}" for cookie in client.cookies.jar)


def everything_stored(database: Database) -> dict[str, list[tuple[object, ...]]]:
    with database.session(writes=False) as session:
        return {
            table.name: sorted(map(tuple, session.execute(select(table))), key=repr)
            for table in Base.metadata.sorted_tables
        }
