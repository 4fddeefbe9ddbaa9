"""One running service per module, and people of every role on it."""

import pytest

from app.accounts.models import Attempt
from app.core.db import Database
from tests.one_service import app, database, fastapi_app, settings

__all__ = ["app", "database", "fastapi_app", "settings"]


@pytest.fixture
def forget_attempts(database: Database) -> None:
    """All tests come from one address."""
    with database.session(writes=True) as session:
        session.query(Attempt).delete()
        session.commit()
