"""How people talk of passwords and codes, learned from what they wrote (talk.json): a stretch that is likelier a secret than
the next words of such talk, whatever leads to it. The last net, for what no pattern knows."""

import json
import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import pairwise
from math import log
from pathlib import Path
from typing import Literal, TypeAlias

from app.core.private_text.plain import bare, plain, small

FILE = Path(__file__).with_name("talk.json")
HIDDEN = "<private>"  # a secret is one more word of the talk
FIRST, LAST = "<", ">"
UNKNOWN = 8_000  # words that nobody wrote yet, as many as a language has syllables
# Shares of a word's likelihood, where nothing is known of its neighbour: said in such talk, said anywhere, never said.
IN_TALK, ANYWHERE, NEVER = 0.85, 0.14, 0.01
# The same of a word in a password: seen in one, said anywhere, never said.
IN_SECRET, OF_LANGUAGE, NEW = 0.35, 0.35, 0.30
IN_NUMBER = 0.9  # of a digit or a word for one in a code; what else is said between them is rare
GOES_ON = 0.75  # that a secret has one word more
LONGEST = 24  # words of a secret
# Of a word or a pair, how often it was said at least before it tells what a message speaks of.
LEAST_SAID = 3

TOKEN = re.compile(r"\0+|[^\W_][\w.-]*\.vn(?!\w)|\*\d{2,3}#|\d+|[^\W\d_]+|[^\w\s]|_|\n")
LETTERS = re.compile(r"[^\W\d_]+")
SIGNS = {sign: kind for kind, signs in {".": "?!…\n", ",": ";()", '"': "“”'‘’«»", "-": "–—"}.items() for sign in signs}
LONG = 9  # digits; a longer number is as such

LISTS = ("anywhere", "secret", "number", "told", "untold")  # what Talk has beside its pairs
Words = Mapping[str, int]
Private: TypeAlias = Literal["secret", "number"] | None  # a password of words, a code, something else
Stretch = tuple[float, int, int]  # how much likelier (log), first word, last


@dataclass(frozen=True)
class Heard:
    """A word of a message in small letters; of a number its length, of a sign its kind."""

    word: str
    start: int
    end: int


@dataclass(frozen=True)
class Example:
    """A message, whether it talks of secrets, and the private stretches of it with what they are."""

    text: str
    is_talk: bool
    private: Sequence[tuple[str, Private]] = ()


@dataclass(frozen=True)
class Talk:
    """`pairs`: word → what followed it, how often; HIDDEN where a secret stood. `anywhere`: words of all messages, `secret`
    of passwords, `number` of codes. `told`: in how many messages that held a secret a word or a pair of words ("mat_khau",
    without marks) stood beside it; `untold`: in how many others; FIRST stands for all of them."""

    pairs: Mapping[str, Words]
    anywhere: Words
    secret: Words
    number: Words
    told: Words
    untold: Words

    def leaning(self, text: str) -> float:
        """How much likelier (log) a message holds a secret than another does, by all that is said in it (naive Bayes). `text`
        is bare."""
        leans = self._leans
        return sum(leans.get(one, 0.0) for one in _said_in(text))

    @cached_property
    def _leans(self) -> Mapping[str, float]:
        told, untold = self.told.get(FIRST, 0) + 1, self.untold.get(FIRST, 0) + 1
        return {
            one: log((self.told.get(one, 0) + 0.5) / told) - log((self.untold.get(one, 0) + 0.5) / untold)
            for one in {*self.told, *self.untold}
            if one != FIRST
        }

    @cached_property
    def known(self) -> frozenset[str]:
        """Words that somebody said, without marks."""
        return frozenset(map(bare, self.anywhere))

    def times(self, word: str) -> int:
        """How often a word was said in talk of secrets."""
        return self._said.get(word, 0)

    @cached_property
    def _said(self) -> Words:
        said: Counter[str] = Counter()
        for followed in self.pairs.values():
            said.update(followed)
        return said

    @cached_property
    def _alone(self) -> Mapping[str, float]:
        """How likely each word is, whatever stands before it."""
        said, anywhere, *_ = self._sums
        return {
            word: IN_TALK * self._said.get(word, 0) / said
            + ANYWHERE * self.anywhere.get(word, 0) / anywhere
            + NEVER / UNKNOWN
            for word in {*self._said, *self.anywhere}
        }

    @cached_property
    def _followed(self) -> Words:
        return {word: sum(behind.values()) for word, behind in self.pairs.items()}

    @cached_property
    def _sums(self) -> tuple[int, ...]:
        return tuple(sum(words.values()) or 1 for words in (self._said, self.anywhere, self.secret, self.number))

    def likely_secrets(
        self, words: Sequence[str], *, numbers: bool, ends: Collection[str], least: float
    ) -> list[Stretch]:
        """The likeliest stretches of a sentence, none within another: of codes if `numbers`, else of passwords. `ends`: words
        within which no stretch goes on. Time grows with the number of words."""
        said = [FIRST, *words, LAST]
        expected = [0.0, *(self._next(before, word) for before, word in pairwise(said))]
        gains = [
            self._own(word, numbers=numbers) + log(GOES_ON) - as_talk
            for word, as_talk in zip(said, expected, strict=True)
        ]
        begun = [self._next(word, HIDDEN) + log(1 - GOES_ON) - log(GOES_ON) for word in said]
        ended = [self._next(HIDDEN, word) - as_talk for word, as_talk in zip(said, expected, strict=True)]
        found: list[Stretch] = []
        for first in range(1, len(said) - 1):
            gain = begun[first - 1]
            for last in range(first, min(len(said) - 1, first + LONGEST)):
                if said[last] == HIDDEN or said[last] in ends:
                    break
                gain += gains[last]
                if gain + ended[last + 1] > least:
                    found.append((gain + ended[last + 1], first - 1, last - 1))
        return apart(found)

    def _next(self, before: str, word: str) -> float:
        """Log of how likely a word follows another: by the pair as far as it is known, then by the word alone (Witten and
        Bell 1991)."""
        alone = self._alone.get(word, NEVER / UNKNOWN)
        followed = self.pairs.get(before)
        if not followed:
            return log(alone)
        times = self._followed[before]
        return log((followed.get(word, 0) + len(followed) * alone) / (times + len(followed)))

    def _own(self, word: str, *, numbers: bool) -> float:
        _, anywhere, secret, number = self._sums
        if numbers:
            return log(IN_NUMBER * self.number.get(word, 0) / number + (1 - IN_NUMBER) / UNKNOWN)
        seen, said = self.secret.get(word, 0) / secret, self.anywhere.get(word, 0) / anywhere
        return log(IN_SECRET * seen + OF_LANGUAGE * said + NEW / UNKNOWN)


def apart(found: Iterable[Stretch]) -> list[Stretch]:
    """The likeliest, none within another."""
    kept: list[Stretch] = []
    taken: set[int] = set()
    for one in sorted(found, reverse=True):
        within = range(one[1], one[2] + 1)
        if taken.isdisjoint(within):
            taken.update(within)
            kept.append(one)
    return kept


def heard(text: str) -> list[Heard]:
    """The words of a plain text in their order; noughts stand where something is hidden already."""
    return [Heard(_word(match[0]), match.start(), match.end()) for match in TOKEN.finditer(small(text))]


def _word(token: str) -> str:
    if token[0] == "\0":
        return HIDDEN
    if token.endswith(".vn"):
        return ".vn"  # somebody's page
    return f"#{min(len(token), LONG)}" if token[0].isdigit() else SIGNS.get(token, token)


def learned(examples: Iterable[Example]) -> Talk:
    """Each message counts as it was typed, and once more without its marks."""
    pairs: defaultdict[str, Counter[str]] = defaultdict(Counter)
    anywhere, within = Counter[str](), {"secret": Counter[str](), "number": Counter[str]()}
    beside = {True: Counter[str](), False: Counter[str]()}
    for example in examples:
        text = plain(example.text)
        holds = any(kind is not None for _, kind in example.private)
        beside[holds].update({FIRST, *_said_in(_hidden(bare(text), example.private))})
        for typed in dict.fromkeys((text, bare(text))):
            said = _without_private(typed, example.private, within)
            anywhere.update((*said, LAST))
            if example.is_talk:
                for before, word in pairwise((FIRST, *said, LAST)):
                    pairs[before][word] += 1
    often = {one for one, times in (beside[True] + beside[False]).items() if times >= LEAST_SAID}
    told, untold = ({one: times for one, times in beside[holds].items() if one in often} for holds in (True, False))
    return Talk(pairs, anywhere, within["secret"], within["number"], told, untold)


def _said_in(text: str) -> set[str]:
    """The words and pairs of a bare text; numbers and signs tell nothing of it."""
    said = LETTERS.findall(text)
    return {*said, *(f"{before}_{word}" for before, word in pairwise(said))}


def _hidden(text: str, private: Iterable[tuple[str, Private]]) -> str:
    """A bare text with noughts for what is private."""
    for one, _ in private:
        text = text.replace(bare(plain(one)), "\0")
    return text


def _without_private(
    text: str, private: Iterable[tuple[str, Private]], within: Mapping[str, Counter[str]]
) -> list[str]:
    """The words of a text with HIDDEN for each private stretch, whose words are counted."""
    places = [
        (found.start(), len(found[0]), kind)
        for one, kind in private
        for found in re.finditer(re.escape(bare(plain(one))), bare(text))
    ]
    said: list[str] = []
    last: tuple[int, int, str | None] | None = None
    for one in heard(text):
        place = next((at for at in places if at[0] <= one.start < at[0] + at[1]), None)
        if place is None or place != last:
            said.append(one.word if place is None else HIDDEN)
        if place and place[2]:
            within[place[2]][one.word] += 1
        last = place
    return said


@cache
def read_talk(file: Path = FILE) -> Talk:
    """What `hocvuso tutor eval --calibrate` left."""
    kept = json.loads(file.read_text("utf-8"))
    pairs = {before: _counts(words) for before, words in kept["pairs"].items()}
    return Talk(pairs, *(_counts(kept[name]) for name in LISTS))


def keep_talk(talk: Talk, how: str, file: Path = FILE) -> None:
    """A line for each word, so that a change can be read: what followed it, as often as it did ("mật": "khẩu 812 mã")."""
    lines = (
        f"{json.dumps(before, ensure_ascii=False)}: {_line(words)}" for before, words in sorted(talk.pairs.items())
    )
    head = {"how": how}
    words = ",\n".join(f'"{name}": {_line(getattr(talk, name))}' for name in LISTS)
    text = json.dumps(head, ensure_ascii=False)[:-1] + f',\n{words},\n"pairs": {{\n' + ",\n".join(lines) + "\n}}\n"
    file.write_text(text, "utf-8")


def _line(words: Words) -> str:
    counted = (f"{word} {times}" if times > 1 else word for word, times in sorted(words.items()))
    return json.dumps(" ".join(counted), ensure_ascii=False)


def _counts(line: str) -> dict[str, int]:
    """No word is of ASCII digits: of a number its length is kept ("#6")."""
    words: dict[str, int] = {}
    last = ""
    for one in line.split():
        if one.isdigit() and last:
            words[last] = int(one)
        else:
            words[one], last = 1, one
    return words
