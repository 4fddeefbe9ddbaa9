"""How good the lint is: what it finds of bad writing in real lessons, what it says of good ones, how fast, and whether
the guide tells what it says."""

import re
import statistics
import time
from collections import Counter, defaultdict
from functools import cache

import pytest

from app.authoring.domain.lint.hard_words import HARD_WORDS
from app.authoring.domain.lint.lint import remarks_of
from app.authoring.domain.lint.passages import Known
from app.authoring.domain.lint.reading import reading_of
from app.authoring.domain.lint.remark import Remark
from app.core.config import PROJECT
from app.courses.domain.diagnostics import LONGEST_MESSAGE
from tests.authoring.bad_passages import BAD_WORDING
from tests.authoring.bad_screens import BAD_SCREENS
from tests.authoring.planting import (
    Planted,
    breathless_easier,
    copied_answer,
    planted,
    silent_sender,
    unasked_skill,
)
from tests.content.shipped import CATALOGUE, LESSONS

SOURCES = [lesson.source for lesson in LESSONS]
BAD = [*BAD_WORDING, *BAD_SCREENS]
FOUND, FOUND_OF_A_RULE, NOISE = 0.9, 0.8, 0.05
MILLISECONDS = 30
HELD_AGAINST_THE_STEP = {"unfaithful-easier"}  # of the compiled lesson, so not of a text alone: test_judging.py
GUIDE = (PROJECT / "docs/vi/soan-bai.md").read_text("utf-8").partition("## 14. ")[2].partition("\n## 15. ")[0]


@cache
def remarks(source: str) -> tuple[Remark, ...]:
    return remarks_of(source, CATALOGUE.terms, CATALOGUE.facts)


@cache
def planted_lessons() -> list[Planted]:
    """Every passage in one lesson, each in another; and a few lessons whose own words were bent."""
    found = []
    for number, bad in enumerate(BAD):
        turns = (planted(bad, SOURCES[(37 * number + turn) % len(SOURCES)], number) for turn in range(len(SOURCES)))
        found.append(next(one for one in turns if one))
    for bend in (copied_answer, unasked_skill, silent_sender, breathless_easier):
        found += [one for source in SOURCES[::3] if (one := bend(source))][:8]
    return found


@cache
def found_by_rule() -> dict[str, list[tuple[Planted, bool]]]:
    rules: dict[str, list[tuple[Planted, bool]]] = defaultdict(list)
    for one in planted_lessons():
        rules[one.code].append((one, is_found(one)))
    return rules


def is_found(one: Planted) -> bool:
    """At its line, and not because the lesson gets such a remark anyway."""
    told, before = remarks(one.source), remarks(one.original)
    count = sum(remark.code == one.code for remark in told) - sum(remark.code == one.code for remark in before)
    return count > 0 and any((remark.line, remark.code) == (one.line, one.code) for remark in told)


def test_bad_passages_are_many_and_of_every_rule() -> None:
    assert len({one.text for one in planted_lessons()}) >= 120
    assert len({one.source.partition("::: buoc")[0] for one in planted_lessons()}) >= 60
    assert found_by_rule().keys() | HELD_AGAINST_THE_STEP == codes_in_guide().keys()
    assert min(len(cases) for cases in found_by_rule().values()) >= 4


def test_bad_passages_are_found_at_their_lines() -> None:
    cases = [case for cases in found_by_rule().values() for case in cases]
    missed = [(one.code, one.line, one.text) for one, is_told in cases if not is_told]
    print(f"\n{len(cases) - len(missed)} of {len(cases)} bad passages found at their lines")  # noqa: T201 - the figure is what one runs this for
    assert len(missed) <= (1 - FOUND) * len(cases), missed
    for code, of_rule in found_by_rule().items():
        assert sum(is_told for _, is_told in of_rule) >= FOUND_OF_A_RULE * len(of_rule), code


def test_shipped_lessons_get_few_remarks() -> None:
    known = Known(CATALOGUE.terms, CATALOGUE.facts)
    sentences = sum(len(passage.sentences) for source in SOURCES for passage in reading_of(source, known).passages)
    told = Counter(remark.code for source in SOURCES for remark in remarks(source))
    print(f"\n{told.total()} remarks on {sentences} sentences ({told.total() / sentences:.2%}): {dict(told)}")  # noqa: T201 - the figure is what one runs this for
    assert sentences > 5000
    assert told.total() <= NOISE * sentences


def test_a_lesson_is_read_while_somebody_types() -> None:
    """Processor time, the best of three where the first is too long, so that other work on the machine does not count."""
    taken = []
    for source in SOURCES:
        tries = []
        for _ in range(3):
            started = time.thread_time()
            remarks_of(source, CATALOGUE.terms, CATALOGUE.facts)
            tries.append(1000 * (time.thread_time() - started))
            if tries[-1] <= MILLISECONDS:
                break
        taken.append(min(tries))
    print(f"\na lesson takes {statistics.mean(taken):.1f} ms, the slowest {max(taken):.1f} ms")  # noqa: T201 - the figure is what one runs this for
    assert statistics.median(taken) <= MILLISECONDS


def codes_in_guide() -> dict[str, str]:
    return dict(re.findall(r"(?m)^\| `([a-z-]+)` \| (.+?) \|", GUIDE))


def test_guide_explains_every_remark_and_invents_none() -> None:
    told = {remark.code for one in planted_lessons() for remark in remarks(one.source)}
    assert told | HELD_AGAINST_THE_STEP == codes_in_guide().keys()


def test_table_of_hard_words_is_as_long_as_promised() -> None:
    assert len(HARD_WORDS) > 300
    assert "hơn 300 từ" in GUIDE


@pytest.mark.parametrize("place", range(0, len(SOURCES), 21))
def test_every_beginning_of_a_lesson_can_be_read(place: int) -> None:
    """As it is being typed: nothing raises, and every remark stands on a line that is there."""
    lines = SOURCES[place].split("\n")
    for end in range(1, len(lines), 3):
        told = remarks_of("\n".join(lines[:end]), CATALOGUE.terms, CATALOGUE.facts)
        assert all(1 <= remark.line <= end for remark in told)


def test_messages_are_short_and_speak_to_teachers_kindly() -> None:
    for remark in {remark for one in planted_lessons() for remark in remarks(one.source)}:
        assert remark.severity == "advice"
        assert len(remark.message) <= LONGEST_MESSAGE, remark
        assert remark.message[-1] in ".…", remark
        assert not re.search(r"\b(?:lỗi|sai rồi|phải sửa|cấm)\b", remark.message.partition("”")[2] or remark.message), (
            remark
        )
