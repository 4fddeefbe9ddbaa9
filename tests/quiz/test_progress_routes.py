"""The end of a lesson and the progress page: what was answered, never less than before, never someone else's."""

import re

from starlette.testclient import TestClient

from app.web.prebuilt import PrebuiltPages
from tests.cast import LEARNER_HUNG, LEARNER_LAN, browser
from tests.quiz.test_answer_routes import choice_called, join
from tests.sample_content import QUESTION_URL, SECOND_QUESTION_URL

FINISHED = "/bai-hoc/giu-mat-khau/xong"
ABLE, PRACTISING, NEW = "bác làm được</span>", "đang tập", "chưa học"
RIGHT = {QUESTION_URL: "Cúp máy", SECOND_QUESTION_URL: "Chỉ mình bác"}
WRONG = {QUESTION_URL: "Đọc mã cho họ", SECOND_QUESTION_URL: "Cán bộ gọi điện"}


def answer(client: TestClient, url: str, label: str) -> None:
    shown, choice = choice_called(client, url, label)
    assert client.post(url, data=shown.form(choice)).status_code == 200


def states(client: TestClient) -> list[str]:
    """Of the two skills of the sample framework, in its order."""
    return re.findall(f"{ABLE}|{PRACTISING}|{NEW}", client.get("/tien-bo").text)


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


def test_skill_goes_from_new_to_practising_to_able_and_never_back(client: TestClient) -> None:
    assert states(client) == [NEW, NEW]
    answer(client, QUESTION_URL, WRONG[QUESTION_URL])
    assert states(client) == [PRACTISING, NEW]
    for url, label in RIGHT.items():
        answer(client, url, label)
    assert states(client) == [ABLE, NEW]
    for url, label in WRONG.items():
        answer(client, url, label)
    assert states(client) == [ABLE, NEW]
    assert "đã làm được <strong>1</strong> việc" in client.get("/tien-bo").text


def test_people_of_one_phone_have_their_own_progress(client: TestClient) -> None:
    join(client, LEARNER_LAN)
    for url, label in RIGHT.items():
        answer(client, url, label)
    assert f"Tiến bộ của {LEARNER_LAN}" in client.get("/tien-bo").text
    join(client, LEARNER_HUNG)
    assert states(client) == [NEW, NEW]
    assert f"Tiến bộ của {LEARNER_HUNG}" in client.get("/tien-bo").text
    assert "còn 2 câu nữa" in client.get(FINISHED).text
    assert 'name="khoa"' in client.get(QUESTION_URL).text
    [lan] = re.findall(r'<button[^>]*name="nguoi" value="([^"]+)"', client.get("/tai-khoan").text)
    client.post("/tai-khoan/dang-hoc", data={"nguoi": lan})
    assert states(client) == [ABLE, NEW]


def test_visitors_see_nobodys_progress(app: PrebuiltPages) -> None:
    answer(browser(app), QUESTION_URL, RIGHT[QUESTION_URL])
    assert states(browser(app)) == [NEW, NEW]


def test_audience_without_skills_still_gets_a_page(client: TestClient) -> None:
    client.cookies.set("kieu", "can-bo-cong-chuc.")
    page = client.get("/tien-bo")
    assert page.status_code == 200
    assert "Mỗi bài học xong" in page.text


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
