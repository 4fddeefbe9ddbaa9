"""From bytes to text that every later rule can trust."""

import unicodedata

import pytest

from app.courses.domain.diagnostics import Reporter
from app.courses.domain.source import MAX_BYTES, MAX_LESSON_BYTES, MAX_LINE, SourceFile, decode

pytestmark = pytest.mark.pure

VIETNAMESE = "Bác chạm chữ “Quên mật khẩu” → đặt mật khẩu mới… (300.000đ) 👍 ½ — đủ cả."


def decoded(data: bytes, name: str = "bai.md") -> tuple[str | None, list[tuple[int, int, str]]]:
    reporter = Reporter(name)
    text = decode(SourceFile(name, name, data), reporter)
    return text, [(found.line, found.column, found.code) for found in reporter.found]


def test_text_comes_through_unchanged() -> None:
    assert decoded(VIETNAMESE.encode()) == (VIETNAMESE, [])


@pytest.mark.parametrize("end", ["\r\n", "\r", "\n"])
def test_line_ends_of_every_system_become_one(end: str) -> None:
    assert decoded(f"a{end}{end}b{end}".encode()) == ("a\n\nb\n", [])


def test_byte_order_mark_is_dropped() -> None:
    assert decoded("a".encode("utf-8-sig")) == ("a", [])


def test_tabs_and_no_break_spaces_are_allowed() -> None:
    assert decoded("a\tb\u00a0c".encode()) == ("a\tb\u00a0c", [])


@pytest.mark.parametrize(
    "data",
    [
        "Mật khẩu".encode("utf-16"),
        "Mật khẩu".encode("utf-32"),
        b"m\xe1t",
        b"\xc0\xaf",
        b"\xed\xa0\x80",
        b"\xf4\x90\x80\x80",
        "ế".encode()[:2],
        b"\xff",
    ],
)
def test_what_is_no_utf8_is_refused_on_its_line(data: bytes) -> None:
    text, found = decoded(b"a\nb\n" + data if not data.startswith((b"\xff", b"\xfe")) else data)
    assert text is None
    assert [code for _line, _column, code in found] == ["bad-encoding"]
    assert found[0][0] == (1 if data.startswith((b"\xff", b"\xfe")) else 3)


@pytest.mark.parametrize("code_point", [0x0, 0x8, 0xB, 0xC, 0x1B, 0x7F, 0x85, 0xAD, 0x200B, 0x200E, 0x200F, 0x202A, 0x202E,
                                        0x2028, 0x2029, 0x2060, 0x2066, 0x2069, 0xFEFF, 0xFFF9, 0xE000, 0xFFFE, 0x1D173,
                                        0xE0041, 0x10FFFF])  # fmt: skip
def test_hidden_character_is_refused_in_its_column(code_point: int) -> None:
    assert decoded(f"a\nbc{chr(code_point)}d".encode()) == (None, [(2, 3, "bad-encoding")])


@pytest.mark.parametrize(
    ("line", "column"), [("Mật khâ\u0309u", 7), ("a\u0301", 1), ("Ångstro\u0308m", 7), ("\u212b", 1)]
)
def test_decomposed_letters_are_refused_in_their_column(line: str, column: int) -> None:
    assert decoded(f"tốt\n{line}\n".encode()) == (None, [(2, column, "bad-encoding")])


def test_every_bad_line_is_told() -> None:
    lines = ["tốt", "a\u200bb", "tốt", unicodedata.normalize("NFD", "mật"), "\u202ea"]
    assert decoded("\n".join(lines).encode()) == (
        None,
        [(2, 2, "bad-encoding"), (4, 2, "bad-encoding"), (5, 1, "bad-encoding")],
    )


@pytest.mark.parametrize(("name", "limit"), [("bai.md", MAX_LESSON_BYTES), ("a.yaml", MAX_BYTES)])
def test_file_may_be_exactly_as_long_as_allowed(name: str, limit: int) -> None:
    assert decoded(b"\n" * limit, name)[1] == []
    assert decoded(b"\n" * (limit + 1), name) == (None, [(1, 1, "too-large")])


def test_line_may_be_exactly_as_long_as_allowed() -> None:
    assert decoded(f"a\n{'ế' * MAX_LINE}".encode())[1] == []
    assert decoded(f"a\n{'ế' * (MAX_LINE + 1)}".encode()) == (None, [(2, 1, "long-line")])


def test_earlier_faults_of_the_file_do_not_hide_its_text() -> None:
    reporter = Reporter("bai.md")
    reporter.error(1, "unknown-course", "Chưa có khóa.")
    assert decode(SourceFile("bai.md", "bai.md", b"a"), reporter) == "a"
