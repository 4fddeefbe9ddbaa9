"""One running service with drills per module and database: these tests count what they add."""

from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from app.main import create_app
from app.web.prebuilt import PrebuiltPages
from tests.cast import browser
from tests.conftest import make_settings
from tests.drills.drill_content import write_drills
from tests.quiz.stored import Stored
from tests.shared_database import BOTH, make_database


@pytest.fixture(scope="module", params=BOTH)
def app(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[PrebuiltPages]:
    folder = tmp_path_factory.mktemp("drills")
    url = make_database(request, request.param, folder)
    app = create_app(make_settings(folder, url, write_drills(folder / "content")))
    with TestClient(app):
        yield app


@pytest.fixture
def stored(app: PrebuiltPages) -> Stored:
    return Stored(app.app.state.database)


@pytest.fixture
def client(app: PrebuiltPages) -> TestClient:
    return browser(app)


@pytest.fixture
def secret(app: PrebuiltPages) -> bytes:
    secret: bytes = app.app.state.settings.secret
    return secret
