"""`hocvuso content stale`: the same rule as the board, questions among its rows, with what this machine's service knows."""

import json
import os
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert
from typer.testing import CliRunner, Result

from app.cli import cli
from app.core.db import Database
from app.courses.models import FactText
from tests.upkeep.upkeep_content import HOTLINE_PATH, hotline, write_upkeep


@pytest.fixture
def content(tmp_path: Path) -> Path:
    return write_upkeep(tmp_path / "content")


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, database_url: str, content: Path) -> None:
    for name in [name for name in os.environ if name.startswith("HOCVUSO_")]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    values = {"VAR_DIR": tmp_path / "var", "DATABASE_URL": database_url, "CONTENT_DIRS": content}
    for name, value in {**values, "CLOCK": "2026-11-21T12:00:00"}.items():
        monkeypatch.setenv(f"HOCVUSO_{name}", str(value))


def run() -> tuple[Result, list[dict[str, Any]]]:
    found = CliRunner().invoke(cli, ["content", "stale", "--json"])
    return found, json.loads(found.stdout)["stale"]


def test_questions_that_hold_an_old_fact_are_named(content: Path) -> None:
    (content / HOTLINE_PATH).write_text(hotline(ra_soat_truoc="2026-11-20"), encoding="utf-8")
    found, rows = run()
    assert found.exit_code == 1
    asked = {row["id"] for row in rows if row["kind"] == "question"}
    assert {"giu-mat-khau/ai-hoi-ma", "giu-mat-khau/tap-goi"} < asked
    assert len(asked) == 4
    assert all(row.keys() == {"kind", "id", "since", "because"} for row in rows)
    assert {row["since"] for row in rows} == {"2026-11-20"}


def test_fact_that_changed_since_the_review_is_told_where_the_service_has_seen_it_change(database: Database) -> None:
    assert run()[1] == []
    with database.transaction() as connection:
        earlier = {"fact": "so-goi", "since": date(2026, 11, 1), "value": "1800 0009", "statement": "Gọi 1800 0009."}
        connection.execute(insert(FactText), [earlier])
    found, rows = run()
    assert found.exit_code == 1
    assert {(row["kind"], row["id"]) for row in rows} >= {
        ("lesson", "giu-mat-khau"), ("question", "giu-mat-khau/ai-hoi-ma"),
    }  # fmt: skip
    assert {row["because"] for row in rows} == {
        "dữ kiện so-goi đã đổi sau lần rà soát: trước là “1800 0009”, nay là “1800 0001”"
    }


def test_database_that_cannot_be_read_leaves_the_dates(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "empty.sqlite").touch()
    monkeypatch.setenv("HOCVUSO_DATABASE_URL", f"sqlite:///{tmp_path / 'empty.sqlite'}")
    found, rows = run()
    assert (found.exit_code, rows) == (0, [])
    assert "Chưa đọc được cơ sở dữ liệu" in found.stderr
