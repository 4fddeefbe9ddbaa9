"""The use cases on both databases: guests in great numbers, someone who is gone."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from sqlalchemy import func, select

from app.core.db import Database
from app.learners import service
from app.learners.domain.reading import Reading
from app.learners.models import Learner
from tests.shared_database import BOTH, empty, make_database

NOON = datetime(2026, 11, 30, 12, 0, tzinfo=UTC)


@pytest.fixture(scope="module", params=BOTH)
def shared_url(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> str:
    return make_database(request, request.param, tmp_path_factory.mktemp("service"))


@pytest.fixture
def database(shared_url: str) -> Iterator[Database]:
    """Overrides the running service's: nothing but the tables."""
    database = Database(shared_url)
    empty(database)
    yield database
    database.close()


def count_learners(database: Database) -> int:
    with database.session(writes=False) as session:
        return session.scalar(select(func.count()).select_from(Learner)) or 0


def test_guests_of_many_answers_are_made_at_once(database: Database) -> None:
    with database.transaction() as connection:
        ids = service.create_guests(connection, 300, NOON)
        assert service.create_guests(connection, 0, NOON) == []
    assert len(set(ids)) == 300
    assert count_learners(database) == 300


def test_guests_that_nobody_needs_are_removed(database: Database) -> None:
    with database.transaction() as connection:
        keep, *lonely = service.create_guests(connection, 3, NOON)
        service.remove_guests(connection, lonely)
        service.remove_guests(connection, [])
    with database.session(writes=False) as session:
        assert session.scalars(select(Learner.id)).all() == [keep]


def test_reading_of_someone_who_is_gone_is_nobodys_trouble(database: Database) -> None:
    with database.session(writes=True) as session:
        service.choose_reading(session, 999, Reading())
        session.commit()
    assert count_learners(database) == 0
