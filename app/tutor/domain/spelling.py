"""What people type, read as the words of the lessons: one spelling, shorthand and dialect, marks left out or mistyped."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from math import inf, log

from app.tutor.domain.shorthand import SPELLINGS

LONGEST_QUESTION = 600  # characters that are read
WORD = re.compile(r"\d+|[^\W\d_]+")
MARKED_SHARE = 0.15  # of syllables; with fewer the marks were left out
LONGEST_PHRASE = 4  # syllables of a row in the tables
MOST_READINGS = 8  # spellings that a syllable is tried in
# What it takes to read a syllable otherwise than it was typed, in natural logarithms.
LEFT_OUT, MARK_LEFT_OUT, WRONG_MARK, SOUNDS_ALIKE, UNKNOWN = 0.0, -2.5, -5.0, -8.0, -11.0
SEEN_TOGETHER = 0.7  # share of a pair's own count, the rest is that of the syllable (Jelinek and Mercer 1980)
# Spellings that sound alike somewhere in the country, as they begin and end a bare syllable.
BEGINNINGS = (
    ("ngh", "ng"), ("gh", "g"), ("ph", "f"), ("tr", "ch"), ("gi", "z"), ("d", "z"), ("r", "z"), ("s", "x"), ("qu", "w"),
    ("k", "c"), ("q", "c"), ("l", "n"),
)  # fmt: skip
KEPT = ("kh", "nh", "th", "ch", "ng")  # their first letter is not one of those above
ENDINGS = (("nh", "n"), ("ng", "n"), ("ch", "c"), ("t", "c"))

Words = tuple[str, ...]
Phrases = Mapping[Words, Words]


def cleaned(typed: str) -> str:
    """In one spelling: NFC, full-width letters as plain ones, no control or invisible characters, single spaces; at most
    LONGEST_QUESTION characters."""
    text = unicodedata.normalize("NFKC", typed[: 4 * LONGEST_QUESTION])
    kinds = ((character, unicodedata.category(character)) for character in text)
    shown = "".join(" " if kind in ("Cc", "Zl", "Zp") else character for character, kind in kinds if kind not in HIDDEN)
    return " ".join(unicodedata.normalize("NFC", shown).split())[:LONGEST_QUESTION]


HIDDEN = ("Cf", "Cs", "Co", "Cn")


def syllables(text: str) -> list[str]:
    """In small letters; a number and the letters behind it apart."""
    return WORD.findall(text.lower())


@lru_cache(maxsize=20_000)
def bare(syllable: str) -> str:
    """A syllable in small letters without its marks."""
    letters = unicodedata.normalize("NFD", syllable.replace("đ", "d"))
    return "".join(character for character in letters if unicodedata.category(character) != "Mn")


@lru_cache(maxsize=20_000)
def sound(syllable: str) -> str:
    """The same for syllables that some part of the country does not tell apart when it speaks: tr and ch, s and x, d, gi
    and r, l and n, final n, nh and ng, final t and c."""
    said = bare(syllable)
    start = next((pair for pair in BEGINNINGS if said.startswith(pair[0]) and not said.startswith(KEPT)), ("", ""))
    said = (start[1] + said[len(start[0]) :]).replace("y", "i")
    end = next((pair for pair in ENDINGS if said.endswith(pair[0])), ("", ""))
    return said[: len(said) - len(end[0])] + end[1]


def is_marked(words: Sequence[str]) -> bool:
    """Whether marks were typed at all."""
    return sum(word != bare(word) for word in words) >= MARKED_SHARE * len(words)


def rows(table: str) -> Iterator[tuple[list[Words], Words]]:
    """Of a table of shorthand.py or synonyms.py: what may be typed, and what it stands for (none in a table without the sign)."""
    for line in table.strip().splitlines():
        typed, _, meant = line.partition("=")
        yield [tuple(syllables(one)) for one in typed.split(",")], tuple(syllables(meant))


@dataclass(frozen=True)
class Reading:
    """`typed`: the syllables as they came; `meant`: as lessons would spell them."""

    typed: Words
    meant: Words
    marked: bool


@dataclass(frozen=True)
class Speller:
    """Knows how lessons spell: how often each syllable stands in them and each pair of neighbours, and the spellings of
    each bare syllable and of each sound, the most frequent first."""

    counts: Mapping[str, int]
    pairs: Mapping[tuple[str, str], int]
    by_bare: Mapping[str, Words]
    by_sound: Mapping[str, Words]
    total: int

    def read(self, typed: str) -> Reading:
        words = syllables(cleaned(typed))
        marked = is_marked(words)
        return Reading(tuple(words), tuple(self._corrected(self._respelled(words, marked), marked)), marked)

    def _respelled(self, words: Sequence[str], marked: bool) -> list[str]:
        """Shorthand and dialect as lessons write them, the longest phrase first."""
        said: list[str] = []
        place = 0
        while place < len(words):
            found = ((size, self._spelled(tuple(words[place : place + size]), marked)) for size in LENGTHS)
            size, meant = next(((size, meant) for size, meant in found if meant), (1, (words[place],)))
            said += meant
            place += size
        return said

    def _spelled(self, phrase: Words, marked: bool) -> Words | None:
        """Without marks a syllable may be one of the lessons' own: then it is that one."""
        if marked or len(phrase) > 1:
            return _SPELLINGS.get(phrase) or (None if marked else _BARE_SPELLINGS.get(phrase))
        if phrase[0] in self.by_bare and len(phrase[0]) > 2:
            return None
        return _SPELLINGS.get(phrase) or (None if phrase[0] in self.by_bare else _BARE_SPELLINGS.get(phrase))

    def _corrected(self, words: Sequence[str], marked: bool) -> list[str]:
        """The likeliest syllables behind those that were typed (Viterbi 1967, over pairs of neighbours)."""
        columns: list[list[tuple[str, int, float]]] = [[("", 0, 0.0)]]
        for word in words:
            before = columns[-1]
            column = []
            for spelling, cost in self._readings(word, marked).items():
                alone = self._alone(spelling)
                unpaired = log(alone)
                ways = [
                    sofar + (log(self._paired(last, spelling) + alone) if (last, spelling) in self.pairs else unpaired)
                    for last, _, sofar in before
                ]
                likely = max(ways)
                column.append((spelling, ways.index(likely), likely + cost))
            columns.append(column)
        return _traced(columns)

    def _readings(self, word: str, marked: bool) -> dict[str, float]:
        """What may have been meant, with what it takes."""
        if word.isdigit():
            return {word: 0.0}
        plain = bare(word)
        cost = LEFT_OUT if not marked else MARK_LEFT_OUT if word == plain else WRONG_MARK
        known = word in self.counts
        ways = {word: 0.0 if known else UNKNOWN}
        alike = self.by_sound.get(sound(word), ())[:MOST_READINGS] if marked or not known else ()
        for spellings, price in ((self.by_bare.get(plain, ())[:MOST_READINGS], cost), (alike, SOUNDS_ALIKE)):
            for spelling in spellings:
                ways[spelling] = max(ways.get(spelling, -inf), price)
        return ways

    # How likely a syllable is behind another is the sum of the two; one that was never seen there has the second alone.

    def _paired(self, last: str, word: str) -> float:
        return SEEN_TOGETHER * self.pairs[last, word] / self.counts[last]

    def _alone(self, word: str) -> float:
        return (1 - SEEN_TOGETHER) * (self.counts.get(word, 0) + 0.5) / self.total


def _traced(columns: Sequence[Sequence[tuple[str, int, float]]]) -> list[str]:
    """The syllables on the best way through the columns, of which each cell names the cell it came from."""
    place = max(range(len(columns[-1])), key=lambda cell: columns[-1][cell][2])
    words = []
    for column in reversed(columns[1:]):
        word, place, _ = column[place]
        words.append(word)
    return words[::-1]


def speller(texts: Iterable[str]) -> Speller:
    """Of the texts of the lessons, and of the words in the tables."""
    counts: Counter[str] = Counter()
    pairs: Counter[tuple[str, str]] = Counter()
    for text in texts:
        words = syllables(text)
        counts.update(words)
        pairs.update(pairwise(words))
    by_bare: dict[str, list[str]] = {}
    by_sound: dict[str, list[str]] = {}
    for word, _ in counts.most_common():
        by_bare.setdefault(bare(word), []).append(word)
        by_sound.setdefault(sound(word), []).append(word)
    return Speller(
        counts, pairs, {key: tuple(words) for key, words in by_bare.items()},
        {key: tuple(words) for key, words in by_sound.items()}, max(1, counts.total()),
    )  # fmt: skip


LENGTHS = tuple(range(LONGEST_PHRASE, 0, -1))
_SPELLINGS: Phrases = {phrase: meant for typed, meant in rows(SPELLINGS) for phrase in typed}
_BARE_SPELLINGS: Phrases = {tuple(map(bare, phrase)): meant for phrase, meant in _SPELLINGS.items()}
