"""The content that ships, out and in again, and its questions as others ask them."""

from io import BytesIO
from zipfile import ZipFile

import pytest

from app.authoring.domain.exchange.archive import write_archive
from app.authoring.domain.exchange.gift import gift_of
from app.authoring.domain.exchange.items import REASONS, items_of
from app.authoring.domain.exchange.qti_package import path_of, qti_package
from app.authoring.domain.exchange.selection import Selection, select
from app.core.config import PROJECT
from app.courses.domain.bank import BankFile
from app.courses.domain.lessons import Lesson
from app.courses.folders import read_folders
from app.quiz.domain.kinds import KINDS
from app.quiz.domain.ordering import Ordering
from app.quiz.domain.question_family import QuestionFamily
from tests.authoring.content_roots import TODAY, after, planned
from tests.authoring.exported_items import answers, given_to_gift, given_to_qti
from tests.authoring.gift_reader import read_gift
from tests.authoring.qti_interpreter import read_item
from tests.content.shipped import with_certification

FILES = read_folders([PROJECT / "content", PROJECT / "certification" / "content"], [])
CATALOGUE = with_certification().catalogue
ITEMS, LEFT_OUT = items_of(CATALOGUE, FILES.keys())
COURSES = sorted({path.rpartition("/")[0] for path in FILES if path.startswith("content/courses/")})


def sent(*prefixes: str) -> Selection:
    return select(FILES, [path for path in FILES if path.startswith(prefixes)], CATALOGUE, TODAY, KINDS)


def test_everything_that_ships_comes_in_again_byte_for_byte() -> None:
    """Both roots in one archive: into an empty root, out of it, and into what is there."""
    first = sent("content")
    assert first.faults == first.notes == ()
    assert len(first.files) == len(FILES)
    plan = planned(first.files, {})
    assert not plan.is_refused, plan.diagnostics
    there = after(plan, {})
    again = select(there, there, CATALOGUE, TODAY, KINDS)
    assert write_archive(again.files) == write_archive(first.files)


@pytest.mark.parametrize("course", COURSES)
def test_course_and_lesson_that_ship_take_along_what_they_need_and_no_more(course: str) -> None:
    """Compiled alone they have no fault but links to other lessons; where they come from they change nothing."""
    whole, alone = sent(f"{course}/"), sent(next(path for path in sorted(FILES) if path.startswith(f"{course}/")))
    assert whole.faults == alone.faults == ()
    assert len(whole.files) < 40
    assert sum(map(len, alone.files.values())) < sum(map(len, whole.files.values())) / 2
    assert planned(whole.files, FILES).to_write == planned(alone.files, FILES).to_write == ()


def test_every_question_that_ships_is_exported_or_listed() -> None:
    owners: list[Lesson | BankFile] = [*CATALOGUE.lessons.values(), *CATALOGUE.bank.values()]
    exercises = [exercise for owner in owners for exercise in owner.exercises]
    exported = [one for one in exercises if one.kind not in REASONS]
    sizes = [len(one.body.members) if isinstance(one.body, QuestionFamily) else 1 for one in exported]
    assert len(ITEMS) == sum(sizes) > 400
    assert len(LEFT_OUT) == len(exercises) - len(exported) > 200
    assert {item.question.kind for item in ITEMS} == {one.kind for one in exported}
    assert len({item.id for item in ITEMS}) == len(ITEMS)


def test_every_question_that_ships_scores_in_gift_as_it_does_here() -> None:
    """An order is pairs there: only the right one is worth the same."""
    found = read_gift(gift_of(ITEMS))
    assert [one.name for one in found] == [item.id for item in ITEMS]
    for item, one in zip(ITEMS, found, strict=True):
        assert one.text == item.question.stem.strip()
        for answer in answers(item.question, 12) if not isinstance(item.question, Ordering) else ():
            verdict = item.question.judge(answer)
            assert verdict
            assert one.score(*given_to_gift(item.question, answer)) == pytest.approx(verdict.score, abs=1e-4), item.id


def test_every_question_that_ships_scores_in_qti_as_it_does_here() -> None:
    with ZipFile(BytesIO(qti_package(ITEMS))) as package:
        documents = [read_item(package.read(path_of(item))) for item in ITEMS]
    for item, document in zip(ITEMS, documents, strict=True):
        for answer in answers(item.question, 12):
            verdict = item.question.judge(answer)
            assert verdict
            score = document.run(given_to_qti(item.question, answer))["SCORE"]
            assert score == pytest.approx(verdict.score, abs=1e-12), item.id
