"""One database per module; these tests make learners of their own in it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.core.db import Database
from app.web.prebuilt import PrebuiltPages
from tests.practice.practice_content import write_practice
from tests.quiz.conftest import running
from tests.shared_database import BOTH, copy_sqlite, make_database


@pytest.fixture(scope="module", params=BOTH)
def shared_url(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> str:
    return make_database(request, request.param, tmp_path_factory.mktemp("practice"))


@pytest.fixture
def database(shared_url: str) -> Iterator[Database]:
    database = Database(shared_url)
    yield database
    database.close()


@pytest.fixture(scope="module")
def app(migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[PrebuiltPages]:
    folder = tmp_path_factory.mktemp("service")
    with running(copy_sqlite(migrated_sqlite, folder), folder, write_practice) as app:
        yield app
