"""Where in the cited steps a sentence may come from: a few sentences of one step that say most of it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import groupby
from typing import TypeAlias

from app.tutor.domain.fidelity.alignment import is_light
from app.tutor.domain.fidelity.text import Word, normal, words_of
from app.tutor.domain.fidelity.vocabulary import MAY_COME
from app.tutor.domain.fidelity.weight import is_weighty
from app.tutor.domain.grounding.vocabulary import GLUE
from app.tutor.domain.passages import Sentence
from app.tutor.domain.prompting import Source

MOST_SENTENCES = 4
QUOTES = re.compile(r"[*`\"“”]")
NO_LIST = re.compile(r"\b((?:đừng|không|tránh|chớ)(?: \w+)?):([^.:!?\n]*)", re.IGNORECASE)
SYLLABLE = re.compile(r"[^\W_]+")

Words: TypeAlias = Sequence[Word]


@dataclass(frozen=True)
class Support:
    """`sentences`: of one step, in its order. `words`: theirs, each sentence with a number of its own."""

    source: Source
    sentences: tuple[Sentence, ...]
    words: tuple[Word, ...]

    @cached_property
    def forms(self) -> frozenset[str]:
        """Also of its heading, which says what the step is about."""
        return frozenset(word.form for word in (*self.words, *read_words(self.source.passage.heading)))

    @cached_property
    def text(self) -> str:
        return spaced(" ".join(sentence.text for sentence in self.sentences))

    @cached_property
    def names(self) -> str:
        return self.text + spaced(self.source.passage.heading)

    @cached_property
    def said(self) -> tuple[tuple[Word, ...], ...]:
        """Its words, sentence by sentence; a list may hold several."""
        return tuple(tuple(own) for _, own in groupby(self.words, lambda word: word.sentence))


def best_support(words: Words, cited: Sequence[Source]) -> Support | None:
    """The one that holds most of what the words say. None without a sentence to look at."""
    wanted = {word.form for word in content(words)}
    found = [_support(source, wanted) for source in cited if source.sentences]
    found += [one for source in cited for one in _facts(source)]
    return max(found, key=lambda one: (len(wanted & one.forms), -len(one.sentences)), default=None)


def content(words: Words) -> list[Word]:
    """Words that say something: neither small nor free to come and go."""
    return [
        word
        for word in words
        if word.form not in GLUE and not is_light(word) and (word.form not in MAY_COME or is_weighty(word))
    ]


def read_words(text: str) -> tuple[Word, ...]:
    """Also of what stands in quotation marks, word by word; a no before a list is said before each of its members."""
    return _read_words(NO_LIST.sub(_spread, QUOTES.sub(" ", normal(text))))


def _spread(found: re.Match[str]) -> str:
    return ", ".join(f"{found[1]} {member.strip()}" for member in found[2].split(","))


@lru_cache(maxsize=4_000)
def _read_words(text: str) -> tuple[Word, ...]:
    return words_of(text)


def spaced(text: str) -> str:
    """Small words with one space around each: what stands in it can be looked for as whole words."""
    return f" {' '.join(SYLLABLE.findall(normal(text).lower()))} "


def _support(source: Source, wanted: set[str]) -> Support:
    """Sentence by sentence the one that adds most, as long as it adds anything; the earlier of equals."""
    held = {place: {word.form for word in read_words(one.text)} & wanted for place, one in enumerate(source.sentences)}
    chosen: list[int] = []
    said: set[str] = set()
    while len(chosen) < MOST_SENTENCES:
        best = max(held, key=lambda place: (len(held[place] - said), -place))
        if chosen and not held[best] - said:
            break
        chosen.append(best)
        said |= held[best]
    row = tuple(source.sentences[place] for place in sorted(set(chosen)))
    return Support(source, row, read_words(" \n ".join(one.text for one in row)))


def _facts(source: Source) -> Iterator[Support]:
    """What the fact table says under a sentence that shows no more than its value."""
    for sentence in source.sentences:
        for fact in sentence.facts:
            if fact.statement not in sentence.text:
                yield Support(source, (sentence,), read_words(fact.statement))
