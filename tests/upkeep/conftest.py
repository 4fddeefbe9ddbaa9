"""A running service per module and database, on content that every test may change, with a clock that can be moved."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import delete
from starlette.testclient import TestClient

from app.accounts.domain.roles import Role
from app.core.clock import VIETNAM, Clock
from app.core.db import Database
from app.courses.library import ContentLibrary
from app.courses.models import FactText
from app.main import create_app
from app.upkeep.models import ScreenReport
from app.web.prebuilt import PrebuiltPages
from tests.cast import browser, hire, sign_in
from tests.conftest import make_settings
from tests.shared_database import BOTH, make_database
from tests.upkeep.upkeep_content import write_upkeep

START = datetime(2026, 11, 21, 9, tzinfo=VIETNAM)


@dataclass
class School:
    """The service, its content, and the day on which everything happens."""

    app: PrebuiltPages
    content: Path
    database: Database
    teacher: TestClient

    @property
    def library(self) -> ContentLibrary:
        library: ContentLibrary = self.app.app.state.library
        return library

    def write(self, name: str, text: str) -> None:
        path = self.content / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        self.library.load()

    def pass_days(self, days: float) -> None:
        """Since the start; the library looks at the date as its watcher does."""
        clock = Clock(START + timedelta(days=days))
        self.app.app.state.clock = self.library._clock = clock
        self.library.refresh()


@pytest.fixture(scope="module", params=BOTH)
def shared_url(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> str:
    return make_database(request, request.param, tmp_path_factory.mktemp("upkeep"))


@pytest.fixture(scope="module")
def app(shared_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[PrebuiltPages]:
    folder = tmp_path_factory.mktemp("service")
    settings = make_settings(folder, shared_url, write_upkeep(folder / "content"))
    app = create_app(settings.model_copy(update={"clock": START}))
    with TestClient(app):
        app.app.state.library.stop()  # these tests load what they write themselves, and nobody in between
        yield app


@pytest.fixture(scope="module")
def login(app: PrebuiltPages) -> str:
    return hire(app.app.state.database, app.app.state.settings, Role.TEACHER)


@pytest.fixture
def school(app: PrebuiltPages, login: str) -> Iterator[School]:
    content: Path = app.app.state.settings.content_dirs[0]
    school = School(app, content, app.app.state.database, browser(app))
    sign_in(school.teacher, login)
    yield school
    with school.database.transaction() as connection:
        connection.execute(delete(ScreenReport))
        connection.execute(delete(FactText))
    shutil.rmtree(content)
    write_upkeep(content)
    school.pass_days(0)
    school.library.load()


@pytest.fixture
def client(app: PrebuiltPages) -> TestClient:
    return browser(app)
