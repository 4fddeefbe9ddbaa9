"""A model writes into the page: the page begins at once and always ends with a whole answer, kept as it was shown."""

import asyncio
import re
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from time import monotonic, sleep
from typing import Any
from urllib.parse import quote

import pytest
from fastapi import FastAPI
from llmock.pytest_plugin import LLMock
from starlette.testclient import TestClient
from starlette.types import Message

from app.core.db import Database
from app.main import create_app
from app.tutor.domain.budgets import Limits
from app.tutor.provider import Patience
from app.tutor.rewriting.worker import RewriteWorker
from app.web.prebuilt import PrebuiltPages
from tests.conftest import make_settings
from tests.locked_database import PATIENCE_S, nobody_can_write, patient
from tests.tutor.conversation import Shown, ask, open_tutor, stored
from tests.tutor.tutor_content import ANSWERED, CODE, QUOTE, VICTIM, WITH_CODE, write_tutor_content

WRITTEN = "Mật khẩu chỉ mình bác biết.[1]"
QUICK = Patience(place=1.0, first=5.0, piece=1.0, whole=8.0, retry=0.2)


@pytest.fixture
def app(tmp_path: Path, sqlite_url: str, llmock: LLMock) -> PrebuiltPages:
    content = write_tutor_content(tmp_path / "content")
    settings = make_settings(tmp_path, sqlite_url, content)
    app = create_app(settings.model_copy(update={"llm_base_url": llmock.base_url(), "llm_model": "gpt-4o"}))
    # Who rewrites lessons in the background would use up what the server is to say here.
    state(app).workers = [worker for worker in state(app).workers if not isinstance(worker, RewriteWorker)]
    return app


@pytest.fixture
def client(app: PrebuiltPages) -> Iterator[TestClient]:
    """In the loop of the service, as the connections to the model are."""
    headers = {"sec-fetch-site": "same-origin"}
    with TestClient(app, base_url="https://testserver", headers=headers, follow_redirects=False) as client:
        state(app).ladder.patience = QUICK
        state(app).ladder.database_s = 30.0  # a busy machine
        yield client


def state(app: PrebuiltPages) -> Any:
    assert isinstance(app.app, FastAPI)
    return app.app.state


@pytest.fixture
def database(app: PrebuiltPages) -> Database:
    database: Database = state(app).database
    return database


def post(client: TestClient, question: str) -> Shown:
    """The page that is written into, not what a redirect leads to."""
    reply = client.post("/tro-ly", data={"khoa": open_tutor(client).key, "cau-hoi": question})
    return Shown(reply.status_code, reply.text)


def end_of(shown: Shown) -> str:
    """The whole answer, which hides the sentences before it."""
    return shown.html[shown.html.index('<section id="tra-loi"') :]


def test_page_waits_for_slow_model_and_ends_with_what_was_kept(
    client: TestClient, database: Database, llmock: LLMock
) -> None:
    llmock.slow_first_token(0.6).reply(WRITTEN)
    shown = post(client, ANSWERED)
    assert shown.status == 200
    assert "Máy đang tìm trong các bài học…" in shown.text
    assert shown.html.rstrip().endswith("</html>")
    assert "Máy trả lời" in end_of(shown)
    assert 'href="/bai-hoc/giu-mat-khau?buoc=3"' in end_of(shown)
    (row,) = stored(database)
    assert QUOTE in end_of(shown)
    assert QUOTE in row.answer
    assert row.source == "llm"
    asked = f'<p class="soft">Bác hỏi: <bdi>{ANSWERED}</bdi></p>'
    assert shown.html.count(asked) == 1
    assert end_of(shown).count(QUOTE) == 1
    again = end_of(open_tutor(client)).replace(asked, "")
    assert again.split("<form")[0].split() == end_of(shown).split("<form")[0].split()


def test_whole_answer_waits_for_no_database(
    client: TestClient, app: PrebuiltPages, database: Database, llmock: LLMock
) -> None:
    llmock.slow_first_token(1).reply(WRITTEN)
    patient(database)
    state(app).ladder.database_s = 1.5
    with ThreadPoolExecutor(1) as phone:
        posted = phone.submit(post, client, ANSWERED)
        until(lambda: bool(llmock.requests))
        with nobody_can_write(database, "tutor_message"):
            shown = posted.result(PATIENCE_S)
    assert QUOTE in end_of(shown)


def test_after_a_slow_database_no_model_is_asked(
    client: TestClient, app: PrebuiltPages, database: Database, llmock: LLMock
) -> None:
    """What is left of the ten seconds would not be enough."""
    llmock.reply(WRITTEN)
    state(app).ladder.database_s = 0.4
    with ThreadPoolExecutor(1) as phone:
        with nobody_can_write(database, "tutor_message"):
            posted = phone.submit(ask, client, ANSWERED)
            sleep(1.5)
        shown = posted.result(PATIENCE_S)
    assert f"“{QUOTE}”" in end_of(shown)
    assert llmock.requests == []


def test_page_charges_the_address_too(client: TestClient, app: PrebuiltPages, llmock: LLMock) -> None:
    llmock.reply(WRITTEN)
    state(app).ladder.limits = Limits(source_hour=0)
    ask(client, ANSWERED)
    assert llmock.requests == []


def until(holds: Callable[[], bool]) -> None:
    deadline = monotonic() + PATIENCE_S
    while not holds():
        assert monotonic() < deadline
        sleep(0.01)


@pytest.mark.parametrize("fault", ["stall", "truncate", "garbage", "503"])
def test_failing_model_leaves_the_answer_of_the_lessons(
    client: TestClient, database: Database, llmock: LLMock, fault: str
) -> None:
    match fault:
        case "stall":
            llmock.stall(after_chunks=2, seconds=5).reply("Bác bấm nút Mua Vàng rồi gửi mã cho họ.[1]")
        case "truncate":
            llmock.slow_first_token(0.5).reply("Bác gọi số 19001234 nhé.[1]")
        case "garbage":
            llmock.slow_first_token(0.5).reply("xx yy zz 12 34")
        case _:
            llmock.fail(503).fail(503)
    shown = ask(client, ANSWERED)
    end = end_of(shown)
    assert f"“{QUOTE}”" in end
    assert "19001234" not in shown.html
    assert "Mua Vàng" not in end
    assert [(row.kind, row.source) for row in stored(database)] == [("answer", "embedded")]


def test_victim_waits_for_no_model(client: TestClient, database: Database, llmock: LLMock) -> None:
    shown = ask(client, VICTIM)
    assert 'class="reply emergency"' in shown.html
    assert llmock.requests == []


def test_secret_reaches_no_model(client: TestClient, database: Database, llmock: LLMock) -> None:
    llmock.reply(WRITTEN)
    shown = ask(client, WITH_CODE)
    assert CODE not in shown.html
    assert all(CODE not in repr(request.body) for request in llmock.requests)
    assert all(CODE not in row.question + row.answer for row in stored(database))


def test_same_question_sent_again_is_answered_by_what_was_kept(
    client: TestClient, database: Database, llmock: LLMock
) -> None:
    llmock.slow_first_token(0.6).reply(WRITTEN)
    key = open_tutor(client).key
    ask(client, ANSWERED, key)
    asked = len(llmock.requests)
    again = client.post("/tro-ly", data={"khoa": key, "cau-hoi": ANSWERED})
    assert again.status_code == 303
    assert (len(stored(database)), len(llmock.requests)) == (1, asked)


def test_form_is_sent_by_the_browser_itself_so_that_sentences_are_seen(client: TestClient) -> None:
    form = re.search(r"<form[^>]*/tro-ly\"[^>]*>", open_tutor(client).html)
    assert form
    assert 'data-hx-boost="false"' in form[0]


def test_operator_sees_that_a_model_answers(client: TestClient) -> None:
    assert client.get("/readyz").json()["tutor"] == "llm"


def test_learner_who_leaves_stops_the_model_and_finds_the_lessons_answer(
    client: TestClient, app: PrebuiltPages, database: Database, llmock: LLMock
) -> None:
    """The first words are on the page before the model has written any; then the phone goes."""
    state(app).ladder.patience = Patience(place=1, first=20, piece=20, whole=30, retry=1)
    llmock.slow_first_token(8).reply(WRITTEN)
    body = f"khoa={open_tutor(client).key}&cau-hoi={quote(ANSWERED)}".encode()
    assert client.portal is not None
    sent = client.portal.call(leave_half_way, app, body)
    assert "Máy đang tìm trong các bài học…" in sent
    assert "tra-loi" not in sent
    assert [(row.kind, row.source) for row in stored(database)] == [("answer", "embedded")]


async def leave_half_way(app: PrebuiltPages, body: bytes) -> str:
    """What has come until the phone goes, as soon as anything has come."""
    begun, sent = asyncio.Event(), []
    waiting: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def receive() -> Message:
        if waiting:
            return waiting.pop()
        await begun.wait()
        return {"type": "http.disconnect"}

    async def send(message: Message) -> None:
        sent.append(message.get("body", b""))
        if sent[-1]:
            begun.set()

    headers = [(b"host", b"testserver"), (b"sec-fetch-site", b"same-origin"), (b"content-type", b"application/x-www-form-urlencoded")]  # fmt: skip
    scope = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "POST", "scheme": "https", "path": "/tro-ly",
        "raw_path": b"/tro-ly", "query_string": b"", "root_path": "", "client": ("203.0.113.7", 1), "server": ("testserver", 443), "headers": headers,
    }  # fmt: skip
    await asyncio.wait_for(app(scope, receive, send), 6)
    return b"".join(sent).decode()


@pytest.mark.parametrize(("said", "asked"), [("co", 1), ("chua", 2)])
def test_answer_that_did_not_help_is_written_anew_for_the_next(
    client: TestClient, database: Database, llmock: LLMock, said: str, asked: int
) -> None:
    llmock.reply(WRITTEN, times=None)
    ask(client, ANSWERED)
    (row,) = stored(database)
    assert client.post("/tro-ly/co-giup", data={"tin": row.key, "giup": said}).status_code == 303
    ask(client, ANSWERED)
    assert len(llmock.requests) == asked
