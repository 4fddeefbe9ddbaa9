"""Sentences as they come out of a stream, each with the steps it cites, as plain text."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from app.tutor.domain.fidelity.text import normal

LONGEST = 400  # characters of a sentence; a model that writes on without an end is not listened to
MARK = re.compile(r"\s*[\[(【](\d{1,2}(?:\s*[,;]\s*\d{1,2})*)[\])】]")
# A sentence ends with its sign, what closes a quotation, and its marks; what follows shows that no mark is to come.
END = re.compile(r"[.!?…]+[\"”’)]*(?:\s*\[[\d,; ]{1,12}\]\.?)*(?=\s+[^\s\[])|\n+")
OPENING = re.compile(r"^(?:[-*•–]|\d{1,2}[.)])\s+")
EMPHASIS = re.compile(r"\*\*([^*\n]{1,120})\*\*|`([^`\n]{1,120})`|[“\"]([^“”\"\n]{1,120})[”\"]")
FORBIDDEN = re.compile(r"[<>{}\[\]|\\^~_*`#@]|://|www\.|\bjavascript:|&\w+;", re.IGNORECASE)
STRANGE = frozenset({"Cc", "Cs", "Co", "Cn", "So", "Sk"})  # control characters, pictures


@dataclass(frozen=True)
class Said:
    """`text`: to be shown, if it holds; `cited`: numbers of steps; `labels`: what stands in quotation marks or bold.
    `is_plain`: without markup, addresses to click, or signs that no lesson uses."""

    text: str
    cited: tuple[int, ...]
    labels: tuple[str, ...]
    is_plain: bool


class Splitter:
    """Gives sentences when they are whole; what is left at the end is one only if the stream ended well."""

    def __init__(self) -> None:
        self._held = ""

    def feed(self, piece: str) -> Iterator[str]:
        self._held += piece
        while found := END.search(self._held):
            sentence, self._held = self._held[: found.end()].strip(), self._held[found.end() :].lstrip(" ")
            if sentence:
                yield sentence
        if len(self._held) > LONGEST:
            self._held = self._held[-LONGEST:]

    def rest(self) -> str:
        held, self._held = self._held.strip(), ""
        return held


def read(sentence: str) -> Said:
    text = normal(sentence)
    is_plain = not any(unicodedata.category(letter) in STRANGE for letter in text)
    cited = tuple(int(number) for mark in MARK.findall(text) for number in re.findall(r"\d+", mark))
    text = OPENING.sub("", MARK.sub("", text).strip())
    labels = tuple(next(filter(None, groups)) for groups in EMPHASIS.findall(text))
    text = " ".join(re.sub(r"\*\*([^*\n]{1,120})\*\*|`([^`\n]{1,120})`", r"\1\2", text).split())
    if text and text[-1] not in '.!?…”"':
        text = text.rstrip(":;,") + "."
    return Said(text, tuple(dict.fromkeys(cited)), labels, is_plain=is_plain and FORBIDDEN.search(text) is None)
