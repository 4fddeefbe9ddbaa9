"""One's own data on one's own page: whose it is, what it says, how it ends."""

import json
import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta

import pytest
from fastapi import FastAPI
from sqlalchemy import func, select
from starlette.testclient import TestClient

from app.accounts.domain.consent import TEXTS, Purpose
from app.accounts.domain.roles import Role
from app.accounts.models import Account, Consent, LearnerLogin, TrustedPerson
from app.certification.domain.confirmation import SkillSeen
from app.certification.models import Certificate, PendingCertificate
from app.certification.service import Certificates, NewCertificate
from app.core.clock import Clock
from app.core.config import Settings
from app.core.db import Database
from app.learners.models import Learner
from app.privacy.routes import NOT_SAID, NOT_SIGNED_YET, NOT_SURE
from app.quiz.models import Answer
from app.web.prebuilt import PrebuiltPages
from tests.accounts.newcomers import PIN, card_of, code_of, enter, enter_by_card, hidden, is_in, sign_up
from tests.cast import LEARNER_LAN, browser, hire, show_question, sign_in
from tests.learners.phone import answer, device_of, join
from tests.sample_content import QUESTION_URL

pytestmark = pytest.mark.usefixtures("forget_attempts")
MINE, JSON, TEXT, ERASE = "/tai-khoan/du-lieu", "/tai-khoan/du-lieu/tai-ve", "/tai-khoan/du-lieu/doc", "/tai-khoan/xoa"
Forward = Callable[[timedelta], None]


@pytest.fixture
def pass_time(fastapi_app: FastAPI) -> Iterator[Forward]:
    def forward(by: timedelta) -> None:
        fastapi_app.state.clock = Clock(fastapi_app.state.clock.now() + by)

    yield forward
    fastapi_app.state.clock = Clock()


@pytest.fixture
def learner(app: PrebuiltPages) -> TestClient:
    """Signed up with a phone number, a question and a friend; has answered something."""
    client = browser(app)
    sign_up(client, ten="Bác Sáu", so_dien_thoai=f"09{next(NUMBERS):08}")
    answer(client)
    client.post("/tai-khoan/cau-hoi", data={"cau-hoi": "noi-gap", "tra-loi": "Cái Bè"})
    client.post("/tai-khoan/nguoi-tin-cay", data={"ten": "Cháu Hùng", "ma": "0987654321"})
    return client


NUMBERS = iter(range(12_000_000, 13_000_000))


def issue(fastapi_app: FastAPI, learner: int) -> str:
    """The code of a certificate of this learner."""
    certificates: Certificates = fastapi_app.state.certificates
    request = NewCertificate(
        learner, f"bai-{learner}", "Bác Sáu", "nguoi-dan", "Khung", "1", "giam-sat",
        (SkillSeen("mo-may", "Mở máy", performed=True),), date(2028, 11, 30), assisted=False, device="own",
    )  # fmt: skip
    with fastapi_app.state.database.session(writes=True) as session:
        code = certificates.issue(session, request, Clock().now()).code
        session.commit()
    return code


def erase(client: TestClient, **said: str) -> int:
    return client.post(ERASE, data=hidden(client.get(ERASE)) | {"chac": "co"} | said).status_code


def count(database: Database, table: type[Account | Learner | Answer | PendingCertificate]) -> int:
    with database.session(writes=False) as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


# Whose


def test_phone_that_knows_nobody_says_so(client: TestClient) -> None:
    assert "Máy này chưa giữ gì" in client.get(MINE).text
    assert json.loads(client.get(JSON).text)["muc"] == []
    assert client.get(ERASE).headers["location"] == MINE
    assert client.post(ERASE, data={"chac": "co"}).headers["location"] == MINE


def test_guest_sees_what_this_phone_keeps(client: TestClient) -> None:
    join(client, LEARNER_LAN)
    answer(client)
    page = client.get(MINE).text
    assert f"<bdi>{LEARNER_LAN}</bdi>" in page
    assert "Câu trả lời của bác" in page
    [answers] = [part["dong"] for part in json.loads(client.get(JSON).text)["muc"] if part["bang"] == "answer"]
    assert [row["exercise"] for row in answers] == ["ai-hoi-ma"]


def test_phone_alone_shows_nothing_of_who_has_an_account(
    app: PrebuiltPages, settings: Settings, learner: TestClient
) -> None:
    """A shared phone remembers them; whoever holds it sees nothing without the secret."""
    learner.cookies.delete("__Host-phien")
    for path in (MINE, JSON, TEXT, ERASE):
        refused = learner.get(path)
        assert (refused.status_code, refused.headers["location"]) == (303, "/vao?toi=%2Ftai-khoan%2Fdu-lieu"), path
        assert "Bác Sáu" not in refused.text
    assert learner.post(ERASE, data={"chac": "co"}).status_code == 303


def test_account_of_another_on_the_same_phone_sees_nothing_either(app: PrebuiltPages, learner: TestClient) -> None:
    first = device_cookie(learner)
    other = browser(app)
    sign_up(other, ten="Bác Hai")
    session = other.cookies["__Host-phien"]
    thief = browser(app)
    thief.headers["cookie"] = f"__Host-may={first}; __Host-phien={session}"
    assert thief.get(JSON).status_code == 303
    assert thief.post(ERASE, data={"chac": "co"}).status_code == 303


def device_cookie(client: TestClient) -> str:
    return client.cookies["__Host-may"]


def test_staff_see_their_account_and_cannot_delete_it(
    client: TestClient, database: Database, settings: Settings
) -> None:
    sign_in(client, hire(database, settings, Role.TEACHER))
    before = count(database, Account)
    assert "do quản trị đóng" in client.get(MINE).text
    assert [part["bang"] for part in json.loads(client.get(JSON).text)["muc"]] == ["account", "sign_in_session"]
    assert client.get(ERASE).status_code == 404
    assert client.post(ERASE, data={"chac": "co"}).status_code == 404
    assert count(database, Account) == before


def test_who_still_has_a_one_time_secret_chooses_their_own_first(
    app: PrebuiltPages, database: Database, settings: Settings
) -> None:
    desk, phone = browser(app), browser(app)
    sign_in(desk, hire(database, settings, Role.OFFICIAL))
    sheet = desk.post("/dang-ky/tai-xa", data=hidden(desk.get("/dang-ky/tai-xa")) | {"ten": "Bác Tám"})
    code, one_time = re.findall(r'card-code">([^<]+)<', sheet.text)
    enter(phone, code, one_time)
    for path in (MINE, JSON, ERASE):
        assert phone.get(path).headers["location"] == "/mat-khau-moi"
    assert phone.post(ERASE, data={"chac": "co"}).headers["location"] == "/mat-khau-moi"


# What


def test_download_holds_everything_and_no_secret(learner: TestClient, database: Database) -> None:
    reply = learner.get(JSON)
    assert reply.headers["content-disposition"] == 'attachment; filename="hoc-vu-so.json"'
    assert reply.headers["cache-control"] == "no-store"
    tables = {part["bang"] for part in json.loads(reply.text)["muc"]}
    assert tables >= {"account", "learner", "learner_login", "consent", "trusted_person", "answer", "sign_in_session"}
    assert "Cháu Hùng" in reply.text
    card = card_of(database, code_of(learner))
    for secret in ("argon2", PIN, card, "Cái Bè", "caibe", learner.cookies["__Host-phien"]):
        assert secret not in reply.text


def test_download_can_be_read(learner: TestClient) -> None:
    reply = learner.get(TEXT)
    assert reply.headers["content-type"] == "text/plain; charset=utf-8"
    text = reply.text.removeprefix("\ufeff")
    assert "CÂU TRẢ LỜI CỦA BÁC (1)" in text
    assert "Bài: giu-mat-khau" in text
    rows = [line for line in text.split("\r\n") if line.startswith("- ")]
    assert not [line for line in rows if re.search(r"\b[a-z]+(_[a-z]+)*: ", line)], "columns that are for machines"
    assert "None" not in text


def test_download_asks_for_the_secret_again(learner: TestClient, pass_time: Forward) -> None:
    pass_time(timedelta(minutes=11))
    assert learner.get(MINE).status_code == 200
    for path in (JSON, TEXT, ERASE):
        assert learner.get(path).headers["location"].startswith("/tai-khoan/xac-nhan")


def test_nobody_gets_the_data_of_another(app: PrebuiltPages, learner: TestClient) -> None:
    other = browser(app)
    sign_up(other, ten="Bác Hai")
    assert "Bác Sáu" not in other.get(JSON).text + other.get(MINE).text


# Consent


def agreed(client: TestClient) -> list[str]:
    page = client.get(MINE).text
    return [
        text.name
        for text in TEXTS.values()
        if f"{text.name}</strong>" in page and f'Rút lại<span class="unseen">: {text.name}<' in page
    ]


def take_back(client: TestClient, purpose: str) -> str:
    """Where it leads."""
    sent = client.post(f"{MINE}/rut-lai", data=hidden(client.get(MINE)) | {"viec": purpose})
    return str(sent.headers["location"])


def test_every_consent_is_shown_with_its_day(learner: TestClient) -> None:
    assert agreed(learner) == [TEXTS[one].name for one in (Purpose.ACCOUNT, Purpose.PHONE, Purpose.RECOVERY)]


def test_consent_taken_back_erases_what_was_kept_for_it(
    learner: TestClient, database: Database, settings: Settings
) -> None:
    mine = device_of(learner, settings).active
    account = select(Learner.account_id).where(Learner.id == mine).scalar_subquery()
    take_back(learner, "so-dien-thoai")
    take_back(learner, "khoi-phuc")
    with database.session(writes=False) as session:
        assert session.scalar(select(Account.phone_mac).where(Account.id == account)) is None
        login = session.scalars(select(LearnerLogin).where(LearnerLogin.account_id == account)).one()
        assert (login.question, login.answer_hash) == ("", "")
        assert session.scalars(select(TrustedPerson).where(TrustedPerson.account_id == account)).all() == []
        proofs = session.execute(select(Consent.purpose, Consent.withdrawn_at).where(Consent.learner_id == mine)).all()
    assert {purpose: at is not None for purpose, at in proofs} == {
        "tai-khoan": False, "so-dien-thoai": True, "khoi-phuc": True,
    }  # fmt: skip
    assert agreed(learner) == [TEXTS[Purpose.ACCOUNT].name]
    assert is_in(learner)


def test_agreeing_again_is_a_new_row(learner: TestClient, database: Database, settings: Settings) -> None:
    take_back(learner, "khoi-phuc")
    learner.post("/tai-khoan/cau-hoi", data={"cau-hoi": "mon-an", "tra-loi": "Cá kho"})
    with database.session(writes=False) as session:
        wanted = select(Consent).where(
            Consent.learner_id == device_of(learner, settings).active, Consent.purpose == "khoi-phuc"
        )
        assert [row.withdrawn_at is None for row in session.scalars(wanted.order_by(Consent.id))] == [False, True]


def test_consent_to_the_account_ends_with_the_account(learner: TestClient) -> None:
    assert take_back(learner, "tai-khoan") == ERASE
    assert is_in(learner)


@pytest.mark.parametrize("purpose", ["", "khong-co", "tai-khoan'--"])
def test_unknown_purpose_changes_nothing(learner: TestClient, purpose: str) -> None:
    before = agreed(learner)
    assert take_back(learner, purpose) == MINE
    assert agreed(learner) == before


# Deleting


def test_account_is_gone_with_everything(
    app: PrebuiltPages, learner: TestClient, database: Database, settings: Settings
) -> None:
    code, mine = code_of(learner), device_of(learner, settings).active
    card = card_of(database, code)
    before = count(database, Account)
    done = learner.post(ERASE, data=hidden(learner.get(ERASE)) | {"chac": "co"})
    assert done.headers["location"] == f"{MINE}?da-xoa=1"
    assert "__Host-phien" not in learner.cookies
    assert "Đã xóa hẳn rồi" in learner.get(done.headers["location"]).text
    assert count(database, Account) == before - 1
    with database.session(writes=False) as session:
        assert session.scalars(select(Answer).where(Answer.learner_id == mine)).all() == []
    assert enter(browser(app), code).status_code == 422
    assert enter_by_card(browser(app), card).status_code == 422
    assert learner.get(f"/vao/{card}").status_code == 404


def test_guest_is_gone_from_the_phone_and_others_stay(
    client: TestClient, database: Database, settings: Settings
) -> None:
    join(client, "Hùng")
    join(client, LEARNER_LAN)
    answer(client)
    assert erase(client) == 303
    assert device_of(client, settings).active is None
    assert LEARNER_LAN not in client.get("/tai-khoan").text
    assert "Hùng" in client.get("/tai-khoan").text


def test_nothing_is_deleted_unless_they_are_sure(learner: TestClient, database: Database) -> None:
    form, before = hidden(learner.get(ERASE)), count(database, Learner)
    for sent in (form, form | {"chac": "khong"}, {"chac": "co"}, {"chac": "co", "nguoi": "x" * 12}):
        refused = learner.post(ERASE, data=sent)
        assert refused.status_code == 422
        assert NOT_SURE in refused.text
    assert count(database, Learner) == before


def test_page_left_open_deletes_nobody_else(client: TestClient, database: Database) -> None:
    join(client, LEARNER_LAN)
    form, before = hidden(client.get(ERASE)) | {"chac": "co"}, count(database, Learner)
    join(client, "Hùng")
    assert client.post(ERASE, data=form).status_code == 422
    assert count(database, Learner) == before + 1


def test_nothing_is_deleted_without_the_secret_typed_lately(
    learner: TestClient, database: Database, pass_time: Forward
) -> None:
    form, before = hidden(learner.get(ERASE)) | {"chac": "co"}, count(database, Account)
    pass_time(timedelta(minutes=11))
    assert learner.post(ERASE, data=form).headers["location"].startswith("/tai-khoan/xac-nhan")
    assert count(database, Account) == before


@pytest.mark.parametrize(("said", "status"), [("giu", "valid"), ("huy", "revoked")])
def test_holder_decides_what_becomes_of_the_certificate(
    fastapi_app: FastAPI, learner: TestClient, database: Database, settings: Settings, said: str, status: str
) -> None:
    code = issue(fastapi_app, device_of(learner, settings).active or 0)
    unsaid = learner.post(ERASE, data=hidden(learner.get(ERASE)) | {"chac": "co"})
    assert unsaid.status_code == 422
    assert NOT_SAID in unsaid.text
    assert erase(learner, giay=said) == 303
    with database.session(writes=False) as session:
        kept = session.get_one(Certificate, code)
        assert (kept.revoked_at is None) == (status == "valid")
        assert "Bác Sáu" not in kept.confirmation
    assert learner.get(f"/xac-minh/{code}").status_code == 200


def test_promised_certificate_is_asked_about_and_kept_only_once_it_is_signed(
    fastapi_app: FastAPI, learner: TestClient, database: Database, settings: Settings
) -> None:
    person, now = device_of(learner, settings).active or 0, fastapi_app.state.clock.now()
    with database.session(writes=True) as session:
        session.add(
            PendingCertificate(
                code="DANGKY" + f"{person:06}",
                subject=f"s{person}",
                learner_id=person,
                salt="s",
                asked_at=now,
                status_index=10**6 + person,
                show_name=True,
            )
        )
        session.commit()
    form = hidden(learner.get(ERASE)) | {"chac": "co"}
    for said, told in (("", NOT_SAID), ("giu", NOT_SIGNED_YET)):
        refused = learner.post(ERASE, data=form | {"giay": said})
        assert (refused.status_code, told in refused.text) == (422, True)
    assert count(database, PendingCertificate) == 1
    assert erase(learner, giay="huy") == 303
    assert count(database, PendingCertificate) == 0


def test_other_phone_of_who_is_gone_goes_on_as_a_visitor(app: PrebuiltPages, learner: TestClient) -> None:
    """It still carries the cookie, and may be in the middle of a lesson."""
    other = browser(app)
    enter(other, code_of(learner))
    shown = show_question(other, f"{QUESTION_URL}?lam-lai=1")
    assert erase(learner) == 303
    assert other.post(QUESTION_URL, data=shown.form(shown.choices[0])).status_code < 500
    for path in ("/", "/tai-khoan", "/tien-bo", "/tro-ly", MINE, "/chung-nhan"):
        assert other.get(path).status_code < 500, path
    assert not is_in(other)
