"""One running service per module and database, with a simulation in its content."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from app.main import create_app
from app.web.prebuilt import PrebuiltPages
from tests.cast import browser
from tests.conftest import make_settings
from tests.shared_database import BOTH, make_database
from tests.simulations.player import HTMX, NO_SCRIPT, Player
from tests.simulations.simulation_content import write_simulation_content
from tests.simulations.stored import Stored


@pytest.fixture(scope="module", params=BOTH)
def shared_url(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> str:
    return make_database(request, request.param, tmp_path_factory.mktemp("simulations"))


@pytest.fixture(scope="module")
def content(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_simulation_content(tmp_path_factory.mktemp("content") / "content")


@pytest.fixture(scope="module")
def app(shared_url: str, content: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[PrebuiltPages]:
    app = create_app(make_settings(tmp_path_factory.mktemp("service"), shared_url, content))
    with TestClient(app):
        assert app.app.state.library.diagnostics == ()
        yield app


@pytest.fixture
def stored(app: PrebuiltPages) -> Stored:
    return Stored(app.app.state.database)


@pytest.fixture
def player(app: PrebuiltPages) -> Player:
    return Player(browser(app))


@pytest.fixture(params=[{}, NO_SCRIPT, HTMX], ids=["page", "redirect", "fragment"])
def any_player(request: pytest.FixtureRequest, app: PrebuiltPages) -> Player:
    """Each test that asks for it runs with whole pages, with redirects, and with fragments."""
    return Player(browser(app), request.param)
