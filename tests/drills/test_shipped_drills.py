"""Every shipped drill is met in rounds and played by its form; the browser plays a few of them (tests/browser)."""

import re
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from app.core.config import PROJECT
from app.drills.domain.rounds import drill_pool
from app.main import create_app
from tests.cast import browser
from tests.conftest import make_settings
from tests.content.shipped import CATALOGUE
from tests.drills.playing import begin, next_url, show
from tests.shared_database import copy_sqlite

POOL = drill_pool(CATALOGUE)


@pytest.fixture
def client(migrated_sqlite: Path, tmp_path: Path) -> TestClient:
    return browser(create_app(make_settings(tmp_path, copy_sqlite(migrated_sqlite, tmp_path), PROJECT / "content")))


def play_round(client: TestClient) -> list[str]:
    """Each call right; gives the names of the drills."""
    shown, met = begin(client), []
    while True:
        drill = POOL[shown.name].drill("")
        assert drill
        met.append(shown.name)
        answered = client.post(shown.url, data=shown.form("lua" if drill.scam else "that"))
        assert "Đúng rồi" in answered.text, shown.name
        url = next_url(answered.text)
        if not re.match("/dien-tap/", url):
            return met
        shown = show(client, url)


def test_every_shipped_drill_is_met_and_played(client: TestClient) -> None:
    """Each round begins with what was not met; the last ones may have to repeat."""
    with client:
        rounds: list[list[str]] = []
        while len({name for met in rounds for name in met}) < len(POOL):
            rounds.append(play_round(client))
            assert len(rounds) <= len(POOL)
        assert all(len(set(met)) == 6 for met in rounds)
        assert len(rounds) <= len(POOL) / 6 + 3
