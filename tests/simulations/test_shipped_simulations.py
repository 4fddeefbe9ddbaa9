"""Every shipped simulation is played by its forms alone, as a browser without script does, pressing what is spoken."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from app.core.config import PROJECT
from app.main import create_app
from app.quiz.domain.simulation.screens import Simulation
from app.web.prebuilt import PrebuiltPages
from tests.cast import browser
from tests.conftest import make_settings
from tests.content.shipped import CATALOGUE
from tests.shared_database import copy_sqlite
from tests.simulations.player import NO_SCRIPT, Phone, Player
from tests.simulations.right_way import Walked, right_way, simulations, url_of

SHIPPED = simulations(CATALOGUE)


@pytest.fixture(scope="module")
def app(migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[PrebuiltPages]:
    folder = tmp_path_factory.mktemp("shipped")
    app = create_app(make_settings(folder, copy_sqlite(migrated_sqlite, folder), PROJECT / "content"))
    with TestClient(app):
        yield app


def play(player: Player, phone: Phone, simulation: Simulation) -> Phone:
    for screen, controls in right_way(simulation):
        assert phone.screen == screen.name
        typed: dict[str, str] = {}
        for control in controls:
            if control.kind == "keypad":
                for key in control.value:
                    phone = player.press(phone, key)
            elif control.is_entry:
                typed[control.name] = control.value
            else:
                phone, typed = player.press_typed(phone, control.name, typed), {}
        if typed:
            phone = player.press_typed(phone, "", typed)
    return phone


@pytest.mark.parametrize("shipped", SHIPPED, ids=[slug for _, slug, _ in SHIPPED])
@pytest.mark.parametrize("query", ["", "?tu-lam=1"])
def test_shipped_simulation_is_played_without_script(app: PrebuiltPages, shipped: Walked, query: str) -> None:
    lesson, slug, simulation = shipped
    player = Player(browser(app), NO_SCRIPT, url_of(lesson, slug))
    result = play(player, player.open(query), simulation)
    assert "Bác làm được rồi, giỏi lắm!" in result.html
    assert simulation.by_id[simulation.goal].text.strip() in result.html


def test_there_are_shipped_simulations() -> None:
    assert len(SHIPPED) >= 12
