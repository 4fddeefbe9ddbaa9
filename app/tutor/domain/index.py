"""Which lesson, and which of its steps, a question is about: BM25 over several fields, without a model."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from types import MappingProxyType
from typing import NamedTuple

from app.tutor.domain.passages import LessonText, Passage
from app.tutor.domain.postings import Field, Postings, postings, rarity
from app.tutor.domain.shorthand import EVERYDAY, SPELLINGS
from app.tutor.domain.spelling import Reading, Speller, rows, speller
from app.tutor.domain.synonyms import SYNONYMS
from app.tutor.domain.terms import TELLS, question_terms, text_terms

# What a word counts in each part of a lesson.
TITLE, WISH, SUMMARY, COURSE, CARD, DRILLS, HEADING, STEP = 3.0, 6.0, 1.0, 0.5, 1.0, 0.5, 1.5, 0.7
ASKED = 1.0  # in what people asked for it
STEP_HEADING, TERMS_OF_STEP = 3.0, 0.3  # where a single step is weighed
BY_LENGTH = 0.75  # b of BM25 for the parts of a lesson
STEP_BY_LENGTH = 0.4  # and for a single step
BEST_STEP = 0.15  # what the best step counts beside its whole lesson
ASKED_OF_STEP = 0.5  # what people asked who wanted a step, beside what it says
BY_MEANING = 0.5  # what nearness in meaning counts beside the words, each at most 1


class Found(NamedTuple):
    """A lesson with its step that fits best. `score` compares lessons for one question, not questions."""

    lesson: LessonText
    passage: Passage
    score: float


@dataclass(frozen=True)
class Index:
    """`lesson_terms`, `step_terms`: where each term stands and what it tells there. `owners`: the lesson of each step;
    `places`: where a lesson stands in `lessons`; `fronts`: what its title, wish, summary and headings say. `step_questions`:
    as `step_terms`, of what people asked who wanted a step. `step_places`: where a step stands in `steps`."""

    lessons: tuple[LessonText, ...]
    speller: Speller
    lesson_terms: Postings
    step_terms: Postings
    steps: tuple[Passage, ...]
    owners: tuple[int, ...]
    places: Mapping[str, int]
    fronts: tuple[frozenset[str], ...]
    step_questions: Postings
    step_places: Mapping[tuple[str, str], int]

    def find(self, reading: Reading, near: Mapping[str, float] | None = None) -> tuple[Found, ...]:
        """All lessons, the best first. `near`: how near each is in meaning, in any unit; what fits the words best and what
        is nearest are then weighed together."""
        asked = question_terms(reading)
        whole = self.lesson_terms.scores(asked, len(self.lessons)).tolist()
        of_steps = self.step_terms.scores(asked, len(self.steps))
        fits = of_steps + ASKED_OF_STEP * self.step_questions.scores(asked, len(self.steps))
        heard: dict[int, float] = {}
        best: dict[int, int] = {}
        for step, lesson in enumerate(self.owners):
            heard[lesson] = max(float(of_steps[step]), heard.get(lesson, 0.0))
            if lesson not in best or fits[step] > fits[best[lesson]]:
                best[lesson] = step
        found = [
            Found(self.lessons[lesson], self.steps[step], whole[lesson] + BEST_STEP * heard[lesson])
            for lesson, step in best.items()
        ]
        found.sort(key=lambda one: -one.score)
        return tuple(_fused(found, near) if near else found)

    def lesson(self, slug: str) -> LessonText | None:
        return self.lessons[self.places[slug]] if slug in self.places else None

    def tells(self, term: str) -> float:
        """How much a term tells one step from others; one that stands in none tells most."""
        return TELLS[term[0]] * rarity(self.step_terms.holders(term), len(self.steps))

    def rarity(self, term: str) -> float:
        """How rare a term is among lessons."""
        return rarity(self.lesson_terms.holders(term), len(self.lessons))

    def says(self, lesson: int, term: str) -> bool:
        """Whether the lesson of this number says it anywhere."""
        return self.lesson_terms.stands(term, lesson)

    def step_says(self, passage: Passage, term: str) -> bool:
        return self.step_terms.stands(term, self.step_places[passage.lesson, passage.slug])


def build_index(lessons: Sequence[LessonText], asked: Mapping[str, Sequence[str]] = MappingProxyType({})) -> Index:
    """Once for a catalogue: a second or two for 84 lessons. `asked`: lesson, or step ("lesson/step"), → questions that
    it is known to answer, as people typed them."""
    steps = [(number, passage) for number, lesson in enumerate(lessons) for passage in lesson.passages]
    spelling = speller(chain(_table_words(), *(_texts(lesson) for lesson in lessons)))
    return Index(
        tuple(lessons),
        spelling,
        _lesson_postings(lessons, spelling, asked),
        postings([_step_fields(passage) for _, passage in steps], STEP_BY_LENGTH),
        tuple(passage for _, passage in steps),
        tuple(number for number, _ in steps),
        {lesson.slug: number for number, lesson in enumerate(lessons)},
        tuple(frozenset(text_terms(_front(lesson))) for lesson in lessons),
        _step_questions([passage for _, passage in steps], spelling, asked),
        {(passage.lesson, passage.slug): place for place, (_, passage) in enumerate(steps)},
    )


def asked_anew(index: Index, asked: Mapping[str, Sequence[str]]) -> Index:
    """What `build_index` makes of the same lessons and these questions."""
    return replace(
        index,
        lesson_terms=_lesson_postings(index.lessons, index.speller, asked),
        step_questions=_step_questions(index.steps, index.speller, asked),
    )


def _lesson_postings(lessons: Sequence[LessonText], spelling: Speller, asked: Mapping[str, Sequence[str]]) -> Postings:
    return postings(
        [[*_lesson_fields(one), (_read(asked.get(one.slug, ()), spelling), ASKED)] for one in lessons], BY_LENGTH
    )


def _step_questions(steps: Sequence[Passage], spelling: Speller, asked: Mapping[str, Sequence[str]]) -> Postings:
    questions = (_read(asked.get(f"{one.lesson}/{one.slug}", ()), spelling) for one in steps)
    return postings([[(some, 1.0)] for some in questions], STEP_BY_LENGTH)


def _read(questions: Sequence[str], spelling: Speller) -> str:
    return " . ".join(" ".join(spelling.read(one).meant) for one in questions)


def _fused(found: Sequence[Found], near: Mapping[str, float]) -> list[Found]:
    """Scores over the best one, nearness between the farthest and the nearest lesson (Fox and Shaw 1994)."""
    best = max((one.score for one in found), default=0.0) or 1.0
    low, high = min(near.values()), max(near.values())

    def fused(one: Found) -> float:
        nearness = (near.get(one.lesson.slug, low) - low) / (high - low) if high > low else 0.0
        return one.score / best + BY_MEANING * nearness

    return sorted(found, key=lambda one: -fused(one))


def _lesson_fields(lesson: LessonText) -> list[Field]:
    headings = " . ".join(passage.heading for passage in lesson.passages)
    said = " ".join(sentence.text for passage in lesson.passages for sentence in passage.sentences)
    return [
        (lesson.title, TITLE), (lesson.wish, WISH), (lesson.summary, SUMMARY), (lesson.course, COURSE),
        (lesson.card, CARD), (lesson.drills, DRILLS), (headings, HEADING), (said, STEP),
    ]  # fmt: skip


def _front(lesson: LessonText) -> str:
    return " . ".join([lesson.title, lesson.wish, lesson.summary, *(passage.heading for passage in lesson.passages)])


def _step_fields(passage: Passage) -> list[Field]:
    said = " ".join(sentence.text for sentence in passage.sentences)
    terms = " ".join(f"{term.word} {term.meaning}" for term in passage.terms)
    return [(passage.heading, STEP_HEADING), (said, 1.0), (terms, TERMS_OF_STEP)]


def _texts(lesson: LessonText) -> Iterable[str]:
    return [text for text, _ in (*_lesson_fields(lesson), *(f for p in lesson.passages for f in _step_fields(p)))]


def _table_words() -> Iterator[str]:
    yield from EVERYDAY.split()
    for phrases, _ in rows(SYNONYMS):
        yield from map(" ".join, phrases)
    for _, meant in rows(SPELLINGS):
        yield " ".join(meant)
