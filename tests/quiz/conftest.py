"""One running service per module and database: these tests count what they add instead of starting from nothing."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from app.core.db import Database
from app.main import create_app
from app.web.prebuilt import PrebuiltPages
from tests.conftest import make_settings
from tests.quiz.stored import Stored
from tests.sample_content import write_content
from tests.shared_database import BOTH, empty, make_database


@pytest.fixture(scope="module", params=BOTH)
def shared_url(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> str:
    return make_database(request, request.param, tmp_path_factory.mktemp("quiz"))


@pytest.fixture(scope="module")
def app(shared_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[PrebuiltPages]:
    with running(shared_url, tmp_path_factory.mktemp("service")) as app:
        yield app


@pytest.fixture
def database(shared_url: str) -> Iterator[Database]:
    """For tests of the tables alone: emptied before each."""
    database = Database(shared_url)
    empty(database)
    yield database
    database.close()


@contextmanager
def running(
    url: str, folder: Path, write: Callable[[Path], Path] = write_content, clock: datetime | None = None
) -> Iterator[PrebuiltPages]:
    settings = make_settings(folder, url, write(folder / "content"))
    app = create_app(settings.model_copy(update={"clock": clock}))
    with TestClient(app):
        yield app


@pytest.fixture
def stored(app: PrebuiltPages) -> Stored:
    return Stored(app.app.state.database)
