"""Whether the sentences of an answer tell what is to be done in the order of the lesson."""

from collections.abc import Iterable

from app.tutor.domain.grounding.check import Checked, Quote
from app.tutor.domain.grounding.noes import is_near_no
from app.tutor.domain.grounding.people import doer
from app.tutor.domain.grounding.support import read_words
from app.tutor.domain.grounding.vocabulary import STEPPING

Place = tuple[int, int]  # the number of a step, and of a sentence in it


def goes_back(sentence: Checked, told: Iterable[Checked]) -> bool:
    """Whether it says what to do with the phone, after something that the same lesson does later. What is known, asked or
    forbidden may be told in any order, and what concerns other readers (`danh-cho`) has none."""
    return any(_is_before(sentence, earlier) for earlier in told)


def _is_before(sentence: Checked, other: Checked) -> bool:
    own, others = _deeds(sentence), _deeds(other)
    if (
        not own
        or not others
        or {one.source.passage.lesson for one in own} != {one.source.passage.lesson for one in others}
    ):
        return False
    if {one.sentence.tags for one in own} != {one.sentence.tags for one in others}:
        return False
    return max(map(_place, own)) < min(map(_place, others))


def _deeds(checked: Checked) -> list[Quote]:
    """The sentences of the lesson on which it rests, where it tells a deed and they do."""
    return [quote for quote in checked.quotes if _is_deed(quote.sentence.text)] if _is_deed(checked.text) else []


def _is_deed(text: str) -> bool:
    words = read_words(text)
    deeds = [word for word in words if word.form in STEPPING and not is_near_no(words, word)]
    return "?" not in text and any(not doer(words, word) for word in deeds)


def _place(quote: Quote) -> Place:
    return quote.source.passage.number, quote.source.sentences.index(quote.sentence)
