"""The questions of lessons and of the bank as others ask them: one item for each, of a family one for each member."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

from app.courses.domain.bank import BankFile
from app.courses.domain.catalogue import Catalogue
from app.courses.domain.exercises import Exercise
from app.courses.domain.lessons import Lesson
from app.quiz.domain.choice_question import ChoiceQuestion
from app.quiz.domain.matching import Matching
from app.quiz.domain.ordering import Ordering
from app.quiz.domain.question_family import QuestionFamily
from app.quiz.domain.several_choices import SeveralChoices
from app.quiz.domain.short_answer import ShortAnswer

Sayable: TypeAlias = ChoiceQuestion | SeveralChoices | Ordering | Matching | ShortAnswer
REASONS = {
    "tap-bam": "tập bấm: chỉ chơi được trong Học Vụ Số",
    "dien-tap": "diễn tập: chỉ làm được trong Học Vụ Số",
    "tim-tren-man-hinh": "tìm trên màn hình: cần màn hình vẽ của Học Vụ Số",
}
BANK = "Kho câu hỏi"


@dataclass(frozen=True)
class Item:
    """`id` is unique among all; `folder` and `name` say where it comes from, for machines and for people."""

    id: str
    folder: tuple[str, str]
    name: tuple[str, str]
    question: Sayable


@dataclass(frozen=True)
class LeftOut:
    """An exercise that other systems have no word for, and why."""

    path: str
    line: int
    slug: str
    reason: str


def items_of(catalogue: Catalogue, paths: Collection[str]) -> tuple[tuple[Item, ...], tuple[LeftOut, ...]]:
    """Of the files with these paths, in the order of the catalogue: what can be said elsewhere, and what cannot."""
    items: list[Item] = []
    left_out: list[LeftOut] = []
    for path, folder, name, exercise in _exercises(catalogue):
        if path not in paths:
            continue
        found = list(_items(folder, name, exercise))
        items += found
        if not found:
            reason = REASONS.get(exercise.kind, "kiểu câu hỏi này chưa xuất được")
            left_out.append(LeftOut(path, exercise.line, exercise.slug, reason))
    return tuple(items), tuple(left_out)


def _exercises(catalogue: Catalogue) -> Iterator[tuple[str, tuple[str, str], tuple[str, str], Exercise]]:
    for course in catalogue.courses:
        for lesson in course.lessons:
            folder, name = (course.slug, lesson.slug), (course.about.name, lesson.about.title)
            yield from _placed(lesson, folder, name)
    for file in catalogue.bank.values():
        yield from _placed(file, ("bank", file.slug), (BANK, file.slug))


def _placed(
    file: Lesson | BankFile, folder: tuple[str, str], name: tuple[str, str]
) -> Iterable[tuple[str, tuple[str, str], tuple[str, str], Exercise]]:
    return ((file.path, folder, name, exercise) for exercise in file.exercises)


def _items(folder: tuple[str, str], name: tuple[str, str], exercise: Exercise) -> Iterator[Item]:
    body = exercise.body
    item_id = f"{folder[1]}.{exercise.slug}"
    if isinstance(body, Sayable):
        yield Item(item_id, folder, name, body)
    elif isinstance(body, QuestionFamily):
        for number, member in enumerate(body.members, 1):
            if isinstance(member, Sayable):
                yield Item(f"{item_id}.{number}", folder, name, member)
