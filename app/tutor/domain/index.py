"""Which lesson, and which of its steps, a question is about: BM25 over several fields, without a model."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from math import log

from app.tutor.domain.dialect import SPELLINGS, SYNONYMS
from app.tutor.domain.passages import LessonText, Passage
from app.tutor.domain.spelling import Reading, Speller, rows, speller
from app.tutor.domain.terms import TELLS, question_terms, text_terms

# What a word counts in each part of a lesson.
TITLE, WISH, SUMMARY, COURSE, CARD, DRILLS, HEADING, STEP = 3.0, 6.0, 1.0, 0.5, 1.0, 0.5, 1.5, 0.7
STEP_HEADING, TERMS_OF_STEP = 3.0, 0.3  # where a single step is weighed
SATURATION = 1.5  # k1 of BM25: how soon more of the same word tells no more
BY_LENGTH = 0.75  # b of BM25 for the parts of a lesson
STEP_BY_LENGTH = 0.4  # and for a single step
BEST_STEP = 0.15  # what the best step counts beside its whole lesson
FUSION = 10  # k of reciprocal rank fusion (Cormack, Clarke and Büttcher 2009)
FUSED = 50  # places of each ranking that are fused

Postings = Mapping[str, tuple[tuple[int, float], ...]]
Field = tuple[str, float]  # a text and what a word counts in it


@dataclass(frozen=True)
class Found:
    """A lesson with its step that fits best. `score` compares lessons for one question, not questions."""

    lesson: LessonText
    passage: Passage
    score: float


@dataclass(frozen=True)
class Index:
    """`lesson_terms`, `step_terms`: term → where it stands and what it tells there. `owners`: the lesson of each step;
    `places`: where a lesson stands in `lessons`; `fronts`: what its title, wish, summary and headings say."""

    lessons: tuple[LessonText, ...]
    speller: Speller
    lesson_terms: Postings
    step_terms: Postings
    steps: tuple[Passage, ...]
    owners: tuple[int, ...]
    places: Mapping[str, int]
    fronts: tuple[frozenset[str], ...]

    def find(self, reading: Reading, second: Sequence[str] | None = None) -> tuple[Found, ...]:
        """All lessons, the best first. `second`: the slugs of lessons in the order of another ranking, such as that of
        an embedding; both are then fused by their ranks."""
        asked = question_terms(reading)
        whole = _scores(self.lesson_terms, asked, len(self.lessons))
        of_steps = _scores(self.step_terms, asked, len(self.steps))
        best: dict[int, int] = {}
        for step, lesson in enumerate(self.owners):
            if lesson not in best or of_steps[step] > of_steps[best[lesson]]:
                best[lesson] = step
        found = [
            Found(self.lessons[lesson], self.steps[step], whole[lesson] + BEST_STEP * of_steps[step])
            for lesson, step in best.items()
        ]
        found.sort(key=lambda one: -one.score)
        return tuple(_fused(found, second) if second else found)

    def lesson(self, slug: str) -> LessonText | None:
        return self.lessons[self.places[slug]] if slug in self.places else None

    def tells(self, term: str) -> float:
        """How much a term tells one step from others; one that stands in none tells most."""
        return TELLS[term[0]] * rarity(len(self.step_terms.get(term, ())), len(self.steps))

    def rarity(self, term: str) -> float:
        """How rare a term is among lessons."""
        return rarity(len(self.lesson_terms.get(term, ())), len(self.lessons))

    def says(self, lesson: int, term: str) -> bool:
        """Whether the lesson of this number says it anywhere."""
        return any(place == lesson for place, _ in self.lesson_terms.get(term, ()))


def build_index(lessons: Sequence[LessonText]) -> Index:
    """Once for a catalogue: about half a second for 84 lessons."""
    steps = [(number, passage) for number, lesson in enumerate(lessons) for passage in lesson.passages]
    return Index(
        tuple(lessons),
        speller(chain(_table_words(), *(_texts(lesson) for lesson in lessons))),
        _postings([_lesson_fields(lesson) for lesson in lessons], BY_LENGTH),
        _postings([_step_fields(passage) for _, passage in steps], STEP_BY_LENGTH),
        tuple(passage for _, passage in steps),
        tuple(number for number, _ in steps),
        {lesson.slug: number for number, lesson in enumerate(lessons)},
        tuple(frozenset(text_terms(_front(lesson))) for lesson in lessons),
    )


def _fused(found: Sequence[Found], second: Sequence[str]) -> list[Found]:
    places = {slug: place for place, slug in enumerate(second[:FUSED], 1)}

    def fused(place: int, one: Found) -> float:
        other = places.get(one.lesson.slug)
        return (1 / (FUSION + place) if place <= FUSED else 0.0) + (1 / (FUSION + other) if other else 0.0)

    order = {one.lesson.slug: fused(place, one) for place, one in enumerate(found, 1)}
    return sorted(found, key=lambda one: -order[one.lesson.slug])


def _scores(postings: Postings, asked: Mapping[str, float], size: int) -> list[float]:
    scores = [0.0] * size
    for term, counts in asked.items():
        for place, tells in postings.get(term, ()):
            scores[place] += counts * tells
    return scores


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
    return {term: tuple(_told(term, held, len(texts))) for term, held in places.items()}


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
    for phrases, _ in rows(SYNONYMS):
        yield from map(" ".join, phrases)
    for _, meant in rows(SPELLINGS):
        yield " ".join(meant)
