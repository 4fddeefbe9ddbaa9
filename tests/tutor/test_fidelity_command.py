"""`tutor fidelity SOURCE REWRITE`: one JSON document, and exit codes 0, 1 and 2."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from app.cli import cli
from tests.tutor.fidelity_texts import LESSON


def fidelity(tmp_path: Path, rewrite: str, *options: str) -> Result:
    source, other = tmp_path / "goc.md", tmp_path / "viet-lai.md"
    source.write_text(LESSON, "utf-8")
    other.write_text(rewrite, "utf-8")
    return CliRunner().invoke(cli, ["tutor", "fidelity", str(source), str(other), *options])


def test_faithful_rewrite_is_accepted_in_one_document(tmp_path: Path) -> None:
    result = fidelity(tmp_path, LESSON.replace("Bác ", "Chị ").replace("bác ", "chị "), "--json")
    assert (result.exit_code, json.loads(result.stdout)) == (0, {"verdict": "accept", "findings": []})


def test_changed_number_is_told_with_both_passages(tmp_path: Path) -> None:
    result = fidelity(tmp_path, LESSON.replace("24 giờ", "48 giờ"), "--json")
    document = json.loads(result.stdout)
    assert (result.exit_code, document["verdict"]) == (1, "reject")
    [finding] = document["findings"]
    assert finding.keys() == {"rule", "severity", "source", "rewrite"}
    assert (finding["rule"], finding["severity"]) == ("number", "hard")
    assert "24 giờ" in finding["source"]
    assert "48 giờ" in finding["rewrite"]


def test_doubt_is_told_in_words_a_teacher_understands(tmp_path: Path) -> None:
    result = fidelity(tmp_path, LESSON.replace("dòng phí", "dòng giá"))
    assert result.exit_code == 1
    assert "Thầy cô xem giúp" in result.stdout
    assert "dòng giá" in result.stdout


@pytest.mark.parametrize("content", [None, b"\xff\xfe\x00"])
def test_unreadable_file_is_wrong_use(tmp_path: Path, content: bytes | None) -> None:
    file = tmp_path / "bai.md"
    if content:
        file.write_bytes(content)
    result = CliRunner().invoke(cli, ["tutor", "fidelity", str(file), str(file), "--json"])
    assert result.exit_code == 2
    assert result.stdout == ""
    assert str(file) in result.stderr
