"""The end of a lesson and where one goes on: what was answered, never someone else's. (What one masters by it:
tests/practice.)"""

import re

from starlette.testclient import TestClient

from tests.cast import LEARNER_HUNG, LEARNER_LAN
from tests.quiz.test_answer_routes import choice_called, join
from tests.sample_content import QUESTION_URL, SECOND_QUESTION_URL

FINISHED = "/bai-hoc/giu-mat-khau/xong"
RIGHT = {QUESTION_URL: "Cúp máy", SECOND_QUESTION_URL: "Chỉ mình bác"}
WRONG = {QUESTION_URL: "Đọc mã cho họ", SECOND_QUESTION_URL: "Cán bộ gọi điện"}


def answer(client: TestClient, url: str, label: str) -> None:
    shown, choice = choice_called(client, url, label)
    assert client.post(url, data=shown.form(choice)).status_code == 200


def test_lesson_is_not_finished_while_questions_are_open(client: TestClient) -> None:
    assert "còn 2 câu nữa" in client.get(FINISHED).text
    answer(client, QUESTION_URL, WRONG[QUESTION_URL])
    page = client.get(FINISHED).text
    assert "còn 1 câu nữa" in page
    assert f'href="{SECOND_QUESTION_URL}"' in page
    assert f'href="{QUESTION_URL}"' not in page


def test_lesson_is_finished_when_everything_was_answered_right_or_not(client: TestClient) -> None:
    for url, label in WRONG.items():
        answer(client, url, label)
    page = client.get(FINISHED).text
    assert "Bác học xong rồi!" in page
    assert 'href="/bai-hoc/quet-ma"' in page
    assert "đã xong" in client.get("/bai-hoc").text


def test_unknown_lesson_has_no_end(client: TestClient) -> None:
    assert client.get("/bai-hoc/khong-co/xong").status_code == 404


def test_people_of_one_phone_have_their_own_lessons(client: TestClient) -> None:
    join(client, LEARNER_LAN)
    answer(client, QUESTION_URL, RIGHT[QUESTION_URL])
    join(client, LEARNER_HUNG)
    assert "còn 2 câu nữa" in client.get(FINISHED).text
    assert 'name="khoa"' in client.get(QUESTION_URL).text
    [lan] = re.findall(r'<button[^>]*name="nguoi" value="([^"]+)"', client.get("/tai-khoan").text)
    client.post("/tai-khoan/dang-hoc", data={"nguoi": lan})
    assert "còn 1 câu nữa" in client.get(FINISHED).text


def test_home_leads_on_where_the_learner_stopped(client: TestClient) -> None:
    assert "Bắt đầu học" in client.get("/").text
    answer(client, QUESTION_URL, RIGHT[QUESTION_URL])
    page = client.get("/").text
    assert "Bước 3 / 4" in page
    assert 'href="/bai-hoc/giu-mat-khau?buoc=3"' in page


def test_home_remembers_the_screen_of_a_visitor_who_answered_nothing(client: TestClient) -> None:
    client.get("/bai-hoc/giu-mat-khau?buoc=3")
    page = client.get("/").text
    assert "Bước 3 / 4" in page


def test_answered_question_leads_on_and_back(client: TestClient) -> None:
    answer(client, QUESTION_URL, WRONG[QUESTION_URL])
    page = client.get(QUESTION_URL).text
    assert f'href="{QUESTION_URL}?lam-lai=1"' in page
    assert 'href="/bai-hoc/giu-mat-khau?buoc=3"' in page
    answer(client, QUESTION_URL, RIGHT[QUESTION_URL])
    page = client.get(QUESTION_URL).text
    assert "lam-lai" not in page
    assert 'href="/bai-hoc/giu-mat-khau"' in page
