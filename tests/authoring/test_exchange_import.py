"""What an archive would change: judged with what is there, told before anything is written, nothing ever deleted."""

from collections.abc import Mapping

import pytest

from app.authoring.domain.exchange.archive import write_archive
from app.authoring.domain.exchange.import_plan import MOST_TOLD, ImportPlan, plan_import
from app.quiz.domain.kinds import KINDS
from tests.authoring.content_roots import ROOT, TODAY, after, in_root, planned
from tests.sample_content import BANK, BANK_PATH, FACT, FILES, FRAMEWORK, LESSON, LESSON_PATH, TERM

pytestmark = [pytest.mark.pure, pytest.mark.battery]  # they compile whole lessons

THERE = in_root(FILES)
FACTS, TERMS, SKILLS = "facts/thu.yaml", "glossary/thu.yaml", "frameworks/nguoi-dan.yaml"
OTHER = "courses/khoa-thu/03-bai-khac.md"
OTHER_LESSON = LESSON.replace("Giữ mật khẩu cho kín", "Bài khác")
NEWER = FACT.replace("2026-11-01", "2026-11-20").replace('"10"', '"20"').replace("trên 10 triệu", "trên 20 triệu")
PHONE = FACT.replace("han-muc-thu", "han-muc-hai")


def kinds(plan: ImportPlan) -> dict[str, str]:
    return {change.place: change.kind for change in plan.changes}


def told(plan: ImportPlan) -> list[tuple[str, str]]:
    return [(found.file, found.code) for found in plan.diagnostics if found.severity == "error"]


def test_what_is_there_already_changes_nothing() -> None:
    plan = planned(FILES, THERE)
    assert set(kinds(plan).values()) == {"same"}
    assert plan.to_write == ()
    assert not plan.is_refused


def test_everything_is_new_in_an_empty_root() -> None:
    plan = planned(FILES, {})
    assert set(kinds(plan).values()) == {"new"}
    assert {file.relative: file.data.decode() for file in after(plan, {}).values()} == FILES


def test_data_is_written_before_the_lessons_that_use_it() -> None:
    places = [change.place for change in planned(FILES, {}).to_write]
    assert places.index(FACTS) < places.index(LESSON_PATH)
    assert places.index("courses/khoa-thu/course.yaml") < places.index(LESSON_PATH)


def test_lesson_that_says_something_else_replaces_the_one_that_is_there() -> None:
    plan = planned({LESSON_PATH: LESSON.replace("Cúp máy\n", "Cúp máy ngay\n")}, THERE)
    assert kinds(plan) == {LESSON_PATH: "replaced"}
    assert plan.changes[0].before == LESSON.encode()
    assert not plan.is_refused


@pytest.mark.battery
@pytest.mark.parametrize(
    ("sent", "file", "code"),
    [
        ({OTHER: OTHER_LESSON.replace("phut: 3", "phut: 9")}, OTHER, "bad-field"),
        ({OTHER: OTHER_LESSON.replace("[[han-muc-thu]]", "[[khong-co]]")}, OTHER, "unknown-fact"),
        ({OTHER: OTHER_LESSON.replace("- [x]", "- [ ]")}, OTHER, "no-right-answer"),
        ({OTHER: OTHER_LESSON.replace("Mật khẩu chỉ", "<script>alert(1)</script>")}, OTHER, "raw-html"),
        ({OTHER: OTHER_LESSON.replace("Mật khẩu chỉ", "[xem](../../etc/passwd)")}, OTHER, "path-escape"),
        ({OTHER: OTHER_LESSON.replace("Mật khẩu chỉ", "[" * 2_000)}, OTHER, "long-line"),
        ({OTHER: OTHER_LESSON.encode("utf-16")}, OTHER, "bad-encoding"),
        ({OTHER: OTHER_LESSON.replace("Mật khẩu", "Mật\0khẩu")}, OTHER, "bad-encoding"),
        ({OTHER: "\n".join(["{"] * 200)}, OTHER, "no-front-matter"),
        ({FACTS: "a: &a [1]\nb: *a\n"}, FACTS, "broken-yaml"),
        ({"courses/moi/01-a.md": OTHER_LESSON}, "courses/moi/01-a.md", "unknown-course"),
        ({"courses/khoa-thu/09-giu-mat-khau.md": OTHER_LESSON}, "courses/khoa-thu/09-giu-mat-khau.md", "duplicate-id"),
        ({"bank/giu-mat-khau.md": BANK}, "bank/giu-mat-khau.md", "duplicate-id"),
        ({"frameworks/khac.yaml": FRAMEWORK}, "frameworks/khac.yaml", "duplicate-id"),
    ],
)  # fmt: skip
def test_what_the_compiler_finds_keeps_everything_out(sent: Mapping[str, bytes | str], file: str, code: str) -> None:
    plan = planned({**sent, BANK_PATH: BANK}, THERE)
    assert (f"{ROOT}/{file}", code) in told(plan)
    assert plan.is_refused
    assert plan.to_write == ()


@pytest.mark.battery
def test_lesson_that_is_there_and_would_break_keeps_everything_out() -> None:
    """The fault is in a file that the archive does not hold."""
    rows = FRAMEWORK.replace("tt-ma-qr", "quet-ma-qr")
    plan = planned({SKILLS: rows}, THERE)
    assert plan.is_refused
    assert ("content/courses/khoa-thu/02-quet-ma.md", "unknown-skill") in told(plan)


@pytest.mark.battery
def test_fault_that_was_there_before_keeps_nothing_out() -> None:
    there = in_root({**FILES, OTHER: OTHER_LESSON.replace("phut: 3", "phut: 9")})
    plan = planned({BANK_PATH: BANK}, there)
    assert not plan.is_refused
    assert plan.diagnostics == ()


def test_some_rows_of_a_file_that_is_there_change_nothing() -> None:
    there = in_root({**FILES, FACTS: FACT + PHONE, TERMS: TERM + TERM.replace("otp", "qr")})
    plan = planned({FACTS: FACT, TERMS: TERM}, there)
    assert kinds(plan) == {FACTS: "same", TERMS: "same"}


def test_new_row_joins_the_file_that_is_there() -> None:
    plan = planned({FACTS: PHONE}, THERE)
    assert (plan.changes[0].added, plan.changes[0].exchanged) == (("han-muc-hai",), ())
    assert after(plan, THERE)[f"{ROOT}/{FACTS}"].data.decode() == FACT + PHONE


def test_row_with_a_newer_date_replaces_the_one_that_is_there() -> None:
    there = in_root({**FILES, FACTS: FACT + PHONE})
    plan = planned({FACTS: NEWER}, there)
    assert (plan.changes[0].added, plan.changes[0].exchanged) == ((), ("han-muc-thu",))
    assert after(plan, there)[f"{ROOT}/{FACTS}"].data.decode() == NEWER + PHONE


@pytest.mark.battery
def test_row_with_an_older_date_is_left_and_that_is_told() -> None:
    there = in_root({**FILES, FACTS: NEWER})
    plan = planned({FACTS: FACT + PHONE}, there)
    assert after(plan, there)[f"{ROOT}/{FACTS}"].data.decode() == NEWER + PHONE
    assert [(found.code, found.severity) for found in plan.diagnostics] == [("kept-newer", "warning")]
    assert not plan.is_refused


@pytest.mark.battery
def test_row_that_another_file_has_is_taken_from_there() -> None:
    plan = planned({"facts/khac.yaml": FACT + PHONE}, THERE)
    assert plan.to_write[0].data.decode() == PHONE
    assert kinds(planned({"facts/khac.yaml": FACT}, THERE)) == {"facts/khac.yaml": "same"}


def test_row_that_another_file_has_with_other_words_is_a_conflict() -> None:
    plan = planned({"facts/khac.yaml": NEWER}, THERE)
    assert told(plan) == [(f"{ROOT}/facts/khac.yaml", "conflict")]
    assert "content/facts/thu.yaml" in plan.diagnostics[0].message


def test_row_of_another_root_counts_as_there() -> None:
    both = in_root(FILES) | in_root({"facts/thu.yaml": PHONE}, "rieng")
    data = write_archive({"facts/thu.yaml": FACT.encode()})
    plan = plan_import(data, "rieng", both, TODAY, KINDS)
    assert plan.to_write == ()
    assert not plan.is_refused


@pytest.mark.battery
def test_lists_that_cannot_be_put_together_are_a_conflict() -> None:
    there = in_root({**FILES, TERMS: "[{ma: otp, tu: OTP, nghia: Mã số dùng một lần.}]\n"})
    plan = planned({TERMS: TERM.replace("otp", "qr").replace("OTP", "QR")}, there)
    assert (f"{ROOT}/{TERMS}", "conflict") in told(plan)


def test_part_of_a_framework_changes_nothing() -> None:
    part = FRAMEWORK[: FRAMEWORK.index("      - {ma: tt-ma-qr")]
    assert kinds(planned({SKILLS: part}, THERE)) == {SKILLS: "same"}


@pytest.mark.battery
def test_framework_with_more_skills_replaces_the_one_that_is_there() -> None:
    more = FRAMEWORK + "      - {ma: giu-bi-mat, ten: Giữ bí mật, lam-duoc: Bác giữ được.}\n"
    assert kinds(planned({SKILLS: more}, THERE)) == {SKILLS: "replaced"}


@pytest.mark.battery
def test_other_framework_that_lacks_skills_is_a_conflict() -> None:
    part = FRAMEWORK[: FRAMEWORK.index("      - {ma: tt-ma-qr")] + "      - {ma: moi, ten: Mới, lam-duoc: Bác làm.}\n"
    plan = planned({SKILLS: part}, THERE)
    assert (f"{ROOT}/{SKILLS}", "conflict") in told(plan)
    assert "tt-ma-qr" in next(found.message for found in plan.diagnostics if found.code == "conflict")


def test_name_that_differs_from_one_there_in_case_is_a_conflict() -> None:
    plan = planned({"facts/Thu.yaml": PHONE}, THERE)
    assert told(plan) == [(f"{ROOT}/facts/Thu.yaml", "conflict")]


@pytest.mark.battery
def test_findings_are_bounded_and_errors_come_first() -> None:
    numbers = "\n\n".join(f"Phí {number} đồng." for number in range(1_000, 1_180))
    bad = OTHER_LESSON.replace("Mật khẩu chỉ mình bác biết.", numbers)
    plan = planned({f"courses/khoa-thu/{number}-xau.md": bad for number in range(10, 16)} | {FACTS: NEWER}, THERE)
    assert len(plan.diagnostics) == MOST_TOLD
    assert plan.is_refused


def test_refused_archive_is_told_and_changes_nothing() -> None:
    plan = planned({"../ngoai.md": LESSON}, THERE)
    assert plan.is_refused
    assert plan.changes == plan.to_write == ()
