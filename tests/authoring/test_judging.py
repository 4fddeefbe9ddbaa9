"""A text that is being written is told the same as `content check` would tell, and shown as far as it can be read."""

from datetime import date
from pathlib import Path

import pytest

from app.authoring.domain.judging import Surroundings, judge_text, shown_text, slug_of
from app.authoring.domain.sample import new_course, new_lesson
from app.authoring.domain.typed_text import file_text, typed_text
from app.courses.domain.compilation import compile_catalogue
from app.courses.domain.source import MAX_BYTES, SourceFile
from app.quiz.domain.kinds import KINDS
from tests.processor_time import ROOM, times_as_long
from tests.sample_content import BANK, BANK_PATH, FACT, FILES, KINDS_LESSON, KINDS_PATH, LESSON, LESSON_PATH

pytestmark = [pytest.mark.pure, pytest.mark.battery]  # they compile whole lessons

TODAY = date(2026, 11, 22)


def files_of(texts: dict[str, str]) -> dict[str, SourceFile]:
    return {f"content/{name}": SourceFile(f"content/{name}", name, text.encode()) for name, text in texts.items()}


def around(texts: dict[str, str]) -> Surroundings:
    files = files_of(texts)
    return Surroundings(compile_catalogue(files.values(), TODAY, KINDS).catalogue, files, TODAY, KINDS)


PLAIN = "Mật khẩu chỉ mình bác biết."
SCHOOL = {**FILES, BANK_PATH: BANK, KINDS_PATH: KINDS_LESSON}
AROUND = around(SCHOOL)
PATH = f"content/{LESSON_PATH}"
TEXTS = [
    (LESSON_PATH, LESSON),
    (LESSON_PATH, LESSON.replace("phut: 3", "phut: 6")),
    (LESSON_PATH, LESSON.replace("Mật khẩu chỉ", "[[khong-co]] 15.000 đồng")),
    (LESSON_PATH, LESSON.replace("bai-truoc: []", "bai-truoc: [khong-co, quet-ma]")),
    (LESSON_PATH, LESSON.replace("::: the-giu", "::: the-gui")),
    (LESSON_PATH, LESSON.replace("ai-biet", "ai-hoi-ma")),
    (LESSON_PATH, "không có gì"),
    (LESSON_PATH, ""),
    (LESSON_PATH, LESSON.replace("phut: 3", "phut: &a [*a]")),
    ("courses/khoa-thu/03-quet-ma.md", LESSON),
    ("courses/khoa-khac/03-bai-khac.md", LESSON),
    (BANK_PATH, BANK.replace("[x]", "[ ]")),
    ("facts/thu.yaml", FACT.replace("han-muc\n", "khac\n")),
    ("courses/khoa-thu/course.yaml", "ten: Khóa thử\n"),
]


@pytest.mark.battery
@pytest.mark.parametrize(("name", "text"), TEXTS)
def test_editor_tells_what_content_check_tells(name: str, text: str) -> None:
    """Of this file, once it holds the text; what other files would say then is for publishing to find."""
    files = files_of({**SCHOOL, name: text})
    expected = compile_catalogue(files.values(), TODAY, KINDS).diagnostics
    own = {(found.line, found.code) for found in expected if found.file == f"content/{name}"}
    assert {(found.line, found.code) for found in judge_text(f"content/{name}", text, AROUND).diagnostics} == own


def test_good_lesson_gets_no_diagnostic_and_all_its_screens() -> None:
    assert judge_text(PATH, LESSON, AROUND).diagnostics == ()
    assert judge_text(PATH, LESSON, AROUND).screens == (16, 30, 43, 49)
    shown = shown_text(PATH, LESSON, AROUND)
    assert shown == AROUND.catalogue.lessons["giu-mat-khau"]


@pytest.mark.parametrize(
    ("fault", "screens", "title"),
    [
        (LESSON.replace("phut: 3", "phut: 6"), 4, "Giữ mật khẩu cho kín"),
        (LESSON.replace("[x] Cúp máy", "[ ] Cúp máy"), 4, "Giữ mật khẩu cho kín"),
        (LESSON.replace("tieu-de: Giữ mật khẩu cho kín\n", ""), 4, "giu-mat-khau"),
        (LESSON[: LESSON.index("::: cau-hoi")], 1, "Giữ mật khẩu cho kín"),
        (LESSON.replace("buoc mo-dau", "buoc"), 4, "Giữ mật khẩu cho kín"),
        (LESSON.replace("cau-hoi ai-biet", "cau-hoi ai-hoi-ma"), 3, "Giữ mật khẩu cho kín"),
    ],
)
def test_faulty_lesson_is_shown_as_far_as_it_can_be_read(fault: str, screens: int, title: str) -> None:
    shown = shown_text(PATH, fault, AROUND)
    assert shown is not None
    assert (len(shown.screens), shown.about.title) == (screens, title)
    assert len({screen.slug for screen in shown.screens}) == screens


@pytest.mark.parametrize(
    ("easier", "codes"),
    [
        ("Mật khẩu là của riêng bác.", []),
        ("Mật khẩu không chỉ mình bác biết.", ["unfaithful-easier"]),
        ("Mật khẩu chỉ mình bác biết. Bác chạm **Đổi**.", ["unfaithful-easier"]),
    ],
)
def test_easier_text_that_says_something_else_is_told_at_its_line(easier: str, codes: list[str]) -> None:
    text = LESSON.replace(PLAIN, f"{PLAIN}\n\n::: de-hon\n{easier}\n:::")
    judged = judge_text(PATH, text, around(FILES))
    told = [remark for remark in judged.remarks if remark.code == "unfaithful-easier"]
    assert [remark.code for remark in told] == codes
    assert {remark.line for remark in told} <= {text[: text.index("::: de-hon")].count("\n") + 1}


def test_file_of_the_bank_is_shown_as_its_questions() -> None:
    shown = shown_text(f"content/{BANK_PATH}", BANK, AROUND)
    assert shown is not None
    assert [screen.slug for screen in shown.screens] == ["ai-hoi-ma"]


@pytest.mark.parametrize("text", ["", "---\n", "\x00", "[" * 200_000, "không có gì", LESSON[: LESSON.index(":::")]])
def test_of_nothing_nothing_is_shown(text: str) -> None:
    assert shown_text(PATH, text, AROUND) is None
    assert judge_text(PATH, text, AROUND).diagnostics


def test_data_is_judged_and_not_shown() -> None:
    assert shown_text("content/facts/thu.yaml", FACT, AROUND) is None
    assert [found.line for found in judge_text("content/facts/thu.yaml", FACT + "la: 1\n", AROUND).diagnostics] == [10]


@pytest.mark.parametrize(
    ("path", "slug"),
    [
        ("content/courses/vneid/03-quen-mat-khau.md", "quen-mat-khau"),
        ("content/courses/vneid/course.yaml", ""),
        ("content/bank/vneid/hoi-ma.md", "hoi-ma"),
        ("content/facts/vneid.yaml", ""),
        ("content/courses/vneid/quen.md", ""),
        ("content", ""),
        ("", ""),
    ],
)
def test_slug_is_the_name_under_which_answers_are_kept(path: str, slug: str) -> None:
    assert slug_of(path) == slug


def test_new_lesson_lacks_its_source_and_words_of_its_own() -> None:
    text = new_lesson('Đổi "cỡ chữ" \\ cho dễ đọc', "vneid-dang-nhap", "nguoi-dan", TODAY)
    judged = judge_text("content/courses/khoa-thu/09-doi-co-chu.md", text, AROUND)
    assert [(found.code, found.line) for found in judged.diagnostics] == [
        ("sample-text", 4),
        ("bad-field", 10),
        *(("sample-text", line) for line in (18, 26, 45, 58, 61)),
    ]
    assert "nguon" in judged.diagnostics[1].message
    assert judged.remarks == ()
    assert len(judged.screens) == 3
    named = text.replace("nguon: []", 'nguon:\n  - {ten: Nguồn, url: "https://vi-du.gov.vn/bai", ngay: 2026-01-01}')
    shown = shown_text("content/courses/khoa-thu/09-doi-co-chu.md", named, AROUND)
    assert shown is not None
    assert shown.about.title == 'Đổi "cỡ chữ" \\ cho dễ đọc'


@pytest.mark.battery
def test_sentence_of_the_sample_is_no_fault_once_it_is_rewritten() -> None:
    written = LESSON.replace("::: the-giu\n", "::: the-giu\nAi giục thì mình dừng lại. Không vội.\n")
    assert judge_text(PATH, written, AROUND).diagnostics == ()
    left = LESSON.replace("::: the-giu\n", "::: the-giu\nAi giục thì mình dừng lại.\n")
    assert [found.code for found in judge_text(PATH, left, AROUND).diagnostics] == ["sample-text"]


@pytest.mark.parametrize(
    ("title", "wish"),
    [
        ("Đổi cỡ chữ", "Tôi muốn đổi cỡ chữ"),
        ("Quét mã QR", "Tôi muốn quét mã QR"),
        ("Nghe gọi Zalo", "Tôi muốn nghe gọi Zalo"),
        ("VNeID là gì", "Tôi muốn VNeID là gì"),
        ("vNeID", "Tôi muốn vNeID"),
        ("Zalo cho người mới", "Tôi muốn Zalo cho người mới"),
        ("Facebook", "Tôi muốn Facebook"),
        ("Hà Nội trên bản đồ", "Tôi muốn Hà Nội trên bản đồ"),
    ],
)
def test_wish_of_a_new_lesson_leaves_names_alone(title: str, wish: str) -> None:
    assert f'muon: "{wish}"\n' in new_lesson(title, "vneid-dang-nhap", "nguoi-dan", TODAY)


def test_new_course_is_good_at_once() -> None:
    path = "content/courses/lam-quen/course.yaml"
    assert judge_text(path, new_course('Làm: "quen" #1', 4), AROUND).diagnostics == ()


@pytest.mark.parametrize(
    ("sent", "text", "strange"),
    [
        ("một\r\nhai\rba\n", "một\nhai\nba\n", 0),
        ("a\x00b\x1b[0m\tc", "a�b�[0m\tc", 2),
        ("\ud800", "�", 1),
        ("Tiếng Việt", "Tiếng Việt", 0),
        ("<script>alert(1)</script>", "<script>alert(1)</script>", 0),
    ],
)
def test_what_a_browser_sends_can_be_stored(sent: str, text: str, strange: int) -> None:
    typed = typed_text(sent)
    assert (typed.text, typed.strange) == (text, strange)
    typed.text.encode()


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"a\r\nb", "a\nb"),
        ("\ufeffa".encode(), "a"),
        (b"\xff", None),
        (b"a" * (MAX_BYTES + 1), None),
        (b"", ""),
    ],
)
def test_file_is_edited_only_when_all_of_it_can_be_read(data: bytes, text: str | None) -> None:
    assert file_text(SourceFile("content/bank/a.md", "bank/a.md", data)) == text


def test_file_that_was_not_opened_is_not_edited_and_none_is_empty() -> None:
    assert file_text(SourceFile("content/bank/a.md", "bank/a.md", b"", refused=True)) is None
    assert file_text(None) == ""


SHIPPED = Path(__file__).parents[2] / "content/courses/vneid/03-quen-mat-khau.md"
BOMBS = {
    "brackets": "[" * 200_000,
    "closed-brackets": "[x](" * 7_000,
    "stars": "*a **b " * 4_000,
    "blocks": "::: buoc a\n" * 2_500,
    "closes": ":::\n" * 7_000,
    "yaml": "---\n" + "a: " + "[" * 20_000 + "\n---\n",
    "aliases": "---\na: &a [x,x]\n" + "".join(f"b{i}: &b{i} [*a,*a]\n" for i in range(900)) + "---\n",
    "choices": "::: cau-hoi a\n" + "- [x] a\n  > b\n" * 1_900 + ":::\n",
    "screens": "::: tap-bam a\n" + "".join(f"### M{i}\n- nút **A** -> M{i + 1}\n" for i in range(1_000)) + ":::\n",
    "family": "::: cau-hoi a\n"
    + "".join(f"Thay: A{i} = a | b | c\n" for i in range(900))
    + "{A1}\n- [x] a\n  > b\n:::\n",
    "links": "::: buoc a\n## A\n\n" + "".join(f"[a](/bai-hoc/b{i})\n" for i in range(1_200)) + ":::\n",
    "spaces": " " * 29_000,
    "lines": "\n" * 29_000,
}


@pytest.mark.battery
@pytest.mark.parametrize("bomb", BOMBS)
def test_worst_texts_are_judged_and_shown_in_bounded_time(bomb: str) -> None:
    """Against the longest good text that there may be, four lessons' worth."""
    front = LESSON[: LESSON.index("::: buoc")]
    worst = BOMBS[bomb] if BOMBS[bomb].startswith("---") else front + BOMBS[bomb]
    long = SHIPPED.read_text(encoding="utf-8")
    body = long[long.index("::: buoc") : long.index("::: ket-thuc")]
    ordinary = front + (body * 4)[:28_000]

    def judge(text: str) -> None:
        judge_text(PATH, text, AROUND)
        shown_text(PATH, text, AROUND)

    assert times_as_long(lambda: judge(worst), lambda: judge(ordinary)) < ROOM
