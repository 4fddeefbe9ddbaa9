"""What a reader of the code found in the rules of content: each was let through, or told with the wrong advice."""

import pytest

from app.courses.domain.blocks import scan
from app.courses.domain.diagnostics import Reporter
from app.courses.domain.prose import judge_prose
from tests.courses.judging import codes, judge, judge_lesson
from tests.sample_content import COURSE, FACT, FRAMEWORK, LESSON, TERM

pytestmark = pytest.mark.battery  # each compiles a whole folder

PLAIN = "Mật khẩu chỉ mình bác biết."
WRONG = "- [ ] Người bán điện thoại"


def told(text: str) -> list[tuple[int, str]]:
    return [(found.line, found.code) for found in judge_lesson(text).diagnostics]


def line_of(text: str, needle: str) -> int:
    return text[: text.index(needle)].count("\n") + 1


def test_step_that_is_empty_for_some_reader_is_told() -> None:
    text = LESSON.replace(PLAIN, f"::: danh-cho hoc-sinh-sinh-vien\n{PLAIN}\n:::")
    assert told(text) == [(line_of(text, "::: buoc giu-kin"), "empty-step")]


@pytest.mark.parametrize(
    "tags", [("android", "iphone"), ("nguoi-dan", "hoc-sinh-sinh-vien can-bo-cong-chuc nguoi-lao-dong")]
)
def test_step_whose_variants_leave_nobody_out_is_good(tags: tuple[str, str]) -> None:
    parts = "\n".join(f"::: danh-cho {tag}\n{PLAIN}\n:::" for tag in tags)
    assert told(LESSON.replace(PLAIN, parts)) == []


@pytest.mark.parametrize(
    "typed", ["- [] e", "-[ ] e", "- (x) e", "* [x]e", "[ ] e", "– [ ] e", "1. [ ] e", "    - [ ] e", "- e", "1. e"]
)
def test_mistyped_choice_is_told_at_its_line(typed: str) -> None:
    text = LESSON.replace(WRONG, typed)
    assert told(text) == [(line_of(text, f"\n{typed}\n") + 1, "bad-choice")]


def test_mistyped_right_choice_is_the_only_fault() -> None:
    text = LESSON.replace("- [x] Chỉ mình bác", "- (x) Chỉ mình bác")
    assert told(text) == [(line_of(text, "- (x)"), "bad-choice")]


def test_list_behind_the_last_choice_is_told() -> None:
    text = LESSON.replace("TAM Người bán không cần biết.\n", "TAM Người bán không cần biết.\n- Nhớ nhé\n")
    assert told(text) == [(line_of(text, "- Nhớ nhé"), "bad-choice")]


def test_list_in_the_stem_and_in_a_feedback_is_good() -> None:
    text = LESSON.replace("Ai được biết mật khẩu?", "- Mật khẩu\n- [Bài](/bai-hoc/quet-ma)\n\nAi được biết?")
    assert told(text.replace("TAM Người bán không cần biết.", "TAM Người bán:\n  > - không cần biết.")) == []


def scanned(text: str) -> list[tuple[int, str]]:
    reporter = Reporter("a.md")
    scan(text, 1, reporter, ["cau-hoi"])
    return [(found.line, found.code) for found in reporter.found]


@pytest.mark.parametrize(
    "mark", [":: buoc a", ": : : buoc a", "：：： buoc a", "：：：buoc a", ": buoc a", "::： buoc a"]
)
def test_mistyped_opening_is_told_alone(mark: str) -> None:
    assert scanned(f"x\n{mark}\ny\n:::") == [(2, "bad-mark")]


@pytest.mark.parametrize("mark", ["::", ": : :", "：：：", ": ::", "：："])
def test_mistyped_close_is_told_alone(mark: str) -> None:
    assert scanned(f"::: buoc a\ny\n{mark}\n") == [(3, "bad-mark")]


@pytest.mark.parametrize("line", ["a: b", ": là dấu hai chấm", ":) cười", "12:30", ":"])
def test_other_colons_are_text(line: str) -> None:
    assert scanned(f"::: buoc a\n{line}\n:::") == []


@pytest.mark.parametrize("name", ["buoc b", "cau-hoi b", "ket-thuc"])
def test_screen_inside_an_open_block_blames_that_block_alone(name: str) -> None:
    assert scanned(f"::: buoc a\nx\n::: {name}\ny\n:::") == [(1, "unclosed-block")]
    assert scanned(f"::: buoc a\n::: luu-y\nx\n::: {name}\ny\n:::") == [(2, "unclosed-block")]
    assert scanned(f"::: buoc a\nx\n::: {name}\ny\n:::\n:::") == [(1, "unclosed-block")]
    assert scanned(f"::: buoc a\nx\n::: {name}\ny\n:::\n:::\n:::") == [(1, "unclosed-block"), (7, "stray-close")]


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ("trên 10 triệu", "trên mười triệu", "cau"),
        ("loai: han-muc", "loai: dia-chi", "gia-tri"),
        ('loai: han-muc\n  gia-tri: "10"', 'loai: duong-bam\n  gia-tri: "Cài đặt > Mạng"', "gia-tri"),
        ("ra-soat-truoc: 2099-01-01", "ra-soat-truoc: 2026-10-31", "ra-soat-truoc"),
    ],
)
def test_fact_that_contradicts_itself_is_told_at_the_key(old: str, new: str, key: str) -> None:
    row = FACT.replace("han-muc-thu", "khac").replace(old, new)
    found = judge({"facts/khac.yaml": row}).diagnostics
    assert [(one.file, one.line, one.code) for one in found] == [
        ("content/facts/khac.yaml", line_of(row, f"{key}:"), "bad-field")
    ]
    assert " or " not in found[0].message


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("glossary/thu.yaml", TERM.replace("Mã số dùng", "Mã số có hạn 5 phút, dùng")),
        ("courses/khoa-thu/course.yaml", COURSE.replace("Khóa thử", "Khóa 5 phút")),
        ("courses/khoa-thu/course.yaml", COURSE.replace("Bác thử được", "Bác thử 5 phút")),
        ("frameworks/nguoi-dan.yaml", FRAMEWORK.replace("Quét mã,", "Quét mã 5 phút,")),
        ("frameworks/nguoi-dan.yaml", FRAMEWORK.replace("Bác quét được mã", "Bác quét mã 5 phút")),
    ],
)
def test_number_in_what_a_data_file_shows_is_told(name: str, text: str) -> None:
    found = [one for one in judge({name: text}).diagnostics if one.file == f"content/{name}"]
    assert [(one.line, one.code) for one in found] == [(line_of(text, "5 phút"), "number-in-prose")]


@pytest.mark.parametrize(
    "text",
    [
        "thứ ba tuần sau",
        "thứ hai ngày mai",
        "tháng hai năm nay",
        "tháng mười hai năm nay",
        "bác Ba năm nay",
        "chú Bảy tuần này",
    ],
)
def test_days_months_and_people_are_no_numbers(text: str) -> None:
    assert judge_prose(text) == []


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("zalo.me", "url-in-prose"),
        ("bit.ly/abc", "url-in-prose"),
        ("t.me", "url-in-prose"),
        ("5k", "number-in-prose"),
        ("hai trăm đồng", "number-in-prose"),
        ("ba ngày", "number-in-prose"),
    ],
)
def test_short_addresses_and_small_money_are_told(text: str, code: str) -> None:
    assert [(found.code, found.text) for found in judge_prose(f"bác gửi {text} nhé")] == [(code, text)]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("```\na\n```", "no-fence"),
        ("~~~\na\n~~~", "no-fence"),
        ("# Lớn", "bad-heading"),
        ("## Vừa", "bad-heading"),
        ("#### Bé", "bad-heading"),
        ("Chữ\n---", "bad-heading"),
        ("Chữ\n===", "bad-heading"),
        ("| a | b |\n|---|---|\n| c | d |", "no-table"),
        ("a | b\n--- | ---\nc | d", "no-table"),
    ],
)
def test_shapes_that_no_phone_shows_are_told(text: str, code: str) -> None:
    lesson = LESSON.replace(PLAIN, f"{PLAIN}\n\n{text}")
    assert told(lesson) == [(line_of(lesson, f"\n{text}") + 1, code)]


@pytest.mark.parametrize("text", ["### Nhỏ", "Chữ\n\n---\n\nChữ", "Hỏi [[?otp|mã ấy]].", "Một | hai"])
def test_shapes_that_are_shown_are_good(text: str) -> None:
    assert told(LESSON.replace(PLAIN, f"{PLAIN}\n\n{text}")) == []


def test_variant_in_a_callout_is_told_where_it_belongs() -> None:
    found = judge_lesson(
        LESSON.replace(PLAIN, f"{PLAIN}\n\n::: luu-y\na\n::: danh-cho android\nb\n:::\n:::")
    ).diagnostics
    assert [one.code for one in found] == ["unknown-block"]
    assert "ngay trong `buoc`" in found[0].message


def test_unknown_form_of_a_known_fact_has_its_own_message() -> None:
    found = judge_lesson(LESSON.replace(PLAIN, "[[han-muc-thu:abc]]")).diagnostics
    assert [one.code for one in found] == ["unknown-fact"]
    assert "`cau`" in found[0].message
    assert "Không có dữ kiện" not in found[0].message


def test_no_message_holds_an_english_or() -> None:
    compiled = judge({"facts/khac.yaml": FACT.replace("do-tin: S", "do-tin: A").replace("loai: han-muc", "loai: a")})
    assert codes(compiled)
    assert not [found.message for found in compiled.diagnostics if " or " in found.message]
