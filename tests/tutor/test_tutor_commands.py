"""`hocvuso tutor ask`. (`tutor eval`, with what it takes long to learn, is asked in test_learning.py.)"""

import json
import re
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from llmock.pytest_plugin import LLMock
from typer.testing import Result

from app.core.config import Settings
from app.core.db import Database
from app.tutor.spending import answered_by_step
from tests.tutor.command_line import run, stand_alone
from tests.tutor.ladders import QUESTION, sound

CONTRACT = ("kind", "text", "citations", "suggestions", "source", "redacted")


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


@pytest.fixture
def model(llmock: LLMock, monkeypatch: pytest.MonkeyPatch) -> LLMock:
    monkeypatch.setenv("HOCVUSO_LLM_BASE_URL", llmock.base_url())
    monkeypatch.setenv("HOCVUSO_LLM_MODEL", "gpt-4o")
    monkeypatch.setenv("HOCVUSO_SECRET_KEY", "a key for this run alone, of no worth")
    llmock.reply(" ".join([*sound(), "Bác gọi số 1900 1234.[1]"]), times=None)  # so that it is not kept
    return llmock


def test_ask_goes_the_way_of_a_learner(model: LLMock, monkeypatch: pytest.MonkeyPatch) -> None:
    """The model's words, then, with the budget spent, those of the lessons: the same document, and which step it was."""
    monkeypatch.setenv("HOCVUSO_LLM_ADDRESS_HOUR", "1")
    told = [run("ask", QUESTION, "--json") for _ in range(2)]
    assert [only_document(one)["source"] for one in told] == ["llm", "embedded"]
    assert [re.findall(r"\((\w+)\)", one.stderr) for one in told] == [["llm"], ["budget"]]
    assert only_document(told[0]).keys() == only_document(told[1]).keys() == set(CONTRACT)
    assert len(model.requests) == 1
    with closing(Database(Settings().database_url)) as database, database.session(writes=False) as session:
        steps = answered_by_step(session, ["llm", "budget"], "2026-11-22")
    assert steps == {"llm": 1, "budget": 1}


def test_ask_without_a_model_asks_none(model: LLMock) -> None:
    result = run("ask", QUESTION, "--no-model", "--json")
    assert only_document(result)["source"] == "embedded"
    assert "(lessons)" in result.stderr
    assert model.requests == []
