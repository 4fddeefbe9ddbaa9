"""An account on a phone that several people use: whose progress it is, what stays when someone leaves."""

from starlette.testclient import TestClient

from app.accounts.domain.roles import Role
from app.core.config import Settings
from app.web.prebuilt import PrebuiltPages
from tests.accounts.conftest import Hire
from tests.cast import LEARNER_HUNG, LEARNER_LAN, LEARNER_TU, browser, sign_in
from tests.learners.phone import answer, device_of, greeting, join

SESSION = "__Host-phien"


def test_who_has_an_account_is_told_that_nothing_is_lost(client: TestClient, employ: Hire) -> None:
    sign_in(client, employ(Role.LEARNER))
    page = client.get("/tai-khoan").text
    assert "không lấy lại được" not in page
    assert "Những bài đã học vẫn được giữ trong tài khoản" in page


def test_learner_with_an_account_finds_everything_on_another_phone(app: PrebuiltPages, employ: Hire) -> None:
    login = employ(Role.LEARNER)
    first, second = browser(app), browser(app)
    sign_in(first, login)
    answer(first)
    sign_in(second, login)
    assert "còn 1 câu nữa" in second.get("/bai-hoc/giu-mat-khau/xong").text


def test_guest_of_another_phone_is_not_swallowed_by_a_known_account(
    app: PrebuiltPages, settings: Settings, employ: Hire
) -> None:
    login = employ(Role.LEARNER)
    sign_in(browser(app), login)
    client = browser(app)
    answer(client)
    guest = device_of(client, settings).active
    sign_in(client, login)
    device = device_of(client, settings)
    assert device.active != guest
    assert guest in device.learners


def test_learner_who_signs_out_leaves_the_phone(client: TestClient, employ: Hire) -> None:
    join(client, LEARNER_LAN)
    sign_in(client, employ(Role.LEARNER))
    join(client, LEARNER_HUNG)
    client.post("/dang-xuat")
    assert LEARNER_TU not in client.get("/tai-khoan").text
    assert SESSION not in client.cookies


def test_learner_who_leaves_the_phone_is_signed_out(client: TestClient, employ: Hire) -> None:
    sign_in(client, employ(Role.LEARNER))
    token = client.cookies[SESSION]
    client.post("/tai-khoan/roi-may")
    assert SESSION not in client.cookies
    client.cookies.set(SESSION, token)
    assert "Đang đăng nhập" not in client.get("/tai-khoan").text


def test_staff_who_sign_in_are_no_learner(client: TestClient, settings: Settings, employ: Hire) -> None:
    join(client, LEARNER_LAN)
    before = device_of(client, settings)
    sign_in(client, employ(Role.TEACHER))
    assert device_of(client, settings) == before
    assert greeting(client) == LEARNER_LAN
