"""An account comes to a phone on which a guest has learned: nobody but the person knows whether they are the same."""

import html
import re
from urllib.parse import urljoin, urlsplit

import pytest
from httpx2 import Response
from sqlalchemy import select
from starlette.testclient import TestClient

from app.accounts import service
from app.accounts.domain.roles import Role
from app.accounts.models import Account
from app.core.clock import Clock
from app.core.config import Settings
from app.core.db import Database
from app.learners.deps import FULL
from app.learners.models import Learner
from app.web.prebuilt import PrebuiltPages
from tests.accounts.attempts import NASTY
from tests.accounts.conftest import Hire
from tests.cast import LEARNER_HUNG, LEARNER_LAN, LEARNER_TU, PASSWORD, browser, sign_in
from tests.learners.phone import answer, device_of, greeting, join, name_in_database, people

CLAIM = "/tai-khoan/nhan-lai"
SESSION = "__Host-phien"


def ask(client: TestClient) -> str:
    """The tag of the guest in the question."""
    page = client.get(CLAIM)
    assert page.status_code == 200
    [tag] = re.findall(r'name="nguoi" value="([^"]+)"', page.text)
    return str(tag)


def say(client: TestClient, yes_or_no: str, tag: str | None = None) -> Response:
    return client.post(CLAIM, data={"nguoi": ask(client) if tag is None else tag, "la-bac": yes_or_no})


def owner_of(database: Database, learner: int | None) -> str | None:
    with database.session(writes=False) as session:
        return session.scalar(select(Account.login).join(Learner).where(Learner.id == learner))


def learners_of(database: Database, login: str) -> list[int]:
    with database.session(writes=False) as session:
        return list(session.scalars(select(Learner.id).join(Account).where(Account.login == login)))


@pytest.mark.parametrize("name", ["", LEARNER_LAN, LEARNER_TU])
def test_guest_of_any_name_is_asked_about_and_nothing_changes_before(
    client: TestClient, settings: Settings, database: Database, employ: Hire, name: str
) -> None:
    if name:
        join(client, name)
    answer(client)
    before, login = device_of(client, settings), employ(Role.LEARNER)
    reply = client.post("/dang-nhap", data={"ten-dang-nhap": login, "mat-khau": PASSWORD, "toi": "/tien-bo"})
    assert (reply.status_code, reply.headers["location"]) == (303, f"{CLAIM}?toi=%2Ftien-bo")
    question = (
        f"<bdi>{name}</bdi> đang học trên máy này có phải là bác không?"
        if name
        else "Những bài vừa học trên máy này có phải"
    )
    for path in (CLAIM, "/tai-khoan", CLAIM):
        assert question in html.unescape(client.get(path).text)
    assert device_of(client, settings) == before
    assert greeting(client) == name
    assert learners_of(database, login) == []
    assert owner_of(database, before.active) is None


def test_yes_keeps_what_the_guest_did(client: TestClient, settings: Settings, database: Database, employ: Hire) -> None:
    answer(client)
    guest, login = device_of(client, settings).active, employ(Role.LEARNER)
    sign_in(client, login)
    assert say(client, "co").headers["location"] == "/"
    assert device_of(client, settings).active == guest
    assert learners_of(database, login) == [guest]
    assert name_in_database(database, guest) == greeting(client) == LEARNER_TU
    assert "còn 1 câu nữa" in client.get("/bai-hoc/giu-mat-khau/xong").text


def test_no_leaves_the_guest_alone(client: TestClient, settings: Settings, database: Database, employ: Hire) -> None:
    join(client, LEARNER_LAN)
    answer(client)
    guest, login = device_of(client, settings).active, employ(Role.LEARNER)
    sign_in(client, login)
    assert say(client, "khong").status_code == 303
    device = device_of(client, settings)
    assert device.learners == (guest, device.active)
    assert learners_of(database, login) == [device.active]
    assert (name_in_database(database, guest), owner_of(database, guest)) == (LEARNER_LAN, None)
    assert greeting(client) == LEARNER_TU
    assert "còn 2 câu nữa" in client.get("/bai-hoc/giu-mat-khau/xong").text


def test_question_comes_again_at_the_next_sign_in(client: TestClient, settings: Settings, employ: Hire) -> None:
    answer(client)
    before, login = device_of(client, settings), employ(Role.LEARNER)
    sign_in(client, login)
    client.post("/dang-xuat")
    assert device_of(client, settings) == before
    reply = client.post("/dang-nhap", data={"ten-dang-nhap": login, "mat-khau": PASSWORD})
    assert reply.headers["location"] == CLAIM


def test_what_is_learned_before_answering_counts_too(client: TestClient, employ: Hire) -> None:
    join(client, LEARNER_LAN)
    sign_in(client, employ(Role.LEARNER))
    answer(client)
    say(client, "co")
    assert greeting(client) == LEARNER_LAN
    assert "còn 1 câu nữa" in client.get("/bai-hoc/giu-mat-khau/xong").text


def test_answer_is_given_once(client: TestClient, settings: Settings, database: Database, employ: Hire) -> None:
    answer(client)
    login = employ(Role.LEARNER)
    sign_in(client, login)
    tag = ask(client)
    say(client, "co", tag)
    device = device_of(client, settings)
    for word in ("khong", "co"):
        assert say(client, word, tag).headers["location"] == "/tai-khoan"
    assert client.get(CLAIM).headers["location"] == "/tai-khoan"
    assert device_of(client, settings) == device
    assert learners_of(database, login) == [device.active]


def test_account_that_has_a_learner_is_never_asked(
    app: PrebuiltPages, settings: Settings, database: Database, employ: Hire
) -> None:
    login = employ(Role.LEARNER)
    sign_in(browser(app), login)
    [own] = learners_of(database, login)
    client = browser(app)
    answer(client)
    reply = client.post("/dang-nhap", data={"ten-dang-nhap": login, "mat-khau": PASSWORD})
    assert reply.headers["location"] == "/"
    assert device_of(client, settings).active == own
    assert client.get(CLAIM).status_code == 303


def test_learner_of_another_account_is_never_offered(
    client: TestClient, settings: Settings, database: Database, employ: Hire
) -> None:
    first, second = employ(Role.LEARNER), employ(Role.LEARNER)
    sign_in(client, first)
    client.cookies.delete(SESSION)  # the sign-in ran out, the learner is still active
    sign_in(client, second)
    assert client.get(CLAIM).headers["location"] == "/tai-khoan"
    assert learners_of(database, first) != learners_of(database, second) != []


def test_page_left_open_takes_over_nobody_else(
    client: TestClient, settings: Settings, database: Database, employ: Hire
) -> None:
    join(client, LEARNER_LAN)
    login = employ(Role.LEARNER)
    sign_in(client, login)
    tag = ask(client)
    join(client, LEARNER_HUNG)
    for form in (
        {"nguoi": tag, "la-bac": "co"},
        {"nguoi": tag, "la-bac": "khong"},
        {"la-bac": "co"},
        {"nguoi": tag},
        {},
    ):
        refused = client.post(CLAIM, data=form)
        assert refused.status_code == 422
        assert f"<bdi>{LEARNER_HUNG}</bdi> đang học" in refused.text
    assert learners_of(database, login) == []


def test_full_phone_says_so_and_yes_is_still_possible(
    client: TestClient, settings: Settings, database: Database, employ: Hire
) -> None:
    for number in range(8):
        join(client, f"Người {number}")
    login = employ(Role.LEARNER)
    sign_in(client, login)
    refused = say(client, "khong")
    assert refused.status_code == 422
    assert FULL in refused.text
    assert learners_of(database, login) == []
    assert say(client, "co").status_code == 303
    assert learners_of(database, login) == [device_of(client, settings).active]


def test_password_comes_before_the_question(client: TestClient, settings: Settings, database: Database) -> None:
    answer(client)
    with database.session(writes=True) as session:
        created = service.create_account(session, settings.secret, Role.LEARNER, "Bác Bảy", None, Clock().now())
        session.commit()
    sign_in(client, created.login, created.one_time_password)
    assert client.get(CLAIM).headers["location"] == "/mat-khau-moi"
    chosen = {"mat-khau": PASSWORD, "lai": PASSWORD}
    assert client.post("/mat-khau-moi", data=chosen).headers["location"] == CLAIM


# Where to

WANTED = "/bai-hoc/giu-mat-khau?buoc=3"


def ask_on_the_way(client: TestClient, login: str, toi: str = WANTED) -> dict[str, str]:
    """Signs in on the way to a page; gives the hidden fields of the question that comes first."""
    reply = client.post("/dang-nhap", data={"ten-dang-nhap": login, "mat-khau": PASSWORD, "toi": toi})
    assert urlsplit(reply.headers["location"]).path == CLAIM
    return hidden_fields(client.get(reply.headers["location"]))


def hidden_fields(page: Response) -> dict[str, str]:
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page.text)
    return {name: html.unescape(value) for name, value in found}


@pytest.mark.parametrize("yes_or_no", ["co", "khong"])
def test_who_wanted_a_page_gets_there_after_the_question(client: TestClient, employ: Hire, yes_or_no: str) -> None:
    join(client, LEARNER_LAN)
    fields = ask_on_the_way(client, employ(Role.LEARNER))
    unsaid = client.post(CLAIM, data=fields)
    assert (unsaid.status_code, hidden_fields(unsaid)) == (422, fields)
    for _tap in (1, 2):
        reply = client.post(CLAIM, data={**fields, "la-bac": yes_or_no})
        assert (reply.status_code, reply.headers["location"]) == (303, WANTED)


def test_who_wanted_a_page_gets_there_after_password_and_question(
    client: TestClient, settings: Settings, database: Database
) -> None:
    join(client, LEARNER_LAN)
    with database.session(writes=True) as session:
        created = service.create_account(session, settings.secret, Role.LEARNER, "Bác Tám", None, Clock().now())
        session.commit()
    form = {"ten-dang-nhap": created.login, "mat-khau": created.one_time_password, "toi": WANTED}
    page = client.get(client.post("/dang-nhap", data=form).headers["location"])
    for password in ("ngắn", PASSWORD):
        reply = client.post("/mat-khau-moi", data={**hidden_fields(page), "mat-khau": password, "lai": password})
        page = reply if reply.status_code == 422 else client.get(reply.headers["location"])
    reply = client.post(CLAIM, data={**hidden_fields(page), "la-bac": "co"})
    assert reply.headers["location"] == WANTED


def test_nobody_is_sent_to_another_host_by_the_question(app: PrebuiltPages, employ: Hire) -> None:
    for toi in NASTY[::3]:
        client = browser(app)
        join(client, LEARNER_LAN)
        fields = ask_on_the_way(client, employ(Role.LEARNER), toi)
        assert is_here(fields["toi"] or "/"), toi
        assert is_here(hidden_fields(client.get(CLAIM, params={"toi": toi}))["toi"] or "/"), toi
        for _tap in (1, 2):
            reply = client.post(CLAIM, data={**fields, "la-bac": "co", "toi": toi})
            assert reply.status_code == 303
            assert is_here(reply.headers["location"]), toi


def is_here(location: str) -> bool:
    there = urlsplit(urljoin("https://testserver/tai-khoan/nhan-lai", location)).netloc
    return there == "testserver" and re.match(r"/(?![/\\])", location) is not None


def test_who_leaves_before_answering_is_signed_out(client: TestClient, employ: Hire) -> None:
    join(client, LEARNER_LAN)
    sign_in(client, employ(Role.LEARNER))
    client.post("/tai-khoan/roi-may")
    assert SESSION not in client.cookies
    assert "Đang đăng nhập" not in client.get("/tai-khoan").text


def test_staff_and_visitors_are_not_asked(app: PrebuiltPages, employ: Hire) -> None:
    client = browser(app)
    join(client, LEARNER_LAN)
    assert client.get(CLAIM).headers["location"].startswith("/dang-nhap")
    sign_in(client, employ(Role.TEACHER))
    assert client.get(CLAIM).status_code == 403
    assert client.post(CLAIM, data={"la-bac": "co"}).status_code == 403
    assert people(client) == ([LEARNER_LAN], [])
