"""The lint of one lesson or file of the bank, as it is being typed."""

from collections.abc import Iterator, Mapping

from app.authoring.domain.lint.easier import remarks_on_easier
from app.authoring.domain.lint.passages import Known
from app.authoring.domain.lint.questions import remarks_on_questions
from app.authoring.domain.lint.reading import Reading, Step, reading_of
from app.authoring.domain.lint.remark import Remark
from app.authoring.domain.lint.steps import remarks_on_step
from app.authoring.domain.lint.vocabulary import remarks_on_vocabulary
from app.authoring.domain.lint.wording import remarks_on_wording
from app.courses.domain.facts import Fact, Term
from app.courses.domain.lessons import Lesson
from app.courses.domain.source import with_plain_line_ends

MOST_REMARKS = 200  # in one file, as diagnostics: whoever has that many mends the first ones first
NO_FACTS: Mapping[str, Fact] = {}


def remarks_of(
    text: str, terms: Mapping[str, Term], facts: Mapping[str, Fact] = NO_FACTS, lesson: Lesson | None = None
) -> tuple[Remark, ...]:
    """Advice on the source of a lesson or of a file of the bank, in the order of its lines; never an error.

    `terms` is the glossary. `facts`, where the caller has them, make a sentence as long as it will be read; without
    them a fact counts as three syllables. `lesson`: the same text compiled, where it could be: then easier texts are held
    against their steps. At most MOST_REMARKS. What cannot be read yet gets no remark, and raises nothing.
    """
    known = Known(terms, facts)
    reading = reading_of(with_plain_line_ends(text), known)
    found = {*_remarks_on(reading, known), *(remarks_on_easier(lesson, reading) if lesson else ())}
    return tuple(sorted(found)[:MOST_REMARKS])


def _remarks_on(reading: Reading, known: Known) -> Iterator[Remark]:
    for passage in reading.passages:
        yield from remarks_on_wording(passage)
    yield from remarks_on_vocabulary(reading.passages, known)
    for screen in reading.screens:
        if isinstance(screen, Step):
            yield from remarks_on_step(screen)
    yield from remarks_on_questions(reading)
