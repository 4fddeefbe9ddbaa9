"""A no that is left out of a shipped sentence, or put into one, is seen."""

import random
from collections.abc import Iterator

import pytest

from app.tutor.domain.grounding.check import checked
from app.tutor.domain.passages import lesson_texts
from app.tutor.domain.prompting import Source
from tests.content.shipped import CATALOGUE

pytestmark = pytest.mark.battery

NOES = {"không", "đừng", "chưa", "chớ", "chẳng", "tránh", "cấm"}
MOST_TURNED = 0.01  # share of the sentences that are shown with a no too few, or too many
EVERY = 4  # of the places for a no too many, one in so many is tried


def steps(*, grave: bool) -> list[Source]:
    passages = (passage for lesson in lesson_texts(CATALOGUE) for passage in lesson.passages)
    return [Source(1, passage, passage.sentences) for passage in passages if passage.is_grave is grave]


def is_shown(words: list[str], step: Source) -> bool:
    text = " ".join(words)
    return not checked(f"{text[:1].upper()}{text[1:]}[1]", [step]).wrong


def without_a_no(words: list[str]) -> Iterator[list[str]]:
    for place, word in enumerate(words):
        if word.lower() in NOES and len(words) > 2:
            yield words[:place] + words[place + 1 :]


def with_a_no(words: list[str], draw: random.Random) -> Iterator[list[str]]:
    for place in range(1, len(words)):
        if words[place - 1].lower() not in NOES and draw.randrange(EVERY) == 0:
            yield [*words[:place], "không", *words[place:]]


def shown(*, grave: bool, added: bool) -> tuple[list[str], int]:
    """Those that pass, and how many were tried."""
    draw = random.Random(20261122)  # noqa: S311 - which places are tried
    tried = [
        (turned, step)
        for step in steps(grave=grave)
        for words in (sentence.text.split() for sentence in step.sentences)
        for turned in (with_a_no(words, draw) if added else without_a_no(words))
    ]
    passed = [" ".join(words) for words, step in tried if is_shown(words, step)]
    print(f"grave={grave} added={added}: {len(passed)} of {len(tried)}: {passed}")  # noqa: T201 - the figures
    return passed, len(tried)


def test_no_turned_sentence_about_safety_or_money_is_shown() -> None:
    passed, tried = shown(grave=True, added=False)
    assert tried > 200
    assert passed == []
    assert shown(grave=True, added=True)[0] == []


@pytest.mark.parametrize("added", [False, True], ids=["a no too few", "a no too many"])
def test_hardly_a_turned_sentence_of_other_lessons_is_shown(added: bool) -> None:
    passed, tried = shown(grave=False, added=added)
    assert tried > 50
    assert len(passed) <= MOST_TURNED * tried


def test_every_lesson_about_safety_or_money_is_known_as_one() -> None:
    labelled = {one.slug for course in CATALOGUE.courses for one in course.lessons if one.about.labels}
    assert {step.passage.lesson for step in steps(grave=True)} == labelled
