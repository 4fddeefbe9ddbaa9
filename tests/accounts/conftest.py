"""One running service per module, whose clock can be moved."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from fastapi import FastAPI

from app.accounts.domain.roles import Role
from app.accounts.models import Attempt
from app.core.clock import Clock
from app.core.config import Settings
from app.core.db import Database
from tests.cast import hire
from tests.one_service import app, database, fastapi_app, settings

__all__ = ["app", "database", "fastapi_app", "settings"]

Hire = Callable[..., str]


@pytest.fixture
def employ(database: Database, settings: Settings) -> Hire:
    """Someone of this role with PASSWORD; gives the login."""

    def employ(role: Role, phone: str | None = None) -> str:
        return hire(database, settings, role, phone)

    return employ


@pytest.fixture
def pass_time(fastapi_app: FastAPI) -> Iterator[Callable[[timedelta], None]]:
    """Moves the clock of the service."""

    def forward(by: timedelta) -> None:
        fastapi_app.state.clock = Clock(fastapi_app.state.clock.now() + by)

    yield forward
    fastapi_app.state.clock = Clock()


@pytest.fixture
def forget_attempts(database: Database) -> None:
    """All tests come from one address."""
    with database.session(writes=True) as session:
        session.query(Attempt).delete()
        session.commit()
