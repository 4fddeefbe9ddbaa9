"""Playing through the pages: once, by whom, on which version; what is refused is said in Vietnamese and not written."""

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from starlette.testclient import TestClient

from app.core.batch import BatchWorker
from app.web.prebuilt import PrebuiltPages
from tests.cast import LEARNER_HUNG, LEARNER_LAN, browser
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
from tests.drills.playing import begin, next_url, play, show
from tests.learners.phone import join
from tests.locked_database import nobody_can_write
from tests.quiz.stored import Stored

IN_LESSON, IN_BANK = name_of("cuoc-goi"), name_of("ngan-hang")
CHANGED = "Tin này vừa được sửa lại"
CHOOSE_CALL, CHOOSE_SURE = "Bác chưa chọn là thật hay lừa đảo", "bác chắc, hay không chắc"
ELSES = "Lượt này người khác trên máy đang tập"
HTMX = {"hx-request": "true"}
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


@pytest.fixture
def client(app: PrebuiltPages) -> TestClient:
    return browser(app)


@pytest.fixture
def secret(app: PrebuiltPages) -> bytes:
    secret: bytes = app.app.state.settings.secret
    return secret


def checked(page: str) -> set[str]:
    return set(re.findall(r'value="([^"]+)" checked', page))


# Refused


@pytest.mark.parametrize("name", ["khong-co", "ai-hoi-ma", "mo-dau", "xem-tung-dong", "%00", "a" * 300])
def test_what_is_no_drill_is_not_found(client: TestClient, stored: Stored, name: str) -> None:
    form = begin(client).form()
    replies = [
        client.get(f"/dien-tap/{name}"),
        client.post(f"/dien-tap/{name}", data=form),
        client.post(f"/dien-tap/{name}/co-nguoi-giup"),
    ]
    assert [reply.status_code for reply in replies] == [404, 404, 404]
    assert stored.new_answers == 0


@pytest.mark.parametrize("token", MALFORMED)
def test_malformed_token_shows_the_drill_in_a_new_round(client: TestClient, stored: Stored, token: str) -> None:
    shown = show(client, f"/dien-tap/{IN_LESSON}")
    refused = client.post(shown.url, data={**shown.form(), "khoa": token})
    assert refused.status_code == 422
    assert CHANGED in refused.text
    assert checked(refused.text) == {"lua", "chac"}
    [fresh] = re.findall(r'name="khoa" value="([\w-]{22})"', refused.text)
    assert fresh not in (token, shown.token)
    assert stored.new_answers == 0


@pytest.mark.parametrize("name", [IN_LESSON, IN_BANK])
@pytest.mark.parametrize("version", ["", "0" * 12, "f" * 13, "../../etc", "\0", "đ" * 200, "x" * 10_000])
def test_unknown_version_shows_the_drill_as_it_is_now(
    client: TestClient, stored: Stored, name: str, version: str
) -> None:
    shown = show(client, f"/dien-tap/{name}")
    refused = client.post(shown.url, data={**shown.form(), "phien-ban": version})
    assert refused.status_code == 422
    assert CHANGED in refused.text
    assert f'name="phien-ban" value="{shown.version}"' in refused.text
    assert f'name="khoa" value="{shown.token}"' in refused.text
    assert stored.new_answers == 0


NO_CALL: list[tuple[dict[str, list[str]], str, set[str]]] = [
    ({}, CHOOSE_CALL, set()),
    ({"chac": ["chac"]}, CHOOSE_CALL, {"chac"}),
    ({"cau-tra-loi": [""], "chac": ["khong-chac"]}, CHOOSE_CALL, {"khong-chac"}),
    ({"cau-tra-loi": ["lua"]}, CHOOSE_SURE, {"lua"}),
    ({"cau-tra-loi": ["that"], "chac": [""]}, CHOOSE_SURE, {"that"}),
    ({"cau-tra-loi": ["lua", "that"], "chac": ["chac"]}, "chọn lại", set()),
    ({"cau-tra-loi": ["lua"], "chac": ["chac", "khong-chac"]}, "chọn lại", set()),
    ({"cau-tra-loi": ["x"], "chac": ["chac"]}, "chọn lại", set()),
    ({"cau-tra-loi": ["lua chac"], "chac": ["\0"]}, "chọn lại", set()),
    ({"cau-tra-loi": ["đ" * 10_000], "chac": ["x" * 10_000]}, "chọn lại", set()),
]


@pytest.mark.parametrize(("sent", "says", "kept"), NO_CALL)
def test_form_that_is_no_call_says_what_is_missing_and_keeps_the_rest(
    client: TestClient, stored: Stored, sent: dict[str, list[str]], says: str, kept: set[str]
) -> None:
    shown = show(client, f"/dien-tap/{IN_BANK}")
    refused = client.post(shown.url, data={"khoa": shown.token, "phien-ban": shown.version, **sent})
    assert refused.status_code == 422
    assert 'role="alert"' in refused.text
    assert says in refused.text
    assert f'name="khoa" value="{shown.token}"' in refused.text
    assert "CANARY" not in refused.text
    if kept:
        assert checked(refused.text) == kept
    assert stored.new_answers == 0


def test_someone_elses_round_is_refused_on_a_shared_phone(client: TestClient, stored: Stored) -> None:
    join(client, LEARNER_LAN)
    shown = begin(client)
    client.post(shown.url, data=shown.right)
    join(client, LEARNER_HUNG)
    assert "CANARY" not in client.get(shown.seen_url).text
    refused = client.post(shown.url, data=shown.right)
    assert refused.status_code == 422
    assert ELSES in refused.text
    assert "CANARY" not in refused.text
    assert checked(refused.text) == set(shown.right.values()) - {shown.token, shown.version}
    assert stored.new_answers == 1
    [token] = re.findall(r'name="khoa" value="([^"]+)"', refused.text)
    assert token != shown.token
    assert client.post(shown.url, data={**shown.right, "khoa": token}).status_code == 200
    assert stored.new_answers == 2


def test_round_left_on_a_shared_phone_opens_nobodys_progress(app: PrebuiltPages, stored: Stored) -> None:
    owner = browser(app)
    first, *_ = play(owner)
    stranger = browser(app)
    assert "CANARY" not in stranger.get(first.seen_url).text
    refused = stranger.post(first.url, data=first.right)
    assert refused.status_code == 422
    assert ELSES in refused.text
    assert "set-cookie" not in refused.headers
    assert "CANARY" not in refused.text
    assert stored.new_answers == 6


def test_busy_database_keeps_the_call_and_the_round_for_the_next_press(
    app: PrebuiltPages, stored: Stored, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(BatchWorker, "DEADLINE_S", 0.2)
    client = browser(app)
    shown = begin(client)
    with nobody_can_write(stored.database, "answer"):
        busy = client.post(shown.url, data=shown.form("that", "khong-chac"))
    assert busy.status_code == 503
    assert "chưa ghi được" in busy.text
    assert f'name="khoa" value="{shown.token}"' in busy.text
    assert checked(busy.text) == {"that", "khong-chac"}
    assert "CANARY" not in busy.text
    monkeypatch.undo()
    assert client.post(shown.url, data=shown.form("that", "khong-chac")).status_code == 200
    assert (stored.new_answers, stored.new_learners) == (1, 1)


def test_database_that_does_not_even_read_keeps_the_call(
    app: PrebuiltPages, stored: Stored, monkeypatch: pytest.MonkeyPatch
) -> None:
    if stored.database.is_sqlite:
        pytest.skip("its readers wait for nobody")
    client = browser(app)
    first = begin(client)
    shown = show(client, next_url(client.post(first.url, data=first.right).text))
    monkeypatch.setattr(BatchWorker, "DEADLINE_S", 0.2)
    url = stored.database.url.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(url) as lock:
        lock.execute("LOCK TABLE answer IN ACCESS EXCLUSIVE MODE")
        busy = client.post(shown.url, data=shown.form("that", "khong-chac"))
    assert busy.status_code == 503
    assert f'name="khoa" value="{shown.token}"' in busy.text
    assert checked(busy.text) == {"that", "khong-chac"}


# Taken


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


# A round


def test_round_is_six_drills_half_real_half_fraud_and_ends_in_the_report(client: TestClient, stored: Stored) -> None:
    played = play(client)
    assert len({shown.name for shown in played}) == 6
    assert sum(shown.name in SCAMS for shown in played) == 3
    assert {shown.token for shown in played} == {played[0].token}
    assert (stored.new_answers, stored.new_learners) == (6, 1)
    over = client.get(f"/dien-tap?luot={played[0].token}").text
    assert "Bác tập xong một lượt rồi!" in over
    assert "Có 3 tin lừa, bác nhận ra cả 3." in over
    assert "Có 3 tin thật, bác tin đúng cả 3." in over


def test_round_that_was_left_is_taken_up_again(client: TestClient) -> None:
    shown = begin(client)
    client.post(shown.url, data=shown.right)
    page = client.get(f"/dien-tap?luot={shown.token}").text
    assert "Lượt này còn 5 tin" in page
    assert show(client, next_url(page)).token == shown.token


def test_next_round_begins_with_what_was_not_met(client: TestClient) -> None:
    first = {shown.name for shown in play(client)}
    second = {shown.name for shown in play(client)}
    assert len(first | second) == 8


@pytest.mark.parametrize("token", ["x", "k" * 22, "moi-", "\0", "đ" * 300])
def test_address_of_no_round_shows_the_front_page(client: TestClient, token: str) -> None:
    page = client.get("/dien-tap", params={"luot": token})
    assert page.status_code == 200
    assert "Mình tập thử nhé" in page.text


def test_front_page_says_what_it_is_and_makes_nobody(client: TestClient, stored: Stored) -> None:
    page = client.get("/dien-tap")
    assert "Bắt đầu" in page.text
    assert "set-cookie" not in page.headers
    assert client.get("/dien-tap?luot=moi").headers["cache-control"] == "no-store"
    assert stored.new_learners == 0


def test_round_finishes_no_lesson(client: TestClient, stored: Stored) -> None:
    """Who has met all its drills has not read it."""
    for name in (name_of(channel) for channel in ("cuoc-goi", "zalo", "tin-nhan", "ma-qr")):
        shown = show(client, f"/dien-tap/{name}")
        client.post(shown.url, data=shown.right)
    with stored.database.session(writes=False) as session:
        rows = session.connection().exec_driver_sql("SELECT count(*) FROM lesson_progress").scalar()
    assert rows == 0


# In a lesson


def in_lesson(client: TestClient, name: str, *, right: bool) -> str:
    url = f"/bai-hoc/{LESSON_SLUG}/cau-hoi/{name}"
    values = dict(re.findall(r'name="(khoa|phien-ban)" value="([^"]+)"', client.get(f"{url}?lam-lai=1").text))
    call = "lua" if (name in SCAMS) == right else "that"
    answered = client.post(url, data={**values, "cau-tra-loi": call, "chac": "chac"})
    assert answered.status_code == 200, answered.text
    return answered.text


def test_drill_in_a_lesson_is_asked_and_answered_like_any_question(client: TestClient, stored: Stored) -> None:
    asked = client.get(f"/bai-hoc/{LESSON_SLUG}/cau-hoi/{IN_LESSON}").text
    assert "Alo, tôi là Công an phường" in asked
    assert "CANARY" not in asked
    assert "CANARY-NEN-LAM" in in_lesson(client, IN_LESSON, right=False)
    assert stored.new_answers == 1


def test_drill_of_the_bank_stands_in_no_lesson(client: TestClient) -> None:
    assert client.get(f"/bai-hoc/{BANK_SLUG}/cau-hoi/{IN_BANK}").status_code == 404


def test_drills_of_lessons_count_in_the_report(client: TestClient) -> None:
    in_lesson(client, IN_LESSON, right=True)
    assert "bác nhận ra 1 trong 1 tin lừa" in client.get("/dien-tap").text


# With somebody's help


def test_what_was_done_with_help_is_stored_so_and_not_counted(
    client: TestClient, stored: Stored, secret: bytes
) -> None:
    assert client.post("/co-nguoi-giup", data={"toi": "/dien-tap"}).status_code == 303
    played = play(client)
    assert [row.assisted for shown in played for row in stored.answers(shown.key(secret))] == [True] * 6
    page = client.get(f"/dien-tap?luot={played[0].token}").text
    assert "Có 6 tin làm cùng người giúp" in page
    assert "trong 3 tin lừa" not in page
    assert "Hôm nào bác thử tự làm một lượt nhé" in page


def test_help_that_is_said_afterwards_takes_the_call_out_of_the_report(client: TestClient) -> None:
    shown = show(client, f"/dien-tap/{IN_BANK}")
    client.post(shown.url, data=shown.right)
    assert "tin đúng 1 trong 1 tin thật" in client.get("/dien-tap").text
    page = client.get(shown.seen_url).text
    assert f'action="/dien-tap/{IN_BANK}/co-nguoi-giup"' in page
    said = client.post(f"/dien-tap/{IN_BANK}/co-nguoi-giup", data={"toi": shown.seen_url})
    assert (said.status_code, said.headers["location"]) == (303, shown.seen_url)
    assert "tin đúng 1 trong 1 tin thật" not in client.get("/dien-tap").text


@pytest.mark.parametrize("wanted", ["//evil.example", "https://evil.example", "/\\evil", ""])
def test_help_that_is_said_leads_to_no_other_site(client: TestClient, wanted: str) -> None:
    said = client.post(f"/dien-tap/{IN_BANK}/co-nguoi-giup", data={"toi": wanted})
    assert (said.status_code, said.headers["location"]) == (303, "/dien-tap")


def test_many_taps_at_once_are_one_call_of_one_guest(app: PrebuiltPages, stored: Stored) -> None:
    shown = begin(browser(app))
    with ThreadPoolExecutor(16) as thumbs:
        replies = list(thumbs.map(lambda _: browser(app).post(shown.url, data=shown.right), range(16)))
    assert {(reply.status_code, reply.text, reply.headers.get("set-cookie")) for reply in replies} == {
        (200, replies[0].text, replies[0].headers["set-cookie"])
    }
    assert (stored.new_answers, stored.new_learners) == (1, 1)
