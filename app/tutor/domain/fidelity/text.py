"""A lesson as steps of words: what is compared is not letters but words that say the same."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from app.tutor.domain.fidelity.numerals import numerals_read
from app.tutor.domain.fidelity.same_words import SAME
from app.tutor.domain.fidelity.vocabulary import ADDRESSES, COMPOUNDS, KNOWN

_PIECE = re.compile(
    r"(?P<box>^[ \t]*(?:Nên làm|Bác lưu ý|Lưu ý)[ \t]*:)|(?P<label>\*\*[^*\n]{1,200}\*\*)|(?P<code>`[^`\n]{1,200}`)|(?P<quoted>[\"“”][^\"“”\n]{1,200}[\"“”])"
    r"|(?P<address>(?:https?://)?(?:[\w-]{1,63}\.){1,8}[a-z]{2,10}(?:/[\w./?=&%#-]{0,100})?)"
    r"|(?P<date>\b\d{1,2}[/-]\d{1,2}[/-]\d{4}\b|\b\d{1,2}[/-]\d{4}\b|\b\d{1,2} tháng \d{1,2}(?: năm |/)\d{4}\b)"
    r"|(?P<clock>\b\d{1,2}h(?:\d{2})?\b)"
    r"|(?P<phone>\b(?:0|1[89]00)\d{0,3}(?:[ .]?\d{2,4}){1,4}\b)"
    r"|(?P<number>\d{1,3}(?:\.\d{3})+\b|\d+(?:,\d+)?)|(?P<word>[^\W\d_]+)|(?P<stop>[.!?\n:;,()→–—]+)|(?P<other>[^\s])",
    re.IGNORECASE | re.MULTILINE,
)
STOP = re.compile(r"[.!?\n:;,()→–—]")
_STEP = re.compile(r"(?m)^\d{1,2}[.)] +")
_ANALOGY = re.compile(r"(?m)^> *Ví dụ:.*$")


@dataclass(frozen=True)
class Word:
    """`form`: what it says, by which two words are the same; syllables joined by `_`, atoms with their kind in front
    (`label:xác nhận`, `#60`). `place`: among the words of its step; `start`, `end`: in the text of the step; `clause`,
    `sentence`: counted over the step."""

    form: str
    place: int
    start: int
    end: int
    clause: int
    sentence: int


@dataclass(frozen=True)
class Step:
    """`text` as written; `words` in their order."""

    text: str
    words: tuple[Word, ...]


@dataclass(frozen=True)
class Lesson:
    steps: tuple[Step, ...]
    numbered: bool
    analogies: tuple[str, ...]


def lesson_of(text: str, addresses: frozenset[str]) -> Lesson:
    """`addresses`: the words by which either text speaks to its reader; they are left out."""
    analogies = tuple(found.strip() for found in _ANALOGY.findall(text))
    parts = _parts(_ANALOGY.sub("", text))
    numbered = bool(_STEP.match(text.lstrip()))
    return Lesson(tuple(Step(part, tuple(_words(part, addresses))) for part in parts), numbered, analogies)


def sentence_around(step: Step, word: Word) -> tuple[Word, ...]:
    first = last = word.place
    while first and step.words[first - 1].sentence == word.sentence:
        first -= 1
    while last + 1 < len(step.words) and step.words[last + 1].sentence == word.sentence:
        last += 1
    return step.words[first : last + 1]


def normal(text: str) -> str:
    """NFC, one kind of line end and of space, no invisible characters."""
    text = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n").replace("\u00a0", " ")
    return "".join(letter for letter in text if unicodedata.category(letter) != "Cf").strip()


def addresses_of(source: str, rewrite: str) -> frozenset[str]:
    """The words that speak to the reader: "bác" in every lesson, and the kin word that took its place in the rewrite."""
    before, after = _kin_words(source), _kin_words(rewrite)
    gained = {word for word in ADDRESSES if after[word] > before[word]}
    return frozenset({"bác"} | gained)


def _kin_words(text: str) -> Counter[str]:
    found: Counter[str] = Counter()
    words = re.findall(r"[^\W\d_]+(?:/[^\W\d_]+)?", text.lower())
    for word, following in zip(words, [*words[1:], ""], strict=False):
        word = word.replace("/", " ")
        found[f"{word} {following}"] += 1
        found[word] += 1
    return found


def _parts(text: str) -> list[str]:
    splitter = _STEP if _STEP.match(text.lstrip()) else re.compile(r"\n[ \t]*\n")
    return [part.strip() for part in splitter.split(text) if part.strip()]


def words_of(text: str) -> tuple[Word, ...]:
    return tuple(_words(text, frozenset()))


def _words(text: str, addresses: frozenset[str]) -> Iterator[Word]:
    place = clause = sentence = 0
    run: list[tuple[str, int, int]] = []

    def ended() -> Iterator[Word]:
        nonlocal place
        for form, start, end in _read(run, addresses):
            yield Word(form, place, start, end, clause, sentence)
            place += 1
        run.clear()

    for found in _PIECE.finditer(text):
        kind, piece = str(found.lastgroup), found.group()
        if kind == "stop":
            yield from ended()
            clause += 1
            sentence += any(mark in piece for mark in ".!?\n")
        elif kind != "other":
            run.extend((form, found.start(), found.end()) for form in _forms(kind, piece))
    yield from ended()


def _forms(kind: str, piece: str) -> list[str]:
    match kind:
        case "word":
            return [piece.lower()]
        case "box":
            return ["nên" if "nên" in piece.lower() else "lưu ý"]
        case "number":
            return ["#" + (piece if "," in piece else piece.replace(".", "").lstrip("0") or "0")]
        case "date":
            return ["date:" + "/".join(str(int(part)) for part in re.findall(r"\d+", piece))]
        case "clock":
            hour, minute = piece.lower().split("h")
            return [f"#{int(hour)}", "giờ", *([f"#{int(minute)}"] if minute.strip("0") else [])]
        case "phone":
            return ["phone:" + re.sub(r"\D", "", piece)]
        case "address":
            return ["address:" + piece.lower().rstrip("./")]
    return [f"{kind}:" + " ".join(piece.strip('*`"“” ').lower().split())]


def _read(run: list[tuple[str, int, int]], addresses: frozenset[str]) -> Iterable[tuple[str, int, int]]:
    """Longest known phrase first."""
    place = 0
    phrases, longest = _phrases()
    run = numerals_read(run)
    while place < len(run):
        for length in range(min(longest, len(run) - place), 0, -1):
            phrase = " ".join(form for form, _, _ in run[place : place + length])
            if phrase in addresses:
                break
            if phrase in phrases:
                yield phrases[phrase], run[place][1], run[place + length - 1][2]
                break
        else:
            length = 1
            yield run[place]
        place += length


@cache
def _phrases() -> tuple[dict[str, str], int]:
    kept: dict[str, str] = {}
    for line in SAME.strip().splitlines():
        canonical, _, others = line.partition(":")
        for phrase in (canonical, *others.split(",")):
            kept.setdefault(phrase.strip(), canonical.strip().replace(" ", "_"))
    for compound in COMPOUNDS.strip().replace("\n", "|").split("|"):
        kept.setdefault(compound, compound.replace(" ", "_"))
    for word in KNOWN:
        kept.setdefault(word.replace("_", " "), word)
    return kept, max(phrase.count(" ") + 1 for phrase in kept)
