"""Back in without the secret: a helper and an answer, never one alone; told afterwards."""

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from httpx2 import Response
from sqlalchemy import select, update
from starlette.testclient import TestClient

from app.accounts import service
from app.accounts.domain.roles import Role
from app.accounts.models import Attempt, LearnerLogin, Recovery, TrustedPerson
from app.accounts.routes.recovery import CLOSED, WRONG, WRONG_ANSWER
from app.core.db import Database
from app.web.prebuilt import PrebuiltPages
from tests.accounts.conftest import Hire
from tests.accounts.newcomers import OTHER_PIN, PIN, code_of, enter, hidden, is_in, sign_up
from tests.accounts.test_enter_routes import wrong_so_far
from tests.cast import browser, sign_in

pytestmark = pytest.mark.usefixtures("forget_attempts")
Forward = Callable[[timedelta], None]
ANSWER = "Cái Bè"
NOBODY = "111 111 111"


@pytest.fixture
def code(app: PrebuiltPages) -> str:
    """Of somebody who has set a question."""
    phone = browser(app)
    sign_up(phone, ten="Bác Út")
    assert set_question(phone).status_code == 303
    return code_of(phone)


@pytest.fixture
def teacher(app: PrebuiltPages, employ: Hire) -> TestClient:
    client = browser(app)
    sign_in(client, employ(Role.TEACHER))
    return client


def set_question(client: TestClient, answer: str = ANSWER, question: str = "noi-gap") -> Response:
    return client.post("/tai-khoan/cau-hoi", data={"cau-hoi": question, "tra-loi": answer})


def start(helper: TestClient, who: str) -> str:
    """The code that the helper reads out."""
    page = helper.post("/giup-lay-lai", data={"ma": who})
    assert page.status_code == 200, page.text
    [shown] = re.findall(r"<strong>(\d{3} \d{3})</strong>", page.text)
    return str(shown)


def ask(client: TestClient, who: str, number: str) -> Response:
    return client.post("/lay-lai", data={"ma": who, "so": number})


def reply_with(client: TestClient, page: Response, text: str = ANSWER) -> Response:
    return client.post("/lay-lai", data=hidden(page) | {"tra-loi": text})


def test_helper_and_answer_together_let_back_in(app: PrebuiltPages, teacher: TestClient, code: str) -> None:
    phone = browser(app)
    asked = ask(phone, code, start(teacher, code))
    assert "Bác gặp ông nhà, bà nhà lần đầu ở đâu?" in asked.text
    done = reply_with(phone, asked, " CAI BE. ")
    assert (done.status_code, done.headers["location"]) == (303, "/tai-khoan/ma-rieng")
    form = hidden(phone.get("/tai-khoan/ma-rieng")) | {"ma-rieng": OTHER_PIN, "go-lai": OTHER_PIN}
    assert phone.post("/tai-khoan/ma-rieng", data=form).status_code == 303
    assert is_in(phone)
    assert enter(browser(app), code, PIN).status_code == 422
    assert enter(browser(app), code, OTHER_PIN).status_code == 303


def test_nothing_else_is_open_before_the_new_secret(app: PrebuiltPages, teacher: TestClient, code: str) -> None:
    phone = browser(app)
    reply_with(phone, ask(phone, code, start(teacher, code)))
    for path in ("/tai-khoan/the", "/tai-khoan/phong-khi-quen", "/tai-khoan/tin", "/giup-lay-lai"):
        assert phone.get(path).headers["location"] == "/mat-khau-moi"


def test_answer_without_a_helper_opens_nothing(app: PrebuiltPages, code: str) -> None:
    phone = browser(app)
    for number in ("", "000000", "123456"):
        refused = phone.post("/lay-lai", data={"ma": code, "so": number, "tra-loi": ANSWER})
        assert refused.status_code == 422
        assert "lần đầu ở đâu" not in refused.text
    assert not is_in(phone)


def test_helper_without_the_answer_opens_nothing(app: PrebuiltPages, teacher: TestClient, code: str) -> None:
    phone = browser(app)
    asked = ask(phone, code, start(teacher, code))
    for text in ("Cái Răng", "", "x" * 90):
        refused = reply_with(phone, asked, text)
        assert refused.status_code == 422
        assert not is_in(phone)
    assert WRONG_ANSWER in reply_with(phone, asked, "Cái Răng").text
    assert ANSWER not in refused.text


def test_five_tries_and_the_code_is_worth_nothing(app: PrebuiltPages, teacher: TestClient, code: str) -> None:
    phone, number = browser(app), start(teacher, code)
    asked = ask(phone, code, number)
    for _ in range(4):
        assert WRONG_ANSWER in reply_with(phone, asked, "Cái Răng").text
    assert WRONG in reply_with(phone, asked).text
    assert not is_in(phone)


def test_answer_is_guessed_twenty_times_over_all_codes_and_then_an_admin_opens_it(
    app: PrebuiltPages, database: Database, teacher: TestClient, code: str
) -> None:
    owner, thief = browser(app), browser(app)
    for _ in range(5):
        asked = ask(thief, code, start(teacher, code))
        for _ in range(4):
            assert WRONG_ANSWER in reply_with(thief, asked, "Cái Răng").text
        enter(owner, code)  # who signs in does not make guessing easier
        forget(database)
    asked = ask(thief, code, start(teacher, code))
    refused = reply_with(thief, asked)
    assert refused.status_code == 422
    assert CLOSED in refused.text
    assert not is_in(thief)
    with database.session(writes=True) as session:
        service.give_one_time_password(session, code.replace(" ", ""))
        session.commit()
    assert reply_with(thief, ask(thief, code, start(teacher, code))).status_code == 303


def test_new_answer_may_be_tried_anew(app: PrebuiltPages, database: Database, teacher: TestClient, code: str) -> None:
    phone = browser(app)
    enter(phone, code)
    with database.session(writes=True) as session:
        session.execute(update(LearnerLogin).values(wrong_answers=99))
        session.commit()
    assert CLOSED in reply_with(browser(app), ask(browser(app), code, start(teacher, code))).text
    set_question(phone, "Bến Tre")
    asked = ask(browser(app), code, start(teacher, code))
    assert reply_with(browser(app), asked, "ben tre").status_code == 303


def forget(database: Database) -> None:
    with database.session(writes=True) as session:
        session.query(Attempt).delete()
        session.commit()


def test_code_ends_after_half_an_hour_and_with_the_next_one(
    app: PrebuiltPages, teacher: TestClient, code: str, pass_time: Forward
) -> None:
    first, second = start(teacher, code), start(teacher, code)
    phone = browser(app)
    assert WRONG in ask(phone, code, first).text
    assert "lần đầu ở đâu" in ask(phone, code, second).text
    pass_time(timedelta(minutes=31))
    assert WRONG in ask(phone, code, second).text


def test_code_is_used_once(app: PrebuiltPages, teacher: TestClient, code: str) -> None:
    number = start(teacher, code)
    phone, thief = browser(app), browser(app)
    asked = ask(phone, code, number)
    assert reply_with(phone, asked).status_code == 303
    assert reply_with(thief, asked).status_code == 422
    assert WRONG in ask(thief, code, number).text


def test_one_of_many_at_once_gets_in(app: PrebuiltPages, teacher: TestClient, code: str) -> None:
    form = hidden(ask(browser(app), code, start(teacher, code))) | {"tra-loi": ANSWER}
    with ThreadPoolExecutor(4) as thieves:
        replies = list(thieves.map(lambda _: browser(app).post("/lay-lai", data=form).status_code, range(4)))
    assert replies.count(303) == 1


# Unknown is known


def test_helper_learns_nothing_of_who_has_an_account(app: PrebuiltPages, teacher: TestClient, code: str) -> None:
    friend = browser(app)
    sign_up(friend, ten="Bác Tư")
    for helper in (teacher, friend):
        replies = [helper.post("/giup-lay-lai", data={"ma": who}) for who in (code, NOBODY, "0987654321")]
        assert [reply.status_code for reply in replies] == [200] * 3
        assert len({re.sub(r"\d{3} \d{3}</strong>", "", reply.text) for reply in replies}) == 1


def test_unknown_person_and_wrong_code_look_the_same(app: PrebuiltPages, teacher: TestClient, code: str) -> None:
    right = start(teacher, code)
    wrong = "000 000" if right != "000 000" else "000 001"
    known, unknown = ask(browser(app), code, wrong), ask(browser(app), NOBODY, wrong)
    assert (known.status_code, unknown.status_code) == (422, 422)
    assert known.text.replace(code, "X") == unknown.text.replace(NOBODY, "X")
    changing = {"x-request-id", "content-length"}
    assert {n: v for n, v in known.headers.items() if n not in changing} == {
        n: v for n, v in unknown.headers.items() if n not in changing
    }


def test_guessing_codes_is_throttled_for_both(app: PrebuiltPages, code: str) -> None:
    for who in (code, NOBODY):
        tries = [ask(browser(app), who, "000000").status_code for _ in range(11)]
        assert tries == [422] * 10 + [429]


def test_helper_starts_only_so_many(teacher: TestClient, code: str) -> None:
    tries = [teacher.post("/giup-lay-lai", data={"ma": code}).status_code for _ in range(11)]
    assert tries == [200] * 10 + [429]


# Who may help


def test_stranger_gets_a_code_that_opens_nothing(app: PrebuiltPages, database: Database, code: str) -> None:
    stranger = browser(app)
    sign_up(stranger, ten="Người lạ")
    assert WRONG in ask(browser(app), code, start(stranger, code)).text
    with database.session(writes=False) as session:
        mine = select(Recovery.id).join(LearnerLogin, LearnerLogin.account_id == Recovery.account_id)
        assert session.scalars(mine.where(LearnerLogin.question == "khong-co")).all() == []


def test_friend_who_was_named_beforehand_may_help(app: PrebuiltPages, code: str) -> None:
    phone, friend = browser(app), browser(app)
    sign_up(friend, ten="Cháu Hùng", so_dien_thoai="0912345070")
    enter(phone, code)
    named = phone.post("/tai-khoan/nguoi-tin-cay", data={"ten": "Cháu Hùng", "ma": "0912 345 070"})
    assert named.status_code == 303
    assert "lần đầu ở đâu" in ask(browser(app), code, start(friend, code)).text
    [row] = re.findall(r'name="so" value="(\d+)"', phone.get("/tai-khoan/phong-khi-quen").text)
    phone.post("/tai-khoan/nguoi-tin-cay/bo", data={"so": row})
    assert WRONG in ask(browser(app), code, start(friend, code)).text


def test_naming_somebody_tells_nothing_of_who_has_an_account(app: PrebuiltPages, database: Database, code: str) -> None:
    pages = []
    for named in (code, NOBODY):
        phone = browser(app)
        sign_up(phone, ten="Bác Hai")
        phone.post("/tai-khoan/nguoi-tin-cay", data={"ten": "Bạn tôi", "ma": named})
        pages.append(phone.get("/tai-khoan/phong-khi-quen").text)
    assert len({re.sub(r'name="so" value="\d+"', "", page) for page in pages}) == 1
    assert "Bác Út" not in pages[0]
    with database.session(writes=False) as session:
        kept = session.scalars(select(TrustedPerson.trustee_id).order_by(TrustedPerson.id.desc()).limit(2)).all()
    assert kept[0] is None
    assert kept[1] is not None


def test_nobody_removes_the_friend_of_another(app: PrebuiltPages, code: str) -> None:
    mine, other = browser(app), browser(app)
    enter(mine, code)
    mine.post("/tai-khoan/nguoi-tin-cay", data={"ten": "Bạn tôi", "ma": NOBODY})
    [row] = re.findall(r'name="so" value="(\d+)"', mine.get("/tai-khoan/phong-khi-quen").text)
    sign_up(other, ten="Bác Hai")
    other.post("/tai-khoan/nguoi-tin-cay/bo", data={"so": row})
    assert "Bạn tôi" in mine.get("/tai-khoan/phong-khi-quen").text


def test_five_friends_are_enough(app: PrebuiltPages, code: str) -> None:
    phone = browser(app)
    enter(phone, code)
    sent = [
        phone.post("/tai-khoan/nguoi-tin-cay", data={"ten": f"Bạn {n}", "ma": NOBODY}).status_code for n in range(6)
    ]
    assert sent == [303] * 5 + [422]


def test_nobody_helps_themself_or_staff(app: PrebuiltPages, teacher: TestClient, employ: Hire, code: str) -> None:
    phone = browser(app)
    enter(phone, code)
    phone.post("/tai-khoan/nguoi-tin-cay", data={"ten": "Tôi", "ma": code})
    assert WRONG in ask(browser(app), code, start(phone, code)).text
    official = employ(Role.OFFICIAL)
    assert WRONG in ask(browser(app), official, start(teacher, official)).text


def test_without_a_question_nobody_is_let_in(app: PrebuiltPages, teacher: TestClient) -> None:
    phone = browser(app)
    sign_up(phone)
    assert WRONG in ask(browser(app), code_of(phone), start(teacher, code_of(phone))).text


# Beforehand and afterwards


@pytest.mark.parametrize(
    ("question", "answer"), [("khong-co", ANSWER), ("", ANSWER), ("noi-gap", ""), ("noi-gap", "a")]
)
def test_question_needs_an_answer(app: PrebuiltPages, question: str, answer: str) -> None:
    phone = browser(app)
    sign_up(phone)
    assert set_question(phone, answer, question).status_code == 422
    assert "Đổi câu hỏi" not in phone.get("/tai-khoan/phong-khi-quen").text


def test_answer_is_kept_as_a_slow_hash_only(database: Database, code: str) -> None:
    with database.session(writes=False) as session:
        hashes = set(session.scalars(select(LearnerLogin.answer_hash).where(LearnerLogin.question != "")))
    assert all(hashed.startswith("$argon2id$") and "caibe" not in hashed for hashed in hashes)


def test_recovery_is_told_at_the_next_sign_in_until_it_is_read(
    app: PrebuiltPages, teacher: TestClient, code: str
) -> None:
    phone, later = browser(app), browser(app)
    reply_with(phone, ask(phone, code, start(teacher, code)))
    form = hidden(phone.get("/tai-khoan/ma-rieng")) | {"ma-rieng": OTHER_PIN, "go-lai": OTHER_PIN}
    phone.post("/tai-khoan/ma-rieng", data=form)
    told = enter(later, code, OTHER_PIN, toi="/tien-bo")
    assert told.headers["location"] == "/tai-khoan/tin?toi=%2Ftien-bo"
    news = later.get(told.headers["location"])
    assert "<bdi>Cô Hạnh</bdi> giúp" in news.text
    assert enter(browser(app), code, OTHER_PIN).headers["location"] == "/tai-khoan/tin"
    assert later.post("/tai-khoan/tin", data=hidden(news) | {"la-toi": "co"}).headers["location"] == "/tien-bo"
    assert enter(browser(app), code, OTHER_PIN).headers["location"] == "/"
    assert "<bdi>Cô Hạnh</bdi> giúp" in later.get("/tai-khoan/phong-khi-quen").text


def test_who_began_to_help_is_told_even_if_nothing_came_of_it(
    app: PrebuiltPages, teacher: TestClient, code: str
) -> None:
    number = start(teacher, code)
    owner = browser(app)
    assert enter(owner, code).headers["location"] == "/tai-khoan/tin"
    news = owner.get("/tai-khoan/tin")
    assert re.search(r"<bdi>Cô Hạnh</bdi> giúp, chưa vào lại\.", news.text)
    owner.post("/tai-khoan/tin", data=hidden(news) | {"la-toi": "co"})
    assert enter(browser(app), code).headers["location"] == "/"
    phone = browser(app)
    reply_with(phone, ask(phone, code, number))
    form = hidden(phone.get("/tai-khoan/ma-rieng")) | {"ma-rieng": OTHER_PIN, "go-lai": OTHER_PIN}
    phone.post("/tai-khoan/ma-rieng", data=form)
    assert enter(owner, code, OTHER_PIN).headers["location"] == "/tai-khoan/tin"
    assert "vào lại được lúc" in owner.get("/tai-khoan/tin").text


def test_who_did_not_recover_changes_the_secret_at_once(app: PrebuiltPages, teacher: TestClient, code: str) -> None:
    phone = browser(app)
    reply_with(phone, ask(phone, code, start(teacher, code)))
    form = hidden(phone.get("/tai-khoan/ma-rieng")) | {"ma-rieng": OTHER_PIN, "go-lai": OTHER_PIN}
    phone.post("/tai-khoan/ma-rieng", data=form)
    owner = browser(app)
    enter(owner, code, OTHER_PIN)
    assert owner.post("/tai-khoan/tin", data={"la-toi": "khong"}).headers["location"] == "/tai-khoan/ma-rieng"


def test_recovery_opens_what_guessing_had_closed(
    app: PrebuiltPages, database: Database, teacher: TestClient, code: str
) -> None:
    wrong_so_far(database, code, 200)
    assert enter(browser(app), code).status_code == 422
    phone = browser(app)
    reply_with(phone, ask(phone, code, start(teacher, code)))
    form = hidden(phone.get("/tai-khoan/ma-rieng")) | {"ma-rieng": OTHER_PIN, "go-lai": OTHER_PIN}
    phone.post("/tai-khoan/ma-rieng", data=form)
    assert enter(browser(app), code, OTHER_PIN).status_code == 303


def test_everybody_else_is_signed_out_by_it(app: PrebuiltPages, teacher: TestClient, code: str) -> None:
    elsewhere, phone = browser(app), browser(app)
    enter(elsewhere, code)
    assert is_in(elsewhere)
    reply_with(phone, ask(phone, code, start(teacher, code)))
    assert not is_in(elsewhere)
