"""When something around the service fails: everyone is told soon and kindly, nothing half-done looks done, and it
recovers by itself."""

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import pytest
from sqlalchemy import Connection, event
from sqlalchemy.exc import OperationalError
from starlette.testclient import TestClient
from starlette.types import Message, Receive, Scope, Send

from app.accounts.hashing import TURNS
from app.core.config import Settings
from app.core.db import Database
from app.main import create_app
from app.web.prebuilt import PrebuiltPages
from tests.cast import browser, show_question
from tests.locked_database import PATIENCE_S, nobody_can_write, patient
from tests.quiz.stored import Stored
from tests.sample_content import QUESTION_URL
from tests.web.conftest import everything_stored
from tests.web.wire import FORM, Reply, Wire

NAME = {"ten": "Lan"}


@pytest.fixture
def wire(app: PrebuiltPages) -> Iterator[Wire]:
    wire = Wire(app)
    yield wire
    wire.close()


@pytest.fixture
def request_s() -> float:
    """How long a page may take here: long enough for any machine, unless a test waits for its end."""
    return PATIENCE_S


in_a_hurry = pytest.mark.parametrize("request_s", [0.4])


@pytest.fixture
def app(settings: Settings, request_s: float, monkeypatch: pytest.MonkeyPatch) -> Iterator[PrebuiltPages]:
    """A service of its own."""
    monkeypatch.setattr("app.main.REQUEST_S", request_s)
    app = create_app(settings)
    with TestClient(app):
        yield app


@pytest.fixture
def database(app: PrebuiltPages) -> Database:
    database: Database = app.app.state.database
    return database


def add_lan_late(app: PrebuiltPages, database: Database) -> Reply:
    """Nobody can write until the answer begins; what was asked for then goes on, and has ended when this returns."""
    patient(database)
    with ExitStack() as lock:
        lock.enter_context(nobody_can_write(database, "learners"))

        async def freeing(scope: Scope, receive: Receive, send: Send) -> None:
            async def free_and_send(message: Message) -> None:
                lock.close()
                await send(message)

            await app(scope, receive, free_and_send)

        with closing(Wire(freeing)) as wire:
            return add_lan(wire)


def settles(is_well: Callable[[], bool]) -> bool:
    """Whether all is well again, sooner or later."""
    patience = time.monotonic() + PATIENCE_S
    while not is_well():
        if time.monotonic() > patience:
            return False
    return True


def add_lan(wire: Wire) -> Reply:
    return wire.send("POST", "/tai-khoan/nguoi-hoc", headers={"content-type": FORM}, body=b"ten=Lan")


@in_a_hurry
def test_nobody_waits_longer_than_the_deadline(app: PrebuiltPages, wire: Wire, database: Database) -> None:
    late = add_lan_late(app, database)
    assert late.status == 503
    assert late.seconds < PATIENCE_S
    assert late.header("retry-after") == "5"
    assert '<html lang="vi">' in late.text
    assert "Máy đang bận" in late.text
    assert settles(lambda: add_lan(wire).status == 303)


def test_reading_goes_on_while_nobody_can_write(app: PrebuiltPages, database: Database) -> None:
    client = browser(app)
    with nobody_can_write(database, "learners"):
        for path in ("/healthz", "/bai-hoc/giu-mat-khau?buoc=3", QUESTION_URL, "/tien-bo", "/tai-khoan"):
            assert client.get(path).status_code == 200


def test_learner_finds_their_progress_while_nobody_can_write(app: PrebuiltPages, database: Database) -> None:
    """Also what was answered just before and is kept in no model yet."""
    client = browser(app)
    shown = show_question(client, QUESTION_URL)
    assert client.post(QUESTION_URL, data=shown.form(shown.choices[0])).status_code == 200
    with nobody_can_write(database, "learners"):
        for path in ("/", "/tien-bo", "/luyen-tap", "/on-tap", "/lam-quen/tiep", "/luyen-tap/vneid-dang-nhap"):
            reply = client.get(path)
            assert reply.status_code in (200, 303), path
    assert "đang tập" in client.get("/tien-bo").text


@in_a_hurry
def test_what_was_refused_for_lateness_is_not_done_after_all(app: PrebuiltPages, database: Database) -> None:
    before = everything_stored(database)
    assert add_lan_late(app, database).status == 503
    assert everything_stored(database) == before


def test_failed_commit_is_not_shown_as_done(app: PrebuiltPages, database: Database) -> None:
    client = browser(app)
    before = everything_stored(database)

    def fail(_connection: Connection) -> None:
        raise OperationalError("COMMIT", {}, Exception("disk I/O error"))

    event.listen(database.engine, "commit", fail)
    failed = client.post("/tai-khoan/nguoi-hoc", data=NAME)
    event.remove(database.engine, "commit", fail)
    assert failed.status_code == 503
    assert "set-cookie" not in failed.headers
    assert everything_stored(database) == before


def test_too_many_passwords_at_once_are_told_to_wait(app: PrebuiltPages, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.accounts.hashing.LONGEST_WAIT_S", 0.05)
    client = browser(app)
    form = {"ten-dang-nhap": "co-hanh", "mat-khau": "x"}
    with TURNS, TURNS:
        busy = client.post("/dang-nhap", data=form)
        assert client.get("/tien-bo").status_code == 200
    assert busy.status_code == 503
    assert "Máy đang bận" in busy.text
    assert settles(lambda: client.post("/dang-nhap", data=form).status_code == 422)


def test_ready_says_no_when_the_database_is_gone(app: PrebuiltPages, database: Database) -> None:
    client = browser(app)
    ready = {"ready": True, "database": True, "answers": True, "lessons": 2, "tutor": "embedded"}
    assert client.get("/readyz").json() == ready
    database.close()
    path = Path(str(database.url.database))
    path.rename(path.with_suffix(".away"))
    path.mkdir()
    try:
        away = client.get("/readyz")
        assert (away.status_code, away.json()["ready"]) == (503, False)
        assert client.get("/healthz").status_code == 200
        assert client.get("/").status_code == 200
    finally:
        path.rmdir()
        path.with_suffix(".away").rename(path)
    assert client.get("/readyz").status_code == 200


def fill_disk(database: Database, *, full: bool) -> None:
    """SQLite's own limit of pages, on each of its four connections."""
    connections = [database.engine.connect() for _ in range(4)]
    for connection in connections:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        connection.exec_driver_sql(f"PRAGMA max_page_count={pages if full else 1 << 30}")
    for connection in connections:
        connection.close()


def test_full_disk_refuses_answers_and_goes_on_showing_lessons(app: PrebuiltPages, database: Database) -> None:
    client = browser(app)
    stored = Stored(database)
    fill_disk(database, full=True)
    answered = 0
    while True:
        shown = show_question(client, f"{QUESTION_URL}?lam-lai=1")
        refused = client.post(QUESTION_URL, data=shown.form(shown.choices[0]))
        if refused.status_code != 200:
            break
        answered += 1
        assert answered < 500
    assert refused.status_code == 503
    assert f'name="khoa" value="{shown.key}"' in refused.text
    assert f'value="{shown.choices[0]}" checked' in refused.text
    assert stored.new_answers == answered
    assert client.get(QUESTION_URL).status_code == 200
    assert client.get("/bai-hoc/giu-mat-khau").status_code == 200
    fill_disk(database, full=False)
    assert client.post(QUESTION_URL, data=shown.form(shown.choices[0])).status_code == 200
    assert len(stored.answers(shown.key)) == 1


def test_broken_lesson_file_keeps_the_last_good_lesson_on_screen(app: PrebuiltPages, settings: Settings) -> None:
    client = browser(app)
    app.app.state.library.stop()
    [lesson] = settings.content_dirs[0].rglob("01-giu-mat-khau.md")
    before = client.get("/bai-hoc/giu-mat-khau").text
    lesson.write_text("::: buoc", encoding="utf-8")
    app.app.state.library.load()
    assert client.get("/bai-hoc/giu-mat-khau").text == before
    shown = show_question(client, QUESTION_URL)
    assert client.post(QUESTION_URL, data=shown.form(shown.choices[0])).status_code == 200
