"""Text as a reader meets it, with every character still where it stands in the file.

What is not read (marks of the notation) and what is not judged (code, names of buttons, what other people say) is
replaced by blanks of the same length, so that no place is ever lost.
"""

import re
from bisect import bisect, bisect_left
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import accumulate
from typing import Literal, TypeAlias

from app.courses.domain.facts import Fact, Term
from app.courses.domain.prose import URL

# told: the lesson says it; title: of a step or a lesson, where nothing can be explained; asked: the story of a
# question; right, wrong: choices; quoted: what other people or the drawn screen say.
Voice: TypeAlias = Literal["told", "title", "asked", "right", "wrong", "quoted"]

REFERENCE = re.compile(r"\[\[([^\[\]\n]*)\]\]")
LINK = re.compile(r"(?<!\[)\[([^\[\]\n]+)\]\([^()\n]*\)")
BOLD = re.compile(r"\*\*(?=\S)([^*\n]+?)\*\*")
CODE = re.compile(r"`[^`\n]*`|\{[^{}\n]*\}")  # an invented example, a parameter of a family
QUOTED = re.compile(r"\"[^\"\n]*\"|“[^”\n]*”|«[^»\n]*»")
BULLET = re.compile(r"(?m)^[ \t]*(?:[-*+•–]|\d{1,2}[.)])[ \t]+|^[ \t]*#{1,6}[ \t]*")
SENTENCE_END = re.compile(r"\n+|(?<=[.?!…])[\"”’)]*\s+")
SOFT_BREAK = re.compile(r"(?<=\S)[ \t]*\n(?=[ \t]*[^\s\x01])")
SYLLABLE = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")
STANDS_IN = "■"  # for a fact or a term, whose words are not in the file
UNKNOWN_FACT = 3  # syllables: what most facts have


@dataclass(frozen=True)
class Known:
    """The glossary, and the facts as far as they are known: they make a sentence as long as it is read."""

    terms: Mapping[str, Term]
    facts: Mapping[str, Fact]


@dataclass(frozen=True)
class Word:
    """One syllable, as Vietnamese writes it: a run of letters. `lower` is what rules compare."""

    start: int
    end: int
    text: str
    lower: str


@dataclass(frozen=True)
class Sentence:
    start: int
    end: int
    syllables: int


@dataclass(frozen=True)
class Passage:
    """`raw` is as typed, `line` its first line in the file; offsets below count characters of `raw`."""

    voice: Voice
    raw: str
    line: int
    known: Known = field(repr=False)

    def place(self, offset: int) -> tuple[int, int]:
        """Line and column in the file, from 1."""
        before = self.raw[:offset]
        return self.line + before.count("\n"), offset - (before.rfind("\n") + 1) + 1

    @cached_property
    def is_empty(self) -> bool:
        return not self.raw.strip()

    @cached_property
    def references(self) -> tuple[tuple[int, str, str], ...]:
        """Where each glossary reference stands, which term it names, and the words it shows instead ("")."""
        found = ((match.start(), match[1]) for match in REFERENCE.finditer(self.raw))
        parts = ((at, *inside[1:].partition("|")) for at, inside in found if inside.startswith("?"))
        return tuple((at, term_id.strip(), shown.strip()) for at, term_id, _, shown in parts)

    @cached_property
    def shown(self) -> str:
        """What is read: one line for every paragraph, item and title."""
        text = BULLET.sub(lambda mark: "\x01" + " " * (len(mark[0]) - 1), self.raw)
        text = SOFT_BREAK.sub(lambda gap: " " * len(gap[0]), text).replace("\x01", " ")
        text = REFERENCE.sub(_reading_of, text)
        text = LINK.sub(lambda link: f" {link[1]}".ljust(len(link[0])), text)
        return text.replace("*", " ").replace("`", " ")

    @cached_property
    def judged(self) -> str:
        """What the lesson says in its own words: no code, no names of buttons, no address, nobody quoted."""
        text = list(self.shown)
        for pattern in (CODE, BOLD, URL):
            for match in pattern.finditer(self.raw):
                text[match.start() : match.end()] = STANDS_IN * len(match[0])
        return QUOTED.sub(lambda said: STANDS_IN * len(said[0]), "".join(text))

    @cached_property
    def words(self) -> tuple[Word, ...]:
        return tuple(Word(m.start(), m.end(), m[0], m[0].lower()) for m in SYLLABLE.finditer(self.judged))

    @cached_property
    def buttons(self) -> tuple[tuple[int, str], ...]:
        """Where each name of a button stands, and the name."""
        return tuple((match.start(), match[1]) for match in BOLD.finditer(self.raw))

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """As tests/content counts them: a syllable is what stands between blanks and has a letter or digit."""
        bounds = [0, *(place for end in SENTENCE_END.finditer(self.shown) for place in end.span()), len(self.shown)]
        pieces = zip(bounds[::2], bounds[1::2], strict=True)
        found = (self._sentence(start, end) for start, end in pieces)
        return tuple(sentence for sentence in found if sentence.syllables)

    @cached_property
    def statements(self) -> tuple[str, ...]:
        """What the facts say that stand here as a sentence or as a way to press, as far as they are known."""
        names = (match[1].removesuffix(":cau") for match in REFERENCE.finditer(self.raw) if match[1][:1] != "?")
        return tuple(self.known.facts[name].statement.lower() for name in names if name in self.known.facts)

    @cached_property
    def has_unknown_sentence(self) -> bool:
        sentences = (match[1] for match in REFERENCE.finditer(self.raw) if match[1].endswith(":cau"))
        return any(name.removesuffix(":cau") not in self.known.facts for name in sentences)

    @property
    def syllables(self) -> int:
        return sum(sentence.syllables for sentence in self.sentences)

    def start_of_sentence(self, offset: int) -> int:
        """Of the sentence that holds that offset, or of the last before it; 0 in a passage without any."""
        before = bisect(self.sentences, offset, key=lambda sentence: sentence.start)
        return self.sentences[before - 1].start if before else 0

    def _sentence(self, start: int, end: int) -> Sentence:
        start += len(self.shown[start:end]) - len(self.shown[start:end].lstrip())
        places, sums = self._hidden
        hidden = sums[bisect_left(places, end)] - sums[bisect_left(places, start)]
        return Sentence(start, end, syllables(self.shown[start:end]) + hidden)

    @cached_property
    def _hidden(self) -> tuple[list[int], list[int]]:
        """Where references stand, and how many syllables those before each are read as beyond what is typed."""
        found = [(match.start(), self._read_as(match[1])) for match in REFERENCE.finditer(self.raw)]
        return [at for at, _ in found], [0, *accumulate(count for _, count in found)]

    def _read_as(self, inside: str) -> int:
        name, _, form = inside.lstrip("?").partition("|" if inside.startswith("?") else ":")
        if inside.startswith("?"):
            term = self.known.terms.get(name.strip())
            return 0 if form.strip() else syllables(term.word) if term else 1
        if form:
            return 0  # a whole sentence, judged where it is written
        fact = self.known.facts.get(name.strip())
        return syllables(fact.text) if fact else UNKNOWN_FACT


def _reading_of(reference: re.Match[str]) -> str:
    """Of the same length: the words that are shown, a mark for what the file does not hold, a break for a sentence."""
    inside, length = reference[1], len(reference[0])
    if inside.startswith("?"):
        before, bar, shown = inside.partition("|")
        return f"{' ' * (len(before) + 3)}{shown}  " if bar else STANDS_IN.ljust(length)
    return "\n" * length if inside.endswith(":cau") else STANDS_IN.ljust(length)


def syllables(text: str) -> int:
    return sum(any(character.isalnum() for character in word) for word in text.split())
