"""A one-time password opens one door: the page on which it is replaced."""

import pytest
from httpx2 import Response
from sqlalchemy import select
from starlette.testclient import TestClient

from app.accounts import hashing, service
from app.accounts.domain.roles import Role
from app.accounts.models import Account, SignInSession
from app.accounts.routes.signing_in import NOT_SAME
from app.core.clock import Clock
from app.core.config import Settings
from app.core.db import Database
from app.web.prebuilt import PrebuiltPages
from tests.accounts.conftest import Hire
from tests.cast import PASSWORD, browser, sign_in
from tests.haste import SHIPPED_HASHER

SESSION = "__Host-phien"
NEW = "trời xanh mây trắng lúa vàng"
CHANGE = "/mat-khau-moi"


@pytest.fixture
def newcomer(database: Database, settings: Settings) -> service.CreatedAccount:
    with database.session(writes=True) as session:
        created = service.create_account(session, settings.secret, Role.TEACHER, "Cô Hạnh", None, Clock().now())
        session.commit()
    return created


def change(client: TestClient, password: str = NEW, again: str | None = None) -> Response:
    return client.post(CHANGE, data={"mat-khau": password, "lai": password if again is None else again})


def enter(app: PrebuiltPages, newcomer: service.CreatedAccount) -> TestClient:
    client = browser(app)
    sign_in(client, newcomer.login, newcomer.one_time_password)
    return client


def test_one_time_password_leads_to_a_new_one(client: TestClient, newcomer: service.CreatedAccount) -> None:
    form = {"ten-dang-nhap": newcomer.login, "mat-khau": newcomer.one_time_password, "toi": "/soan-bai"}
    assert client.post("/dang-nhap", data=form).headers["location"] == f"{CHANGE}?toi=%2Fsoan-bai"
    assert "ít nhất 15 ký tự" in client.get(CHANGE).text


def test_every_other_door_stays_shut_until_it_is_replaced(app: PrebuiltPages, newcomer: service.CreatedAccount) -> None:
    client = enter(app, newcomer)
    for path in ("/soan-bai", "/soan-bai/tep/content/facts/thu.yaml"):
        reply = client.get(path)
        assert (reply.status_code, reply.headers["location"]) == (303, CHANGE)
    assert client.get("/").status_code == 200
    assert change(client).headers["location"] == "/soan-bai"
    assert client.get("/soan-bai").status_code == 200


def test_new_password_ends_every_session_and_starts_a_new_one(
    app: PrebuiltPages, newcomer: service.CreatedAccount, database: Database
) -> None:
    thief, owner = enter(app, newcomer), enter(app, newcomer)
    old = owner.cookies[SESSION]
    change(owner)
    assert owner.cookies[SESSION] != old
    assert owner.get("/soan-bai").status_code == 200
    assert thief.get(CHANGE).headers["location"].startswith("/dang-nhap")
    replayed = browser(app)
    replayed.headers["cookie"] = f"{SESSION}={old}"
    assert replayed.get("/soan-bai").headers["location"].startswith("/dang-nhap")
    with database.session(writes=False) as session:
        own = select(SignInSession).where(SignInSession.account_id == newcomer.id)
        assert len(session.scalars(own).all()) == 1


def test_one_time_password_is_used_once(app: PrebuiltPages, newcomer: service.CreatedAccount) -> None:
    change(enter(app, newcomer))
    client = browser(app)
    form = {"ten-dang-nhap": newcomer.login, "mat-khau": newcomer.one_time_password}
    assert client.post("/dang-nhap", data=form).status_code == 422
    sign_in(client, newcomer.login, NEW)
    assert client.get("/soan-bai").status_code == 200


@pytest.mark.parametrize(
    ("password", "again", "message"),
    [
        ("ngắn quá", None, "ít nhất 15 ký tự"),
        ("", "", "ít nhất 15 ký tự"),
        ("123456789012345678", None, "dễ đoán quá"),
        ("cô hạnh dạy bài ở trường làng", None, "không được chứa tên"),
        (NEW, NEW + " ", NOT_SAME),
        (NEW, "", NOT_SAME),
        ("a b c d e f g h \x00 k l m n o", None, "có ký tự lạ"),
        ("dài" * 100, None, "nhiều nhất 200 ký tự"),
    ],
)
def test_bad_new_password_is_refused_and_not_repeated(
    app: PrebuiltPages, newcomer: service.CreatedAccount, password: str, again: str | None, message: str
) -> None:
    client = enter(app, newcomer)
    refused = change(client, password, again)
    assert refused.status_code == 422
    assert message in refused.text
    assert 'role="alert"' in refused.text
    assert not password or password not in refused.text
    assert client.get("/soan-bai").headers["location"] == CHANGE


def test_one_time_password_cannot_be_chosen_again(app: PrebuiltPages, newcomer: service.CreatedAccount) -> None:
    assert "chỉ dùng một lần" in change(enter(app, newcomer), newcomer.one_time_password).text


@pytest.mark.parametrize("form", [{}, {"mat-khau": NEW}, {"lai": NEW}])
def test_missing_fields_are_refused(app: PrebuiltPages, newcomer: service.CreatedAccount, form: dict[str, str]) -> None:
    refused = enter(app, newcomer).post(CHANGE, data=form)
    assert refused.status_code == 422
    assert "Mục này chưa điền" in refused.text


@pytest.mark.parametrize("current", [None, "", "sai rồi", PASSWORD + " ", "x" * 201])
def test_found_phone_is_not_enough_to_take_over_an_account(
    client: TestClient, employ: Hire, current: str | None
) -> None:
    login = employ(Role.TEACHER)
    sign_in(client, login)
    assert 'name="hien-tai"' in client.get(CHANGE).text
    form = {"mat-khau": NEW, "lai": NEW} | ({} if current is None else {"hien-tai": current})
    refused = client.post(CHANGE, data=form)
    assert refused.status_code == 422
    assert 'aria-describedby="current-error"' in refused.text
    sign_in(client, login, PASSWORD)


def test_who_knows_the_current_password_may_choose_another(app: PrebuiltPages, employ: Hire) -> None:
    login = employ(Role.TEACHER)
    client, other = browser(app), browser(app)
    sign_in(client, login)
    sign_in(other, login)
    assert 'href="/mat-khau-moi"' in client.get("/tai-khoan").text
    form = {"hien-tai": PASSWORD, "mat-khau": NEW, "lai": NEW}
    assert client.post(CHANGE, data=form).headers["location"] == "/soan-bai"
    assert client.get("/soan-bai").status_code == 200
    assert other.get("/soan-bai").status_code == 303
    sign_in(browser(app), login, NEW)


def test_current_password_is_guessed_as_seldom_as_at_the_door(client: TestClient, employ: Hire) -> None:
    sign_in(client, employ(Role.TEACHER))
    guess = {"hien-tai": "sai rồi", "mat-khau": NEW, "lai": NEW}
    assert [client.post(CHANGE, data=guess).status_code for _ in range(10)] == [422] * 10
    refused = client.post(CHANGE, data={**guess, "hien-tai": PASSWORD})
    assert (refused.status_code, refused.headers["retry-after"]) == (429, "900")
    assert "Mời thử lại sau 15 phút" in refused.text


def test_one_time_password_need_not_be_said_again(app: PrebuiltPages, newcomer: service.CreatedAccount) -> None:
    assert 'name="hien-tai"' not in enter(app, newcomer).get(CHANGE).text


def test_nobody_changes_a_password_without_signing_in(client: TestClient, database: Database) -> None:
    with database.session(writes=False) as session:
        before = session.scalars(select(Account.password_hash)).all()
    for reply in (client.get(CHANGE), change(client)):
        assert reply.status_code == 303
        assert reply.headers["location"].startswith("/dang-nhap")
    with database.session(writes=False) as session:
        assert session.scalars(select(Account.password_hash)).all() == before


def test_new_password_is_stored_as_a_slow_hash(
    app: PrebuiltPages, newcomer: service.CreatedAccount, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hashing, "HASHER", SHIPPED_HASHER)
    change(enter(app, newcomer))
    with database.session(writes=False) as session:
        stored = session.get_one(Account, newcomer.id).password_hash
    assert stored.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
