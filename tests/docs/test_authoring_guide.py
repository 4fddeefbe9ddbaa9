"""The authoring guides define the notation: its examples compile, and it explains every fault, key and word of ours."""

import re
from collections import Counter
from collections.abc import Iterable
from datetime import date
from functools import cache
from pathlib import Path
from typing import Literal, get_args, get_origin

import pytest
from pydantic import BaseModel

from app.courses.domain.catalogue import CourseAbout
from app.courses.domain.compilation import Compiled, compile_catalogue
from app.courses.domain.facts import Fact, Source, Term
from app.courses.domain.frameworks import Framework, OfficialItem, Skill, SkillGroup
from app.courses.domain.front_matter import FrontMatter, LessonFrontMatter
from app.courses.domain.lesson_text import CALLOUTS
from app.courses.domain.readers import TAGS
from app.courses.domain.source import MAX_BYTES, MAX_LESSON_BYTES, MAX_LINE, SourceFile
from app.courses.folders import read_folder
from app.quiz.domain.kinds import KINDS

PROJECT = Path(__file__).resolve().parents[2]
# The first tells how to write a lesson; the others tell one kind of block each, in the same style.
GUIDES = sorted((PROJECT / "docs/vi").glob("*.md"), key=lambda path: (path.name != "soan-bai.md", path.name))
GUIDE = "\n".join(path.read_text("utf-8") for path in GUIDES)
WRITTEN_ON = date(2026, 11, 22)  # nothing of the shipped content was past its review date on this day

FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
CODE_BLOCKS = [(language, text) for language, text in FENCE.findall(GUIDE)]
SAMPLE, *PIECES = [text for language, text in CODE_BLOCKS if language == "markdown"]
DATA_FILES = [text for language, text in CODE_BLOCKS if language == "yaml"]
WORDS = set(re.findall(r"(?<!`)`([^`\n]+)`(?!`)", FENCE.sub("", GUIDE)))

MODELS = (FrontMatter, LessonFrontMatter, Source, Fact, Term, CourseAbout, Framework, SkillGroup, Skill, OfficialItem)

# A report: `.error(line, "code", …`, `.warning(…`, or `report(…`; the line may itself be a call with a quoted key.
REPORT = re.compile(r"(?:(?<!\blog)\.(?:error|warning)|\breport)\(")
REPORTED = re.compile(REPORT.pattern + r"""\s*(?:[^,"]|\("[^"]*",?\))+,\s*(?:"([a-z-]+)"|code\b|finding\.code\b)""")
NAMED = re.compile(
    r"""\bcode\ =\ "([a-z-]+)"\ if\ .*\ else\ "([a-z-]+)"$   # code = "one" if … else "other"
    | ^\s+\(\s*"([a-z-]+)",\s*[A-Z]\w+,                      # a row of prose.RULES
    | "(?:error|warning)",\ "([a-z-]+)",                     # Diagnostic(…, "error", "code", …)""",
    re.MULTILINE | re.VERBOSE,
)


@cache
def shipped() -> tuple[SourceFile, ...]:
    return tuple(read_folder(PROJECT / "content", []))


def compiled_with(files: dict[str, str]) -> Compiled:
    """The shipped content and these files, by their place in the content folder."""
    added = [SourceFile(f"content/{place}", place, text.encode()) for place, text in files.items()]
    return compile_catalogue([*shipped(), *added], WRITTEN_ON, KINDS)


def lesson_with(piece: str) -> str:
    """The sample with its front matter or its end replaced by the piece, or with the piece as one more screen."""
    front, screens, ending = re.split(r"^(?=::: buoc ma-la-chia-khoa|::: ket-thuc)", SAMPLE, flags=re.MULTILINE)
    if piece.startswith("---"):
        return piece + screens + ending
    if piece.startswith("::: ket-thuc"):
        return front + screens + piece
    return front + screens + piece + ending


def values_of(model: type[BaseModel]) -> Iterable[str]:
    """What a teacher may write for the fields of a model that take one of a few words."""
    pending: list[object] = [field.annotation for field in model.model_fields.values()]
    while pending:
        annotation = pending.pop()
        if get_origin(annotation) is Literal:
            yield from get_args(annotation)
        else:
            pending += get_args(annotation)


def codes_in_source() -> set[str]:
    codes: set[str] = set()
    for path in (PROJECT / "app").rglob("*.py"):
        text = path.read_text("utf-8")
        reported = REPORTED.findall(text)
        assert len(reported) == len(REPORT.findall(text)), f"a report in {path.name} is written in a new way"
        codes |= {code for code in reported if code}
        codes |= {code for match in NAMED.findall(text) for code in match if code}
    return codes


def codes_in_guide() -> list[str]:
    """Of every table whose first column is the code."""
    tables = re.findall(r"^\| mã \| nghĩa là \|.*\n(?:\|.*\n)+", GUIDE, re.MULTILINE)
    return re.findall(r"^\| `([a-z]+(?:-[a-z]+)*)` \|", "".join(tables), re.MULTILINE)


def test_sample_lesson_compiles_with_the_shipped_content() -> None:
    compiled = compiled_with({"courses/vneid/05-co-nguoi-hoi-ma.md": SAMPLE})
    assert compiled.diagnostics == ()
    assert "co-nguoi-hoi-ma" in compiled.catalogue.lessons


def test_every_other_lesson_example_compiles() -> None:
    """Each as a file of its own, all at once: the shipped content is compiled with them."""
    bank = {f"vi-du-{n}": piece for n, piece in enumerate(PIECES) if piece.startswith("---") and "\n:::" in piece}
    lessons = {f"vi-du-{n}": lesson_with(piece) for n, piece in enumerate(PIECES) if f"vi-du-{n}" not in bank}
    compiled = compiled_with(
        {f"bank/vi-du/{slug}.md": text for slug, text in bank.items()}
        | {f"courses/vneid/{n:02}-{slug}.md": text for n, (slug, text) in enumerate(lessons.items(), 50)}
    )
    assert compiled.diagnostics == ()
    assert bank.keys() <= compiled.catalogue.bank.keys()
    assert lessons.keys() <= compiled.catalogue.lessons.keys()


def test_guide_shows_a_file_of_the_bank() -> None:
    assert any(piece.startswith("---") and "\n::: cau-hoi" in piece for piece in PIECES)


def test_every_data_example_compiles_at_the_place_it_names() -> None:
    places = [text.partition("\n")[0].removeprefix("# content/") for text in DATA_FILES]
    compiled = compiled_with(dict(zip(places, DATA_FILES, strict=True)))
    assert compiled.diagnostics == ()
    assert {place.partition("/")[0] for place in places} == {"courses", "facts", "glossary", "frameworks"}
    assert {"xa-gio-mo-cua", "xa-phi-ban-sao"} <= compiled.catalogue.facts.keys()


def test_every_code_is_explained_once_and_none_is_invented() -> None:
    explained = codes_in_guide()
    assert set(explained) == codes_in_source()
    assert [code for code, times in Counter(explained).items() if times > 1] == []


def test_warnings_are_marked_as_such() -> None:
    warned = {row.split("`")[1] for row in GUIDE.splitlines() if row.startswith("| `") and "| cảnh báo: " in row}
    assert warned == {"expired-fact", "expired-lesson"}


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_guide_names_every_key_and_every_value(model: type[BaseModel]) -> None:
    keys = {field.alias or name for name, field in model.model_fields.items()}
    assert keys | set(values_of(model)) <= WORDS


def test_guide_names_every_block_and_reader() -> None:
    assert {"buoc", "danh-cho", "ket-thuc", "the-giu", "de-hon", *CALLOUTS, *KINDS, *TAGS} <= WORDS


def test_guide_names_the_limits_of_a_file() -> None:
    limits = f"bài học nhiều nhất {MAX_LESSON_BYTES // 1000} KB, tệp `.yaml` nhiều nhất {MAX_BYTES // 1000} KB, mỗi dòng nhiều nhất {MAX_LINE} ký tự"
    assert limits in " ".join(GUIDE.split())
