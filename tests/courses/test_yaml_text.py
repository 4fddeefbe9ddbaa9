"""YAML with lines: safe types only, nothing that grows, nests without end or builds objects."""

from datetime import date

import pytest
from pydantic import Field

from app.courses.domain.diagnostics import Reporter
from app.courses.domain.facts import Row, Slug, Source
from app.courses.domain.yaml_text import YamlText, fit, read_yaml

pytestmark = pytest.mark.pure


class Sheet(Row):
    name: str = Field(alias="ten")
    count: int = Field(alias="so", ge=1, le=9, strict=True)
    words: tuple[Slug, ...] = Field(alias="tu", min_length=1, max_length=4)
    sources: tuple[Source, ...] = Field(default=(), alias="nguon")
    day: date | None = Field(default=None, alias="ngay")
    is_true: bool = Field(default=False, alias="dung")


GOOD = "ten: A\nso: 3\ntu: [a]\n"
NO_NUMBER = "Mục `so` phải là con số nguyên, viết như 3, không có nháy."


def read(text: str, first_line: int = 1) -> YamlText:
    reporter = Reporter("a.yaml")
    yaml_text = read_yaml(text, first_line, reporter)
    assert yaml_text is not None, reporter.found
    assert reporter.found == []
    return yaml_text


def faults(text: str) -> list[tuple[int, str, str]]:
    reporter = Reporter("a.yaml")
    yaml_text = read_yaml(text, 1, reporter)
    if yaml_text is not None:
        fit(Sheet, yaml_text, reporter)
    return [(found.line, found.code, found.message) for found in reporter.found]


def test_every_key_and_item_knows_its_line() -> None:
    yaml_text = read("ten: A\n\nnguon:\n  - {ten: B,\n     url: c}\n  - ten: D\n", 10)
    assert yaml_text.lines == {
        (): 10,
        ("ten",): 10,
        ("nguon",): 12,
        ("nguon", 0): 13,
        ("nguon", 0, "ten"): 13,
        ("nguon", 0, "url"): 14,
        ("nguon", 1): 15,
        ("nguon", 1, "ten"): 15,
    }
    assert yaml_text.line(("nguon", 1, "url", "x")) == 15
    assert yaml_text.line(("khac",)) == 10


def test_dates_are_read_by_the_model_not_by_the_parser() -> None:
    assert read("ngay: 2026-11-21").data == {"ngay": "2026-11-21"}
    sheet = fit(Sheet, read(f"{GOOD}ngay: 2026-11-21\ndung: true"), Reporter("a.yaml"))
    assert sheet is not None
    assert (sheet.day, sheet.is_true) == (date(2026, 11, 21), True)


@pytest.mark.parametrize(
    "text",
    [
        "a: &x 1\nb: *x",
        "- &a [1]\n- [*a, *a]",
        "<<: *x",
        "&a [*a]",
        "a: !!int ''",
        "a: !!float ''",
        "a: !!bool x",
        "a: !!timestamp x",
        "a: !!binary x",
        "a: !!python/name:os.system",
        "a: !!python/object/apply:os.getcwd []",
        "!!set {a, b}",
        "!own {a: 1}",
        "a: ! 1",
        "? [a]\n: 1",
        "? {a: 1}\n: 1",
        "a: 1\n---\nb: 2",
        "%YAML 3.0\n---\na: 1",
        "[",
        "{",
        "[" * 13 + "]" * 13,
        "[" * 10_000,
        "{" * 10_000,
        "{a: " * 10_000,
        "- " * 10_000,
        "? " * 10_000,
        "\n".join(f"{' ' * depth}a:" for depth in range(500)),
        "a: 'x",
        'a: "\\x"',
        "a: b: c",
        "\ta: 1",
        "a: |x",
        "a: 0b_",
        "a: " + "9" * 5000,
        "@a",
        "a: `b`",
        "a: %b",
    ],
)
def test_dangerous_or_broken_text_is_refused(text: str) -> None:
    reporter = Reporter("a.yaml")
    assert read_yaml(text, 1, reporter) is None
    assert [found.code for found in reporter.found] == ["broken-yaml"]
    assert 1 <= reporter.found[0].line <= text.count("\n") + 2


def test_nesting_that_content_needs_is_allowed() -> None:
    read("[" * 12 + "]" * 12)


def test_key_written_twice_is_told_at_the_second() -> None:
    assert [fault[:2] for fault in faults(f"{GOOD}ten: B\n")] == [(4, "duplicate-key")]
    assert [fault[:2] for fault in faults("ten: A\nso: 3\ntu: [a]\nnguon: [{ten: A,\n ten: B, url: http://a}]")] == [
        (5, "duplicate-key")
    ]


def test_same_key_in_two_rows_is_fine() -> None:
    assert read("- {a: 1}\n- {a: 1}").data == [{"a": 1}, {"a": 1}]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("so: 3\ntu: [a]", (1, "missing-field", "Thiếu mục `ten`.")),
        (f"{GOOD}is_true: true", (4, "bad-field", "Không có mục nào tên `is_true`. Xem lại cách viết.")),
        (f"{GOOD}la: 1", (4, "bad-field", "Không có mục nào tên `la`. Xem lại cách viết.")),
        (GOOD.replace("A", "1"), (1, "bad-field", "Mục `ten` phải là chữ. Đặt giá trị trong dấu nháy kép.")),
        (GOOD.replace("3", "ba"), (2, "bad-field", NO_NUMBER)),
        (GOOD.replace("3", "[3]"), (2, "bad-field", NO_NUMBER)),
        (GOOD.replace("3", "true"), (2, "bad-field", NO_NUMBER)),
        (GOOD.replace("3", '"3"'), (2, "bad-field", NO_NUMBER)),
        (
            GOOD.replace("[a]", "[a, b, c, d, e]"),
            (3, "bad-field", "Mục `tu` nhiều quá, nhiều nhất 4. Có nhiều ý thì tách thành hai tệp."),
        ),
        (GOOD.replace("3", "0"), (2, "bad-field", "Mục `so` nhỏ quá, ít nhất là 1.")),
        (GOOD.replace("3", "10"), (2, "bad-field", "Mục `so` lớn quá, nhiều nhất là 9.")),
        (GOOD.replace("[a]", "a"), (3, "bad-field", "Mục `tu` phải là danh sách, viết như [a, b].")),
        (GOOD.replace("[a]", "[]"), (3, "bad-field", "Mục `tu` còn trống, phải có ít nhất một.")),
        (f"{GOOD}ngay: 2026-02-30", (4, "bad-field", "Mục `ngay` phải là ngày, viết như 2026-11-21.")),
        (f"{GOOD}ngay: 21/11/2026", (4, "bad-field", "Mục `ngay` phải là ngày, viết như 2026-11-21.")),
        (f"{GOOD}ngay: 20261121", (4, "bad-field", "Mục `ngay` phải là ngày, viết như 2026-11-21.")),
        (f"{GOOD}ngay: [2026]", (4, "bad-field", "Mục `ngay` phải là ngày, viết như 2026-11-21.")),
        (f"{GOOD}nguon: [{{ten: B}}]", (4, "missing-field", "Thiếu mục `nguon.0.url`.")),
        ("- a", (1, "bad-field", "Mục `phần khai báo` viết chưa đúng.")),
        ("", (1, "bad-field", "Mục `phần khai báo` viết chưa đúng.")),
    ],
)
def test_fault_is_told_in_plain_words_at_its_line(text: str, expected: tuple[int, str, str]) -> None:
    assert faults(text) == [expected]


def test_wrong_items_do_not_make_their_list_too_short() -> None:
    assert [fault[0] for fault in faults("ten: A\nso: 3\ntu:\n  - B\n")] == [4]
    assert [fault[0] for fault in faults("ten: A\nso: 3\ntu:\n  - a\n  - B\n  - C\n")] == [5, 6]


def test_rows_are_told_at_their_own_lines() -> None:
    reporter = Reporter("a.yaml")
    yaml_text = read("- {ten: A, so: 3, tu: [a]}\n- {ten: A, so: 3,\n   tu: [a], la: 1}\n")
    assert fit(Sheet, yaml_text, reporter, (0,)) is not None
    assert fit(Sheet, yaml_text, reporter, (1,)) is None
    assert [(found.line, found.code) for found in reporter.found] == [(3, "bad-field")]
