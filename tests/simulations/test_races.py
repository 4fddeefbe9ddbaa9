"""A thumb that taps forty times, two tabs, two servers behind one address: one line of taps, one learner, one answer."""

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import httpx2
import pytest
from starlette.testclient import TestClient

from app.learners.models import Learner
from app.main import create_app
from app.simulations.models import Tap
from app.web.prebuilt import PrebuiltPages
from tests.cast import browser
from tests.simulations.player import Player
from tests.simulations.simulation_content import URL, WAY
from tests.simulations.stored import Stored

TAPS = 24


@pytest.fixture(scope="module")
def second_server(app: PrebuiltPages) -> Iterator[PrebuiltPages]:
    """Another process on the same database, as far as the database can tell."""
    second = create_app(app.app.state.settings)
    with TestClient(second):
        yield second


def tap_at_once(servers: list[PrebuiltPages], cookie: str, forms: list[dict[str, str]]) -> list[httpx2.Response]:
    def tap(number: int) -> httpx2.Response:
        client = browser(servers[number % len(servers)])
        return client.post(URL, data=forms[number % len(forms)], headers={"cookie": cookie})

    with ThreadPoolExecutor(TAPS) as thumbs:
        return list(thumbs.map(tap, range(TAPS)))


def cookie_of(player: Player) -> str:
    return "; ".join(f"{one.name}={one.value}" for one in player.client.cookies.jar)


def test_first_taps_of_a_visitor_at_once_are_one_tap_of_one_guest(
    app: PrebuiltPages, second_server: PrebuiltPages, stored: Stored
) -> None:
    form = Player(browser(app)).open().form("Quên mật khẩu")
    replies = tap_at_once([app, second_server], "", [form])
    assert {(reply.status_code, reply.text, reply.headers["set-cookie"]) for reply in replies} == {
        (200, replies[0].text, replies[0].headers["set-cookie"])
    }
    assert (stored.new(Tap), stored.new(Learner)) == (1, 1)


def test_of_two_forms_at_once_one_is_written_whole(
    app: PrebuiltPages, second_server: PrebuiltPages, stored: Stored
) -> None:
    """One of three taps and one of a single tap, from the same page: never the first of one and the rest of the other."""
    player = Player(browser(app))
    for _ in range(6):
        phone = player.walk(player.open("?lam-lai=1"), 1)
        long = phone.form("Tiếp tục", {"Mã gồm 6 số": "482913", "Lời nhắn": "mừng cháu"})
        short = phone.form("Gợi ý")
        replies = tap_at_once([app, second_server], cookie_of(player), [long, long, short, short])
        kinds = [tap.kind for tap in stored.taps(phone.key)][1:]
        assert kinds in (["fill", "fill", "press"], ["hint"])
        assert sorted(reply.status_code for reply in replies) == [200] * (TAPS // 2) + [422] * (TAPS // 2)
        assert player.send(player.open().form("Quay lại")).status_code == 200  # and the attempt goes on


def test_last_form_at_once_is_one_answer(app: PrebuiltPages, second_server: PrebuiltPages, stored: Stored) -> None:
    player = Player(browser(app))
    last = player.walk(player.open(), len(WAY) - 1)
    form = last.form("Xác nhận", {"Mật khẩu mới": "HoaSen-25"})
    replies = tap_at_once([app, second_server], cookie_of(player), [form])
    assert {reply.status_code for reply in replies} == {200}
    assert all(re.search("Bác làm được rồi", reply.text) for reply in replies)
    assert len(stored.answers(last.key)) == 1
