"""A call is taken once, of whoever made it, judged by the version they saw."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from app.web.prebuilt import PrebuiltPages
from tests.cast import browser
from tests.drills.drill_content import (
    BANK_SLUG,
    DRILL_BANK_PATH,
    DRILL_LESSON_PATH,
    FILES,
    LESSON_SLUG,
    SCAMS,
    SKILL,
    name_of,
)
from tests.drills.playing import begin, next_url, show
from tests.quiz.stored import Stored

IN_LESSON, IN_BANK = name_of("cuoc-goi"), name_of("ngan-hang")
HTMX = {"hx-request": "true"}


def test_same_form_twice_is_one_row_and_the_same_page(client: TestClient, stored: Stored) -> None:
    shown = begin(client)
    first, again = (client.post(shown.url, data=shown.right) for _ in range(2))
    assert (first.status_code, again.status_code) == (200, 200)
    assert first.text == again.text
    assert "CANARY-NHAN-XET" in first.text
    assert (stored.new_answers, stored.new_learners) == (1, 1)


def test_changed_mind_on_the_same_form_keeps_the_first_call(client: TestClient, stored: Stored) -> None:
    shown = begin(client)
    client.post(shown.url, data=shown.wrong)
    again = client.post(shown.url, data=shown.right)
    assert again.status_code == 422
    assert "Câu này bác đã trả lời lúc nãy rồi" in again.text
    assert "Mình xem lại chỗ này nhé" in again.text
    assert stored.new_answers == 1


def test_call_is_stored_with_all_that_it_says(client: TestClient, stored: Stored, secret: bytes) -> None:
    for name, holder in ((IN_LESSON, LESSON_SLUG), (IN_BANK, BANK_SLUG)):
        shown = show(client, f"/dien-tap/{name}")
        client.post(shown.url, data=shown.form("lua", "khong-chac"))
        [row] = stored.answers(shown.key(secret))
        assert (row.lesson, row.exercise, row.version) == (holder, name, shown.version)
        assert (row.answer, row.score) == ("lua khong-chac", float(name in SCAMS))
        assert (row.mode, row.skills, row.options, row.assisted) == ("drill", SKILL, 2, False)


def test_reply_that_was_lost_can_be_asked_for_again(app: PrebuiltPages, stored: Stored) -> None:
    shown = begin(browser(app))
    first = browser(app).post(shown.url, data=shown.right)
    client = browser(app)
    again = client.post(shown.url, data=shown.right)
    assert again.text == first.text
    assert first.headers["set-cookie"] == again.headers["set-cookie"]
    assert (stored.new_answers, stored.new_learners) == (1, 1)


def test_learner_whose_row_is_gone_starts_as_a_new_guest(client: TestClient, stored: Stored, secret: bytes) -> None:
    shown = begin(client)
    client.post(shown.url, data=shown.right)
    [row] = stored.answers(shown.key(secret))
    stored.delete_learner(row.learner_id)
    again = begin(client)
    assert client.post(again.url, data=again.right).status_code == 200
    [fresh] = stored.answers(again.key(secret))
    assert fresh.learner_id != row.learner_id
    assert "Nhìn lại từ đầu" in client.get("/dien-tap").text


def test_without_script_the_call_is_shown_by_a_redirect(client: TestClient) -> None:
    shown = begin(client)
    sent = client.post(shown.url, data=shown.right, headers={"sec-fetch-mode": "navigate"})
    assert (sent.status_code, sent.headers["location"]) == (303, shown.seen_url)
    page = client.get(shown.seen_url).text
    assert "bác giỏi lắm" in page
    assert 'name="khoa"' not in page


def test_htmx_gets_the_screen_and_the_next_drill_leads_on(client: TestClient) -> None:
    shown = begin(client)
    screen = client.post(shown.url, data=shown.right, headers=HTMX).text
    assert screen.startswith("<title>")
    assert screen.count('<main id="screen"') == 1
    following = show(client, next_url(screen))
    assert (following.token, following.name == shown.name) == (shown.token, False)


def test_reload_in_the_middle_of_a_round_changes_nothing(client: TestClient, stored: Stored) -> None:
    shown = begin(client)
    answered = client.post(shown.url, data=shown.wrong).text
    assert next_url(client.get(shown.seen_url).text) == next_url(answered)
    following = show(client, next_url(answered))
    assert show(client, following.seen_url) == following
    assert show(client, next_url(client.get(shown.seen_url).text)) == following
    assert stored.new_answers == 1


@contextmanager
def edited(app: PrebuiltPages, path: str, text: str) -> Iterator[None]:
    library = app.app.state.library
    file = Path(app.app.state.settings.content_dirs[0]) / path
    file.write_text(text, encoding="utf-8")
    library.load()
    assert [found for found in library.diagnostics if found.severity == "error"] == []
    yield
    file.write_text(FILES[path], encoding="utf-8")
    library.load()


@pytest.mark.parametrize(("name", "path"), [(IN_LESSON, DRILL_LESSON_PATH), (IN_BANK, DRILL_BANK_PATH)])
def test_call_is_judged_by_the_version_its_learner_saw(
    app: PrebuiltPages, client: TestClient, stored: Stored, secret: bytes, name: str, path: str
) -> None:
    """The teacher turns the drill round while somebody reads it."""
    is_scam = name in SCAMS
    line = next(line for line in FILES[path].splitlines() if f"dien-tap {name} " in line)
    turned = line.replace("la=lua", "la=that") if is_scam else line.replace("la=that", "la=lua")
    shown = show(client, f"/dien-tap/{name}")
    with edited(app, path, FILES[path].replace(line, turned)):
        answered = client.post(shown.url, data=shown.right)
        assert answered.status_code == 200
        assert "bác giỏi lắm" in answered.text
        assert "bác giỏi lắm" in client.get(shown.seen_url).text
        [row] = stored.answers(shown.key(secret))
        assert (row.version, row.score) == (shown.version, 1.0)
        counted = "nhận ra 1 trong 1 tin lừa" if is_scam else "tin đúng 1 trong 1 tin thật"
        assert counted in client.get("/dien-tap").text
        now = show(client, f"/dien-tap/{name}")
        assert now.version != shown.version
        assert "Mình xem lại" in client.post(now.url, data=now.right).text
    assert "bác giỏi lắm" in client.get(shown.seen_url).text


def test_drill_that_is_gone_keeps_its_place_in_the_report(app: PrebuiltPages, client: TestClient) -> None:
    shown = show(client, f"/dien-tap/{IN_BANK}")
    client.post(shown.url, data=shown.right)
    text = FILES[DRILL_BANK_PATH]
    start = text.index(f"::: dien-tap {IN_BANK} ")
    end = text.index("\n:::\n", start) + len("\n:::\n")
    with edited(app, DRILL_BANK_PATH, text[:start] + text[end:]):
        assert client.get(shown.url).status_code == 404
        assert "tin đúng 1 trong 1 tin thật" in client.get("/dien-tap").text


def test_many_taps_at_once_are_one_call_of_one_guest(app: PrebuiltPages, stored: Stored) -> None:
    shown = begin(browser(app))
    with ThreadPoolExecutor(16) as thumbs:
        replies = list(thumbs.map(lambda _: browser(app).post(shown.url, data=shown.right), range(16)))
    assert {(reply.status_code, reply.text, reply.headers.get("set-cookie")) for reply in replies} == {
        (200, replies[0].text, replies[0].headers["set-cookie"])
    }
    assert (stored.new_answers, stored.new_learners) == (1, 1)
