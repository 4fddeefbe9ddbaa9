"""A kind of exercise brings its block's name, its options and its own reading of what stands inside."""

from dataclasses import dataclass

import pytest

from app.courses.domain.bank import compile_bank_file
from app.courses.domain.blocks import Block, Prose
from app.courses.domain.diagnostics import Diagnostic, Reporter
from app.courses.domain.exercises import Exercise, ExerciseKind
from app.courses.domain.lesson_text import draft_lesson
from app.courses.domain.lessons import Draft
from app.courses.domain.markdown import Writing, judge_line, render_inline, render_markdown
from app.quiz.domain.kinds import KINDS
from tests.courses.judging import TODAY, sample_facts
from tests.sample_content import BANK, BANK_PATH, LESSON

pytestmark = pytest.mark.battery  # each compiles a whole folder

INSIDE = """\
Bác tập nhé. [[han-muc-thu]]

### Màn hình 12 (hộp thoại)
- ô số **Số định danh** = `001`
  > Nhìn lại 5 phút nhé.
1. một
> trích

- nút **Vào** -> Màn hình 12
"""
TAP = f"::: tap-thu tap-mot kenh=zalo ky-nang=tt-ma-qr\n{INSIDE}:::\n"


@dataclass(frozen=True)
class Taps:
    lines: tuple[tuple[int, str], ...]
    html: str


def read_taps(block: Block, writing: Writing) -> Taps:
    """Leaves its lines alone unless it is told to judge them, to render them all, or to render the first."""
    lines = block.prose.lines
    match block.option("kenh"):
        case "soi":
            for number, line in lines:
                judge_line(line, number, writing)
        case "ve":
            return Taps(lines, render_markdown(block.prose, writing))
        case "ve-dau":
            return Taps(lines, render_inline(Prose(lines[0][1], lines[0][0]), writing))
    return Taps(lines, "")


TAPS = {**KINDS, "tap-thu": ExerciseKind(read_taps, options=("kenh",))}


def whole(block: str) -> str:
    return LESSON.replace(" mã [[?otp]]", "").replace("::: ket-thuc", f"{block}\n::: ket-thuc")


def drafted(block: str, kinds: dict[str, ExerciseKind] = TAPS) -> tuple[Draft, list[Diagnostic]]:
    writing = Writing(sample_facts(), {}, {"vneid-dang-nhap", "tt-ma-qr"}, TODAY, Reporter("a.md"))
    return draft_lesson(whole(block), writing, kinds), writing.reporter.found


def line_in_lesson(block: str) -> int:
    return whole(block)[: whole(block).index(block)].count("\n") + 1


def taps(draft: Draft) -> Taps:
    exercise = draft.screens[-1]
    assert isinstance(exercise, Exercise)
    assert isinstance(exercise.body, Taps)
    return exercise.body


def told(block: str) -> list[tuple[str, str]]:
    return [(found.code, found.message) for found in drafted(block)[1]]


def test_new_kind_is_read_with_its_lines_at_their_numbers_and_nothing_judged() -> None:
    draft, found = drafted(TAP)
    assert found == []
    exercise = draft.screens[-1]
    assert isinstance(exercise, Exercise)
    assert (exercise.slug, exercise.kind, exercise.skills) == ("tap-mot", "tap-thu", ("tt-ma-qr",))
    assert taps(draft).lines == tuple(enumerate(INSIDE.removesuffix("\n").split("\n"), line_in_lesson(TAP) + 1))


def test_kind_may_judge_and_render_its_lines_itself() -> None:
    first = line_in_lesson(TAP) + 1
    judged = [(fault.line, fault.code) for fault in drafted(TAP.replace("zalo", "soi"))[1]]
    assert judged == [(first, "broken-reference"), *((first + below, "number-in-prose") for below in (2, 3, 4, 8))]
    draft, found = drafted(TAP.replace("zalo", "ve"))
    assert '<span class="fact">10 triệu đồng</span>' in taps(draft).html
    assert [(fault.line, fault.code) for fault in found] == [(first + below, "number-in-prose") for below in (2, 4, 8)]
    assert taps(drafted(TAP.replace("zalo", "ve-dau"))[0]).html.startswith("Bác tập nhé. <span")


@pytest.mark.parametrize("mark", [":: tap-thu a", "：：： tap-thu a"])
def test_mistyped_mark_of_a_new_kind_is_told_like_any_other(mark: str) -> None:
    assert {code for code, _ in told(f"{mark}\nx\n:::\n")} == {"bad-mark"}


def test_step_left_open_is_told_when_an_exercise_of_a_new_kind_follows() -> None:
    assert [code for code, _ in told(f"::: buoc b\n## B\nx\n{TAP}")] == ["unclosed-block"]


def test_hint_knows_the_new_kind() -> None:
    assert [code for code, message in told("::: tap-thuu a\nx\n:::\n") if "`tap-thu`?" in message] == ["unknown-block"]
    assert "tap-thu" in dict(told("::: zzzz a\nx\n:::\n"))["unknown-block"]


def test_kind_that_nobody_brought_is_unknown() -> None:
    _, found = drafted(TAP, dict(KINDS))
    assert [fault.code for fault in found] == ["unknown-block"]


@pytest.mark.parametrize(
    ("opening", "named"),
    [("tap-thu a la=that", "`la=`"), ("tap-thu a kenh=zalo kenh=zalo", "`kenh=`"), ("cau-hoi a kenh=zalo", "`kenh=`")],
)
def test_option_of_no_kind_of_another_kind_or_written_twice_is_told(opening: str, named: str) -> None:
    assert named in dict(told(f"::: {opening}\nx\n:::\n"))["bad-slug"]


def test_bank_file_holds_its_exercises_with_the_skills_of_file_or_block() -> None:
    writing = Writing(sample_facts(), {}, {"vneid-dang-nhap", "tt-ma-qr"}, TODAY, Reporter("a.md"))
    text = BANK.replace("Có người", "Trên [[han-muc-thu]] có người") + TAP.replace(
        "ky-nang=tt-ma-qr", "ky-nang=vneid-dang-nhap"
    )
    file = compile_bank_file("hoi-ma", f"content/{BANK_PATH}", text, writing, TAPS)
    assert file is not None, writing.reporter.found
    assert [(exercise.slug, exercise.kind, exercise.skills) for exercise in file.exercises] == [
        ("ai-hoi-ma", "cau-hoi", ("tt-ma-qr",)),
        ("tap-mot", "tap-thu", ("vneid-dang-nhap",)),
    ]
    assert file.exercise("tap-mot") == file.exercises[1]
    assert file.exercise("la") is None
    assert (file.slug, file.source, [fact.id for fact in file.facts]) == ("hoi-ma", text, ["han-muc-thu"])
