"""A place that certifies, on both databases."""

from pathlib import Path

import pytest

from app.core.db import Database
from tests.sittings.place import Place, open_place
from tests.sittings.sample_bank import write_bank


@pytest.fixture
def place(database: Database, tmp_path: Path) -> Place:
    return open_place(database, write_bank(tmp_path / "bank"), tmp_path / "keys")
