"""No text makes the readers of content raise."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.courses.domain.blocks import Block, Prose, scan
from app.courses.domain.diagnostics import Diagnostic, Reporter
from app.courses.domain.lesson_text import compile_lesson
from app.courses.domain.markdown import Writing
from app.courses.domain.source import SourceFile, decode
from app.courses.domain.yaml_text import read_yaml
from app.quiz.domain.kinds import KINDS
from tests.courses.judging import TODAY, sample_facts, sample_terms
from tests.courses.payloads import PAYLOADS
from tests.sample_content import LESSON

pytestmark = pytest.mark.battery

FACTS, TERMS = sample_facts(), sample_terms()
FRONT, BODY = LESSON.split("::: buoc mo-dau")
FRAGMENTS = [
    ":::", "::: buoc a", "::: cau-hoi b", "::: ket-thuc", "::: the-giu", "::: danh-cho android", "::: luu-y", "## Tên",
    "- [ ] ", "- [x] a", "  > b", "[[han-muc-thu]]", "[[?otp", "|", "]]", "[[", "[a](", "/bai-hoc/a)", ")", "![", "`", "```",
    "~~~", "**", "*", "_", "<b", ">", "&#10;", "&lt;", "\\", "\n", "\n\n", "    ", "\t", "> ", "- ", "1. ", "---", "a: b", "&a",
    "*a", "!!int", "{", "}", "[", "]", '"', "'", "|", "%", "#", "ba ngày", "12", "0912345678", "a.vn", "\r", "\x00", "\u202e",
    "e\u0301", "\ufeff", "𝟙", "Ｉ",
]  # fmt: skip
texts = st.lists(st.sampled_from(FRAGMENTS) | st.sampled_from(PAYLOADS) | st.text(max_size=5), max_size=20).map("".join)


def writing() -> Writing:
    return Writing(FACTS, TERMS, {"vneid-dang-nhap"}, TODAY, Reporter("a.md"))


def compiled(text: str) -> list[Diagnostic]:
    here = writing()
    lesson = compile_lesson("a", "b", 1, "a.md", text, here, KINDS)
    assert (lesson is None) == here.reporter.has_errors
    return here.reporter.found


def assert_in_file(found: list[Diagnostic], text: str) -> None:
    last = len(text.splitlines()) + 2  # a parser may point behind the end
    assert all(1 <= diagnostic.line <= last and diagnostic.column >= 1 for diagnostic in found), found
    assert all(len(diagnostic.message) <= 220 for diagnostic in found)


def depth(children: tuple[Prose | Block, ...]) -> int:
    return max((1 + depth(child.children) for child in children if isinstance(child, Block)), default=0)


@given(st.binary(max_size=200) | texts.map(str.encode))
@settings(deadline=None)
def test_any_bytes_are_decoded_or_refused_with_a_reason(data: bytes) -> None:
    reporter = Reporter("a.md")
    text = decode(SourceFile("a.md", "a.md", data), reporter)
    assert (text is None) == reporter.has_errors
    assert text is None or "\r" not in text


@given(texts)
@settings(deadline=None)
def test_any_text_is_scanned_into_bounded_blocks(text: str) -> None:
    reporter = Reporter("a.md")
    tree = scan(text, 1, reporter)
    assert (tree is None) == reporter.has_errors
    assert tree is None or depth(tree) <= 4
    assert_in_file(reporter.found, text)


@given(texts)
@settings(deadline=None)
def test_any_yaml_is_read_or_refused(text: str) -> None:
    reporter = Reporter("a.yaml")
    assert read_yaml(text, 1, reporter) is not None or reporter.has_errors
    assert_in_file(reporter.found, text)


@given(texts)
@settings(deadline=None)
def test_any_front_matter_and_body_compile_or_are_refused(text: str) -> None:
    for whole in (text, f"---\n{text}\n---\n{BODY}", f"{FRONT}{text}", LESSON.replace("Mật khẩu chỉ", text)):
        assert_in_file(compiled(whole), whole)
