"""The catalogue as what can be found and quoted: one passage for each step, its sentences as the readers of the step see
them. What drills show helps to find a lesson and is never quoted; what they say afterwards is not read: it holds keys."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from app.courses.domain.blocks import Block, scan
from app.courses.domain.catalogue import Catalogue, Course
from app.courses.domain.diagnostics import Reporter
from app.courses.domain.facts import Fact, Term
from app.courses.domain.lessons import Lesson, Step
from app.courses.domain.links import LESSON_PATH
from app.quiz.domain.drill import Drill
from app.tutor.domain.page_text import Paragraph, paragraphs

CAPITALS = "".join(letter for letter in map(chr, range(0x41, 0x1EFA)) if letter.isupper())
SENTENCE_END = re.compile(rf"(?:(?<=[.!?…])|(?<=[.!?…][\"”]))\s+(?=[\"“]?[0-9{CAPITALS}])")
REFERENCE = re.compile(r"\[\[(\??)([^\]|:]+)(?:(:cau)|\|([^\]]*))?\]\]")
STAND_IN = re.compile(r"(?m)^Thay: *\w+ *=|\{\w+\}|`[\w.-]+\.vi-du`")  # members of families of drills; no addresses
JUDGED = re.compile(r"(?m)^\s*>.*$|^Nên làm:.*$")  # what a drill says when it has been answered


@dataclass(frozen=True)
class Sentence:
    """`text` stands on the page of its step letter for letter, but for spaces and line ends, for readers who see `tags`
    (courses/domain/readers.py). `facts`: those it states. `is_part`: nobody understands it without what stands around it."""

    text: str
    tags: frozenset[str] = frozenset()
    facts: tuple[Fact, ...] = ()
    is_part: bool = False


@dataclass(frozen=True)
class Passage:
    """A step. `number`: its place in the lesson, from 1. `title`: of the lesson; `heading`, `slug`: its own. `is_grave`: the
    lesson is about safety or money, and nothing in it may be said otherwise."""

    lesson: str
    number: int
    title: str
    heading: str
    sentences: tuple[Sentence, ...]
    terms: tuple[Term, ...] = ()
    is_grave: bool = False
    slug: str = ""

    @property
    def anchor(self) -> str:
        return f"{LESSON_PATH}{self.lesson}?buoc={self.number}"


@dataclass(frozen=True)
class LessonText:
    """What a lesson is found by. `card`: what its end says; `drills`: what its drills show before they are judged, for
    finding only."""

    slug: str
    title: str
    wish: str
    summary: str
    course: str
    card: str
    drills: str
    passages: tuple[Passage, ...]


def lesson_texts(catalogue: Catalogue) -> tuple[LessonText, ...]:
    """In the order of the catalogue."""
    return tuple(_lesson_text(lesson, course, catalogue) for course in catalogue.courses for lesson in course.lessons)


def _lesson_text(lesson: Lesson, course: Course, catalogue: Catalogue) -> LessonText:
    about, ending = lesson.about, lesson.ending
    card = " ".join(paragraph.text for paragraph in paragraphs(ending.able + ending.card))
    drills = JUDGED.sub("", _shown(_drills(lesson), catalogue))
    return LessonText(
        lesson.slug, about.title, about.wish, about.summary, course.about.name, card, drills, tuple(_passages(lesson))
    )


def _passages(lesson: Lesson) -> Iterator[Passage]:
    for number, step in enumerate(lesson.screens, 1):
        if isinstance(step, Step):
            said = tuple(sentence for part in step.parts for sentence in _sentences(part.html, part.tags, step.facts))
            about = lesson.about
            yield Passage(lesson.slug, number, about.title, step.title, said, step.terms, bool(about.labels), step.slug)


def _sentences(html: str, tags: frozenset[str], facts: tuple[Fact, ...]) -> Iterator[Sentence]:
    for paragraph in paragraphs(html):
        for text in _split(paragraph):
            yield Sentence(text, tags, tuple(_stated(text, paragraph, facts)), is_part=paragraph.is_part)


def _split(paragraph: Paragraph) -> list[str]:
    """The last line before a list, and the list, stay one sentence; an item of a list is not cut."""
    if paragraph.is_item:
        return [paragraph.text]
    list_at = len(paragraph.text) if paragraph.list_at is None else paragraph.list_at
    *before, last = SENTENCE_END.split(paragraph.text[:list_at])
    return [*before, last + paragraph.text[list_at:]]


def _stated(text: str, paragraph: Paragraph, facts: Iterable[Fact]) -> Iterator[Fact]:
    """The facts of which this says the sentence, a part of it, or the value."""
    for fact in facts:
        if fact.statement in text or text in fact.statement or (fact.text in paragraph.facts and fact.text in text):
            yield fact


def _drills(lesson: Lesson) -> str:
    kinds = {exercise.kind for exercise in lesson.exercises}
    body = lesson.source.split("\n---", 1)[-1]
    blocks = scan(body, 1, Reporter(lesson.path), kinds) or ()
    return "\n".join(block.prose.text for block in blocks if isinstance(block, Block) and block.name == Drill.kind)


def _shown(text: str, catalogue: Catalogue) -> str:
    return STAND_IN.sub(" ", with_references(text, catalogue))


def with_references(text: str, catalogue: Catalogue) -> str:
    """Markdown with what its references stand for."""

    def value(reference: re.Match[str]) -> str:
        mark, name, whole, shown = reference.groups()
        if mark:
            term = catalogue.terms.get(name.strip())
            return shown or (term.word if term else "")
        fact = catalogue.facts.get(name.strip())
        return "" if fact is None else fact.statement if whole else fact.text

    return REFERENCE.sub(value, text)
