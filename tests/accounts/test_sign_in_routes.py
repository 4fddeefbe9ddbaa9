"""Signing in: with which password, where to, for how long."""

import html
import re
import unicodedata
from collections.abc import Callable
from datetime import timedelta
from urllib.parse import urljoin, urlsplit

import pytest
from sqlalchemy import func, select
from starlette.testclient import TestClient

from app.accounts.demo import ADDRESSES
from app.accounts.domain.roles import Role
from app.accounts.models import Account, SignInSession
from app.accounts.routes.signing_in import WRONG
from app.core.db import Database
from app.core.ids import digest
from app.web.prebuilt import PrebuiltPages
from tests.accounts.attempts import NASTY, attempt
from tests.accounts.conftest import Hire
from tests.cast import PASSWORD, browser, sign_in

pytestmark = pytest.mark.usefixtures("forget_attempts")
SESSION = "__Host-phien"
DESK, HOME = "/soan-bai", "/"
Forward = Callable[[timedelta], None]


def sessions_of(database: Database, login: str) -> list[str]:
    with database.session(writes=False) as session:
        wanted = select(SignInSession.token_hash).join(Account, Account.id == SignInSession.account_id)
        return list(session.scalars(wanted.where(Account.login == login)))


def is_in(client: TestClient) -> bool:
    return client.get(DESK).status_code == 200


def with_token(app: PrebuiltPages, token: str) -> TestClient:
    client = browser(app)
    client.headers["cookie"] = f"{SESSION}={token}"
    return client


def test_right_password_leads_to_the_desk(client: TestClient, employ: Hire) -> None:
    reply = attempt(client, employ(Role.TEACHER), PASSWORD)
    assert (reply.status_code, reply.headers["location"]) == (303, DESK)
    assert reply.headers["cache-control"] == "no-store"
    assert is_in(client)


@pytest.mark.parametrize(("role", "path"), [(Role.LEARNER, HOME), *ADDRESSES.items()])
def test_everyone_is_led_to_where_they_work(client: TestClient, employ: Hire, role: Role, path: str) -> None:
    assert attempt(client, employ(role), PASSWORD).headers["location"] == path


def test_token_is_a_guarded_cookie_and_only_its_hash_is_stored(
    client: TestClient, employ: Hire, database: Database
) -> None:
    login = employ(Role.TEACHER)
    reply = attempt(client, login, PASSWORD)
    [cookie] = [text for text in reply.headers.get_list("set-cookie") if text.startswith(SESSION)]
    value, *attributes = cookie.split("; ")
    token = value.partition("=")[2]
    assert {"HttpOnly", "Secure", "Path=/", "SameSite=lax"} <= set(attributes)
    assert not any(text.startswith("Domain") for text in attributes)
    assert re.fullmatch(r"[\w-]{43}", token)
    assert sessions_of(database, login) == [digest(token)]


@pytest.mark.parametrize("login", ["co-hanh", "CO-HANH", "Cô Hạnh", " co hanh ", "co_hanh"])
def test_login_may_be_typed_as_people_type(client: TestClient, employ: Hire, database: Database, login: str) -> None:
    with database.session(writes=False) as session:
        known = session.scalar(select(Account.login).where(Account.login == "co-hanh"))
    if not known:
        assert employ(Role.TEACHER) == "co-hanh"
    assert attempt(client, login, PASSWORD).status_code == 303


@pytest.mark.parametrize(
    "typed", ["0912345678", "+84 912 345 678", "84912345678", "0912.345.678", "０９１２３４５６７８"]
)
def test_phone_may_be_typed_as_people_type(client: TestClient, employ: Hire, database: Database, typed: str) -> None:
    if not count_phones(database):
        employ(Role.TEACHER, "0912345678")
    assert attempt(client, typed, PASSWORD).status_code == 303


def count_phones(database: Database) -> int:
    with database.session(writes=False) as session:
        return session.scalar(select(func.count()).where(Account.phone_mac.is_not(None))) or 0


def test_password_in_either_normal_form_is_right(client: TestClient, employ: Hire) -> None:
    login = employ(Role.TEACHER)
    for form in ("NFC", "NFD"):
        assert attempt(client, login, unicodedata.normalize(form, PASSWORD)).status_code == 303


@pytest.mark.parametrize(
    "password", [PASSWORD + " ", " " + PASSWORD, PASSWORD.upper(), PASSWORD[:-1], "bo gam co non ben song"]
)
def test_password_that_is_nearly_right_is_wrong(client: TestClient, employ: Hire, password: str) -> None:
    assert attempt(client, employ(Role.TEACHER), password).status_code == 422


def test_unknown_login_looks_like_a_wrong_password(app: PrebuiltPages, employ: Hire) -> None:
    known, unknown = employ(Role.TEACHER), "khong-ai-ca-dau-nhe"
    wrong, nobody = attempt(browser(app), known), attempt(browser(app), unknown)
    assert (wrong.status_code, nobody.status_code) == (422, 422)
    assert WRONG in wrong.text
    assert wrong.text.replace(known, "X") == nobody.text.replace(unknown, "X")
    changing = {"x-request-id", "content-length"}
    assert {n: v for n, v in wrong.headers.items() if n not in changing} == {
        n: v for n, v in nobody.headers.items() if n not in changing
    }


def test_refused_sign_in_keeps_the_login_and_never_the_password(client: TestClient, employ: Hire) -> None:
    login = employ(Role.TEACHER)
    for password in ("CANARY-MAT-KHAU", "", "CANARY-MAT-KHAU\0", "CANARY-MAT-KHAU" * 20):
        refused = attempt(client, login, password)
        assert refused.status_code == 422
        assert f'value="{login}"' in refused.text
        assert "CANARY" not in refused.text
        assert SESSION not in client.cookies


def test_disabled_account_is_an_unknown_one(client: TestClient, employ: Hire, database: Database) -> None:
    login = employ(Role.TEACHER)
    sign_in(client, login)
    with database.session(writes=True) as session:
        account = session.scalars(select(Account).where(Account.login == login)).one()
        account.disabled_at = account.created_at
        session.commit()
    assert not is_in(client)
    assert attempt(client, login, PASSWORD).status_code == 422


# Where to


@pytest.mark.parametrize("toi", NASTY)
def test_nobody_is_sent_to_another_host(client: TestClient, toi: str) -> None:
    page = client.get("/dang-nhap", params={"toi": toi})
    [hidden] = set(re.findall(r'name="toi" value="([^"]*)"', page.text))
    assert re.fullmatch(
        r"(/(?![/\\])[^\\\s]*)?", html.unescape(hidden)
    )  # a browser takes \\ for /, and drops white space
    assert urlsplit(urljoin("https://testserver/dang-nhap", hidden)).netloc == "testserver"
    assert len(NASTY) >= 26


def test_nobody_is_sent_to_another_host_by_the_form_either(app: PrebuiltPages, employ: Hire) -> None:
    login = employ(Role.TEACHER)
    for toi in NASTY:
        sent = attempt(browser(app), login, PASSWORD, toi)
        assert sent.status_code == 303
        location = sent.headers["location"]
        assert urlsplit(urljoin("https://testserver/dang-nhap", location)).netloc == "testserver", toi
        assert re.match(r"/(?![/\\])", location), toi
        assert location.isascii()


@pytest.mark.parametrize(
    "toi", ["/soan-bai", "/bai-hoc/giu-mat-khau?buoc=3", "/soan-bai/tep/content/facts/thu.yaml#dong-3"]
)
def test_who_wanted_a_page_gets_there(client: TestClient, employ: Hire, toi: str) -> None:
    page = client.get("/dang-nhap", params={"toi": toi}).text
    assert f'name="toi" value="{toi}"' in page
    refused = attempt(client, employ(Role.TEACHER), toi=toi)
    assert f'name="toi" value="{toi}"' in refused.text
    assert attempt(client, employ(Role.TEACHER), PASSWORD, toi).headers["location"] == toi


# For how long


def test_signing_in_again_makes_a_new_token_and_ends_the_old_one(app: PrebuiltPages, employ: Hire) -> None:
    client = browser(app)
    login = employ(Role.TEACHER)
    sign_in(client, login)
    old = client.cookies[SESSION]
    sign_in(client, login)
    assert client.cookies[SESSION] != old
    assert is_in(client)
    assert not is_in(with_token(app, old))


def test_token_that_was_there_before_is_never_taken_over(app: PrebuiltPages, employ: Hire) -> None:
    """Session fixation: an attacker plants a token and waits for the sign-in."""
    planted = "A" * 43
    victim = with_token(app, planted)
    assert attempt(victim, employ(Role.TEACHER), PASSWORD).status_code == 303
    assert not is_in(with_token(app, planted))


def test_signing_out_ends_the_session_on_the_server(app: PrebuiltPages, employ: Hire) -> None:
    client = browser(app)
    sign_in(client, employ(Role.TEACHER))
    token = client.cookies[SESSION]
    assert client.post("/dang-xuat").status_code == 303
    assert SESSION not in client.cookies
    assert not is_in(with_token(app, token))


def test_signing_out_elsewhere_leaves_other_phones_signed_in(app: PrebuiltPages, employ: Hire) -> None:
    login = employ(Role.TEACHER)
    phone, desk = browser(app), browser(app)
    sign_in(phone, login)
    sign_in(desk, login)
    phone.post("/dang-xuat")
    assert is_in(desk)


@pytest.mark.parametrize("token", ["", "x", "A" * 43, "A" * 42, "' OR 1=1 --" * 4, "A" * 4000])
def test_invented_token_is_nobody(app: PrebuiltPages, token: str) -> None:
    client = with_token(app, token)
    assert client.get(DESK).headers["location"] == "/dang-nhap?toi=%2Fsoan-bai"
    assert client.get("/tai-khoan").status_code == 200


def test_staff_are_signed_out_after_half_an_hour_without_a_click(
    client: TestClient, employ: Hire, pass_time: Forward
) -> None:
    sign_in(client, employ(Role.TEACHER))
    for _ in range(3):
        pass_time(timedelta(minutes=29))
        assert is_in(client)
    pass_time(timedelta(minutes=31))
    assert not is_in(client)


def test_staff_are_signed_out_after_twelve_hours_whatever_they_do(
    client: TestClient, employ: Hire, pass_time: Forward
) -> None:
    sign_in(client, employ(Role.TEACHER))
    for _ in range(12 * 3 - 1):
        pass_time(timedelta(minutes=20))
        assert is_in(client)
    pass_time(timedelta(minutes=20))
    assert not is_in(client)


def test_learner_stays_signed_in_for_a_month(client: TestClient, employ: Hire, pass_time: Forward) -> None:
    sign_in(client, employ(Role.LEARNER))
    pass_time(timedelta(days=29))
    assert "Đang đăng nhập" in client.get("/tai-khoan").text
    pass_time(timedelta(days=31))
    assert "Đang đăng nhập" not in client.get("/tai-khoan").text
