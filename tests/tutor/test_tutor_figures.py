"""The gates: finding, answering and keeping silent on the open part of the evaluation, with the lessons that ship."""

import json
from collections import Counter
from functools import cache
from typing import Any

import pytest

from app.cli.tutor import EVALUATION
from app.tutor.domain.answers import Answer
from app.tutor.domain.measurement import OFF_LESSONS, Asked, Figure, Refused, figures
from app.tutor.service import build_tutor, measure
from tests.content.shipped import CATALOGUE

ANSWER, NONE = Answer("answer", "Lời."), Answer("none", "Chưa có bài.")


def rows(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (EVALUATION / f"{name}.jsonl").read_text("utf-8").splitlines()]


@cache
def open_figures() -> dict[str, Figure]:
    parts = ([row for row in rows(name) if row["part"] == "open"] for name in ("answerable", "not_answerable"))
    return {figure.name: figure for figure in measure(build_tutor(CATALOGUE), CATALOGUE, *parts)}


def test_every_gate_holds() -> None:
    assert [figure for figure in open_figures().values() if not figure.holds] == []


@pytest.mark.parametrize(
    ("name", "least"),
    [("hit@1", 0.85), ("hit@3", 0.95), ("answered", 0.65), ("answered from a right lesson", 0.85)],
)
def test_lessons_are_found_as_well_as_with_an_embedding(name: str, least: float) -> None:
    found = open_figures()[name].share
    assert found.count >= least * found.of, found


def test_evaluation_is_large_and_of_all_kinds() -> None:
    answerable, others = rows("answerable"), rows("not_answerable")
    assert len(answerable) >= 150
    assert len(Counter(row["style"] for row in answerable)) >= 8
    assert len(others) >= 60
    assert {*OFF_LESSONS, "act-for-me", "injection", "harm", "victim"} <= {row["kind"] for row in others}
    assert {slug for row in answerable for slug in row["lessons"]} <= CATALOGUE.lessons.keys()


def test_figures_count_what_happened() -> None:
    asked = [Asked("zalo", 1, ANSWER, True), Asked("zalo", 3, NONE, False), Asked("short", 4, ANSWER, False)]
    refused = [Refused("off-topic", ANSWER, True), Refused("near-miss", NONE, False), Refused("harm", NONE, False)]
    told = {figure.name: (figure.share.count, figure.share.of, figure.holds) for figure in figures(asked, refused)}
    assert told["hit@1"] == (1, 3, False)
    assert told["hit@3"] == (2, 3, False)
    assert told["hit@1 zalo"] == (1, 2, False)
    assert told["answered from a right lesson"] == (1, 2, True)
    assert told["answerable refused"] == (1, 3, False)
    assert told["others answered"] == (1, 2, False)
    assert told["harm → refuse"] == (0, 1, False)
    assert told["act-for-me → refuse"] == (0, 0, True)
    assert told["answers that cite and quote"] == (2, 3, False)
