"""A place that issues, on both databases."""

from pathlib import Path

import pytest

from app.core.db import Database
from tests.certification.office import Office, open_office


@pytest.fixture
def office(database: Database, tmp_path: Path) -> Office:
    return open_office(database, tmp_path / "keys")
