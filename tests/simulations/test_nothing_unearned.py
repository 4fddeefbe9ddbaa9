"""Before it is earned, no byte that a phone receives tells a way, a remark, a value or a hint; and what was typed is
nowhere: not in the database, not in the log, not in any reply."""

import re
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from urllib.parse import urlencode

import pytest
from starlette.testclient import TestClient

from app.accounts.domain.roles import ACCESS, ANYONE
from app.main import create_app
from app.web.prebuilt import PrebuiltPages
from tests.cast import browser
from tests.conftest import make_settings
from tests.shared_database import copy_sqlite
from tests.simulations.player import HTMX, NO_SCRIPT, Phone, Player
from tests.simulations.simulation_content import URL, WAY
from tests.simulations.stored import Stored
from tests.web.addresses import addresses, pages
from tests.web.wire import FORM, Reply, Wire

SECRETS = {"482913", "HoaSen-25"}  # what has to be typed; the code of the keypad is told by its screen as well
EARNED = [set(), {"CANARY-MAN-HAI", "CANARY-CHU-HAI", "482913"}, {"CANARY-HOI-LAI"}, {"CANARY-MA-KHOA", "2468"},
          {"CANARY-MAT-KHAU-MOI", "HoaSen-25"}, {"CANARY-DICH"}]  # fmt: skip
UNDER_A_DIALOG = {"CANARY-MAN-HAI", "CANARY-CHU-HAI"}


@pytest.fixture(scope="module")
def app(migrated_sqlite: Path, content: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[PrebuiltPages]:
    folder = tmp_path_factory.mktemp("leaks")
    app = create_app(make_settings(folder, copy_sqlite(migrated_sqlite, folder), content))
    with TestClient(app):
        yield app


def told(text: str) -> set[str]:
    return set(re.findall(r"CANARY-(?!PHAN-HOI)[\w-]+|482913|HoaSen-25|(?<![\w-])2468(?![\w-])", text))


def everything_sent(app: PrebuiltPages, player: Player, phone: Phone) -> Iterator[tuple[str, Reply]]:
    """Every page that needs no role, every screen of the lesson, and forms that are refused; in every encoding."""
    wire = Wire(app)
    cookie = "; ".join(f"{one.name}={one.value}" for one in player.client.cookies.jar)
    targets = [page.url() for page in pages(addresses(app.app)) if ACCESS[page.route] is ANYONE]
    targets += [f"/bai-hoc/giu-mat-khau?buoc={number}" for number in range(9)]
    targets += [URL, f"{URL}?lam-lai=1", f"{URL}?tu-lam=1", "/khong-co", f"{URL}/khong-co", *app.app.state.assets.files]
    for target, encoding, extra in product(targets, ("", "gzip, br"), ({}, HTMX)):
        headers = {"accept-encoding": encoding, "cookie": cookie, **extra}
        reply = wire.send("GET", target, headers=headers)
        yield f"GET {target} {headers}", reply
        if reply.header("etag"):
            yield (
                f"{target} again",
                wire.send("GET", target, headers={**headers, "if-none-match": reply.header("etag")}),
            )
    wrong: list[dict[str, str]] = [
        {},
        {"khoa": "x"},
        {"phien-ban": "0" * 12},
        {"thu-tu": "99"},
        {"cham": "0" * 10},
        {"lui": "x"},
    ]
    for form, extra in product(wrong, ({}, HTMX, NO_SCRIPT)):
        body = urlencode((phone.hidden if form else {}) | form).encode()
        yield (
            f"POST {form}",
            wire.send("POST", URL, headers={"cookie": cookie, "content-type": FORM, **extra}, body=body),
        )
    wire.close()


@pytest.mark.parametrize("steps", range(len(WAY)))
def test_nothing_of_the_way_ahead_is_sent(app: PrebuiltPages, steps: int) -> None:
    player = Player(browser(app))
    phone = player.walk(player.open(), steps)
    earned = EARNED[steps] | (UNDER_A_DIALOG if steps == 2 else set())
    assert told(phone.html) <= earned
    seen = 0
    for what, reply in everything_sent(app, player, phone):
        seen += 1
        assert told(reply.text) <= earned, what
        assert told(str([value for name, value in reply.headers if name != "content-length"])) == set(), what
    assert seen > 120


def test_the_search_would_find_what_is_earned(app: PrebuiltPages) -> None:
    player = Player(browser(app))
    walked = [player.walk(player.open("?lam-lai=1"), steps).html for steps in range(len(WAY) + 1)]
    for html, earned in zip(walked, EARNED, strict=True):
        assert told(html) >= earned


@pytest.mark.parametrize(("presses", "earned"), [
    (("Đăng nhập",), {"CANARY-NHAC-MOT"}),
    (("Đăng ký",), {"CANARY-NHAC-HAI", "CANARY-RE-NHAM", "CANARY-CHU-NHAM"}),
    (("Đăng ký", "Quay lại"), set()),
    (("Gợi ý",), set()),
    (("Gợi ý", "Gợi ý thêm"), {"CANARY-GOI-Y-MOT"}),
])  # fmt: skip
def test_only_the_remark_that_was_earned_is_said(
    app: PrebuiltPages, presses: tuple[str, ...], earned: set[str]
) -> None:
    player = Player(browser(app))
    phone = player.open()
    for name in presses:
        phone = player.press(phone, name)
    assert told(phone.html) == earned
    for what, reply in everything_sent(app, player, phone):
        assert told(reply.text) <= earned, what


# What people type because they know it by heart.
TYPED = ["001099012345", "0987 654 321", "mat-khau-that-cua-toi", "771204", "9704 3668 1234 5678 907"]


def test_what_was_typed_is_nowhere(
    app: PrebuiltPages, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    stored = Stored(app.app.state.database)
    capfd.readouterr()
    replies = []
    for typed, headers in product(TYPED, ({}, HTMX, NO_SCRIPT)):
        player = Player(browser(app), headers)
        phone = player.walk(player.open(), 1)
        replies.append(player.send(phone.form("Tiếp tục", {"Mã gồm 6 số": typed})).text)
        replies.append(player.open().html)
        phone = player.walk(player.open("?lam-lai=1"), 1)
        replies.append(player.send(phone.form("Tiếp tục", {"Lời nhắn": typed})).text)
        phone = player.walk(player.open("?lam-lai=1"), 4)
        replies.append(player.send(phone.form("Xác nhận", {"Mật khẩu mới": typed})).text)
        replies.append(player.send(phone.form("Xác nhận", {"Mật khẩu mới": typed}) | {"phien-ban": "x"}).text)
    logged = capfd.readouterr()
    database = stored.everything()
    path = Path(str(stored.database.url.database))
    raw = b"".join(file.read_bytes() for file in path.parent.glob(f"{path.name}*"))
    assert '"route": "tap"' in logged.err + logged.out
    assert b"looks-real" in raw
    for typed in TYPED:
        for spelt in {typed, typed.replace(" ", ""), urlencode({"": typed})[1:]}:
            assert spelt not in database
            assert spelt.encode() not in raw
            assert spelt not in logged.err + logged.out + caplog.text
            if typed[0].isdigit():
                assert not any(spelt in reply for reply in replies)
