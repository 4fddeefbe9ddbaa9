from collections.abc import Iterator
from pathlib import Path

import pytest

from app.core.db import Database
from tests.assessment.hall import Hall, open_hall
from tests.assessment.turns import turns_kept
from tests.sittings.place import open_place
from tests.sittings.sample_bank import write_bank


@pytest.fixture
def hall(database: Database, tmp_path: Path) -> Iterator[Hall]:
    """On both databases."""
    with turns_kept(database):
        yield open_hall(open_place(database, write_bank(tmp_path / "bank"), tmp_path / "keys"))
