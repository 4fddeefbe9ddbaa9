"""Words that people ran together: "mãotp củatôi là220918nhập" read as it was meant, beside the text as it stands."""

import re
from collections.abc import Callable, Iterator

from app.core.private_text.odd_words import KNOWN, SYLLABLE
from app.core.private_text.plain import bare

PIECE = re.compile(r"[^\W\d_]{2,24}")
NOUNS = r"(?:otp|pin|cvv|stk|cccd|cmnd|vneid|zalo|wifi|pass)"
# A letter that may end one syllable begins the next before a vowel: "gửi mã", not "gửim ã".
APART = rf"{SYLLABLE.pattern}(?<![cghmnpt](?=[aeiouy]))(?<!t(?=h))"
# A known noun among syllables, else syllables alone: at most six, so that reading stays quick.
RUN_TOGETHER = re.compile(rf"(?:{NOUNS}|{APART}){{1,6}}")
SENTENCE_ENDS = re.compile(r"(?<=\d)[.,;!?](?=[^\W\d_]{2})")
PART = re.compile(rf"{NOUNS}|{APART}")


def unglued(text: str, is_word: Callable[[str], bool] = bool) -> tuple[str, list[int]]:
    """The text with a space wherever words, or a word and a number, stand together; for each character its place in the
    text. `text` is plain; `is_word`: of a word as typed, whether it may be taken apart."""
    breaks = set(_breaks(bare(text), text, is_word))
    parts, places = [], []
    for place, character in enumerate(text):
        if place in breaks:
            parts.append(" ")
            places.append(place)
        parts.append(character)
        places.append(place)
    return "".join(parts), places


def _breaks(text: str, typed: str, is_word: Callable[[str], bool]) -> Iterator[int]:
    yield from (match.end() for match in SENTENCE_ENDS.finditer(text))
    for match in PIECE.finditer(text):
        word = match[0]
        if not is_word(typed[match.start() : match.end()]) or not RUN_TOGETHER.fullmatch(word):
            continue
        if not SYLLABLE.fullmatch(word) and not KNOWN.fullmatch(word):
            yield from (match.start() + part.start() for part in PART.finditer(word) if part.start())
        if text[match.start() - 1 : match.start()].isdigit():
            yield match.start()
        if text[match.end() : match.end() + 1].isdigit():
            yield match.end()
