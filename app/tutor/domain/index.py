"""Which lesson, and which of its steps, a question is about: BM25 over several fields, without a model."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, chain, pairwise
from math import log
from types import MappingProxyType
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from app.tutor.domain.passages import LessonText, Passage
from app.tutor.domain.shorthand import EVERYDAY, SPELLINGS, SYNONYMS
from app.tutor.domain.spelling import Reading, Speller, rows, speller
from app.tutor.domain.terms import TELLS, question_terms, text_terms

# What a word counts in each part of a lesson.
TITLE, WISH, SUMMARY, COURSE, CARD, DRILLS, HEADING, STEP = 3.0, 6.0, 1.0, 0.5, 1.0, 0.5, 1.5, 0.7
ASKED = 1.0  # in what people asked for it
STEP_HEADING, TERMS_OF_STEP = 3.0, 0.3  # where a single step is weighed
SATURATION = 1.5  # k1 of BM25: how soon more of the same word tells no more
BY_LENGTH = 0.75  # b of BM25 for the parts of a lesson
STEP_BY_LENGTH = 0.4  # and for a single step
BEST_STEP = 0.15  # what the best step counts beside its whole lesson
BY_MEANING = 0.5  # what nearness in meaning counts beside the words, each at most 1

Numbers = NDArray[np.float64]
Field = tuple[str, float]  # a text and what a word counts in it


@dataclass(frozen=True)
class Postings:
    """Of each term, by `spans`, the places that it stands in and what it tells there: stretches of two long rows."""

    spans: Mapping[str, tuple[int, int]]
    places: NDArray[np.intp]
    tells: Numbers

    def holders(self, term: str) -> int:
        start, end = self.spans.get(term, NOWHERE)
        return end - start

    def stands(self, term: str, place: int) -> bool:
        start, end = self.spans.get(term, NOWHERE)
        found = start + int(self.places[start:end].searchsorted(place))
        return found < end and bool(self.places[found] == place)

    def scores(self, asked: Mapping[str, float], size: int) -> Numbers:
        """What all that is asked tells in each of `size` places."""
        spans = [(*self.spans[term], counts) for term, counts in asked.items() if term in self.spans]
        if not spans:
            return np.zeros(size)
        counts = np.repeat([counts for _, _, counts in spans], [end - start for start, end, _ in spans])
        places = np.concatenate([self.places[start:end] for start, end, _ in spans])
        tells = np.concatenate([self.tells[start:end] for start, end, _ in spans])
        return np.asarray(np.bincount(places, counts * tells, size), dtype=np.float64)


NOWHERE = (0, 0)


class Found(NamedTuple):
    """A lesson with its step that fits best. `score` compares lessons for one question, not questions."""

    lesson: LessonText
    passage: Passage
    score: float


@dataclass(frozen=True)
class Index:
    """`lesson_terms`, `step_terms`: where each term stands and what it tells there. `owners`: the lesson of each step;
    `places`: where a lesson stands in `lessons`; `fronts`: what its title, wish, summary and headings say."""

    lessons: tuple[LessonText, ...]
    speller: Speller
    lesson_terms: Postings
    step_terms: Postings
    steps: tuple[Passage, ...]
    owners: tuple[int, ...]
    places: Mapping[str, int]
    fronts: tuple[frozenset[str], ...]

    def find(self, reading: Reading, near: Mapping[str, float] | None = None) -> tuple[Found, ...]:
        """All lessons, the best first. `near`: how near each is in meaning, in any unit; what fits the words best and what
        is nearest are then weighed together."""
        asked = question_terms(reading)
        whole = self.lesson_terms.scores(asked, len(self.lessons)).tolist()
        of_steps = self.step_terms.scores(asked, len(self.steps)).tolist()
        best: dict[int, int] = {}
        for step, lesson in enumerate(self.owners):
            if lesson not in best or of_steps[step] > of_steps[best[lesson]]:
                best[lesson] = step
        found = [
            Found(self.lessons[lesson], self.steps[step], whole[lesson] + BEST_STEP * of_steps[step])
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


def build_index(lessons: Sequence[LessonText], asked: Mapping[str, Sequence[str]] = MappingProxyType({})) -> Index:
    """Once for a catalogue: about half a second for 84 lessons. `asked`: lesson → questions that it is known to answer,
    as people typed them."""
    steps = [(number, passage) for number, lesson in enumerate(lessons) for passage in lesson.passages]
    spelling = speller(chain(_table_words(), *(_texts(lesson) for lesson in lessons)))
    return Index(
        tuple(lessons),
        spelling,
        _lesson_postings(lessons, spelling, asked),
        _postings([_step_fields(passage) for _, passage in steps], STEP_BY_LENGTH),
        tuple(passage for _, passage in steps),
        tuple(number for number, _ in steps),
        {lesson.slug: number for number, lesson in enumerate(lessons)},
        tuple(frozenset(text_terms(_front(lesson))) for lesson in lessons),
    )


def asked_anew(index: Index, asked: Mapping[str, Sequence[str]]) -> Index:
    """What `build_index` makes of the same lessons and these questions."""
    return replace(index, lesson_terms=_lesson_postings(index.lessons, index.speller, asked))


def _lesson_postings(lessons: Sequence[LessonText], spelling: Speller, asked: Mapping[str, Sequence[str]]) -> Postings:
    def questions(lesson: LessonText) -> Field:
        return " . ".join(" ".join(spelling.read(one).meant) for one in asked.get(lesson.slug, ())), ASKED

    return _postings([[*_lesson_fields(lesson), questions(lesson)] for lesson in lessons], BY_LENGTH)


def _fused(found: Sequence[Found], near: Mapping[str, float]) -> list[Found]:
    """Scores over the best one, nearness between the farthest and the nearest lesson (Fox and Shaw 1994)."""
    best = max((one.score for one in found), default=0.0) or 1.0
    low, high = min(near.values()), max(near.values())

    def fused(one: Found) -> float:
        nearness = (near.get(one.lesson.slug, low) - low) / (high - low) if high > low else 0.0
        return one.score / best + BY_MEANING * nearness

    return sorted(found, key=lambda one: -fused(one))


def _postings(texts: Sequence[Sequence[Field]], by_length: float) -> Postings:
    """BM25 over weighted fields, each with its own usual length (Robertson, Zaragoza and Taylor 2004)."""
    counted = [[(text_terms(text), counts) for text, counts in fields] for fields in texts]
    usual = [max(1.0, sum(terms.total() for terms, _ in column) / len(texts)) for column in zip(*counted, strict=True)]
    places: defaultdict[str, list[tuple[int, float]]] = defaultdict(list)
    for place, fields in enumerate(counted):
        weights: defaultdict[str, float] = defaultdict(float)
        for (terms, counts), length in zip(fields, usual, strict=True):
            share = counts / (1 - by_length + by_length * terms.total() / length)
            for term, number in terms.items():
                weights[term] += share * number
        for term, weight in weights.items():
            places[term].append((place, weight * (SATURATION + 1) / (weight + SATURATION)))
    ends = list(accumulate(map(len, places.values())))
    told = [one for term, held in places.items() for one in _told(term, held, len(texts))]
    return Postings(
        dict(zip(places, pairwise([0, *ends]), strict=True)),
        np.array([place for place, _ in told], dtype=np.intp),
        np.array([tells for _, tells in told], dtype=np.float64),
    )


def _told(term: str, held: Sequence[tuple[int, float]], texts: int) -> Iterator[tuple[int, float]]:
    tells = TELLS[term[0]] * rarity(len(held), texts)
    return ((place, tells * weight) for place, weight in held)


def rarity(holders: int, texts: int) -> float:
    """Inverse document frequency (Spärck Jones 1972, in the form of Robertson and Zaragoza 2009); never below 0."""
    return log(1 + (texts - holders + 0.5) / (holders + 0.5))


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
