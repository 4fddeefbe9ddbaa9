"""A learner makes an account without e-mail."""

import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import func, select
from starlette.testclient import TestClient

from app.accounts.domain.roles import Role
from app.accounts.models import Account, Consent, LearnerLogin
from app.accounts.routes.joining import NOT_AGREED, NOT_SAID, TAKEN
from app.core.config import Settings
from app.core.db import Database
from app.learners.deps import FULL
from app.web.prebuilt import PrebuiltPages
from tests.accounts.conftest import Hire
from tests.accounts.newcomers import (
    PIN,
    SECRET,
    SESSION,
    card_of,
    code_of,
    enter,
    filled,
    hidden,
    is_in,
    press,
    sign_up,
)
from tests.cast import LEARNER_LAN, browser, sign_in
from tests.certification.scanning import scanned_drawings
from tests.learners.phone import answer, device_of, greeting, join, people

pytestmark = pytest.mark.usefixtures("forget_attempts")


def count(database: Database, table: type[Account | Consent | LearnerLogin]) -> int:
    with database.session(writes=False) as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


def consents(database: Database, learner: int | None) -> list[str]:
    with database.session(writes=False) as session:
        return sorted(session.scalars(select(Consent.purpose).where(Consent.learner_id == learner)))


def test_name_and_six_digits_are_enough(client: TestClient, settings: Settings, database: Database) -> None:
    reply = sign_up(client)
    assert reply.headers["location"] == "/tai-khoan/the"
    assert is_in(client)
    assert greeting(client) == "Bác Bảy"
    assert consents(database, device_of(client, settings).active) == ["tai-khoan"]
    assert re.fullmatch(r"[146]\d\d \d{3} \d{3}", code_of(client))


def test_who_signed_up_comes_in_on_another_phone(app: PrebuiltPages, settings: Settings) -> None:
    first, second = browser(app), browser(app)
    sign_up(first, so_dien_thoai="0912 345 001")
    for said in (code_of(first), code_of(first).replace(" ", ""), "+84912345001"):
        assert enter(second, said).status_code == 303
        assert device_of(second, settings).active == device_of(first, settings).active
    assert enter(browser(app), code_of(first), "907264").status_code == 422


def test_three_pictures_are_chosen_twice_and_then_asked_for(app: PrebuiltPages) -> None:
    client, other = browser(app), browser(app)
    page = client.post("/dang-ky/hinh", data=filled(client))
    assert page.status_code == 200
    done = press(client, page, *SECRET, *SECRET)
    assert (done.status_code, done.headers["location"]) == (303, "/tai-khoan/the")
    code = code_of(client)
    asked = other.post("/vao-bang-hinh", data={"ma": code})
    assert press(other, asked, *reversed(SECRET)).status_code == 422
    assert not is_in(other)
    assert press(other, asked, *SECRET).status_code == 303
    assert is_in(other)
    for path, form in (("/dang-ky/hinh", "/dang-ky"), ("/vao-bang-hinh", "/vao")):
        assert client.get(path).headers["location"] == form, "a phone that dropped the page opens its address anew"
    assert client.get("/tai-khoan/ma-rieng/hinh").headers["location"] == "/tai-khoan/ma-rieng"


def test_pictures_that_differ_the_second_time_begin_anew(client: TestClient, database: Database) -> None:
    before = count(database, Account)
    page = client.post("/dang-ky/hinh", data=filled(client))
    again = press(client, page, *SECRET, *reversed(SECRET))
    assert "chưa giống nhau" in again.text
    assert "hình thứ nhất" in again.text
    same = press(client, again, "ga", "nha", "ga")
    assert "phải khác nhau" in same.text
    restarted = press(client, press(client, same, "ga"), "lai") if 'value="lai"' in same.text else same
    assert "hình thứ nhất" in restarted.text
    assert count(database, Account) == before


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("ten", "", "Mời bác gõ tên"),
        ("ten", "x" * 41, "dài quá"),
        ("ma-rieng", "123456", "dễ đoán"),
        ("ma-rieng", "010160", "ngày sinh"),
        ("ma-rieng", "48391", "6 chữ số"),
        ("go-lai", "483917", "chưa giống nhau"),
        ("so-dien-thoai", "12345", "chưa đúng"),
        ("dong-y", "", NOT_AGREED),
    ],
)
def test_what_is_missing_is_said_beside_it_and_nothing_is_made(
    client: TestClient, database: Database, field: str, value: str, told: str
) -> None:
    before = count(database, Account)
    refused = client.post("/dang-ky", data=filled(client) | {field: value})
    assert refused.status_code == 422
    assert told in refused.text
    assert count(database, Account) == before
    assert PIN not in refused.text
    assert SESSION not in client.cookies


def test_pin_is_no_piece_of_the_phone_number(client: TestClient) -> None:
    form = filled(client, so_dien_thoai="0912 483 916")
    assert "nằm trong số điện thoại" in client.post("/dang-ky", data=form).text


def test_nothing_is_ticked_beforehand_and_nothing_is_made_without_a_tick(
    client: TestClient, database: Database
) -> None:
    page = client.get("/dang-ky")
    assert 'name="dong-y"' in page.text
    assert "checked" not in page.text
    form = filled(client)
    del form["dong-y"]
    before = count(database, Account), count(database, Consent)
    for path in ("/dang-ky", "/dang-ky/hinh"):
        assert NOT_AGREED in client.post(path, data=form).text
    assert (count(database, Account), count(database, Consent)) == before


def test_form_sent_twice_makes_one_account(client: TestClient, database: Database) -> None:
    form, before = filled(client), count(database, Account)
    assert client.post("/dang-ky", data=form).headers["location"] == "/tai-khoan/the"
    again = client.post("/dang-ky", data=form)
    assert re.fullmatch(r"/vao/[\w-]{22}", again.headers["location"])
    assert "Chào <bdi>Bác Bảy</bdi>" in client.get(again.headers["location"]).text
    assert count(database, Account) == before + 1


def test_form_sent_many_times_at_once_makes_one_account(app: PrebuiltPages, database: Database) -> None:
    form, before = filled(browser(app)), count(database, Account)
    with ThreadPoolExecutor(6) as senders:
        replies = list(senders.map(lambda _: browser(app).post("/dang-ky", data=form).status_code, range(6)))
    assert set(replies) <= {303, 503}
    assert count(database, Account) == before + 1


def test_secret_is_kept_as_a_slow_hash_only(client: TestClient, database: Database) -> None:
    sign_up(client, so_dien_thoai="0912345002")
    with database.session(writes=False) as session:
        row = session.scalars(select(Account).order_by(Account.id.desc()).limit(1)).one()
    assert row.password_hash.startswith("$argon2id$")
    assert PIN not in str(vars(row))
    assert "912345002" not in str(vars(row))


# The person on this phone


def test_guest_who_signs_up_keeps_everything(client: TestClient, settings: Settings) -> None:
    join(client, LEARNER_LAN)
    answer(client)
    guest = device_of(client, settings).active
    assert f'value="{LEARNER_LAN}"' in client.get("/dang-ky").text
    unsaid = client.post("/dang-ky", data=filled(client))
    assert unsaid.status_code == 422
    assert NOT_SAID in unsaid.text
    sign_up(client, ten=LEARNER_LAN, cua_bac="co")
    assert device_of(client, settings).active == guest
    assert "còn 1 câu nữa" in client.get("/bai-hoc/giu-mat-khau/xong").text


def test_guest_of_somebody_else_stays_on_the_phone(client: TestClient, settings: Settings) -> None:
    join(client, LEARNER_LAN)
    guest = device_of(client, settings).active
    sign_up(client, cua_bac="khong")
    assert guest in device_of(client, settings).learners
    assert device_of(client, settings).active != guest
    assert people(client) == (["Bác Bảy"], [LEARNER_LAN])


def test_form_left_open_takes_over_nobody_else(client: TestClient, settings: Settings) -> None:
    join(client, LEARNER_LAN)
    form = filled(client, cua_bac="co")
    join(client, "Hùng")
    assert NOT_SAID in client.post("/dang-ky", data=form).text


def test_full_phone_says_so(client: TestClient, database: Database) -> None:
    for number in range(8):
        join(client, f"Người {number}")
    before = count(database, Account)
    refused = client.post("/dang-ky", data=filled(client, cua_bac="khong"))
    assert refused.status_code == 422
    assert FULL in refused.text
    assert count(database, Account) == before


# Who has an account already


def test_phone_number_that_is_taken_is_refused_and_after_a_few_all_are(app: PrebuiltPages) -> None:
    """Nobody can try out who has an account."""
    sign_up(browser(app), so_dien_thoai="0912345003")
    client = browser(app)
    for _ in range(5):
        refused = client.post("/dang-ky", data=filled(client, so_dien_thoai="+84 912 345 003"))
        assert refused.status_code == 422
        assert TAKEN in refused.text
    taken = client.post("/dang-ky", data=filled(client, so_dien_thoai="0912345003"))
    free = client.post("/dang-ky", data=filled(client, so_dien_thoai="0912345999"))
    assert (taken.status_code, free.status_code) == (429, 429)
    assert visible(taken.text).replace("0912345003", "X") == visible(free.text).replace("0912345999", "X")
    sign_up(client)  # without a number


def visible(page: str) -> str:
    return re.sub(r'name="khoa" value="[^"]*"', "", page)


def test_whoever_was_signed_in_leaves_with_their_session(app: PrebuiltPages, settings: Settings) -> None:
    client = browser(app)
    sign_up(client, ten="Bác Một")
    first = device_of(client, settings).active
    sign_up(client, ten="Bác Hai")
    assert first not in device_of(client, settings).learners
    assert "Bác Một" not in client.get("/tai-khoan").text


# At the commune

HERE = "/dang-ky/tai-xa"


def test_official_prints_cards_and_people_choose_their_own_secret(
    app: PrebuiltPages, settings: Settings, database: Database, employ: Hire
) -> None:
    desk, phone = browser(app), browser(app)
    sign_in(desk, employ(Role.OFFICIAL))
    sheet = desk.post(HERE, data=hidden(desk.get(HERE)) | {"ten": "Bác Tám\r\n\r\n  Bác  Chín \r\n"})
    assert re.findall(r'card-name"><bdi>([^<]+)<', sheet.text) == ["Bác Tám", "Bác Chín"]
    assert sheet.headers["cache-control"] == "no-store"
    code, one_time, other, _ = re.findall(r'card-code">([^<]+)<', sheet.text)
    leads = [f"{settings.public_url.rstrip('/')}/vao/{card_of(database, one)}" for one in (code, other)]
    assert scanned_drawings(sheet.text) == leads  # each card its own
    join(phone, LEARNER_LAN)
    assert enter(phone, code, one_time).headers["location"] == "/tai-khoan/ma-rieng"
    assert phone.get("/tai-khoan/the").headers["location"] == "/mat-khau-moi"
    assert phone.get("/mat-khau-moi").headers["location"] == "/tai-khoan/ma-rieng"
    page = phone.get("/tai-khoan/ma-rieng")
    assert "checked" not in page.text
    form = hidden(page) | {"ma-rieng": PIN, "go-lai": PIN}
    assert NOT_AGREED in phone.post("/tai-khoan/ma-rieng", data=form | {"cua-bac": "co"}).text
    assert NOT_SAID in phone.post("/tai-khoan/ma-rieng", data=form | {"dong-y": "co"}).text
    guest = device_of(phone, settings).active
    done = phone.post("/tai-khoan/ma-rieng", data=form | {"dong-y": "co", "cua-bac": "co"})
    assert (done.status_code, done.headers["location"]) == (303, "/tai-khoan/the")
    assert device_of(phone, settings).active == guest
    assert consents(database, guest) == ["tai-khoan"]
    assert enter(browser(app), code, one_time).status_code == 422
    assert enter(browser(app), code, PIN).status_code == 303


def test_lost_sheet_is_printed_again_by_the_same_form_until_its_secret_is_used(
    app: PrebuiltPages, database: Database, employ: Hire
) -> None:
    desk, phone = browser(app), browser(app)
    sign_in(desk, employ(Role.TEACHER))
    form = hidden(desk.get(HERE)) | {"ten": "Bác Mười\nBác Năm"}
    first = desk.post(HERE, data=form)
    before = count(database, Account)
    again = desk.post(HERE, data=form)
    assert again.status_code == 200
    code, pin, other, other_pin = sheet = re.findall(r'card-code">([^<]+)<', first.text)
    assert re.findall(r'card-code">([^<]+)<', again.text) == sheet
    assert pin != other_pin
    assert count(database, Account) == before
    enter(phone, code, pin)
    page = phone.get("/tai-khoan/ma-rieng")
    chosen = {"ma-rieng": PIN, "go-lai": PIN, "dong-y": "co"}
    assert phone.post("/tai-khoan/ma-rieng", data=hidden(page) | chosen).status_code == 303
    assert re.findall(r'card-code">([^<]+)<', desk.post(HERE, data=form).text) == [code, other, other_pin]


@pytest.mark.parametrize("names", ["Bác Mười", "Bác Mười\nBác Năm\nBác Sáu", "Bác Năm\nBác Mười"])
def test_sheet_of_other_people_is_not_printed(app: PrebuiltPages, database: Database, employ: Hire, names: str) -> None:
    desk = browser(app)
    sign_in(desk, employ(Role.TEACHER))
    form = hidden(desk.get(HERE)) | {"ten": "Bác Mười\nBác Năm"}
    assert desk.post(HERE, data=form).status_code == 200
    before = count(database, Account)
    again = desk.post(HERE, data=form | {"ten": names})
    assert again.status_code == 409
    assert "card-code" not in again.text
    assert count(database, Account) == before


@pytest.mark.parametrize("names", ["", " \n ", "\n".join("Bác" for _ in range(13)), "x" * 41, "Bác\u202e"])
def test_names_that_cannot_be_printed_make_nothing(
    client: TestClient, database: Database, employ: Hire, names: str
) -> None:
    sign_in(client, employ(Role.TEACHER))
    before = count(database, Account)
    assert client.post(HERE, data={"ten": names}).status_code == 422
    assert count(database, Account) == before


@pytest.mark.parametrize("role", [None, Role.LEARNER, Role.ASSESSOR])
def test_others_make_no_accounts_for_others(client: TestClient, employ: Hire, role: Role | None) -> None:
    if role:
        sign_in(client, employ(role))
    assert client.post(HERE, data={"ten": "Bác"}).status_code in (303, 403)
    assert client.get(HERE).status_code in (303, 403)
