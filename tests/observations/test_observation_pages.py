"""What a teacher sees of what learners did, on both databases; and that nobody can be picked out of it."""

import re
import sqlite3
import threading
from collections.abc import Iterator
from datetime import timedelta
from html import unescape
from pathlib import Path
from typing import Any

import pytest
import time_machine
from fastapi import FastAPI
from sqlalchemy import delete
from sqlalchemy.exc import OperationalError
from starlette.testclient import TestClient

from app.accounts.domain.roles import Role
from app.core.clock import Clock
from app.core.db import Database
from app.courses.domain.catalogue import Catalogue
from app.courses.library import ContentLibrary
from app.learners.models import Learner
from app.main import create_app
from app.observations import service
from app.observations.service import FRESH, Observations, StillCounting
from app.quiz.domain.choice_question import ChoiceQuestion
from app.quiz.domain.simulation.screens import Simulation
from app.web.prebuilt import PrebuiltPages
from tests.cast import browser, hire, sign_in
from tests.conftest import make_settings
from tests.observations.written import LONG_AGO, NOW, Log
from tests.sample_content import FILES, LESSON, LESSON_PATH, write_content
from tests.simulations.simulation_content import SIMULATION

WITH_SIMULATION = LESSON.replace("::: ket-thuc", SIMULATION + "::: ket-thuc")
ALL, ONE = "/soan-bai/nguoi-hoc", "/soan-bai/nguoi-hoc/giu-mat-khau"
DEMAND = "Đọc mã cho họ", "Cúp máy", "Hỏi tên rồi đọc mã", "Nhắn mã cho họ"
PLAY = "lay-lai-mat-khau"


class Desk:
    """The running service, a teacher, and the log of what learners did."""

    def __init__(self, app: PrebuiltPages, teacher: TestClient) -> None:
        assert isinstance(app.app, FastAPI)
        self.app = app
        self.state: Any = app.app.state
        self.library: ContentLibrary = self.state.library
        self.library.stop()  # these tests say themselves when to load
        self.database: Database = self.state.database
        with self.database.transaction() as connection:
            connection.execute(delete(Learner))  # and with them everything that they did; the archive of texts stays
        self.state.observations = Observations(self.database, self.library, self.state.clock)
        self.log = Log(self.database, version=self.library.catalogue.lessons["giu-mat-khau"].version)
        self.teacher = teacher

    def page(self, url: str) -> str:
        """Its words, one space between them."""
        response = self.teacher.get(url)
        assert response.status_code == 200, response.text
        main = re.search(r"<main.*</main>", response.text, re.DOTALL)
        assert main
        return " ".join(unescape(re.sub(r"<[^>]+>", " ", main[0])).split())

    def body(self, exercise: str) -> object:
        found = self.library.catalogue.lessons["giu-mat-khau"].exercise(exercise)
        assert found
        return found.body

    def choose(self, exercise: str, *people: int, **kept: Any) -> list[int]:
        """So many learners for each choice in its order; gives them."""
        question = self.body(exercise)
        assert isinstance(question, ChoiceQuestion)
        learners = []
        for choice, count in zip(question.choices, people, strict=True):
            learners += (came := self.log.learners(count))
            self.log.answers(came, exercise, choice.id, score=float(choice.right), **kept)
        return learners


@pytest.fixture(scope="module")
def app(shared_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[PrebuiltPages]:
    folder = tmp_path_factory.mktemp("service")
    content = write_content(folder / "content", {**FILES, LESSON_PATH: WITH_SIMULATION})
    app = create_app(make_settings(folder, shared_url, content).model_copy(update={"clock": NOW}))
    with TestClient(app):
        yield app


@pytest.fixture(scope="module")
def teacher(app: PrebuiltPages) -> TestClient:
    assert isinstance(app.app, FastAPI)
    client = browser(app)
    sign_in(client, hire(app.app.state.database, app.app.state.settings, Role.TEACHER))
    return client


@pytest.fixture
def desk(app: PrebuiltPages, teacher: TestClient) -> Desk:
    return Desk(app, teacher)


def test_nobody_came_yet(desk: Desk) -> None:
    assert "Chưa đủ 5 người nên chưa kể được gì." in desk.page(ALL)
    assert "Nên xem trước" not in desk.page(ALL)
    page = desk.page(ONE)
    assert "Giữ mật khẩu cho kín" in page
    assert "Chưa đủ 5 người" in page


def test_lessons_come_with_the_place_where_most_stop(desk: Desk) -> None:
    stopped = desk.choose("ai-hoi-ma", 10, 10, 10, 10)
    finished = desk.choose("ai-hoi-ma", 0, 20, 0, 0)
    desk.log.finish(finished)
    page = desk.page(ALL)
    assert "60 người bắt đầu, 20 người học xong." in page
    assert f"Nhiều người dừng nhất từ màn 3 đến màn 4: {len(stopped)} người, quá 7 ngày chưa quay lại." in page
    assert page.index("Nên xem trước") < page.index("Khóa thử (2 bài)")


def test_lesson_that_loses_more_comes_first(desk: Desk) -> None:
    desk.log.finish(desk.choose("ai-hoi-ma", 0, 40, 0, 0))
    desk.choose("ai-hoi-ma", 6, 0, 0, 0)
    other = Log(desk.database, "quet-ma")
    stopped = other.learners(30)
    other.answers(stopped, "ai-hoi-ma")
    page = desk.page(ALL)
    assert page.index("Quét mã cho đúng") < page.index("Giữ mật khẩu cho kín")


def test_question_is_told_choice_by_choice(desk: Desk) -> None:
    desk.choose("ai-hoi-ma", 12, 20, 8, 0)
    page = desk.page(ONE)
    assert "40 người trả lời lần đầu, 20 người đúng ngay (50 trong 100)." in page
    told = r"đáp án đúng Cúp máy 20 người .*Hỏi tên rồi đọc mã 8 người .*Nhắn mã cho họ không ai"
    assert re.search(r"Đọc mã cho họ 12 người .*" + told, page)


def test_few_people_are_hidden_everywhere(desk: Desk) -> None:
    """Sentinels: no 3, no 37 that would give it away, in text or in the bars."""
    stopped = desk.choose("ai-hoi-ma", 3, 37, 0, 0)
    desk.log.finish(stopped[:37])
    for url in (ALL, ONE):
        html = desk.teacher.get(url).text
        main = html[html.index("<main") : html.index("</main>")]
        assert not re.search(r"\b(3|37) người", main), url
        assert '<progress value="92"' not in main
    page = desk.page(ONE)
    assert "Đọc mã cho họ giấu" in page
    assert "Từ 8 trong 10 người trở lên đúng ngay." in page


def test_guest_is_a_learner_like_others(desk: Desk) -> None:
    """Whoever answers without an account is counted by the learner on this phone."""
    for _ in range(5):
        phone = browser(desk.app)
        url = "/bai-hoc/giu-mat-khau/cau-hoi/ai-hoi-ma"
        html = phone.get(url).text
        key = re.search(r'name="khoa" value="([^"]+)"', html)
        version = re.search(r'name="phien-ban" value="([^"]+)"', html)
        assert key
        assert version
        question = desk.body("ai-hoi-ma")
        assert isinstance(question, ChoiceQuestion)
        form = {"khoa": key[1], "phien-ban": version[1], "cau-tra-loi": question.choices[1].id}
        assert phone.post(url, data=form).status_code == 200
    page = desk.page(ONE)
    assert "5 người trả lời lần đầu, 5 người đúng ngay" in page
    assert "5 người đang học dở" in page


def test_simulation_is_told_screen_by_screen(desk: Desk) -> None:
    simulation = desk.body(PLAY)
    assert isinstance(simulation, Simulation)
    first = simulation.screens[0]
    controls = {control.name: control for control in first.controls}
    astray = [("press", controls["Đăng ký"].id), ("back", controls["Đăng ký"].goes_to)]
    forgot = controls["Quên mật khẩu"].id
    for number, learner in enumerate(desk.log.learners(30)):
        taps = astray if number < 12 else []
        hints = [("hint", first.id)] * (number % 3)
        desk.log.taps(learner, PLAY, [*taps, *hints, ("press", forgot)])
    page = desk.page(ONE)
    assert "30 người tập lần đầu; không ai làm tới cuối." in page
    assert "12 người bấm nhầm hoặc gõ nhầm ở “Đăng ký”." in page
    assert "20 người cần gợi ý." in page
    assert "10 người chỉ cần nút sáng lên, 10 người cần đọc lời gợi ý." in page
    assert "30 người bỏ dở ở màn hình này." in page


def test_old_wording_stands_apart_with_its_own_words(desk: Desk) -> None:
    before = desk.library.catalogue.lessons["giu-mat-khau"].version
    desk.choose("ai-hoi-ma", 10, 10, 10, 10)
    file = Path(desk.state.settings.content_dirs[0]) / LESSON_PATH
    try:
        file.write_text(WITH_SIMULATION.replace("Hỏi tên rồi đọc mã", "Hỏi tên họ"), encoding="utf-8")
        desk.library.load()
        lesson = desk.library.catalogue.lessons["giu-mat-khau"]
        assert lesson.version != before
        desk.choose("ai-hoi-ma", 0, 7, 8, 0, version=lesson.version)
        page = desk.page(ONE)
        now, _, then = page.partition("Cách viết trước đây của câu này (1)")
        assert "15 người trả lời lần đầu" in now
        assert "Hỏi tên họ 8 người" in now
        assert "40 người trả lời lần đầu" in then
        assert "Hỏi tên rồi đọc mã 10 người" in then
        # Words of the feedback alone make no other question.
        file.write_text(WITH_SIMULATION.replace("Mã là chìa khóa nhà mình", "Mã là chìa khóa"), encoding="utf-8")
        desk.library.load()
        assert "40 người trả lời lần đầu" in desk.page(ONE).partition("Cách viết trước đây")[0]
    finally:
        file.write_text(WITH_SIMULATION, encoding="utf-8")
        desk.library.load()


def test_question_whose_key_is_wrong_is_told(desk: Desk) -> None:
    """Those who do well on all else do badly here."""
    good, bad = desk.log.learners(40), desk.log.learners(40)
    for number in range(8):
        desk.log.answers(good, f"cau-{number}", score=1, lesson="quet-ma")
        desk.log.answers(bad, f"cau-{number}", score=0, lesson="quet-ma")
    question = desk.body("ai-hoi-ma")
    assert isinstance(question, ChoiceQuestion)
    desk.log.answers(good, "ai-hoi-ma", question.choices[0].id, score=0)
    desk.log.answers(bad, "ai-hoi-ma", question.choices[1].id, score=1)
    desk.log.answers(good[:20] + bad, "ai-biet", score=1)
    desk.log.answers(good[20:], "ai-biet", score=1)
    page = desk.page(ONE)
    assert page.count("Có thể đáp án đang đánh dấu sai") == 1
    assert "không phân biệt" not in page


def test_page_is_counted_again_after_ten_minutes_and_not_before(desk: Desk) -> None:
    with time_machine.travel(0, tick=False) as time:
        desk.choose("ai-hoi-ma", 10, 10, 10, 10)
        assert "40 người bắt đầu" in desk.page(ONE)
        desk.choose("ai-hoi-ma", 10, 10, 10, 10)
        time.shift(FRESH - timedelta(seconds=1))
        assert "40 người bắt đầu" in desk.page(ONE)
        time.shift(timedelta(seconds=1))
        assert "80 người bắt đầu" in desk.page(ONE)


def test_moment_of_the_count_is_said(desk: Desk) -> None:
    assert re.search(r"Tính lúc \d\d:\d\d \d\d/11/2026", desk.page(ALL))
    assert re.search(r"Tính lúc \d\d:\d\d \d\d/11/2026", desk.page(ONE))


def test_slow_count_is_told_kindly_and_made_only_once(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service, "WAIT_S", 0.05)
    counts: Observations = desk.state.observations
    go, runs = threading.Event(), []

    def count(_catalogue: Catalogue) -> str:
        runs.append(1)
        go.wait(30)
        return "counted"

    for _ in range(3):
        with pytest.raises(StillCounting):
            counts._of("slow", count)
    go.set()
    counts._running["slow"].result(30)
    assert counts._of("slow", count).found == "counted"
    assert runs == [1]


def test_page_says_that_it_is_still_counting(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """While another count holds the thread."""
    monkeypatch.setattr(service, "WAIT_S", 0.05)
    go = threading.Event()
    desk.state.observations._thread.submit(go.wait, 30)
    for url in (ALL, ONE):
        response = desk.teacher.get(url)
        assert response.status_code == 503
        assert "Đang đếm" in response.text
        assert f'href="{url}"' in response.text
    go.set()


def test_count_before_is_shown_while_the_next_one_is_made(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    with time_machine.travel(0, tick=False) as time:
        desk.choose("ai-hoi-ma", 10, 10, 10, 10)
        assert "40 người bắt đầu" in desk.page(ONE)
        time.shift(FRESH)
        monkeypatch.setattr(service, "WAIT_S", 0.05)
        go = threading.Event()
        desk.state.observations._thread.submit(go.wait, 30)
        assert "40 người bắt đầu" in desk.page(ONE)
        go.set()


def test_count_before_is_shown_while_the_database_is_busy(desk: Desk) -> None:
    """Nothing that was counted is taken away; what was never counted is told as everywhere."""
    state = {"busy": False}

    def count(_catalogue: Catalogue) -> str:
        if state["busy"]:
            raise OperationalError("SELECT", {}, sqlite3.OperationalError("database is locked"))
        return "counted"

    counts: Observations = desk.state.observations
    with time_machine.travel(0, tick=False) as time:
        assert counts._of("busy", count).found == "counted"
        state["busy"] = True
        time.shift(FRESH)
        assert counts._of("busy", count).found == "counted"
        with pytest.raises(OperationalError):
            counts._of("never counted", count)


def test_content_that_changes_while_a_count_waits_is_what_is_counted(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Asked for before, and counted after: the page is of the new content."""
    file, go = Path(desk.state.settings.content_dirs[0]) / LESSON_PATH, threading.Event()
    monkeypatch.setattr(service, "WAIT_S", 0.05)
    desk.state.observations._thread.submit(go.wait, 30)
    try:
        assert desk.teacher.get(ONE).status_code == 503
        file.write_text(WITH_SIMULATION.replace("ai-hoi-ma", "ai-hoi-ma-moi"), encoding="utf-8")
        desk.library.load()
        go.set()
        monkeypatch.setattr(service, "WAIT_S", 30)
        for url in (ONE, ALL, ONE):
            assert desk.teacher.get(url).status_code == 200
        assert "ai-hoi-ma-moi" in desk.state.observations.lesson("giu-mat-khau").found.exercises
    finally:
        go.set()
        file.write_text(WITH_SIMULATION, encoding="utf-8")
        desk.library.load()


@pytest.mark.parametrize("slug", ["khong-co", "../x", "GIU-MAT-KHAU", "a" * 500, "%00"])
def test_unknown_lesson_is_not_found(desk: Desk, slug: str) -> None:
    assert desk.teacher.get(f"{ALL}/{slug}").status_code == 404


@pytest.mark.parametrize("role", [None, Role.LEARNER, Role.ASSESSOR, Role.OFFICIAL])
@pytest.mark.parametrize("url", [ALL, ONE])
def test_only_teachers_see_what_learners_did(desk: Desk, role: Role | None, url: str) -> None:
    client = browser(desk.app)
    if role:
        sign_in(client, hire(desk.database, desk.state.settings, role))
    response = client.get(url)
    assert response.status_code in (303, 403)
    assert "người bắt đầu" not in response.text


def test_clock_of_the_service_is_the_one_that_counts(desk: Desk) -> None:
    clock: Clock = desk.state.clock
    assert abs(clock.now() - NOW) < timedelta(days=1)
    assert clock.now() - LONG_AGO > timedelta(days=7)


def test_learner_never_waits_for_the_count_of_their_mistake(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.choose("ai-hoi-ma", 20, 20, 6, 0)
    lesson, question = desk.library.catalogue.lessons["giu-mat-khau"], desk.body("ai-hoi-ma")
    assert isinstance(question, ChoiceQuestion)
    common, right, rare, _ = (choice.id for choice in question.choices)
    counts: Observations = desk.state.observations
    begun, may_end = threading.Event(), threading.Event()
    count = service.count_lesson

    def slow(*asked: Any) -> object:
        begun.set()
        may_end.wait()
        return count(*asked)

    monkeypatch.setattr(service, "count_lesson", slow)
    try:
        assert not counts.is_common(lesson, "ai-hoi-ma", common)
        assert begun.wait(60)
        assert not counts.is_common(lesson, "ai-hoi-ma", common)
    finally:
        may_end.set()
    counts.lesson("giu-mat-khau")
    said = [counts.is_common(lesson, "ai-hoi-ma", answer) for answer in (common, right, rare)]
    assert said == [True, False, False]
    assert not counts.is_common(lesson, PLAY, "wrong=1")
