"""`hocvuso tutor ask` and `tutor eval`."""

import json
import os
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from app.cli import cli
from app.core.config import PROJECT
from app.tutor import service


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in [name for name in os.environ if name.startswith("HOCVUSO_")]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOCVUSO_VAR_DIR", str(tmp_path / "var"))
    monkeypatch.setenv("HOCVUSO_CONTENT_DIRS", str(PROJECT / "content"))
    monkeypatch.setenv("HOCVUSO_CLOCK", "2026-11-22T12:00:00")


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli, ["tutor", *arguments])


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


def test_eval_prints_every_figure_with_its_interval() -> None:
    result = run("eval", "--part", "open", "--json")
    assert result.exit_code == 0, result.output
    document = only_document(result)
    assert list(document["parts"]) == ["open"]
    hit = document["parts"]["open"][0]
    assert hit["name"] == "hit@1"
    assert hit["share"]["low"] < hit["share"]["count"] / hit["share"]["of"] < hit["share"]["high"]
    assert document["question_milliseconds"] > 0


def test_eval_fails_below_a_gate_and_calibration_mends_it(tmp_path: Path) -> None:
    own = tmp_path / "bands.json"
    service.keep_bands(replace(service.read_bands(), bias=-99.0), "thử", own)
    below = run("eval", "--part", "open", "--bands", str(own))
    assert below.exit_code == 1
    assert "CHƯA ĐẠT" in below.stdout
    mended = run("eval", "--part", "open", "--calibrate", "--bands", str(own))
    assert mended.exit_code == 0, mended.output
    assert service.read_bands(own) == service.read_bands()  # what ships is what this command makes of the content
