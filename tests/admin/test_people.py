"""The admin's desk: who has an account, a new one, a new password, a locked door."""

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from fastapi import FastAPI
from sqlalchemy import select
from starlette.testclient import TestClient

from app.accounts import service
from app.accounts.domain.roles import Role
from app.accounts.models import Account
from app.core.clock import Clock
from app.core.ids import new_token
from app.main import create_app
from app.web.prebuilt import PrebuiltPages
from tests.cast import PASSWORD, browser, hire, sign_in
from tests.conftest import make_settings
from tests.restoring import Restored
from tests.sample_content import write_content
from tests.shared_database import copy_sqlite

PEOPLE = "/quan-tri/nguoi"
STAFF = [role for role in Role if role.is_staff]


@pytest.fixture(scope="module")
def first(migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Restored]:
    folder = tmp_path_factory.mktemp("service")
    url = copy_sqlite(migrated_sqlite, folder)
    app = create_app(make_settings(folder, url, write_content(folder / "content")))
    with TestClient(app):
        yield Restored(app)


@pytest.fixture
def app(first: Restored) -> Iterator[PrebuiltPages]:
    yield first.app
    first.restore()


@pytest.fixture
def admin(app: PrebuiltPages, fastapi_app: FastAPI) -> TestClient:
    return somebody(app, fastapi_app, Role.ADMIN)


def somebody(app: PrebuiltPages, fastapi_app: FastAPI, role: Role) -> TestClient:
    client = browser(app)
    sign_in(client, hire(fastapi_app.state.database, fastapi_app.state.settings, role))
    return client


def create(client: TestClient, name: str = "Cô Hạnh", role: str = "teacher", key: str = "") -> tuple[int, str]:
    reply = client.post(PEOPLE, data={"ten": name, "vai-tro": role, "khoa": key or new_token()})
    return reply.status_code, reply.text


def shown_password(html: str) -> tuple[str, str]:
    login, password = re.findall(r"<dd><strong>(.*?)</strong></dd>", html)
    return login, password


def logins(fastapi_app: FastAPI) -> set[str]:
    with fastapi_app.state.database.session(writes=False) as session:
        return set(session.scalars(select(Account.login)))


@pytest.mark.parametrize("role", [Role.LEARNER, Role.TEACHER, Role.ASSESSOR, Role.OFFICIAL])
def test_nobody_but_an_admin_sees_or_changes_anybody(app: PrebuiltPages, fastapi_app: FastAPI, role: Role) -> None:
    client, victim = (
        somebody(app, fastapi_app, role),
        hire(fastapi_app.state.database, fastapi_app.state.settings, Role.TEACHER),
    )
    before = logins(fastapi_app)
    assert client.get(PEOPLE).status_code == 403
    assert create(client)[0] == 403
    for deed in ("khoa", "mat-khau"):
        assert client.post(f"{PEOPLE}/{victim}/{deed}").status_code == 403
    assert logins(fastapi_app) == before
    sign_in(browser(app), victim)


@pytest.mark.parametrize("role", STAFF)
def test_new_account_signs_in_with_its_password_once(app: PrebuiltPages, admin: TestClient, role: Role) -> None:
    status, html = create(admin, "Lê Văn Tám", role.value)
    assert status == 200
    login, password = shown_password(html)
    newcomer = browser(app)
    sign_in(newcomer, login, password)
    assert newcomer.get("/mat-khau-moi").status_code == 200
    listed = admin.get(PEOPLE).text
    assert login in listed
    assert "chưa đổi mật khẩu đầu" in listed
    assert password not in listed


def test_form_sent_twice_makes_one_account(admin: TestClient, fastapi_app: FastAPI) -> None:
    key = new_token()
    assert create(admin, key=key)[0] == 200
    before = logins(fastapi_app)
    status, html = create(admin, key=key)
    assert status == 409
    assert "vừa tạo rồi" in html
    assert logins(fastapi_app) == before


@pytest.mark.parametrize(
    ("name", "role"),
    [
        ("", "teacher"),
        ("x" * 61, "teacher"),
        ("Hoa\u202e", "teacher"),
        ("Hoa", "king"),
        ("Hoa", "learner"),
        ("Hoa", ""),
    ],
)
def test_form_that_makes_no_account_comes_back_with_what_was_typed(
    admin: TestClient, fastapi_app: FastAPI, name: str, role: str
) -> None:
    before = logins(fastapi_app)
    status, html = create(admin, name, role)
    assert status == 422
    assert 'role="alert"' in html
    assert f'value="{name}"' in html or "\u202e" in name or len(name) > 60
    assert logins(fastapi_app) == before


def test_locked_account_is_out_at_once_and_stays_in_the_list(
    app: PrebuiltPages, fastapi_app: FastAPI, admin: TestClient
) -> None:
    login = hire(fastapi_app.state.database, fastapi_app.state.settings, Role.TEACHER)
    teacher = browser(app)
    sign_in(teacher, login)
    reply = admin.post(f"{PEOPLE}/{login}/khoa")
    assert (reply.status_code, reply.headers["location"]) == (303, f"{PEOPLE}?khoa={login}")
    assert teacher.get("/soan-bai").status_code == 303
    refused = browser(app).post("/dang-nhap", data={"ten-dang-nhap": login, "mat-khau": PASSWORD})
    assert refused.status_code == 422
    other = hire(fastapi_app.state.database, fastapi_app.state.settings, Role.OFFICIAL)
    assert "Mọi máy đang đăng nhập đều thoát" not in admin.get(f"{PEOPLE}?khoa={other}").text
    assert "khong-co-ai" not in admin.get(f"{PEOPLE}?khoa=khong-co-ai").text
    listed = admin.get(f"{PEOPLE}?khoa={login}").text
    assert "đã khóa" in listed
    assert f"Đã khóa {login}" in listed
    assert admin.post(f"{PEOPLE}/{login}/khoa").status_code == 404


def test_new_password_ends_what_the_old_one_opened(app: PrebuiltPages, fastapi_app: FastAPI, admin: TestClient) -> None:
    login = hire(fastapi_app.state.database, fastapi_app.state.settings, Role.TEACHER)
    teacher = browser(app)
    sign_in(teacher, login)
    reply = admin.post(f"{PEOPLE}/{login}/mat-khau")
    assert reply.status_code == 200
    assert reply.headers["cache-control"] == "no-store"
    assert teacher.get("/soan-bai").status_code == 303
    sign_in(browser(app), *shown_password(reply.text))


def test_nobody_locks_themself_out(admin: TestClient, fastapi_app: FastAPI) -> None:
    (own,) = logins(fastapi_app)
    for deed in ("khoa", "mat-khau"):
        assert admin.post(f"{PEOPLE}/{own}/{deed}").status_code == 404
        assert admin.post(f"{PEOPLE}/{own.upper()}/{deed}").status_code == 404
    assert admin.get(PEOPLE).status_code == 200


def test_learners_are_counted_and_shown_only_when_sought(fastapi_app: FastAPI, admin: TestClient) -> None:
    state = fastapi_app.state
    with state.database.session(writes=True) as session:
        for number in range(3):
            service.create_account(
                session,
                state.settings.secret,
                Role.LEARNER,
                f"Bác Tư {number}",
                None,
                Clock().now() - timedelta(days=1),
            )
        session.commit()
    listed = admin.get(PEOPLE).text
    assert "Còn 3 người học có tài khoản" in listed
    assert "Bác Tư" not in listed
    found = admin.get(PEOPLE, params={"tim": "Bác Tư 1"}).text
    assert found.count("<h2>") == 1
    assert "Không thấy ai" in admin.get(PEOPLE, params={"tim": "không-có-ai"}).text


def test_after_signing_in_an_admin_is_at_the_desk_of_admins(app: PrebuiltPages, fastapi_app: FastAPI) -> None:
    login = hire(fastapi_app.state.database, fastapi_app.state.settings, Role.ADMIN)
    client = browser(app)
    reply = client.post("/dang-nhap", data={"ten-dang-nhap": login, "mat-khau": PASSWORD, "toi": ""})
    assert reply.headers["location"] == "/quan-tri"
    desk = client.get("/quan-tri").text
    for path in (PEOPLE, "/quan-tri/tro-ly", "/soan-bai"):
        assert f'href="{path}"' in desk
