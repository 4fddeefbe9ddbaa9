"""The tutor's page for admins: the switch, what it costs, who answered, how well."""

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from app.accounts.domain.roles import Role
from app.admin import routes
from app.admin.views import FIGURE_NAMES, NO_MODEL, ON, figure_name
from app.core.config import Settings
from app.core.db import Database
from app.main import create_app
from app.tutor.domain.budgets import Limits, charges
from app.tutor.spending import book, count_steps, take
from app.tutor.switch import is_on, switchings
from app.web.prebuilt import PrebuiltPages
from tests.cast import STAFF, browser, hire, sign_in

DESK = "/quan-tri/tro-ly"


@pytest.fixture
def settings(settings: Settings) -> Settings:
    return settings.model_copy(update={"llm_base_url": "http://127.0.0.1:9/v1", "llm_model": "mo-hinh-thu"})


@pytest.fixture
def admin(app: PrebuiltPages, fastapi_app: FastAPI) -> TestClient:
    client = browser(app)
    sign_in(client, hire(fastapi_app.state.database, fastapi_app.state.settings, Role.ADMIN))
    return client


@pytest.fixture
def second_worker(settings: Settings) -> Iterator[FastAPI]:
    other = create_app(settings)
    with TestClient(other):
        assert isinstance(other.app, FastAPI)
        yield other.app


def on(database: Database) -> bool:
    with database.session(writes=False) as session:
        return is_on(session)


def test_switch_is_thrown_once_and_says_who_and_when(admin: TestClient, fastapi_app: FastAPI) -> None:
    database = fastapi_app.state.database
    assert "Tắt trợ lý AI" in admin.get(DESK).text
    for _ in range(2):
        assert admin.post(DESK, data={"tro-ly": "tat"}).status_code == 303
    assert not on(database)
    html = admin.get(DESK).text
    assert "Bật trợ lý AI" in html
    assert "Đang tắt." in html
    assert html.count(STAFF[Role.ADMIN]) == 1
    admin.post(DESK, data={"tro-ly": "bat"})
    assert on(database)
    with database.session(writes=False) as session:
        assert len(switchings(session)) == 2


@pytest.mark.parametrize("value", ["", "on", "tat\0", "🙂"])
def test_anything_else_switches_nothing(admin: TestClient, fastapi_app: FastAPI, value: str) -> None:
    admin.post(DESK, data={"tro-ly": value})
    assert on(fastapi_app.state.database)


def test_switch_holds_in_the_other_worker(admin: TestClient, second_worker: FastAPI) -> None:
    admin.post(DESK, data={"tro-ly": "tat"})
    assert not on(second_worker.state.ladder.database)


def test_teacher_does_not_switch(app: PrebuiltPages, fastapi_app: FastAPI) -> None:
    teacher = browser(app)
    sign_in(teacher, hire(fastapi_app.state.database, fastapi_app.state.settings, Role.TEACHER))
    assert teacher.post(DESK, data={"tro-ly": "tat"}).status_code == 403
    assert on(fastapi_app.state.database)


def test_costs_are_told_for_today_and_this_month(admin: TestClient, fastapi_app: FastAPI) -> None:
    state = fastapi_app.state
    now = state.clock.now()
    limits = Limits(price_sent=1_000_000)
    with state.database.session(writes=True) as session:
        assert take(session, charges("answer", limits, now, learner="a"), limits.cost(12_345, 0))
        rewriting = charges("rewrite", limits, now)
        assert take(session, rewriting, limits.cost(7, 0))
        book(session, rewriting, limits.cost(7, 0), limits.cost(5, 0), is_estimated=False)
        count_steps(session, {"llm": 3, "lessons": 1}, now)
        count_steps(session, {"llm": 5}, now - timedelta(days=62))
        session.commit()
    html = admin.get(DESK).text
    assert "Hôm nay 1 lần, 12.345 đồng, trong đó ước tính 12.345 đồng." in html
    assert "Hôm nay 1 lần, 5 đồng. Tháng này 1 lần, 5 đồng." in html
    assert "Câu hỏi tháng này: 4" in html
    assert "đã kiểm từng câu: 3 câu, 75 %" in html


def test_without_a_model_there_is_nothing_to_switch(admin: TestClient, fastapi_app: FastAPI) -> None:
    fastapi_app.state.ladder.provider = None
    html = admin.get(DESK).text
    assert NO_MODEL in html
    assert 'name="tro-ly"' not in html
    assert ">bật<" not in html


def test_every_figure_has_a_name_in_vietnamese_and_stands_in_what_ships() -> None:
    """Also those that `tutor eval --quick` leaves out."""
    parts = json.loads(routes.FIGURES.read_text("utf-8"))["parts"]
    assert [row["name"] for rows in parts.values() for row in rows if figure_name(row["name"]) == row["name"]] == []
    for part in ("open", "held-out"):
        measured = {
            row["name"].partition(" ")[0] if row["name"].startswith("hit@1") else row["name"] for row in parts[part]
        }
        assert FIGURE_NAMES.keys() - measured == set(), part


def test_state_of_the_breaker_is_told(admin: TestClient, fastapi_app: FastAPI) -> None:
    assert ON in admin.get(DESK).text
    for _ in range(5):
        fastapi_app.state.provider.breaker.went_wrong("unreachable")
    assert "đang nghỉ" in admin.get(DESK).text


def test_figures_are_those_that_the_evaluation_left(
    admin: TestClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = tmp_path / "figures.json"
    monkeypatch.setattr(routes, "FIGURES", kept)
    assert "Chưa đo." in admin.get(DESK).text
    row = {
        "name": "hit@1",
        "share": {"count": 81, "of": 100, "low": 0.7, "high": 0.9},
        "least": 0.8,
        "most": None,
        "holds": True,
    }
    none = row | {"name": "harm → refuse", "share": {"count": 0, "of": 0, "low": 0.0, "high": 1.0}}
    later = row | {"name": "names kept from a model", "measured": False, "holds": False}
    worse = row | {"name": "refused", "least": None, "most": 0.05, "holds": False}
    kept.write_text(
        json.dumps(
            {
                "date": "2026-11-22",
                "content": "0123456789ab",
                "question_milliseconds": 3.73,
                "parts": {"held-out": [row, worse, none, later]},
            }
        )
    )
    html = admin.get(DESK).text
    assert "Đo 22/11/2026, bản nội dung 0123456789ab, mỗi câu mất 3,7 mili giây." in html
    assert "Bài đúng đứng đầu: 81/100 (81,0%)" in html
    assert "cần nhiều nhất 5%" in html
    assert html.count("chưa đạt") == 1
    assert "Hỏi cách hại người: từ chối: chưa đo</p>" in html
    assert "Tên người không gửi cho mô hình: chưa đo</p>" in html
