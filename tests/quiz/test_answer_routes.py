"""Answering through the pages: once, by whom, on which version; what is refused is said in Vietnamese and not written."""

import html
import re
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from app.core.batch import BatchWorker
from app.core.ids import new_token
from app.quiz.domain.choice_question import CHOOSE_ONE
from app.quiz.service import NOT_OURS
from app.web.prebuilt import PrebuiltPages
from tests.cast import LEARNER_HUNG, LEARNER_LAN, ShownQuestion, browser, show_question
from tests.locked_database import nobody_can_write
from tests.quiz.stored import Stored
from tests.sample_content import QUESTION_URL, SECOND_QUESTION_URL

RIGHT = "Cúp máy"
CHANGED = "Câu hỏi vừa được sửa lại"
ELSES = "Câu này người khác trên máy vừa trả lời"


def choice_called(client: TestClient, url: str, label: str) -> tuple[ShownQuestion, str]:
    """A fresh showing of the question and the id of the choice with this text."""
    page = client.get(f"{url}?lam-lai=1").text
    shown = show_question(client, f"{url}?lam-lai=1")
    by_label = {
        html.unescape(re.sub(r"<[^>]+>", "", text)).strip(): id_
        for id_, text in re.findall(r'name="cau-tra-loi" value="([^"]+)"[^>]*>(.*?)</label>', page)
    }
    return shown, by_label[label]


def join(client: TestClient, name: str) -> None:
    assert client.post("/tai-khoan/nguoi-hoc", data={"ten": name}).status_code == 303


def test_same_form_twice_is_one_row_and_the_same_page(client: TestClient, stored: Stored) -> None:
    shown = show_question(client, QUESTION_URL)
    first, again = (client.post(QUESTION_URL, data=shown.form(shown.choices[0])) for _ in range(2))
    assert (first.status_code, again.status_code) == (200, 200)
    assert first.text == again.text
    assert (stored.new_answers, stored.new_learners) == (1, 1)


def test_changed_mind_on_the_same_form_keeps_the_first_answer(client: TestClient, stored: Stored) -> None:
    shown, wrong = choice_called(client, QUESTION_URL, "Đọc mã cho họ")
    right = next(choice for choice in shown.choices if choice != wrong)
    client.post(QUESTION_URL, data=shown.form(wrong))
    again = client.post(QUESTION_URL, data=shown.form(right))
    assert again.status_code == 422
    assert "Câu này bác đã trả lời lúc nãy rồi" in again.text
    assert "CANARY-PHAN-HOI-MOT" in again.text
    assert stored.new_answers == 1


def test_same_answer_leads_on_by_what_it_was_asked_for(app: PrebuiltPages) -> None:
    """Also where a page for this answer has been made before."""
    replies: dict[str, list[str]] = {}
    for place in (QUESTION_URL, f"{QUESTION_URL}?tu=lam-quen", QUESTION_URL, f"{QUESTION_URL}?tu=lam-quen"):
        client = browser(app)
        shown, right = choice_called(client, QUESTION_URL, RIGHT)
        replies.setdefault(place, []).append(client.post(place, data=shown.form(right)).text)
    in_lesson, placement = replies.values()
    assert [len(set(pages)) for pages in (in_lesson, placement)] == [1, 1]
    assert in_lesson[0] != placement[0]
    assert "Bước " in in_lesson[0]
    assert "Bước " not in placement[0]


def test_same_answer_while_somebody_helps_offers_to_hand_the_phone_back(app: PrebuiltPages) -> None:
    pages = []
    for helped in (False, True, False):
        client = browser(app)
        shown, right = choice_called(client, QUESTION_URL, RIGHT)
        if helped:
            client.cookies.set("co-nguoi-giup", "1")
        pages.append(client.post(QUESTION_URL, data=shown.form(right)).text)
    assert pages[0] == pages[2] != pages[1]
    assert "Vừa rồi có người giúp tôi" not in pages[1]


def test_visitor_becomes_one_guest_and_stays_that_guest(client: TestClient, stored: Stored) -> None:
    for url in (QUESTION_URL, SECOND_QUESTION_URL, QUESTION_URL):
        shown = show_question(client, f"{url}?lam-lai=1")
        assert client.post(url, data=shown.form(shown.choices[0])).status_code == 200
    assert (stored.new_answers, stored.new_learners) == (3, 1)


def test_reply_that_was_lost_can_be_asked_for_again(app: PrebuiltPages, stored: Stored) -> None:
    """The visitor's phone never got the cookie of the guest that was made for it."""
    shown = show_question(browser(app), QUESTION_URL)
    first = browser(app).post(QUESTION_URL, data=shown.form(shown.choices[0]))
    client = browser(app)
    again = client.post(QUESTION_URL, data=shown.form(shown.choices[0]))
    assert again.text == first.text
    assert first.headers["set-cookie"] == again.headers["set-cookie"]
    assert "Học tiếp" in client.get("/").text
    assert stored.new_learners == 1


def test_key_left_on_a_shared_phone_opens_nobodys_progress(app: PrebuiltPages, stored: Stored) -> None:
    owner = browser(app)
    shown = show_question(owner, QUESTION_URL)
    owner.post(QUESTION_URL, data=shown.form(shown.choices[0]))
    second = show_question(owner, SECOND_QUESTION_URL)
    owner.post(SECOND_QUESTION_URL, data=second.form(second.choices[0]))
    stranger = browser(app)
    refused = stranger.post(QUESTION_URL, data=shown.form(shown.choices[0]))
    assert refused.status_code == 422
    assert ELSES in refused.text
    assert "set-cookie" not in refused.headers
    assert "CANARY" not in refused.text
    assert stored.new_answers == 2


def test_key_of_a_guest_who_has_a_name_by_now_opens_nobodys_progress(app: PrebuiltPages, stored: Stored) -> None:
    """Nor that of one who was adopted by an account: whoever presses Back on a shared phone stays a stranger."""
    owner = browser(app)
    shown = show_question(owner, QUESTION_URL)
    owner.post(QUESTION_URL, data=shown.form(shown.choices[0]))
    assert owner.post("/tai-khoan/dat-ten", data={"ten": LEARNER_LAN}).status_code == 303
    refused = browser(app).post(QUESTION_URL, data=shown.form(shown.choices[0]))
    assert (refused.status_code, "set-cookie" in refused.headers) == (422, False)
    assert ELSES in refused.text
    assert stored.new_answers == 1


def test_next_attempt_has_a_row_of_its_own_and_right_stays_right(client: TestClient, stored: Stored) -> None:
    shown, right = choice_called(client, QUESTION_URL, RIGHT)
    assert "bác giỏi lắm" in client.post(QUESTION_URL, data=shown.form(right)).text
    [row] = stored.answers(shown.key)
    again, wrong = choice_called(client, QUESTION_URL, "Nhắn mã cho họ")
    assert again.key != shown.key
    assert "Mình xem lại" in client.post(QUESTION_URL, data=again.form(wrong)).text
    assert stored.new_answers == 2
    assert stored.ever_right(row.learner_id, "ai-hoi-ma") is True


def test_answered_question_shows_the_last_attempt(client: TestClient) -> None:
    shown, wrong = choice_called(client, QUESTION_URL, "Đọc mã cho họ")
    client.post(QUESTION_URL, data=shown.form(wrong))
    assert "CANARY-PHAN-HOI-MOT" in client.get(QUESTION_URL).text
    shown, right = choice_called(client, QUESTION_URL, RIGHT)
    client.post(QUESTION_URL, data=shown.form(right))
    page = client.get(QUESTION_URL).text
    assert "CANARY-PHAN-HOI-DUNG" in page
    assert 'name="khoa"' not in page


MALFORMED = [
    "",
    "x",
    "k" * 21,
    "k" * 23,
    "k" * 21 + "=",
    "k" * 21 + "đ",
    "' OR 1=1 --" * 2,
    "k" * 22 + "\0",
    "k" * 10_000,
]


@pytest.mark.parametrize("key", MALFORMED)
def test_malformed_key_shows_the_question_with_a_new_key(client: TestClient, stored: Stored, key: str) -> None:
    shown = show_question(client, QUESTION_URL)
    refused = client.post(QUESTION_URL, data={**shown.form(shown.choices[0]), "khoa": key})
    assert refused.status_code == 422
    assert CHANGED in refused.text
    fresh = re.search(r'name="khoa" value="([^"]+)"', refused.text)
    assert fresh is not None
    assert re.fullmatch(r"[\w-]{22}", fresh[1])
    assert stored.new_answers == 0


@pytest.mark.parametrize("version", ["", "0" * 12, "f" * 13, "../../etc", "\0", "v\0ersion", "đ" * 200, "x" * 10_000])
def test_unknown_version_shows_the_question_as_it_is_now(client: TestClient, stored: Stored, version: str) -> None:
    shown = show_question(client, QUESTION_URL)
    refused = client.post(QUESTION_URL, data={**shown.form(shown.choices[0]), "phien-ban": version})
    assert refused.status_code == 422
    assert CHANGED in refused.text
    assert f'name="phien-ban" value="{shown.version}"' in refused.text
    assert stored.new_answers == 0


@pytest.mark.parametrize("choice", ["0" * 10, "đ", "\0", "x" * 10_000])
def test_answer_that_names_no_choice_keeps_the_key(client: TestClient, stored: Stored, choice: str) -> None:
    shown = show_question(client, QUESTION_URL)
    refused = client.post(QUESTION_URL, data=shown.form(choice))
    assert refused.status_code == 422
    assert NOT_OURS in refused.text
    assert f'name="khoa" value="{shown.key}"' in refused.text
    assert "CANARY" not in refused.text
    assert stored.new_answers == 0


@pytest.mark.parametrize("fields", [("khoa", "phien-ban"), ("khoa", "phien-ban", "cau-tra-loi")])
def test_nothing_chosen_keeps_the_key(client: TestClient, stored: Stored, fields: tuple[str, ...]) -> None:
    shown = show_question(client, QUESTION_URL)
    refused = client.post(QUESTION_URL, data={name: shown.form("")[name] for name in fields})
    assert refused.status_code == 422
    assert CHOOSE_ONE in refused.text
    assert f'name="khoa" value="{shown.key}"' in refused.text
    assert stored.new_answers == 0


def test_choice_of_another_question_is_no_choice(client: TestClient, stored: Stored) -> None:
    shown, other = show_question(client, QUESTION_URL), show_question(client, SECOND_QUESTION_URL)
    refused = client.post(QUESTION_URL, data=shown.form(other.choices[0]))
    assert refused.status_code == 422
    assert NOT_OURS in refused.text
    assert f'name="khoa" value="{shown.key}"' in refused.text
    assert stored.new_answers == 0


def test_key_of_another_question_is_refused(client: TestClient, stored: Stored) -> None:
    first, second = show_question(client, QUESTION_URL), show_question(client, SECOND_QUESTION_URL)
    client.post(QUESTION_URL, data=first.form(first.choices[0]))
    reused = client.post(SECOND_QUESTION_URL, data={**second.form(second.choices[0]), "khoa": first.key})
    assert reused.status_code == 422
    assert CHANGED in reused.text
    assert "CANARY" not in reused.text
    assert stored.new_answers == 1


def test_someone_elses_key_is_refused_on_a_shared_phone(client: TestClient, stored: Stored) -> None:
    join(client, LEARNER_LAN)
    shown, right = choice_called(client, QUESTION_URL, RIGHT)
    client.post(QUESTION_URL, data=shown.form(right))
    join(client, LEARNER_HUNG)
    refused = client.post(QUESTION_URL, data=shown.form(right))
    assert refused.status_code == 422
    assert ELSES in refused.text
    assert f'value="{right}" checked' in refused.text
    assert f'value="{shown.key}"' not in refused.text
    assert stored.new_answers == 1


@pytest.mark.parametrize("path", ["/bai-hoc/khong-co/cau-hoi/ai-hoi-ma", "/bai-hoc/giu-mat-khau/cau-hoi/mo-dau"])
def test_answer_to_what_is_no_question_is_not_found(client: TestClient, stored: Stored, path: str) -> None:
    shown = show_question(client, QUESTION_URL)
    assert client.post(path, data=shown.form(shown.choices[0])).status_code == 404
    assert client.get(path).status_code == 404
    assert stored.new_answers == 0


def test_learner_whose_row_is_gone_starts_as_a_new_guest(client: TestClient, stored: Stored) -> None:
    """The phone still remembers someone whom the database does not know: after a deletion, or an old backup."""
    shown = show_question(client, QUESTION_URL)
    client.post(QUESTION_URL, data=shown.form(shown.choices[0]))
    [row] = stored.answers(shown.key)
    stored.delete_learner(row.learner_id)
    again = show_question(client, QUESTION_URL)
    assert client.post(QUESTION_URL, data=again.form(again.choices[0])).status_code == 200
    [fresh] = stored.answers(again.key)
    assert "Học tiếp" in client.get("/").text
    second = show_question(client, SECOND_QUESTION_URL)
    client.post(SECOND_QUESTION_URL, data=second.form(second.choices[0]))
    assert stored.answers(second.key)[0].learner_id == fresh.learner_id


def test_busy_database_keeps_choice_and_key_for_the_next_press(
    app: PrebuiltPages, stored: Stored, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(BatchWorker, "WAIT_S", 0.2)
    client = browser(app)
    shown = show_question(client, QUESTION_URL)
    choice = shown.choices[2]
    with nobody_can_write(stored.database, "answer"):
        busy = client.post(QUESTION_URL, data=shown.form(choice))
    assert busy.status_code == 503
    assert "chưa ghi được" in busy.text
    assert f'name="khoa" value="{shown.key}"' in busy.text
    assert f'value="{choice}" checked' in busy.text
    assert "CANARY" not in busy.text
    monkeypatch.undo()
    assert client.post(QUESTION_URL, data=shown.form(choice)).status_code == 200
    assert (stored.new_answers, stored.new_learners) == (1, 1)


def test_key_is_made_anew_for_every_showing(client: TestClient) -> None:
    keys = {show_question(client, QUESTION_URL).key for _ in range(20)}
    assert len(keys) == 20
    assert all(re.fullmatch(r"[\w-]{22}", key) for key in keys)


def test_answer_leaves_no_trace_of_the_file_system(client: TestClient, tmp_path: Path) -> None:
    shown = show_question(client, QUESTION_URL)
    page = client.post(QUESTION_URL, data={**shown.form(shown.choices[0]), "khoa": new_token()}).text
    assert "courses/" not in page
    assert ".md" not in page


@pytest.mark.parametrize("field", ["khoa", "phien-ban", "cau-tra-loi", "la"])
def test_half_a_character_is_refused(client: TestClient, stored: Stored, field: str) -> None:
    """A form that says it is written in utf-7 can bring a lone surrogate, which no database and no page takes."""
    shown = show_question(client, QUESTION_URL)
    form = {**shown.form(shown.choices[0]), field: "a+2AA-"}
    parts = (f'--B\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n' for name, value in form.items())
    headers = {"content-type": "multipart/form-data; boundary=B; charset=utf-7"}
    reply = client.post(QUESTION_URL, content="".join(parts) + "--B--\r\n", headers=headers)
    assert reply.status_code == 400
    assert '<html lang="vi">' in reply.text
    assert stored.new_answers == 0
