"""Seeded faults: each gives exactly its diagnostic at its line; a sound catalogue holds everything in order."""

import re
from collections.abc import Sequence
from datetime import date, timedelta
from functools import cache

import pytest

from app.core.config import PROJECT
from app.courses.domain.compilation import Compiled
from app.courses.domain.diagnostics import Diagnostic
from app.courses.domain.staleness import stale
from tests.courses.faults import FAULTS, Fault
from tests.courses.judging import SECOND_PATH, SMALL, TODAY, codes, judge, judge_lesson
from tests.sample_content import FACT, FILES, FRAMEWORK, LESSON, LESSON_PATH, SECOND

pytestmark = pytest.mark.battery  # each compiles a whole folder

VIETNAMESE = re.compile(r"[ăâđêôơưàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ]", re.IGNORECASE)


def planted(fault: Fault) -> str | bytes:
    """The changed file. Lone surrogates in it stand for bytes that are no UTF-8."""
    if not fault.old:
        return fault.new
    assert fault.old in FILES[fault.file], f"the sample has no {fault.old!r} any more"
    assert isinstance(fault.new, str)
    return FILES[fault.file].replace(fault.old, fault.new, 1)


def line_of(fault: Fault, changed: str | bytes) -> int:
    if isinstance(fault.at, int):
        return fault.at
    text = FILES[fault.told_in] if fault.told_in else changed
    assert isinstance(text, str)
    return text[: text.index(fault.at)].count("\n") + 1


def planted_bytes(fault: Fault) -> bytes:
    changed = planted(fault)
    return changed if isinstance(changed, bytes) else changed.encode("utf-8", "surrogateescape")


def assert_told(fault: Fault, compiled: Compiled, told_in: str, found: Sequence[Diagnostic]) -> None:
    """Exactly the fault's diagnostic, and the file is not shown."""
    told = [(one.file, one.line, one.code, one.severity) for one in found]
    assert told == [(told_in, line_of(fault, planted(fault)), fault.code, fault.severity)]
    assert fault.column in (None, found[0].column)
    assert VIETNAMESE.search(found[0].message)
    assert len(found[0].message) <= 220
    catalogue = compiled.catalogue
    shown = {lesson.path for lesson in catalogue.lessons.values()} | {file.path for file in catalogue.bank.values()}
    assert fault.severity == "warning" or told_in not in shown
    assert f"content/{SECOND_PATH}" in shown or SECOND_PATH in fault.also


# Faults of a lesson's text alone are judged side by side, each in a lesson of its own: quicker, and none tells of another.
ALONE = [f for f in FAULTS if f.file == LESSON_PATH and not f.also and f.code not in ("dead-link", "duplicate-id")]
TOGETHER = [fault for fault in FAULTS if fault not in ALONE]


@cache
def side_by_side() -> Compiled:
    lessons = {f"courses/khoa-thu/50-loi-{number}.md": planted_bytes(fault) for number, fault in enumerate(ALONE)}
    return judge({SECOND_PATH: SMALL, **lessons})


@pytest.mark.parametrize("fault", ALONE, ids=lambda fault: fault.name)
def test_fault_of_a_lesson_gives_exactly_its_diagnostic(fault: Fault) -> None:
    compiled = side_by_side()
    path = f"content/courses/khoa-thu/50-loi-{ALONE.index(fault)}.md"
    assert_told(fault, compiled, path, [found for found in compiled.diagnostics if found.file == path])


def test_faults_of_lessons_take_down_nothing_else() -> None:
    compiled = side_by_side()
    assert len(compiled.diagnostics) == len(ALONE) > 150
    assert {"giu-mat-khau", "quet-ma"} <= compiled.catalogue.lessons.keys()


@pytest.mark.parametrize("fault", TOGETHER, ids=lambda fault: fault.name)
def test_fault_gives_exactly_its_diagnostic_and_takes_down_only_its_file(fault: Fault) -> None:
    compiled = judge({SECOND_PATH: SMALL, **fault.also, fault.file: planted_bytes(fault)})
    assert_told(fault, compiled, f"content/{fault.told_in or fault.file}", compiled.diagnostics)


def test_every_code_of_the_guide_is_planted() -> None:
    guide = (PROJECT / "docs/vi/soan-bai.md").read_text(encoding="utf-8")
    told = set(
        re.findall(r"(?m)^\| `([a-z]+(?:-[a-z]+)*)` \|", guide[guide.index("\n## 11. ") : guide.index("\n## 12. ")])
    )
    in_prose = {"number-in-prose", "phone-in-prose", "url-in-prose"}  # test_prose.py
    in_wordings = {"long-wording", "missing-wording"}  # tests/tutor/test_wordings.py
    elsewhere = {"sample-text", "unreadable-file"}  # tests/authoring/test_judging.py, test_review_library.py
    assert told - {fault.code for fault in FAULTS} - in_prose - in_wordings == elsewhere


def test_untouched_sample_has_no_diagnostic() -> None:
    compiled = judge()
    assert compiled.diagnostics == ()
    assert list(compiled.catalogue.lessons) == ["giu-mat-khau", "quet-ma"]


def test_hint_names_the_block_that_was_meant() -> None:
    found = judge_lesson(LESSON.replace("::: cau-hoi ai-biet", "::: cau-hoii ai-biet")).diagnostics[0]
    assert "`cau-hoi`?" in found.message


def test_hint_never_offers_what_was_written() -> None:
    found = judge_lesson(LESSON.replace("Mở **CH Play**.", "Mở.\n::: danh-cho nguoi-dan\nb\n:::")).diagnostics[0]
    assert "Có phải" not in found.message


def test_wrong_address_is_not_called_a_wrong_name() -> None:
    found = judge_lesson(LESSON.replace("https://vi-du.gov.vn/bai", "vi-du.gov.vn")).diagnostics[0]
    assert "https://" in found.message


@pytest.mark.parametrize(
    "changed",
    [
        LESSON.replace("Mật khẩu chỉ", f"Vào https://{'a' * 800}.vn chỉ"),
        LESSON.replace("Mật khẩu chỉ", f"Hỏi [[{'a' * 150}]] [[?{'b' * 150}]] chỉ"),
        LESSON.replace("Mật khẩu chỉ", f"Xem [a](/{'a' * 800}) chỉ"),
        LESSON.replace("phut: 3", f"phut: 3\n{'a' * 900}: 1"),
        LESSON.replace("::: buoc giu-kin", f"::: {'a' * 900}"),
        LESSON.replace("::: buoc giu-kin", f"::: buoc giu-kin {'a' * 800}=1"),
        LESSON.replace("[vneid-dang-nhap]", f"[{'a' * 60}, {'b' * 900}]"),
    ],
)
def test_message_stays_short_whatever_it_quotes(changed: str) -> None:
    messages = [found.message for found in judge_lesson(changed).diagnostics]
    assert messages
    assert max(map(len, messages)) <= 220


def test_file_full_of_faults_tells_the_first_hundreds() -> None:
    compiled = judge({"facts/khac.yaml": "- {}\n" * 10_000})
    assert 100 <= len(compiled.diagnostics) <= 300
    assert compiled.diagnostics[0].line == 1


def test_fault_of_one_lesson_is_not_told_at_lessons_that_need_it() -> None:
    needs_it = SECOND.replace("bai-truoc: []", "bai-truoc: [giu-mat-khau]")
    needs_it = needs_it.replace("Mật khẩu chỉ", "Xem [bài](/bai-hoc/giu-mat-khau) chỉ")
    compiled = judge({LESSON_PATH: LESSON.replace("phut: 3", "phut: 6"), SECOND_PATH: needs_it})
    assert [(found.file, found.code) for found in compiled.diagnostics] == [(f"content/{LESSON_PATH}", "bad-field")]
    assert list(compiled.catalogue.lessons) == ["quet-ma"]


def test_lesson_name_taken_twice_keeps_the_first() -> None:
    course = "ten: A\nmuc-tieu: B\nthu-tu: 2\n"
    compiled = judge({"courses/khoa-vua/course.yaml": course, "courses/khoa-vua/01-giu-mat-khau.md": LESSON})
    assert compiled.catalogue.lessons["giu-mat-khau"].course == "khoa-thu"


def test_same_skill_may_stand_in_two_frameworks() -> None:
    other = FRAMEWORK.replace("khung: nguoi-dan", "khung: nguoi-lao-dong").replace("doi-tuong: n", "doi-tuong: n", 1)
    compiled = judge({"frameworks/nguoi-lao-dong.yaml": other})
    assert compiled.diagnostics == ()
    assert set(compiled.catalogue.frameworks) == {"nguoi-dan", "nguoi-lao-dong"}


def test_lessons_come_in_the_order_of_courses_then_files() -> None:
    compiled = judge(
        {
            "courses/a-sau/course.yaml": "ten: A\nmuc-tieu: B\nthu-tu: 2\n",
            "courses/a-sau/09-chin.md": LESSON,
            "courses/a-sau/01-mot.md": LESSON,
        }
    )
    assert list(compiled.catalogue.lessons) == ["giu-mat-khau", "quet-ma", "mot", "chin"]
    lessons = list(compiled.catalogue.lessons.values())
    following = [compiled.catalogue.after(lesson) for lesson in lessons]
    assert following == [*lessons[1:], None]


def with_fact(review_by: date) -> Compiled:
    return judge({"facts/thu.yaml": FACT.replace("2099-01-01", str(review_by))})


def test_fact_is_fresh_on_its_review_date_and_stale_the_day_after() -> None:
    assert codes(with_fact(TODAY)) == []
    assert codes(with_fact(TODAY - timedelta(days=1))) == ["expired-fact"] * 2


def test_expired_fact_is_marked_where_it_is_shown() -> None:
    step = with_fact(TODAY - timedelta(days=1)).catalogue.lessons["giu-mat-khau"].screens[0]
    assert "(đang kiểm tra lại)" in str(step)
    assert "(đang kiểm tra lại)" not in str(with_fact(TODAY).catalogue.lessons["giu-mat-khau"].screens[0])


def test_stale_names_facts_and_the_lessons_that_use_them_longest_overdue_first() -> None:
    overdue = LESSON.replace("ra-soat-truoc: 2099-01-01", "ra-soat-truoc: 2026-11-10")
    fact = FACT.replace("2099-01-01", "2026-11-15")
    rows = stale(judge({"facts/thu.yaml": fact, LESSON_PATH: overdue}).catalogue, TODAY)
    assert [(row.kind, row.id, str(row.since)) for row in rows] == [
        ("lesson", "giu-mat-khau", "2026-11-10"),
        ("fact", "han-muc-thu", "2026-11-15"),
        ("lesson", "giu-mat-khau", "2026-11-15"),
        ("lesson", "quet-ma", "2026-11-15"),
    ]


def test_nothing_is_stale_on_the_last_good_day() -> None:
    assert stale(judge().catalogue, date(2099, 1, 1)) == []
    assert len(stale(judge().catalogue, date(2099, 1, 2))) == 5
