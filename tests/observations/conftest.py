"""One database of each kind per module, emptied before each test."""

from collections.abc import Iterator

import pytest

from app.core.db import Database
from tests.observations.written import Log
from tests.shared_database import BOTH, empty, make_database


@pytest.fixture(scope="module", params=BOTH)
def shared_url(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> str:
    return make_database(request, request.param, tmp_path_factory.mktemp("observations"))


@pytest.fixture
def database(shared_url: str) -> Iterator[Database]:
    database = Database(shared_url)
    empty(database)
    yield database
    database.close()


@pytest.fixture
def log(database: Database) -> Log:
    return Log(database)
