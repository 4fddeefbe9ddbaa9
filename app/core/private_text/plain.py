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
# Letters of other scripts that look like Latin ones: a password with a Cyrillic "a" is read as everybody reads it.
ALIKE = {
    "A": "\u0410\u0391", "a": "\u0430\u0251\u03b1", "B": "\u0412\u0392", "C": "\u0421", "c": "\u0441", "d": "\u0501",
    "E": "\u0415\u0401\u0395", "e": "\u0435\u0451", "g": "\u0261\u0563", "H": "\u041d\u0397", "h": "\u04bb\u0570",
    "I": "\u0406\u0407\u0399", "i": "\u0456\u0457\u0131\u03b9", "J": "\u0408", "j": "\u0458", "K": "\u041a\u039a",
    "k": "\u043a\u03ba", "M": "\u041c\u039c", "m": "\u043c", "N": "\u039d", "n": "\u03bd\u0578", "O": "\u041e\u039f",
    "o": "\u043e\u03bf\u0585", "P": "\u0420\u03a1", "p": "\u0440\u03c1", "q": "\u051b", "S": "\u0405", "s": "\u0455",
    "T": "\u0422\u03a4", "t": "\u0442\u03c4", "u": "\u03c5\u057d", "V": "\u0474", "v": "\u0475", "w": "\u051d",
    "X": "\u0425\u03a7", "x": "\u0445\u03c7", "Y": "\u0423\u03a5", "y": "\u0443", "Z": "\u0396",
}  # fmt: skip
_LATIN = {ord(other): letter for letter, others in ALIKE.items() for other in others}
OTHER_DIGIT = re.compile(r"(?![0-9])\d")
LATIN = [*range(0x41, 0x250), *range(0x1E00, 0x1F00)]
_SMALL = {code: chr(code).lower() for code in LATIN if len(chr(code).lower()) == 1}
_BARE = {code: unicodedata.normalize("NFD", small)[0] for code, small in _SMALL.items()} | {ord(d): "d" for d in "đĐðÐ"}


def plain(text: str) -> str:
    """NFKC without what no reader sees: full-width, circled and other digits become 0–9, decomposed letters one letter, and
    letters that only look Latin are Latin."""
    text = TOO_MANY_MARKS.sub("", UNSEEN.sub("", text))
    text = unicodedata.normalize("NFKC", text)
    text = text if text.isascii() else unicodedata.normalize("NFC", text.translate(_LATIN))
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
