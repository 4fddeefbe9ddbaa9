"""What answers say about a skill: new, practising, able; and where to practise."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.courses.domain.progress import Answered
from app.quiz.domain.skills import SkillProgress, skill_progress
from tests.courses.judging import judge
from tests.sample_content import LESSON, SECOND

# vneid-dang-nhap: both questions of the first lesson, one of the second; tt-ma-qr: the other of the second
CATALOGUE = judge(
    {"courses/khoa-thu/02-quet-ma.md": SECOND.replace("cau-hoi ai-biet", "cau-hoi ai-biet ky-nang=vneid-dang-nhap")}
).catalogue
NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
EXERCISES = [
    ("giu-mat-khau", "ai-hoi-ma"),
    ("giu-mat-khau", "ai-biet"),
    ("quet-ma", "ai-biet"),
    ("quet-ma", "ai-hoi-ma"),
]
ORDER = {"new": 0, "practising": 1, "able": 2}


def answers(*marks: str) -> list[Answered]:
    """Per exercise "+" right once, "-" never right, "" not answered."""
    return [Answered(*pair, mark == "+", NOON) for pair, mark in zip(EXERCISES, marks, strict=False) if mark]


@pytest.mark.parametrize(
    ("marks", "vneid", "qr"),
    [
        ("", SkillProgress("new", "giu-mat-khau"), SkillProgress("new", "quet-ma")),
        ("-", SkillProgress("practising", "giu-mat-khau"), SkillProgress("new", "quet-ma")),
        ("+", SkillProgress("practising", "giu-mat-khau"), SkillProgress("new", "quet-ma")),
        ("++", SkillProgress("practising", "quet-ma"), SkillProgress("new", "quet-ma")),
        ("++-", SkillProgress("practising", "quet-ma"), SkillProgress("new", "quet-ma")),
        ("+++", SkillProgress("able", ""), SkillProgress("new", "quet-ma")),
        ("-++", SkillProgress("practising", "giu-mat-khau"), SkillProgress("new", "quet-ma")),
        ("++++", SkillProgress("able", ""), SkillProgress("able", "")),
    ],
)
def test_skill_is_able_when_each_of_its_questions_was_right_once(
    marks: str, vneid: SkillProgress, qr: SkillProgress
) -> None:
    assert skill_progress(CATALOGUE, answers(*marks)) == {"vneid-dang-nhap": vneid, "tt-ma-qr": qr}


def test_skill_that_no_question_measures_is_left_out() -> None:
    without = judge({"courses/khoa-thu/02-quet-ma.md": None}).catalogue
    assert list(skill_progress(without, [])) == ["vneid-dang-nhap"]


def test_answers_to_dropped_lessons_and_questions_count_for_nothing() -> None:
    rows = [Answered("xoa", "ai-biet", True, NOON), Answered("giu-mat-khau", "cau-cu", True, NOON)]
    assert skill_progress(CATALOGUE, rows) == skill_progress(CATALOGUE, [])


@given(st.lists(st.sampled_from(["", "-", "+"]), min_size=4, max_size=4), st.integers(0, 3))
def test_one_more_right_answer_never_takes_a_skill_back(marks: list[str], improved: int) -> None:
    better = [*marks[:improved], "+", *marks[improved + 1 :]]
    before, after = (skill_progress(CATALOGUE, answers(*row)) for row in (marks, better))
    assert all(ORDER[after[skill].state] >= ORDER[before[skill].state] for skill in before)


def test_question_counts_for_every_skill_of_its_lesson() -> None:
    both = judge({"courses/khoa-thu/01-giu-mat-khau.md": LESSON.replace("[vneid-dang-nhap]", "[vneid-dang-nhap, tt-ma-qr]"),
                  "courses/khoa-thu/02-quet-ma.md": None}).catalogue  # fmt: skip
    assert {progress.state for progress in skill_progress(both, answers("+", "+")).values()} == {"able"}
