"""The teacher's list of questions without a lesson."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI
from sqlalchemy import delete
from starlette.testclient import TestClient

from app.accounts.domain.roles import Role
from app.core.db import Database
from app.learners.models import Learner
from app.main import create_app
from app.tutor.domain.gaps import SHARED
from app.tutor.models import GapDecision
from app.web.prebuilt import PrebuiltPages
from tests.cast import browser, hire, sign_in
from tests.conftest import make_settings
from tests.shared_database import copy_sqlite
from tests.tutor.conversation import Shown, ask, open_tutor
from tests.tutor.tutor_content import ANSWERED, QUOTE, UNKNOWN, VICTIM, write_tutor_content

GAPS = "/soan-bai/cau-chua-co-bai"


@pytest.fixture(scope="module")
def app(migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[PrebuiltPages]:
    folder = tmp_path_factory.mktemp("gaps")
    app = create_app(
        make_settings(folder, copy_sqlite(migrated_sqlite, folder), write_tutor_content(folder / "content"))
    )
    with TestClient(app):
        yield app


@pytest.fixture(scope="module")
def login(app: PrebuiltPages) -> str:
    assert isinstance(app.app, FastAPI)
    return hire(app.app.state.database, app.app.state.settings, Role.TEACHER)


@pytest.fixture
def teacher(app: PrebuiltPages, login: str) -> Iterator[TestClient]:
    assert isinstance(app.app, FastAPI)
    client = browser(app)
    sign_in(client, login)
    yield client
    database: Database = app.app.state.database
    with database.transaction() as connection:
        connection.execute(delete(Learner))
        connection.execute(delete(GapDecision))


def ask_as(app: PrebuiltPages, learners: int, question: str) -> None:
    for _ in range(learners):
        ask(browser(app), question)


def gaps(teacher: TestClient) -> Shown:
    return open_tutor(teacher, GAPS)


def topics(shown: Shown) -> list[str]:
    return re.findall(r'name="cau" value="([^"]+)"', shown.html)


def test_learner_sees_no_question_of_others(client: TestClient) -> None:
    assert client.get(GAPS).headers["location"].startswith("/dang-nhap")
    assert client.post(GAPS, data={"cau": "x", "quyet": "khong-thuoc"}).headers["location"].startswith("/dang-nhap")


def test_desk_leads_to_the_list(teacher: TestClient) -> None:
    assert f'href="{GAPS}"' in teacher.get("/soan-bai").text


def test_what_several_ask_is_shown_with_its_counts(app: PrebuiltPages, teacher: TestClient) -> None:
    ask_as(app, SHARED, UNKNOWN)
    ask_as(app, SHARED, ANSWERED)
    ask_as(app, SHARED, VICTIM)
    shown = gaps(teacher)
    assert UNKNOWN in shown.text
    assert f"{SHARED} người hỏi, {SHARED} lần" in shown.text
    assert len(topics(shown)) == 1


def test_what_one_asks_is_shown_without_names_and_counts(app: PrebuiltPages, teacher: TestClient) -> None:
    ask_as(app, 1, "cháu Lan ở xã Quảng Phú muốn mua vàng 24k")
    shown = gaps(teacher)
    assert "cháu … ở xã … muốn mua vàng …k" in shown.text
    assert "Lan" not in shown.html
    assert "người hỏi," not in shown.text


def test_teacher_names_the_lesson_and_the_question_is_gone(app: PrebuiltPages, teacher: TestClient) -> None:
    ask_as(app, 1, UNKNOWN)
    (topic,) = topics(gaps(teacher))
    decided = teacher.post(GAPS, data={"cau": topic, "quyet": "da-co-bai", "bai": "Giữ mật khẩu cho kín"})
    assert decided.headers["location"] == GAPS
    shown = gaps(teacher)
    assert topics(shown) == []
    assert "Đã có bài: Giữ mật khẩu cho kín" in shown.text
    ask_as(app, 1, UNKNOWN)
    assert topics(gaps(teacher)) == [topic]


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"quyet": "da-co-bai"}, 422),
        ({"quyet": "da-co-bai", "bai": "khong-co"}, 422),
        ({"quyet": "khong-thuoc", "bai": "khong-co"}, 422),
        ({"quyet": "xoa"}, 404),
        ({"cau": "khong-co", "quyet": "khong-thuoc"}, 404),
        ({}, 404),
    ],
)
def test_strange_decision_decides_nothing(
    app: PrebuiltPages, teacher: TestClient, fields: dict[str, str], status: int
) -> None:
    ask_as(app, 1, UNKNOWN)
    (topic,) = topics(gaps(teacher))
    assert teacher.post(GAPS, data={"cau": topic, **fields}).status_code == status
    assert topics(gaps(teacher)) == [topic]


def test_question_of_nobodys_concern_is_put_aside(app: PrebuiltPages, teacher: TestClient) -> None:
    ask_as(app, 1, UNKNOWN)
    (topic,) = topics(gaps(teacher))
    teacher.post(GAPS, data={"cau": topic, "quyet": "khong-thuoc", "bai": ""})
    shown = gaps(teacher)
    assert topics(shown) == []
    assert "Không thuộc việc của mình" in shown.text


def test_teacher_reads_what_was_told_and_where_it_led(app: PrebuiltPages, teacher: TestClient) -> None:
    for _ in range(SHARED):
        client = browser(app)
        shown = ask(client, ANSWERED)
        client.post("/tro-ly/co-giup", data={"tin": shown.messages[0], "giup": "chua"})
    page = open_tutor(teacher, GAPS)
    assert f"Trợ lý đã đáp {QUOTE}" in page.text
    assert "Trợ lý đã dẫn đến" in page.text


def test_of_what_one_learner_asked_only_the_lessons_are_shown(app: PrebuiltPages, teacher: TestClient) -> None:
    client = browser(app)
    shown = ask(client, ANSWERED)
    client.post("/tro-ly/co-giup", data={"tin": shown.messages[0], "giup": "chua"})
    page = open_tutor(teacher, GAPS)
    assert QUOTE not in page.text
    assert "Trợ lý đã dẫn đến" in page.text


@pytest.mark.parametrize("said", ["cảm ơn cháu nhiều", "chào cháu, cháu là ai"])
def test_small_talk_is_no_gap_even_when_it_was_rated(app: PrebuiltPages, teacher: TestClient, said: str) -> None:
    client = browser(app)
    shown = ask(client, said)
    for helped in ("co", "chua"):
        client.post("/tro-ly/co-giup", data={"tin": shown.messages[0], "giup": helped})
    page = open_tutor(teacher, GAPS)
    assert said not in page.text
    assert "Không có câu nào." in page.text
