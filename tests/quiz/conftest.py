"""One running service per module and database: these tests count what they add instead of starting from nothing."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import make_url
from starlette.testclient import TestClient

from app.main import create_app
from app.web.prebuilt import PrebuiltPages
from tests.conftest import make_settings
from tests.quiz.stored import Stored
from tests.sample_content import write_content

_numbers = count()


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def app(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[PrebuiltPages]:
    folder = tmp_path_factory.mktemp("quiz")
    if request.param == "sqlite":
        shutil.copy(request.getfixturevalue("migrated_sqlite"), folder / "quiz.sqlite")
        url = f"sqlite:///{folder / 'quiz.sqlite'}"
    else:
        url = _copy_postgres(request.getfixturevalue("migrated_postgres"))
    with running(url, folder) as app:
        yield app


@contextmanager
def running(url: str, folder: Path) -> Iterator[PrebuiltPages]:
    app = create_app(make_settings(folder, url, write_content(folder / "content")))
    with TestClient(app):
        yield app


def _copy_postgres(server: str) -> str:
    name = f"quiz_{next(_numbers)}"
    with psycopg.connect(server.replace("+psycopg", ""), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE template_hocvuso".encode())
    return make_url(server).set(database=name).render_as_string(hide_password=False)


@pytest.fixture
def stored(app: PrebuiltPages) -> Stored:
    return Stored(app.app.state.database)
