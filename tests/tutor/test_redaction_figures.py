"""What is caught of messages that a stranger wrote (app/tutor/evaluation): the figures that were promised, and the command."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from app.cli import cli
from app.core.config import PROJECT
from app.core.private_text.plain import plain
from app.tutor.domain.redaction import SECRET, redacted

EVALUATION = PROJECT / "app" / "tutor" / "evaluation"
# Tuned on "open". What "held-out" had when it was first measured, on 2026-11-22: secrets 50/52, the rest 38/40, false 1/63.
GATES = {"open": (1.0, 0.97, 0.03), "held-out": (0.96, 0.95, 0.03)}


def rows(name: str, part: str) -> list[dict[str, Any]]:
    found = [json.loads(line) for line in Path(EVALUATION / f"{name}.jsonl").read_text("utf-8").splitlines()]
    return [row for row in found if row["part"] == part]


def is_gone(secret: str, text: str) -> bool:
    return re.sub(r"\W", "", plain(secret)) not in re.sub(r"\W", "", text)


def caught(part: str, *, secret: bool) -> float:
    outcomes = [
        is_gone(text, redacted(row["message"]).text)
        for row in rows("redaction", part)
        for kind, text in zip(
            row["kinds"] * (len(row["secret"]) // len(row["kinds"] or " ") or 1), row["secret"], strict=True
        )
        if (kind in SECRET) == secret
    ]
    return sum(outcomes) / len(outcomes)


@pytest.mark.parametrize("part", GATES)
def test_codes_cards_and_passwords_are_caught(part: str) -> None:
    assert caught(part, secret=True) >= GATES[part][0]


@pytest.mark.parametrize("part", GATES)
def test_other_personal_data_is_caught(part: str) -> None:
    assert caught(part, secret=False) >= GATES[part][1]


@pytest.mark.parametrize("part", GATES)
def test_messages_without_personal_data_are_left_alone(part: str) -> None:
    innocent = [row for row in rows("redaction", part) if not row["kinds"]]
    assert sum(bool(redacted(row["message"]).kinds) for row in innocent) / len(innocent) <= GATES[part][2]


@pytest.mark.parametrize("part", GATES)
def test_questions_about_lessons_are_left_alone(part: str) -> None:
    assert [row["question"] for row in rows("answerable", part) if redacted(row["question"]).kinds] == []


def test_command_blanks_one_message_a_line_and_goes_on_after_a_broken_one() -> None:
    lines = [json.dumps("mã OTP là 482915"), "[1]", "không phải JSON", json.dumps("gọi 113\ud800")]
    result = CliRunner().invoke(cli, ["tutor", "redact", "--json"], input="\n".join(lines) + "\n")
    assert [json.loads(line) for line in result.stdout.splitlines()] == [
        {"text": "mã OTP là [OTP]", "kinds": ["otp"]},
        {"error": "Dòng này không phải một chuỗi JSON."},
        {"error": "Dòng này không phải một chuỗi JSON."},
        {"text": "gọi 113", "kinds": []},
    ]
    assert result.exit_code == 1
    assert CliRunner().invoke(cli, ["tutor", "redact"], input='"gọi 113"\n').exit_code == 0
