"""Coming in with a card, a code or a phone number; what the card says, and what it does not."""

import re
from collections.abc import Callable
from datetime import timedelta
from urllib.parse import urljoin, urlsplit

import pytest
from sqlalchemy import select, update
from starlette.testclient import TestClient

from app.accounts.domain.roles import Role
from app.accounts.models import LearnerLogin, SignInSession
from app.accounts.routes.entering import MISTYPED, NO_CODE, OLD_CARD, WRONG
from app.core.config import Settings
from app.core.db import Database
from app.core.ids import new_token
from app.web.prebuilt import PrebuiltPages
from tests.accounts.attempts import NASTY
from tests.accounts.conftest import Hire
from tests.accounts.newcomers import (
    OTHER_PIN,
    OTHER_SECRET,
    PIN,
    SECRET,
    card_of,
    code_of,
    enter,
    enter_by_card,
    filled,
    hidden,
    is_in,
    press,
    sign_up,
)
from tests.cast import PASSWORD, browser, sign_in
from tests.certification.scanning import scanned_drawings
from tests.learners.phone import device_of, join, people

pytestmark = pytest.mark.usefixtures("forget_attempts")
Forward = Callable[[timedelta], None]


@pytest.fixture
def code(app: PrebuiltPages) -> str:
    """Of somebody with a PIN, on their card."""
    phone = browser(app)
    sign_up(phone, ten="Bác Sáu")
    return code_of(phone)


@pytest.fixture
def picture_code(app: PrebuiltPages) -> str:
    phone = browser(app)
    press(phone, phone.post("/dang-ky/hinh", data=filled(phone, ten="Bác Năm")), *SECRET, *SECRET)
    return code_of(phone)


def test_card_says_who_and_lets_nobody_in(app: PrebuiltPages, database: Database, code: str) -> None:
    client, card = browser(app), card_of(database, code)
    page = client.get(f"/vao/{card}")
    assert "Chào <bdi>Bác Sáu</bdi>" in page.text
    assert "__Host-phien" not in client.cookies
    assert not is_in(client)
    assert enter_by_card(client, card, OTHER_PIN).status_code == 422
    assert not is_in(client)
    assert enter_by_card(client, card).status_code == 303
    assert is_in(client)


def test_card_asks_only_for_what_its_owner_has(
    client: TestClient, database: Database, code: str, picture_code: str
) -> None:
    digits, pictures = (client.get(f"/vao/{card_of(database, one)}").text for one in (code, picture_code))
    assert ("ma-rieng" in digits, "Chọn ba hình" in digits) == (True, False)
    assert ("ma-rieng" in pictures, "Chọn ba hình" in pictures) == (False, True)


def test_card_that_nobody_has_leads_on(client: TestClient) -> None:
    for card in (new_token(), "x", "A" * 400):
        page = client.get(f"/vao/{card}")
        assert page.status_code == 404
        assert OLD_CARD in page.text
        assert 'name="ma"' in page.text


def test_lost_card_is_worth_nothing_after_a_new_one(app: PrebuiltPages, database: Database, code: str) -> None:
    client, old = browser(app), card_of(database, code)
    enter(client, code)
    assert client.post("/tai-khoan/the/moi").headers["location"] == "/tai-khoan/the?moi=1"
    new = card_of(database, code)
    assert new != old
    assert client.get(f"/vao/{old}").status_code == 404
    public = app.app.state.settings.public_url.rstrip("/")
    assert scanned_drawings(client.get("/tai-khoan/the").text) == [f"{public}/vao/{new}"]  # as a phone reads it
    assert enter_by_card(browser(app), old).status_code == 422
    assert enter_by_card(browser(app), new).status_code == 303


def test_unknown_code_looks_like_a_wrong_secret(app: PrebuiltPages, code: str) -> None:
    """The same words, status and headers, with a PIN and with pictures."""
    nobody = "111 111 111"
    known, unknown = enter(browser(app), code, OTHER_PIN), enter(browser(app), nobody, OTHER_PIN)
    assert (known.status_code, unknown.status_code) == (422, 422)
    assert WRONG in known.text
    assert known.text.replace(code, "X") == unknown.text.replace(nobody, "X")
    changing = {"x-request-id", "content-length"}
    assert [{n: v for n, v in reply.headers.items() if n not in changing} for reply in (known, unknown)] == [
        {n: v for n, v in known.headers.items() if n not in changing}
    ] * 2
    pressed = []
    for who in (code, nobody):
        client = browser(app)
        pressed.append(press(client, client.post("/vao-bang-hinh", data={"ma": who}), *SECRET))
    assert [reply.status_code for reply in pressed] == [422, 422]
    assert pressed[0].text.replace(code, "X") == pressed[1].text.replace(nobody, "X")


def test_eleventh_try_is_refused_for_who_exists_and_who_does_not(app: PrebuiltPages, code: str) -> None:
    for who in (code, "111 111 111"):
        tries = [enter(browser(app), who, OTHER_PIN).status_code for _ in range(11)]
        assert tries == [422] * 10 + [429]
    assert enter(browser(app), code).status_code == 429


def test_strangers_who_try_the_code_lock_nobody_out_who_has_the_card(
    app: PrebuiltPages, database: Database, code: str
) -> None:
    for _ in range(11):
        enter(browser(app), code, OTHER_PIN)
    assert enter_by_card(browser(app), card_of(database, code)).status_code == 303


def test_mistyped_code_is_told_before_anything_is_counted(client: TestClient, code: str) -> None:
    wrong = code[:-1] + str((int(code[-1]) + 1) % 10)
    for _ in range(12):
        refused = enter(client, wrong)
        assert refused.status_code == 422
        assert MISTYPED in refused.text
    assert NO_CODE in enter(client, "").text
    assert "Mời bác gõ 6 số" in enter(client, code, "").text


def test_pin_is_taken_on_the_page_of_passwords_too(client: TestClient, code: str) -> None:
    sign_in(client, code, PIN)
    assert is_in(client)


# When guessing ends


def wrong_so_far(database: Database, code: str, tries: int, *, by_card: bool = False) -> None:
    card = card_of(database, code)
    column = LearnerLogin.wrong_by_card if by_card else LearnerLogin.wrong
    with database.session(writes=True) as session:
        session.execute(update(LearnerLogin).where(LearnerLogin.card == card).values({column: tries}))
        session.commit()


def test_after_twenty_wrong_pictures_the_right_ones_are_wrong_too(
    app: PrebuiltPages, database: Database, picture_code: str
) -> None:
    """Not only slow: at ten a quarter of an hour three pictures would be found within days."""
    wrong_so_far(database, picture_code, 19)
    client = browser(app)
    asked = client.post("/vao-bang-hinh", data={"ma": picture_code})
    wrong = press(client, asked, *OTHER_SECRET)
    right = press(client, asked, *SECRET)
    assert (wrong.status_code, right.status_code) == (422, 422)
    assert wrong.text == right.text  # a guesser is not told that it was right
    assert not is_in(client)
    card = card_of(database, picture_code)
    assert press(client, client.post("/vao-bang-hinh", data={"the": card}), *SECRET).status_code == 303


def test_after_a_hundred_wrong_pins_the_right_one_is_wrong_too(
    app: PrebuiltPages, database: Database, code: str
) -> None:
    wrong_so_far(database, code, 99)
    assert enter(browser(app), code).status_code == 303
    wrong_so_far(database, code, 100)
    assert enter(browser(app), code).status_code == 422
    wrong_so_far(database, code, 100, by_card=True)
    assert enter_by_card(browser(app), card_of(database, code)).status_code == 422


def test_right_secret_forgives_the_wrong_ones(app: PrebuiltPages, database: Database, code: str) -> None:
    for _ in range(3):
        enter(browser(app), code, OTHER_PIN)
    assert wrong_count(database, code) == 3
    enter(browser(app), code)
    assert wrong_count(database, code) == 0


def wrong_count(database: Database, code: str) -> int | None:
    card = card_of(database, code)
    with database.session(writes=False) as session:
        return session.scalar(select(LearnerLogin.wrong).where(LearnerLogin.card == card))


# Where to, and for how long


def test_nobody_is_sent_to_another_host(app: PrebuiltPages, code: str) -> None:
    for toi in NASTY[::4]:
        location = enter(browser(app), code, toi=toi).headers["location"]
        assert urlsplit(urljoin("https://testserver/vao", location)).netloc == "testserver", toi
        assert re.match(r"/(?![/\\])", location), toi
    assert enter(browser(app), code, toi="/tien-bo").headers["location"] == "/tien-bo"


def test_several_people_of_one_phone_come_in_one_after_the_other(
    app: PrebuiltPages, settings: Settings, code: str, picture_code: str
) -> None:
    client = browser(app)
    join(client, "Lan")
    enter(client, code)  # Lan may be Bác Sáu: nobody but they knows
    client.post("/tai-khoan/nhan-lai", data=hidden(client.get("/tai-khoan/nhan-lai")) | {"la-bac": "khong"})
    assert people(client) == (["Bác Sáu"], ["Lan"])
    press(client, client.post("/vao-bang-hinh", data={"ma": picture_code}), *SECRET)
    assert people(client) == (["Bác Năm"], ["Lan"])
    assert len(device_of(client, settings).learners) == 2


def test_what_cannot_be_undone_asks_for_the_secret_again(
    app: PrebuiltPages, database: Database, code: str, pass_time: Forward
) -> None:
    client = browser(app)
    enter(client, code)
    old_card = card_of(database, code)
    pass_time(timedelta(minutes=9))
    assert client.get("/tai-khoan/ma-rieng").status_code == 200
    pass_time(timedelta(minutes=2))
    for method, path in [
        ("GET", "/tai-khoan/ma-rieng"),
        ("POST", "/tai-khoan/the/moi"),
        ("POST", "/tai-khoan/cau-hoi"),
    ]:
        refused = client.request(method, path)
        assert refused.status_code == 303
        assert refused.headers["location"].startswith("/tai-khoan/xac-nhan")
    assert card_of(database, code) == old_card
    asked = client.get(client.get("/tai-khoan/ma-rieng").headers["location"])
    assert asked.headers["location"] == f"/vao/{old_card}?toi=%2Ftai-khoan%2Fma-rieng"
    page = client.get(asked.headers["location"])
    done = client.post("/vao", data=hidden(page) | {"ma-rieng": PIN})
    assert done.headers["location"] == "/tai-khoan/ma-rieng"
    assert client.get("/tai-khoan/ma-rieng").status_code == 200


def test_staff_are_asked_for_their_password_again(client: TestClient, employ: Hire) -> None:
    login = employ(Role.TEACHER)
    sign_in(client, login)
    page = client.get("/tai-khoan/xac-nhan?toi=/soan-bai")
    assert f'value="{login}"' in page.text
    assert hidden(page)["toi"] == "/soan-bai"


def test_new_secret_signs_everybody_else_out(app: PrebuiltPages, database: Database, code: str) -> None:
    client, other = browser(app), browser(app)
    enter(client, code)
    enter(other, code)
    form = hidden(client.get("/tai-khoan/ma-rieng")) | {"ma-rieng": OTHER_PIN, "go-lai": OTHER_PIN}
    assert client.post("/tai-khoan/ma-rieng", data=form).status_code == 303
    assert (is_in(client), is_in(other)) == (True, False)
    assert enter(browser(app), code).status_code == 422
    assert enter(browser(app), code, OTHER_PIN).status_code == 303
    with database.session(writes=False) as session:
        assert PIN not in str(session.scalars(select(SignInSession.token_hash)).all())


def test_learner_with_a_password_gets_a_card_and_then_a_pin(client: TestClient, employ: Hire) -> None:
    sign_in(client, employ(Role.LEARNER))
    assert "Làm thẻ" in client.get("/tai-khoan/the").text
    client.post("/tai-khoan/the/moi")
    assert "card-code" in client.get("/tai-khoan/the").text
    assert client.get("/mat-khau-moi").status_code == 200  # still a password
    form = hidden(client.get("/tai-khoan/ma-rieng")) | {"ma-rieng": PIN, "go-lai": PIN, "dong-y": "co"}
    assert client.post("/tai-khoan/ma-rieng", data=form).status_code == 303
    assert client.get("/mat-khau-moi").headers["location"] == "/tai-khoan/ma-rieng"
    turned = client.post("/mat-khau-moi", data={"hien-tai": PIN, "mat-khau": PASSWORD, "lai": PASSWORD})
    assert turned.headers["location"] == "/tai-khoan/ma-rieng"
