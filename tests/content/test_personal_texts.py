"""What the shipped lessons say to some readers only: the author's easier text, and examples from what they do."""

import re
from collections import Counter, defaultdict

import pytest

from app.courses.domain.lessons import Lesson, Step
from app.courses.domain.readers import SLOW, WORKS, Reader
from app.tutor.domain.fidelity.findings import Verdict
from app.tutor.domain.fidelity.judgement import judged
from tests.content.shipped import LESSONS, SYLLABLES_A_MINUTE, minutes, sentences, steps, syllables, words_of

LONGEST_MEAN, LONGEST_SENTENCE = 10, 25  # syllables
LONGEST_EXAMPLE = 25
LESSONS_WITH_EXAMPLES, EXAMPLES_OF_A_WORK = 25, 5
NOT_RETOLD = {"man-hinh-khac", "khong-bao-gio"}  # both stay beside it
OPENING = re.compile(r"::: ?([a-z-]+) ?(\S*)")
FACT = re.compile(r"\[\[([a-z0-9-]+)(?::cau)?\]\]")  # not a term: `[[?…]]`
EASIER = [(lesson, step) for lesson in LESSONS for step in steps(lesson) if step.easier]

every_lesson = pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.slug)
every_easier_text = pytest.mark.parametrize("step", [step for _, step in EASIER], ids=[one.slug for _, one in EASIER])


@every_lesson
def test_every_lesson_has_an_easier_text(lesson: Lesson) -> None:
    assert any(step.easier for step in steps(lesson))


@every_easier_text
def test_easier_text_is_short_sentences(step: Step) -> None:
    lengths = [syllables(sentence) for sentence in sentences(words_of(step.easier))]
    assert sum(lengths) / len(lengths) <= LONGEST_MEAN
    assert max(lengths) <= LONGEST_SENTENCE


@every_easier_text
def test_easier_text_is_no_longer_than_the_step(step: Step) -> None:
    told = sum(syllables(words_of(part.html)) for part in step.parts if not part.tags)
    assert syllables(words_of(step.easier)) <= told * 1.25


@every_easier_text
def test_easier_text_says_what_the_step_says(step: Step) -> None:
    """What the fidelity check rejects: a number, a place, a negation, a button, a warning that is not the step's."""
    retold = (part for part in step.parts if not part.tags and part.callout not in NOT_RETOLD)
    source = " ".join(plain(part.html) for part in retold)
    judgement = judged(source, plain(step.easier))
    assert judgement.verdict is not Verdict.REJECT, judgement.findings


@every_lesson
def test_easier_text_cites_the_facts_that_the_step_cites(lesson: Lesson) -> None:
    """A fact retyped as plain words would keep saying them after the fact was corrected."""
    facts = facts_cited(lesson.source)
    differ = {
        slug: facts[slug, False] ^ facts[slug, True] for slug in {step.slug for step in steps(lesson) if step.easier}
    }
    assert {slug: found for slug, found in differ.items() if found} == {}


def facts_cited(source: str) -> dict[tuple[str, bool], set[str]]:
    """By step and by whether its easier text cites them; not what is for some readers only."""
    facts: dict[tuple[str, bool], set[str]] = defaultdict(set)
    blocks: list[tuple[str, str]] = []
    for line in source.splitlines():
        opened = OPENING.match(line)
        if opened:
            blocks.append((opened[1], opened[2]))
        elif line == ":::":
            blocks.pop()
        elif blocks and blocks[0][0] == "buoc":
            names = {name for name, _ in blocks}
            if not names & {"danh-cho", *NOT_RETOLD}:
                facts[blocks[0][1], "de-hon" in names].update(FACT.findall(line))
    return facts


def test_retyped_fact_is_found() -> None:
    step = "::: buoc x\n[[mot:cau]] [[?tu|từ]]\n::: luu-y\n[[hai]]\n:::\n::: danh-cho iphone\n[[ba]]\n:::\n"
    facts = facts_cited(f"{step}::: de-hon\nMột. [[hai:cau]]\n:::\n:::")
    assert (facts["x", False], facts["x", True]) == ({"mot", "hai"}, {"hai"})


def plain(html: str) -> str:
    """In one line, buttons in `**`, what is typed in backquotes."""
    marked = re.sub(r"</?code\b[^>]*>", "`", re.sub(r"</?strong\b[^>]*>", "**", html))
    return " ".join(words_of(marked).split())


@every_lesson
def test_lesson_takes_no_longer_for_somebody_slow_or_at_work(lesson: Lesson) -> None:
    readers = [Reader(work=work, comfort=comfort) for work in sorted(WORKS) for comfort in ("", SLOW)]
    longest = max(sum(syllables(words_of(step.body(reader))) for step in steps(lesson)) for reader in readers)
    usual = sum(syllables(words_of(step.body(Reader()))) for step in steps(lesson))
    assert round(minutes(lesson) + (longest - usual) / SYLLABLES_A_MINUTE) <= 5


def test_many_lessons_have_examples_from_what_readers_do() -> None:
    lessons: dict[str, set[str]] = defaultdict(set)
    for lesson in LESSONS:
        for step in steps(lesson):
            for work in step.tags & WORKS:
                lessons[work].add(lesson.slug)
    assert len(set().union(*lessons.values())) >= LESSONS_WITH_EXAMPLES
    assert {work for work in WORKS if len(lessons[work]) < EXAMPLES_OF_A_WORK} == set()


def test_example_is_short_and_comes_once_a_step() -> None:
    parts = [(step, part) for lesson in LESSONS for step in steps(lesson) for part in step.parts if part.tags & WORKS]
    assert [words_of(part.html) for _, part in parts if syllables(words_of(part.html)) > LONGEST_EXAMPLE] == []
    counts = Counter((step.slug, work) for step, part in parts for work in part.tags & WORKS)
    assert {one: count for one, count in counts.items() if count > 1} == {}
