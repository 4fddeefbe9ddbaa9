"""Which sentence of a lesson settles a wrong answer. Chosen among the lesson's own sentences; none when it is not clear."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import sqrt
from typing import TypeAlias

from app.courses.domain.readers import Reader
from app.tutor.domain.cues import says_nothing
from app.tutor.domain.extract import leans
from app.tutor.domain.index import Index
from app.tutor.domain.mistakes import Grounds
from app.tutor.domain.passages import Passage
from app.tutor.domain.spelling import syllables
from app.tutor.domain.terms import text_terms

# What it counts that a sentence speaks of what is right, of what the answer is told, of what is asked.
RIGHT, TOLD, ASKED = 1.0, 0.7, 0.3
ALREADY_ASKED = 0.5  # a word of the question tells less where it comes again
AHEAD = 0.8  # and that no other sentence comes near
LEAST = 0.26  # of a match, however far it is ahead
# A sentence that leaves all others so far behind is the one that is meant, though it says it in words of its own: of the
# twenty that this adds to what ships, eighteen settle the mistake by the eye of a reader.
FAR_AHEAD, LEAST_FAR_AHEAD = 0.12, 0.22
KEPT = 4_000  # sentences, of which the terms are made once
SHORTEST = 6  # syllables of a quotation
JUST_BEFORE = 0.08  # questions follow the step that teaches what they ask

Weights: TypeAlias = Mapping[str, float]


@dataclass(frozen=True)
class Settled:
    """The step to read again. `quote` stands in it letter for letter; "" where no sentence is clear enough."""

    passage: Passage
    quote: str = ""


@dataclass(frozen=True)
class _Candidate:
    """`worth` orders sentences; `match` (0 to RIGHT + TOLD), without what every sentence of the question has, judges."""

    passage: Passage
    text: str
    match: float
    worth: float


def settled(
    index: Index, passages: Sequence[Passage], grounds: Grounds, reader: Reader, near: int, enough: float
) -> Settled | None:
    """`near`: the number of the step to fall back to. `enough`: how clear a quotation has to be. None for a lesson
    without steps."""
    asked = _weights(index, grounds.asked)
    right, told = (_without(_weights(index, one), asked) for one in (grounds.right, grounds.told))
    found = []
    for passage, text in _sentences(passages, reader):
        said = _weights(index, text)
        match = RIGHT * _cosine(said, right) + TOLD * _cosine(said, told)
        before = JUST_BEFORE if passage.number == near else 0.0
        found.append(_Candidate(passage, text, match, match + ASKED * _cosine(said, asked) + before))
    found.sort(key=lambda one: -one.worth)
    if found and _is_clear(found, enough):
        return Settled(found[0].passage, found[0].text)
    fallback = [passage for passage in passages if passage.number <= near] or passages[:1]
    return Settled(fallback[-1]) if fallback else None


def _is_clear(found: Sequence[_Candidate], enough: float) -> bool:
    ahead = found[0].worth - found[1].worth if len(found) > 1 else 0.0
    if ahead >= FAR_AHEAD and found[0].match >= LEAST_FAR_AHEAD and enough <= RIGHT + TOLD:
        return True
    return found[0].match >= LEAST and found[0].match + AHEAD * ahead >= enough


def _sentences(passages: Iterable[Passage], reader: Reader) -> Iterable[tuple[Passage, str]]:
    """Those that say enough alone."""
    for passage in passages:
        shown = [sentence for sentence in passage.sentences if reader.sees(sentence.tags)]
        for place, sentence in enumerate(shown):
            is_whole = (place == 0 or not leans(sentence.text)) and not sentence.is_part
            if is_whole and len(syllables(sentence.text)) >= SHORTEST and not says_nothing(sentence.text):
                yield passage, sentence.text


def _weights(index: Index, text: str) -> Weights:
    return {term: index.tells(term) for term in _terms(text)}


@lru_cache(maxsize=KEPT)
def _terms(text: str) -> frozenset[str]:
    return frozenset(text_terms(text))


def _without(weights: Weights, asked: Weights) -> Weights:
    return {term: tells * (ALREADY_ASKED if term in asked else 1.0) for term, tells in weights.items()}


def _cosine(one: Weights, other: Weights) -> float:
    """Of two vectors of weights (Salton, Wong and Yang 1975), between 0 and 1."""
    shared = one.keys() & other.keys()
    size = sum(tells**2 for tells in one.values()) * sum(tells**2 for tells in other.values()) if shared else 0.0
    return sum(one[term] * other[term] for term in shared) / sqrt(size) if size else 0.0
