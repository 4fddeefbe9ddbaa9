"""What is refused while playing is said in Vietnamese, keeps what was chosen, and is not written."""

import re

import psycopg
import pytest
from starlette.testclient import TestClient

from app.core.batch import BatchWorker
from app.web.prebuilt import PrebuiltPages
from tests.cast import LEARNER_HUNG, LEARNER_LAN, browser
from tests.drills.drill_content import (
    name_of,
)
from tests.drills.playing import begin, checked, next_url, play, show
from tests.learners.phone import join
from tests.locked_database import nobody_can_write
from tests.quiz.stored import Stored

IN_LESSON, IN_BANK = name_of("cuoc-goi"), name_of("ngan-hang")
CHANGED = "Tin này vừa được sửa lại"
CHOOSE_CALL, CHOOSE_SURE = "Bác chưa chọn là thật hay lừa đảo", "bác chắc, hay không chắc"
ELSES = "Lượt này người khác trên máy đang tập"
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
    monkeypatch.setattr(BatchWorker, "WAIT_S", 0.2)
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


@pytest.mark.parametrize("app", [pytest.param("postgres", marks=pytest.mark.postgres)], indirect=True)
def test_database_that_does_not_even_read_keeps_the_call(
    app: PrebuiltPages, stored: Stored, monkeypatch: pytest.MonkeyPatch
) -> None:
    """SQLite's readers wait for nobody."""
    client = browser(app)
    first = begin(client)
    shown = show(client, next_url(client.post(first.url, data=first.right).text))
    monkeypatch.setattr(BatchWorker, "WAIT_S", 0.2)
    url = stored.database.url.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(url) as lock:
        lock.execute("LOCK TABLE answer IN ACCESS EXCLUSIVE MODE")
        busy = client.post(shown.url, data=shown.form("that", "khong-chac"))
    assert busy.status_code == 503
    assert f'name="khoa" value="{shown.token}"' in busy.text
    assert checked(busy.text) == {"that", "khong-chac"}
