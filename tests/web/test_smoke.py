from starlette.testclient import TestClient

from tests.cast import show_question
from tests.sample_content import QUESTION_URL


def test_a_visitor_answers_and_finds_it_again(client: TestClient) -> None:
    shown = show_question(client, QUESTION_URL)
    answered = client.post(QUESTION_URL, data=shown.form(shown.choices[0]))
    assert answered.status_code == 200
    assert "CANARY-PHAN-HOI" in answered.text
    assert "Học tiếp" in client.get("/").text
