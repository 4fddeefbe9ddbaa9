"""A running service on a copy of the sample content that every test may break, and a teacher who looks at it."""

import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from pathlib import Path

import pytest
from fastapi import FastAPI
from sqlalchemy import delete
from starlette.testclient import TestClient

from app.accounts.domain.roles import Role
from app.authoring.models import Draft, DraftMove, DraftRevision
from app.core.db import Database
from app.courses.library import ContentLibrary
from app.main import create_app
from app.web.prebuilt import PrebuiltPages
from tests.cast import browser, hire, sign_in
from tests.conftest import make_settings
from tests.sample_content import write_content

LOOK = re.compile(
    r'<a class="row" href="([^"]+)">([^<]*)</a>\s*<p class="soft">([^<]*)</p>\s*<p>\s*(.*?)\s*</p>', re.DOTALL
)


@dataclass(frozen=True)
class Row:
    """What the desk shows of one file."""

    url: str
    title: str
    state: str


@dataclass(frozen=True)
class School:
    app: PrebuiltPages
    content: Path
    library: ContentLibrary
    teacher: TestClient

    def write(self, name: str, data: str | bytes) -> None:
        path = self.content / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data.encode() if isinstance(data, str) else data)
        self.library.load()

    def desk(self) -> dict[str, Row]:
        html = self.teacher.get("/soan-bai").text
        return {
            unescape(path).removeprefix("content/"): Row(
                unescape(url), unescape(title), " ".join(re.sub("<[^>]+>", "", state).split())
            )
            for url, title, path, state in LOOK.findall(html)
        }

    def page(self, name: str) -> str:
        response = self.teacher.get(f"/soan-bai/tep/content/{name}")
        assert response.status_code == 200
        return response.text


@pytest.fixture(scope="module")
def app(migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[PrebuiltPages]:
    folder = tmp_path_factory.mktemp("authoring")
    shutil.copy(migrated_sqlite, folder / "authoring.sqlite")
    app = create_app(
        make_settings(folder, f"sqlite:///{folder / 'authoring.sqlite'}", write_content(folder / "content"))
    )
    assert isinstance(app.app, FastAPI)
    with TestClient(app) as running:
        app.app.state.portal = running.portal  # into the service's own event loop
        yield app


@pytest.fixture(scope="module")
def state(app: PrebuiltPages) -> object:
    assert isinstance(app.app, FastAPI)
    return app.app.state


@pytest.fixture(scope="module")
def teacher(app: PrebuiltPages) -> TestClient:
    assert isinstance(app.app, FastAPI)
    client = browser(app)
    sign_in(client, hire(app.app.state.database, app.app.state.settings, Role.TEACHER))
    return client


@pytest.fixture(scope="module")
def colleague(app: PrebuiltPages) -> TestClient:
    """Another teacher: Anh Quân, the admin, who may write as well."""
    assert isinstance(app.app, FastAPI)
    client = browser(app)
    sign_in(client, hire(app.app.state.database, app.app.state.settings, Role.ADMIN))
    return client


@pytest.fixture
def no_drafts(app: PrebuiltPages) -> None:
    assert isinstance(app.app, FastAPI)
    database: Database = app.app.state.database
    with database.transaction() as connection:
        connection.execute(delete(DraftMove))
        connection.execute(delete(DraftRevision))
        connection.execute(delete(Draft))


@pytest.fixture
def school(app: PrebuiltPages, teacher: TestClient) -> Iterator[School]:
    assert isinstance(app.app, FastAPI)
    library: ContentLibrary = app.app.state.library
    content: Path = app.app.state.settings.content_dirs[0]
    before, catalogue = everything_in(content), library.catalogue
    yield School(app, content, library, teacher)
    if everything_in(content) == before and library.catalogue is catalogue:
        return
    shutil.rmtree(content)
    write_content(content)
    library.load()


def everything_in(folder: Path) -> dict[Path, tuple[int, bytes]]:
    return {path: (path.stat().st_mode, path.read_bytes() if path.is_file() else b"") for path in folder.rglob("*")}
