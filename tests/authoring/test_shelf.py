"""Who does not keep the certification bank sees the content as if there were none."""

from datetime import date

import pytest

from app.authoring.domain.shelf import Shelf, shelf
from app.courses.domain.bank import BankFile
from app.courses.domain.catalogue import Catalogue
from app.courses.domain.diagnostics import Diagnostic
from app.courses.domain.front_matter import BankFrontMatter
from app.courses.domain.source import SourceFile

pytestmark = pytest.mark.pure

LESSON, PRACTICE = "content/courses/vneid/01-mo-may.md", "content/bank/tap.md"
BANK, STANDARD = "kho/bank/thi.md", "kho/standards/nguoi-dan.yaml"
FILES = {path: SourceFile(path, path.partition("/")[2], b"") for path in (LESSON, PRACTICE, BANK, STANDARD)}
FAULTS = tuple(Diagnostic(path, 1, 1, "error", "loi", "Chưa đọc được") for path in FILES)
DAY = date(2026, 11, 22)
ABOUT = BankFrontMatter.model_construct(skills=(), audiences=(), sources=(), reviewed_on=DAY, review_by=DAY)
CATALOGUE = Catalogue(
    frameworks={},
    skills={},
    facts={},
    terms={},
    courses=(),
    lessons={},
    bank={slug: BankFile(slug, path, "", "1", ABOUT, (), ()) for slug, path in (("tap", PRACTICE), ("thi", BANK))},
    practice_roots=frozenset({"content"}),
)


def shown(*, keeps_bank: bool) -> Shelf:
    return shelf(CATALOGUE, FILES, FAULTS, keeps_bank=keeps_bank)


def test_teacher_sees_lessons_and_practice_but_nothing_of_the_bank() -> None:
    seen = shown(keeps_bank=False)
    assert set(seen.files) == {found.file for found in seen.diagnostics} == {LESSON, PRACTICE}
    assert set(seen.catalogue.bank) == {"tap"}


def test_keeper_sees_everything() -> None:
    seen = shown(keeps_bank=True)
    assert set(seen.files) == {found.file for found in seen.diagnostics} == set(FILES)
    assert set(seen.catalogue.bank) == {"tap", "thi"}


def test_file_that_is_not_written_yet_is_sealed_by_its_place() -> None:
    assert not shown(keeps_bank=False).sees("kho/bank/moi.md")
    assert shown(keeps_bank=False).sees("content/bank/moi.md")
    assert shown(keeps_bank=True).sees("kho/bank/moi.md")
