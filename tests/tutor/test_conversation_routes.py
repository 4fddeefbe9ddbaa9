"""`/tro-ly`: asking, reading again, rating, erasing; each on a phone of its own."""

import json
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path

import pytest
from fastapi import FastAPI
from sqlalchemy import delete
from starlette.testclient import TestClient

from app.core.db import Base, Database
from app.learners.models import Learner
from app.main import create_app
from app.tutor.message_log import MOST_A_DAY
from app.tutor.routes.conversation import BUSY, CROWDED, NO_QUESTION, TOO_MANY
from app.tutor.views.conversation import ERASED, THANKS
from app.web.prebuilt import PrebuiltPages
from tests.cast import browser, show_question
from tests.conftest import make_settings
from tests.learners.phone import answer, count_learners, join, switch
from tests.locked_database import PATIENCE_S, nobody_can_write, patient
from tests.sample_content import QUESTION_URL
from tests.shared_database import copy_sqlite
from tests.tutor.conversation import ask, open_tutor, stored
from tests.tutor.tutor_content import (
    ANSWERED,
    CODE,
    FACT,
    FACT_QUOTE,
    QUOTE,
    SUGGESTED,
    UNKNOWN,
    VICTIM,
    WITH_CODE,
    write_tutor_content,
)

HTMX = {"hx-request": "true"}


@pytest.fixture(scope="module")
def app(migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[PrebuiltPages]:
    folder = tmp_path_factory.mktemp("tutor")
    url = copy_sqlite(migrated_sqlite, folder)
    app = create_app(make_settings(folder, url, write_tutor_content(folder / "content")))
    with TestClient(app):
        yield app


@pytest.fixture
def database(app: PrebuiltPages) -> Iterator[Database]:
    assert isinstance(app.app, FastAPI)
    database: Database = app.app.state.database
    yield database
    with database.transaction() as connection:
        connection.execute(delete(Learner))


# What is refused


@pytest.mark.parametrize("question", ["", "   ", "\u200b", "\n\n"])
def test_nothing_asked_is_nothing_kept(client: TestClient, database: Database, question: str) -> None:
    shown = ask(client, question)
    assert shown.status == 422
    assert NO_QUESTION in shown.text
    assert stored(database) == []
    assert count_learners(database) == 0


def test_learner_who_asks_all_day_is_told_to_come_back(
    client: TestClient, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.tutor.message_log.MOST_A_DAY", 2)
    assert MOST_A_DAY >= 200
    ask(client, ANSWERED)
    ask(client, FACT)
    shown = ask(client, UNKNOWN)
    assert shown.status == 429
    assert TOO_MANY in shown.text
    assert shown.field == UNKNOWN
    assert len(stored(database)) == 2


def test_crowd_of_new_visitors_from_one_address_has_to_wait(
    app: PrebuiltPages, client: TestClient, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask(client, ANSWERED)
    monkeypatch.setattr("app.tutor.message_log.MOST_VISITORS", 0)
    shown = ask(browser(app), FACT)
    assert (shown.status, shown.field) == (429, FACT)
    assert CROWDED in shown.text
    assert ask(client, FACT).status == 200  # who is known goes on
    assert count_learners(database) == 1


@pytest.mark.parametrize("what", ["rate", "erase page", "erase"])
def test_what_another_learner_asked_is_not_there(app: PrebuiltPages, database: Database, what: str) -> None:
    (key,) = set(ask(browser(app), ANSWERED).messages)
    stranger = browser(app)
    ask(stranger, FACT)
    person = re.search(r'name="nguoi" value="([^"]+)"', stranger.get("/tro-ly/xoa").text)
    assert person
    reply = {
        "rate": lambda: stranger.post("/tro-ly/co-giup", data={"tin": key, "giup": "co"}),
        "erase page": lambda: stranger.get(f"/tro-ly/xoa?tin={key}"),
        "erase": lambda: stranger.post("/tro-ly/xoa", data={"tin": key, "nguoi": person[1]}),
    }[what]()
    assert reply.status_code == 404
    assert ANSWERED not in reply.text
    assert [row.was_helpful for row in stored(database)] == [None, None]


def test_name_of_anothers_message_in_the_address_shows_nothing_of_it(app: PrebuiltPages, database: Database) -> None:
    (key,) = set(ask(browser(app), ANSWERED).messages)
    shown = open_tutor(browser(app), f"/tro-ly?tin={key}")
    assert QUOTE not in shown.text
    assert ANSWERED not in shown.html


# What is shown


def test_answer_quotes_the_lesson_and_leads_to_the_step(client: TestClient, database: Database) -> None:
    shown = ask(client, ANSWERED)
    assert f"“{QUOTE}”" in shown.text
    assert 'href="/bai-hoc/giu-mat-khau?buoc=3"' in shown.html
    assert "Xem bước này trong bài Giữ mật khẩu cho kín" in shown.text
    assert "Máy trả lời đấy ạ." in shown.text
    step = client.get("/bai-hoc/giu-mat-khau?buoc=3")
    assert QUOTE in step.text


def test_fact_comes_with_its_source_and_day(client: TestClient, database: Database) -> None:
    shown = ask(client, FACT)
    assert '<a href="https://vi-du.gov.vn/bai" rel="noreferrer">Nguồn thử</a>, xem ngày 01/11/2026.' in shown.html


def test_doubtful_question_gets_lessons_to_press(client: TestClient, database: Database) -> None:
    shown = ask(client, SUGGESTED)
    assert "Có phải bác hỏi về một trong các bài này không?" in shown.text
    assert '<a class="button" href="/bai-hoc/giu-mat-khau">' in shown.html


def test_victim_gets_the_card_before_everything_else(client: TestClient, database: Database) -> None:
    shown = ask(client, VICTIM)
    card = shown.html.index('class="reply emergency"')
    assert card < shown.html.index("<h1")
    assert card < shown.html.index("<textarea")
    assert '<a class="fact call" href="tel:113">113</a>' in shown.html
    assert "<ol>" in shown.html


@pytest.mark.parametrize("cause", ["asked all day", "crowd", "another's key", "locked"])
def test_victim_gets_the_card_even_when_nothing_can_be_kept(
    app: PrebuiltPages, client: TestClient, database: Database, monkeypatch: pytest.MonkeyPatch, cause: str
) -> None:
    monkeypatch.setattr("app.tutor.message_log.MOST_VISITORS", 0 if cause == "crowd" else 600)
    if cause != "crowd":
        ask(client, ANSWERED)
    monkeypatch.setattr("app.tutor.message_log.MOST_A_DAY", 0 if cause == "asked all day" else 300)
    key = open_tutor(client).key
    if cause == "another's key":
        join(client, "Lan")
        ask(client, VICTIM, key)
        join(client, "Hùng")
    if cause == "locked":
        patient(database)
        monkeypatch.setattr("app.core.batch.BatchWorker.WAIT_S", 2 * PATIENCE_S)
        with ThreadPoolExecutor(1) as phone, nobody_can_write(database, "tutor_message"):
            shown = phone.submit(ask, client, VICTIM, key).result(PATIENCE_S)
    else:
        shown = ask(client, VICTIM, key)
    assert shown.status == 200
    assert shown.html.index('class="reply emergency"') < shown.html.index("<h1")
    assert '<a class="fact call" href="tel:113">113</a>' in shown.html
    assert shown.messages == []
    assert "?tin=" not in shown.html


def test_victim_who_typed_a_secret_is_told_so_after_the_steps(client: TestClient, database: Database) -> None:
    shown = ask(client, f"{VICTIM}, mã OTP là {CODE}")
    assert CODE not in shown.html
    assert 0 < shown.html.index("</ol>") < shown.html.index("Bác vừa gõ mã bí mật.")


def test_only_listed_hotlines_can_be_called(client: TestClient, database: Database) -> None:
    for question in (ANSWERED, "tổng đài 19001234 có đúng không", f"{VICTIM}, gọi 0912345678 được không"):
        called = re.findall(r'href="tel:([^"]*)"', ask(client, question).html)
        assert set(called) <= {"113"}


def test_two_cards_can_both_be_called_from(client: TestClient, database: Database) -> None:
    page = ask(client, f"{VICTIM}, vợ tôi ngất xỉu rồi")
    assert page.html.count('href="tel:113"') == 2
    assert page.html.count("emergency") == 1
    assert page.text.index("Bác gọi ngay") < page.text.index("Bác bình tĩnh")
    assert page.html.count('href="/bai-hoc/giu-mat-khau"') == 1  # of the card itself


def test_secret_comes_back_blanked_with_a_lesson_to_learn(client: TestClient, database: Database) -> None:
    shown = ask(client, WITH_CODE)
    assert "Bác vừa gõ mã bí mật." in shown.text
    assert "[OTP]" in shown.field
    assert CODE not in shown.html
    assert shown.text.count("Bác vừa gõ mã bí mật.") == 1
    assert open_tutor(client).field == ""


def test_what_is_typed_is_text_and_never_a_page(client: TestClient, database: Database) -> None:
    shown = ask(client, "<b onclick=x>mật khẩu</b> [a](https://ke-xau.example) https://ke-xau.example là gì")
    assert "<b onclick" not in shown.html
    assert 'href="https://ke-xau.example' not in shown.html


def test_htmx_gets_the_screen_alone(client: TestClient, database: Database) -> None:
    asked = client.post("/tro-ly", data={"khoa": open_tutor(client).key, "cau-hoi": ANSWERED}, headers=HTMX)
    assert asked.status_code == 303
    screen = client.get(asked.headers["location"], headers=HTMX).text
    assert screen.startswith("<title>")
    assert f"“{QUOTE}”" in screen
    assert 'id="tra-loi"' in screen


def test_conversation_stands_with_the_newest_first(client: TestClient, database: Database) -> None:
    ask(client, ANSWERED)
    shown = ask(client, FACT)
    assert shown.html.index(FACT_QUOTE) < shown.html.index(QUOTE)
    assert len(shown.messages) == 2
    assert open_tutor(client).messages == shown.messages


def test_every_question_can_be_read_again(client: TestClient, database: Database) -> None:
    for number in range(23):
        ask(client, f"{UNKNOWN} {number} chỉ vàng")
    first, second = open_tutor(client), open_tutor(client, "/tro-ly?trang=2")
    assert 'href="/tro-ly?trang=2"' in first.html
    assert "trang=3" not in second.html
    assert len({*first.messages, *second.messages}) == 23


def test_every_answer_that_is_shown_can_be_heard(client: TestClient, database: Database) -> None:
    for question in (ANSWERED, UNKNOWN, VICTIM, FACT):
        page = ask(client, question)
    heard = re.findall(r'data-listen="#([^"]+)"', page.html)
    assert len(set(heard)) == len(heard) == 4
    for name in heard:
        assert page.html.count(f'id="{name}"') == 1


def test_question_beside_a_step_leads_back_to_it(client: TestClient, database: Database) -> None:
    beside = open_tutor(client, "/tro-ly?bai=giu-mat-khau&buoc=3")
    assert '<a class="row" href="/bai-hoc/giu-mat-khau?buoc=3">' in beside.html
    shown = ask(client, ANSWERED, bai="giu-mat-khau", buoc="3")
    assert '<a class="row" href="/bai-hoc/giu-mat-khau?buoc=3">' in shown.html
    assert 'id="tra-loi"' in shown.html
    again = open_tutor(client, "/tro-ly?bai=giu-mat-khau&buoc=1").html
    assert 'id="tra-loi"' not in again  # folded: it answers nothing about this step
    assert f"<summary><bdi>{ANSWERED}</bdi></summary>" in again
    assert 'name="bai" value="giu-mat-khau"' in shown.html
    assert [(row.lesson, row.step) for row in stored(database)] == [("giu-mat-khau", "giu-kin")]


@pytest.mark.parametrize("query", ["bai=khong-co&buoc=2", "bai=giu-mat-khau&buoc=999", "bai=giu-mat-khau&buoc=x", "trang=0", "trang=999"])  # fmt: skip
def test_strange_address_is_a_page_all_the_same(client: TestClient, query: str) -> None:
    assert open_tutor(client, f"/tro-ly?{query}").status == 200


@pytest.mark.parametrize("path", ["/bai-hoc/giu-mat-khau?buoc=3", QUESTION_URL])
def test_every_step_and_question_leads_to_the_tutor(client: TestClient, path: str) -> None:
    page = client.get(path).text
    link = re.search(r'href="(/tro-ly\?bai=giu-mat-khau&amp;buoc=\d+)">Hỏi trợ lý về bước này', page)
    assert link
    assert "Quay lại bài Giữ mật khẩu cho kín" in open_tutor(client, link[1].replace("&amp;", "&")).text


# What is kept


def test_first_question_makes_a_guest_whom_the_phone_remembers(client: TestClient, database: Database) -> None:
    ask(client, ANSWERED)
    ask(client, FACT)
    assert count_learners(database) == 1
    assert len({row.learner_id for row in stored(database)}) == 1


def test_question_is_kept_by_whoever_has_answered_before(client: TestClient, database: Database) -> None:
    answer(client)
    ask(client, ANSWERED)
    assert count_learners(database) == 1


def test_same_question_sent_twice_is_one(client: TestClient, database: Database) -> None:
    key = open_tutor(client).key
    ask(client, ANSWERED, key)
    shown = ask(client, ANSWERED, key)
    assert f"“{QUOTE}”" in shown.text
    assert len(stored(database)) == 1


def test_first_question_whose_reply_was_lost_makes_no_second_guest(app: PrebuiltPages, database: Database) -> None:
    key = open_tutor(browser(app)).key
    ask(browser(app), ANSWERED, key)
    again = ask(browser(app), ANSWERED, key)
    assert f"“{QUOTE}”" in again.text
    assert (len(stored(database)), count_learners(database)) == (1, 1)


def test_other_words_after_going_back_are_another_question(client: TestClient, database: Database) -> None:
    key = open_tutor(client).key
    ask(client, ANSWERED, key)
    shown = ask(client, FACT, key)
    assert FACT_QUOTE in shown.text
    assert [row.question for row in stored(database)] == [ANSWERED, FACT]


def test_key_left_on_a_shared_phone_opens_nobodys_answer(client: TestClient, database: Database) -> None:
    join(client, "Lan")
    key = open_tutor(client).key
    ask(client, ANSWERED, key)
    join(client, "Hùng")
    shown = ask(client, ANSWERED, key)
    assert shown.status == 422
    assert QUOTE not in shown.text
    assert f"“{QUOTE}”" in ask(client, shown.field, shown.key).text


def test_learners_of_one_phone_see_their_own_alone(client: TestClient, database: Database) -> None:
    join(client, "Lan")
    ask(client, ANSWERED)
    join(client, "Hùng")
    assert open_tutor(client).messages == []
    ask(client, FACT)
    assert ANSWERED not in open_tutor(client).html
    switch(client, "Lan")
    shown = open_tutor(client)
    assert QUOTE in shown.text
    assert FACT not in shown.html


def test_phone_that_remembers_a_deleted_learner_gets_a_new_guest(client: TestClient, database: Database) -> None:
    ask(client, ANSWERED)
    with database.transaction() as connection:
        connection.execute(delete(Learner))
    shown = ask(client, FACT)
    assert FACT_QUOTE in shown.text
    assert len(stored(database)) == 1


def test_deleted_learner_takes_everything_along(client: TestClient, database: Database) -> None:
    ask(client, ANSWERED)
    with database.transaction() as connection:
        connection.execute(delete(Learner))
    assert stored(database) == []


SECRETS = {
    "otp": CODE,
    "card": "4111111111111111",
    "phone": "0912345678",
    "id_number": "001180012345",
    "password": "Meocon@1975",
    "account": "19031234567890",
    "withheld": "chim non hót líu lo",
    "look-alike": "h\u043e\u0430 s\u0435n tr\u00e1ng",  # with Cyrillic letters
    "as it is read": "hoa sen tráng",
}
MESSAGES = (
    f"mã otp là {SECRETS['otp']} có đọc được không",
    f"thẻ {SECRETS['card']} bị khóa",
    f"số tôi {SECRETS['phone']} giữ mật khẩu cho kín",
    f"căn cước {SECRETS['id_number']} đăng nhập sao",
    f"mật khẩu của tôi là {SECRETS['password']} có kín không",
    f"stk {SECRETS['account']} vietcombank, tôi vừa bị lừa chuyển 20 triệu",
    f"hồi đó nói đại {SECRETS['withheld']}, nay icloud là chữ đó luôn, có bị đoán ra không",
    f"cái chữ để vô zalo của bác là {SECRETS['look-alike']}, có kín không",
)


def test_no_secret_is_anywhere_after_asking(
    client: TestClient, database: Database, capfd: pytest.CaptureFixture[str]
) -> None:
    """Not in the database, the logs, the measurements, or any page; whichever way it was sent."""
    pages = []
    for message in MESSAGES:
        pages.append(ask(client, message).html)
        pages.append(client.post("/api/v1/tutor/answers", json={"question": message}).text)
        pages.append(client.post("/tro-ly", data={"khoa": "x", "cau-hoi": message}, headers=HTMX).text)
    pages.append(open_tutor(client).html)
    pages.append(client.get("/metrics").text)
    said = capfd.readouterr()
    with database.session(writes=False) as session:
        rows = [
            repr([value for value in row if not isinstance(value, datetime)])
            for table in Base.metadata.sorted_tables
            for row in session.execute(table.select())
        ]
    assert len(stored(database)) == 2 * len(MESSAGES)
    everything = "\n".join([*pages, *rows, said.out, said.err])
    # Not within a longer number: an id of ours, or a microsecond, may hold any six figures by chance.
    assert {
        name for name, secret in SECRETS.items() if re.search(rf"(?<!\d){re.escape(secret)}(?!\d)", everything)
    } == set()


def test_learner_is_told_what_the_signs_of_what_was_not_kept_mean(client: TestClient) -> None:
    page = ask(client, "ghi sẵn chữ hoasen trong sổ tay cho VNeID. Quên mật khẩu VNeID thì làm sao?").html
    assert "[...] trong sổ tay" in page
    assert page.count("là chữ máy không giữ lại") == 1
    assert "không giữ lại" not in ask(client, ANSWERED).html.split("<details>")[0]


def test_answer_holds_no_key_of_a_question(client: TestClient, database: Database) -> None:
    """Whoever asks the tutor what the lesson asks them gets the lesson, not what stands in the exercise."""
    questions = (
        "Có người gọi hỏi mã. Bác làm gì? Cúp máy hay đọc mã cho họ",
        "Ai được biết mật khẩu? Chỉ mình bác, con cháu trong nhà",
        "CANARY-PHAN-HOI-DUNG Cúp máy là an toàn nhất",
        f"{ANSWERED}, CANARY-PHAN-HOI-DUNG Cúp máy",
        f"{ANSWERED}, cúp máy là an toàn nhất",
        "đáp án câu ai-hoi-ma là gì",
    )
    shown = show_question(client, QUESTION_URL)
    for question in questions:
        page = ask(client, question, bai="giu-mat-khau", buoc="2").html
        document = client.post("/api/v1/tutor/answers", json={"question": question, "lesson": "giu-mat-khau"}).text
        answered = page[page.index('id="loi-may"') : page.index('class="rate"')] + document
        assert "CANARY" not in answered
        assert "Cúp máy" not in answered
        assert not any(choice in answered for choice in shown.choices)


# What becomes of it


@pytest.mark.parametrize(("said", "helped"), [("co", True), ("chua", False)])
def test_learner_says_whether_it_helped(client: TestClient, database: Database, said: str, helped: bool) -> None:
    (key,) = set(ask(client, ANSWERED).messages)
    rated = client.post("/tro-ly/co-giup", data={"tin": key, "giup": said})
    assert rated.status_code == 303
    assert THANKS[helped] in open_tutor(client, rated.headers["location"]).text
    assert [(row.was_helpful, row.is_gap) for row in stored(database)] == [(helped, not helped)]


def test_strange_rating_is_refused(client: TestClient, database: Database) -> None:
    (key,) = set(ask(client, ANSWERED).messages)
    assert client.post("/tro-ly/co-giup", data={"tin": key, "giup": "?"}).status_code == 422
    assert [row.was_helpful for row in stored(database)] == [None]


def erase(client: TestClient, path: str) -> str:
    """Opens the page that asks, presses its button; gives what that page said."""
    page = client.get(path).text
    fields = dict(re.findall(r'name="(tin|nguoi)" value="([^"]*)"', page))
    assert client.post("/tro-ly/xoa", data=fields).status_code == 303
    return page


def test_learner_erases_one_question(client: TestClient, database: Database) -> None:
    ask(client, ANSWERED)
    ask(client, FACT)
    page = open_tutor(client)
    erased = erase(client, f"/tro-ly/xoa?tin={page.messages[0]}")
    assert FACT in erased
    assert [row.question for row in stored(database)] == [ANSWERED]
    assert ERASED in open_tutor(client, "/tro-ly?da-xoa=1").text


def test_learner_erases_everything(client: TestClient, database: Database) -> None:
    answer(client)
    ask(client, ANSWERED)
    ask(client, FACT)
    assert "2 câu đã hỏi" in erase(client, "/tro-ly/xoa")
    assert stored(database) == []
    assert "CANARY-PHAN-HOI" in client.get(QUESTION_URL).text  # what was learned stays


def test_nothing_is_erased_before_it_is_asked(client: TestClient, database: Database) -> None:
    ask(client, ANSWERED)
    client.get("/tro-ly/xoa")
    assert len(stored(database)) == 1


def test_page_left_open_erases_nothing_of_who_came_after(client: TestClient, database: Database) -> None:
    join(client, "Lan")
    ask(client, ANSWERED)
    person = re.search(r'name="nguoi" value="([^"]+)"', client.get("/tro-ly/xoa").text)
    assert person
    join(client, "Hùng")
    ask(client, FACT)
    for fields in ({"tin": "", "nguoi": person[1]}, {"tin": ""}, {}):
        assert client.post("/tro-ly/xoa", data=fields).status_code == 422
    assert len(stored(database)) == 2


def test_learner_takes_everything_along_as_text(app: PrebuiltPages, database: Database) -> None:
    mine, other = browser(app), browser(app)
    for question in (ANSWERED, WITH_CODE, UNKNOWN):
        ask(mine, question)
    ask(other, "câu của người khác")
    reply = mine.get("/tro-ly/tai-ve")
    assert reply.headers["content-disposition"] == 'attachment; filename="cau-da-hoi.txt"'
    assert reply.headers["content-type"].startswith("text/plain")
    assert reply.headers["cache-control"] == "no-store"
    text = reply.text
    assert text.index(ANSWERED) < text.index(QUOTE) < text.index(UNKNOWN)
    assert "/bai-hoc/giu-mat-khau?buoc=" in text
    assert CODE not in text
    assert "người khác" not in text


def test_who_has_asked_nothing_has_nothing_to_take_along(client: TestClient, database: Database) -> None:
    reply = client.get("/tro-ly/tai-ve")
    assert (reply.status_code, reply.headers["location"]) == (303, "/tro-ly")
    assert "tai-ve" not in open_tutor(client).html


@pytest.mark.parametrize(("said", "told"), [("xin chào", "Chào bác."), ("cảm ơn cháu", "Dạ không có gì.")])
def test_small_talk_is_answered_in_kind(client: TestClient, database: Database, said: str, told: str) -> None:
    assert told in ask(client, said).text
    [kept] = stored(database)
    assert (kept.topic, kept.is_gap) == ("", False)


def test_who_has_asked_nothing_has_nothing_to_erase(client: TestClient, database: Database) -> None:
    assert client.get("/tro-ly/xoa").headers["location"] == "/tro-ly"
    assert client.post("/tro-ly/xoa", data={}).headers["location"] == "/tro-ly"


def test_busy_database_loses_no_question(
    client: TestClient, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.core.batch.BatchWorker.WAIT_S", 0.3)
    key = open_tutor(client).key
    with nobody_can_write(database, "tutor_message"):
        shown = ask(client, WITH_CODE, key)
    assert (shown.status, shown.key) == (503, key)
    assert BUSY in shown.text
    assert CODE not in shown.html
    monkeypatch.undo()
    assert "Bác vừa gõ mã bí mật." in ask(client, WITH_CODE, key).text
    assert len(stored(database)) == 1


def test_kept_answer_is_the_document_of_the_contract_and_more(client: TestClient, database: Database) -> None:
    ask(client, WITH_CODE)
    ask(client, ANSWERED)
    secret, answered = stored(database)
    kept = json.loads(secret.answer)
    assert (secret.kind, kept["kind"], kept["redacted"]) == ("suggest", "suggest", ["otp"])
    assert kept["warning"] == "Bác vừa gõ mã bí mật."
    assert kept["text"] == "Có phải bác hỏi về một trong các bài này không?"
    assert (answered.kind, answered.source) == ("answer", "embedded")
    assert json.loads(answered.answer)["citations"][0]["quote"] == QUOTE


def test_operator_sees_by_what_the_tutor_answers(client: TestClient) -> None:
    assert client.get("/readyz").json()["tutor"] == "embedded"
