"""The sample content, judged and compiled with changes."""

from collections.abc import Mapping
from datetime import date
from functools import cache

from app.courses.domain.compilation import Compiled, compile_catalogue
from app.courses.domain.facts import Fact, Term
from app.courses.domain.lessons import Lesson
from app.courses.domain.source import SourceFile
from app.quiz.domain.kinds import KINDS
from tests.sample_content import FILES, LESSON, LESSON_PATH

TODAY = date(2026, 11, 21)
SECOND_PATH = "courses/khoa-thu/02-quet-ma.md"
SMALL = LESSON[: LESSON.index("::: buoc mo-dau")] + LESSON[LESSON.index("::: buoc giu-kin") :]


def judge(changes: Mapping[str, str | bytes | None] | None = None, today: date = TODAY) -> Compiled:
    """The sample with these files changed, added, or (None) taken away."""
    texts: dict[str, str | bytes | None] = {**FILES, **(changes or {})}
    files = [
        SourceFile(f"content/{name}", name, text.encode() if isinstance(text, str) else text)
        for name, text in sorted(texts.items())
        if text is not None
    ]
    return compile_catalogue(files, today, KINDS)


@cache
def judge_lesson(text: str, today: date = TODAY) -> Compiled:
    """The sample with this text as its first lesson; the second is a small one, for speed."""
    return judge({LESSON_PATH: text, SECOND_PATH: SMALL}, today)


@cache
def sample_lesson(text: str = LESSON, today: date = TODAY) -> Lesson:
    compiled = judge_lesson(text, today)
    assert "giu-mat-khau" in compiled.catalogue.lessons, compiled.diagnostics
    return compiled.catalogue.lessons["giu-mat-khau"]


@cache
def sample_facts() -> Mapping[str, Fact]:
    return judge().catalogue.facts


@cache
def sample_terms() -> Mapping[str, Term]:
    return judge().catalogue.terms


def codes(compiled: Compiled) -> list[str]:
    return [found.code for found in compiled.diagnostics]
