"""What a text and a question are compared by: syllables, pairs of neighbours, and other words for the same thing."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise

from app.tutor.domain.spelling import LENGTHS, Reading, Words, bare, rows, sound, syllables
from app.tutor.domain.synonyms import FILLERS, SYNONYMS

# A term begins with the letter of its kind. What a term of a kind tells, beside how rare it is.
BARE, WORD, PAIR, SOUND, MEANING = "b", "w", "p", "s", "m"
TELLS = {BARE: 0.5, WORD: 0.8, PAIR: 0.6, SOUND: 0.2, MEANING: 1.8}
AS_TYPED = 0.5  # what the typed words count beside the words that were meant
IN_A_PHRASE = 0.6  # what a syllable counts alone when it is part of a known phrase

IGNORED = frozenset(FILLERS.split())
_MEANINGS: dict[Words, list[str]] = {}
for _number, (_alike, _) in enumerate(rows(SYNONYMS)):
    for _phrase in _alike:
        _MEANINGS.setdefault(_phrase, []).append(f"{MEANING}{_number}")
_BARE_MEANINGS: dict[Words, list[str]] = {}
for _phrase, _rows in _MEANINGS.items():
    if len(_phrase) > 1:
        _BARE_MEANINGS.setdefault(tuple(map(bare, _phrase)), []).extend(_rows)


def text_terms(text: str) -> Counter[str]:
    """The terms of a text of the lessons, as often as they stand in it."""
    words = syllables(text)
    return Counter([*_word_terms(words, marked=True), *_meanings(words)])


@lru_cache(maxsize=4)  # each part of one answer asks for them again
def question_terms(reading: Reading) -> Mapping[str, float]:
    """The terms of a question, each with what it counts: between 0 and 1."""
    counts = dict.fromkeys(_word_terms(reading.typed, marked=reading.marked), AS_TYPED)
    counts |= dict.fromkeys(_word_terms(reading.meant, marked=True), 1.0)
    for word in _in_phrases(reading.meant):
        for term in (BARE + bare(word), WORD + word):
            counts[term] = min(counts.get(term, IN_A_PHRASE), IN_A_PHRASE)
    for words in (reading.meant, reading.typed):
        counts |= {term: 1.0 for _, term in words_with_meaning(words)}
    return counts


def _word_terms(words: Sequence[str], *, marked: bool) -> Iterator[str]:
    for word in words:
        if word not in IGNORED:
            yield BARE + bare(word)
            if marked:
                yield WORD + word
    for one, other in pairwise(words):
        if one not in IGNORED or other not in IGNORED:
            yield SOUND + sound(one) + sound(other)
            if marked:
                yield f"{PAIR}{one} {other}"


def phrases_in(words: Sequence[str]) -> Iterator[Words]:
    for start in range(len(words)):
        for length in LENGTHS:
            if start + length <= len(words):
                yield tuple(words[start : start + length])


def _meanings(words: Sequence[str]) -> Iterator[str]:
    for phrase in phrases_in(words):
        yield from _MEANINGS.get(phrase, ())


def words_with_meaning(words: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Each syllable of a known phrase with the term of what the phrase means. A phrase of several syllables is known
    whatever marks it has."""
    for phrase in phrases_in(words):
        known = _MEANINGS.get(phrase, ()) if len(phrase) == 1 else _BARE_MEANINGS.get(tuple(map(bare, phrase)), ())
        for term in known:
            for word in phrase:
                yield word, term


def _in_phrases(words: Sequence[str]) -> Iterator[str]:
    for phrase in phrases_in(words):
        if len(phrase) > 1 and tuple(map(bare, phrase)) in _BARE_MEANINGS:
            yield from phrase
