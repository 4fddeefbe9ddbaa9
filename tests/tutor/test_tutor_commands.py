"""`hocvuso tutor ask` and `tutor eval`."""

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import Result

from app.tutor import calibration
from tests.tutor.command_line import run, stand_alone


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    stand_alone(monkeypatch, tmp_path)


def only_document(result: Result) -> Any:
    document, end = json.JSONDecoder().raw_decode(result.stdout)
    assert result.stdout[end:] == "\n"
    return document


def test_ask_gives_one_document() -> None:
    result = run("ask", "quen mat khau vneid", "--json")
    assert result.exit_code == 0, result.output
    document = only_document(result)
    assert document["kind"] == "answer"
    assert document["citations"][0]["lesson"] == "quen-mat-khau"
    assert document["suggestions"] == document["redacted"] == []


def test_ask_beside_a_lesson_says_where_for_people() -> None:
    result = run("ask", "quên thẻ thì sao", "--lesson", "di-kham-bang-vneid")
    assert result.exit_code == 0, result.output
    assert "/bai-hoc/" in result.stdout


def test_ask_beside_no_lesson_is_wrong_use() -> None:
    result = run("ask", "quên thẻ thì sao", "--lesson", "khong-co-bai")
    assert result.exit_code == 2
    assert result.stdout == ""


@pytest.mark.battery
def test_eval_prints_every_figure_and_writes_only_what_it_is_told_to_keep(tmp_path: Path) -> None:
    kept = tmp_path / "figures.json"
    result = run("eval", "--part", "open", "--quick", "--json", "--keep", str(kept))
    assert result.exit_code == 0, result.output
    told, document = only_document(result), json.loads(kept.read_text("utf-8"))
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == ["figures.json"]
    parts = told["parts"] | calibration.first_sight()
    assert document == told | {"date": "2026-11-22", "content": document["content"], "parts": parts}
    assert len(document["content"]) == 12
    assert list(told["parts"]) == ["open"]
    figures = {figure["name"]: figure for figure in told["parts"]["open"]}
    assert {"hit@1", "hit@3", "answerable refused", "answers that cite and quote", "secrets blanked"} <= figures.keys()
    hit = figures["hit@1"]["share"]
    assert hit["low"] < hit["count"] / hit["of"] < hit["high"]
    assert told["question_milliseconds"] > 0
    assert kept.stat().st_size < 20_000
