"""`quiz measure`: one answer a line, in order, whatever the lines hold."""

import json
import os
import re
import select
import subprocess
import sys
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st
from typer.testing import CliRunner

from app.cli import cli
from app.core.config import PROJECT
from app.quiz.measure import measure

VIETNAMESE = re.compile(r"[ăâđêôơưàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ]")
# Expected values: tests/quiz/test_ability.py, by quadrature.
SCORE: dict[str, Any] = {
    "op": "score",
    "items": [{"a": 0.8, "c": 0.25, "steps": [-1.5]}, {"a": 1.1, "c": 0.25, "steps": [-0.8]}],
    "scores": [1, 1],
    "prior": {"mean": 0, "sd": 1},
    "cut": 0,
}
THETA = 0.3028522


def ask(*lines: bytes) -> list[Any]:
    return [json.loads(answer) for answer, _ in measure(lines)]


def changed(**fields: Any) -> bytes:
    return json.dumps({**SCORE, **fields}).encode()


def test_score_answers_ability_its_error_and_the_chance_of_mastery() -> None:
    [answer] = ask(changed())
    assert answer == pytest.approx({"theta": THETA, "se": 0.9277850, "p_master": 0.6276213}, abs=1e-6)


def test_not_reached_is_null_and_no_answers_are_answered_with_the_prior() -> None:
    assert ask(changed(scores=[1, None])) == ask(changed(items=SCORE["items"][:1], scores=[1]))
    [nothing] = ask(changed(items=[], scores=[]))
    assert nothing == pytest.approx({"theta": 0, "se": 1, "p_master": 0.5}, abs=1e-9)


@pytest.mark.parametrize(("line", "told"), [
    (b"", "JSON"), (b"{", "JSON"), (b"\xff\xfe", "JSON"), (b"[" * 100_000, "JSON"), (b"1" * 5000, "JSON"),
    (b"[]", "Yêu cầu"), (b"{}", "score"), (b'{"op": "guess"}', "score"), (b'{"op": ["score"]}', "score"),
    (b'{"op": "score"}', "items"), (changed(items={}), "items"), (changed(items=[1, 2]), "items[0]"),
    (changed(items=[{"a": 1, "c": 0}], scores=[1]), "steps"),
    (changed(items=[{"a": "1", "c": 0, "steps": [0]}], scores=[1]), "items[0].a"),
    (changed(items=[{"a": True, "c": 0, "steps": [0]}], scores=[1]), "items[0].a"),
    (changed(items=[{"a": 10**400, "c": 0, "steps": [0]}], scores=[1]), "items[0].a"),
    (changed(items=[{"a": -1, "c": 0, "steps": [0]}], scores=[1]), "a phải"),
    (changed(items=[{"a": 1, "c": 1, "steps": [0]}], scores=[1]), "c phải"),
    (changed(items=[{"a": 1, "c": 0, "steps": []}], scores=[1]), "bậc"),
    (changed(items=[{"a": 1, "c": 0, "steps": [None]}], scores=[1]), "steps"),
    (changed(scores=[1]), "2 câu mà 1 điểm"), (changed(scores=[1, 2]), "Điểm 2"), (changed(scores=[1, -1]), "Điểm -1"),
    (changed(scores=[1, 0.5]), "scores[1]"), (changed(scores=[1, "1"]), "scores[1]"), (changed(scores=[1, True]), "scores[1]"),
    (changed(scores=[1, float("nan")]), "scores[1]"), (changed(prior={"mean": 0}), "sd"), (changed(prior=[0, 1]), "prior"),
    (changed(prior={"mean": float("inf"), "sd": 1}), "Trung bình"), (changed(prior={"mean": 0, "sd": 0}), "Độ lệch"),
    (changed(cut=float("nan")), "Mốc đạt"), (changed(cut=None), "cut"),
])  # fmt: skip
def test_wrong_line_is_told_in_vietnamese_and_the_next_one_is_answered(line: bytes, told: str) -> None:
    error, answer = ask(line, changed())
    assert list(error) == ["error"]
    assert told in error["error"]
    assert VIETNAMESE.search(error["error"])
    assert answer["theta"] == pytest.approx(THETA, abs=1e-6)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["a", "c", "steps", "mean"]), inner),
    max_leaves=5,
)


@given(st.sampled_from(["items", "scores", "prior", "cut", "op"]), json_values)
@examples(max_examples=80, deadline=None)
def test_any_value_in_any_field_gives_one_answer_or_one_error(field: str, value: Any) -> None:
    [answer] = ask(changed(**{field: value}))
    assert set(answer) in ({"error"}, {"theta", "se", "p_master"})


@pytest.mark.battery
def test_program_answers_each_line_before_the_next_is_sent() -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "app", "quiz", "measure"], cwd=PROJECT, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        env={name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"},
    ) as program:  # fmt: skip
        assert program.stdin is not None
        assert program.stdout is not None
        for _ in range(2):
            program.stdin.write(changed() + b"\n")
            program.stdin.flush()
            answered, _, _ = select.select([program.stdout], [], [], 30)
            if not answered:
                program.kill()
            assert answered
            assert json.loads(program.stdout.readline())["theta"] == pytest.approx(THETA, abs=1e-6)
        program.stdin.close()
        assert program.wait() == 0


@pytest.mark.parametrize(("lines", "code"), [(changed(), 0), (changed() + b"\nx\n" + changed(), 1), (b"", 0)])
def test_exit_code_tells_whether_a_line_was_refused(lines: bytes, code: int) -> None:
    done = CliRunner().invoke(cli, ["quiz", "measure"], input=lines)
    assert (done.exit_code, done.stdout.count("\n")) == (code, len(lines.splitlines()))
    assert CliRunner().invoke(cli, ["quiz", "measure", "file"]).exit_code == 2
