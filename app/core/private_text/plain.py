"""Text as it is read: without what hides in it, letters and digits in one form."""

import re
import unicodedata

# What no reader sees: controls, format characters (zero width, direction), fillers, variation selectors, half surrogates;
# and the ligatures of Arabic that NFKC makes eighteen letters of.
UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\u3164\ud800-\udfff\ufdf0-\ufdff\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e0fff]"
)
MARKS = "\u0300-\u036f\u0483-\u0489\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u06d6-\u06ed\u0730-\u074a\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
# A letter of Vietnamese has two marks. Python sorts a run of marks in the square of its length.
TOO_MANY_MARKS = re.compile(rf"(?<=[{MARKS}]{{3}})[{MARKS}]+")
MARKED_DIGIT = re.compile(rf"(?<=\d)[{MARKS}]+")
OTHER_DIGIT = re.compile(r"(?![0-9])\d")
LATIN = [*range(0x41, 0x250), *range(0x1E00, 0x1F00)]
_SMALL = {code: chr(code).lower() for code in LATIN if len(chr(code).lower()) == 1}
_BARE = {code: unicodedata.normalize("NFD", small)[0] for code, small in _SMALL.items()} | {ord(d): "d" for d in "đĐðÐ"}


def plain(text: str) -> str:
    """NFKC without what no reader sees: full-width, circled and other digits become 0–9, decomposed letters one letter."""
    text = TOO_MANY_MARKS.sub("", UNSEEN.sub("", text))
    text = unicodedata.normalize("NFKC", text)
    text = MARKED_DIGIT.sub("", text)
    return OTHER_DIGIT.sub(lambda digit: str(unicodedata.digit(digit[0])), text)


def small(text: str) -> str:
    """Lower case, character for character."""
    return text.translate(_SMALL)


def bare(text: str) -> str:
    """Lower case without marks, character for character: places in it are places in the text."""
    return text.translate(_BARE)


def words(written: str) -> frozenset[str]:
    """Those between spaces."""
    return frozenset(written.split())
