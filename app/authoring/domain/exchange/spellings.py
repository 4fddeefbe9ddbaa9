"""How a short answer may be typed, for systems that compare letter by letter."""

import re
import unicodedata
from collections.abc import Iterable

from app.courses.domain.folding import fold
from app.quiz.domain.short_answer import key

TONES = "\u0300\u0301\u0303\u0309\u0323"  # grave, acute, tilde, hook above, dot below
# `hòa` and `hoà`, `khỏe` and `khoẻ`, `thủy` and `thuỷ`: the tone on the first or the second vowel at a syllable's end.
END = r"(?![\w\u0300-\u036f])"
FIRST = re.compile(rf"(?<!q)(?:o[{TONES}][ae]|u[{TONES}]y){END}", re.IGNORECASE)
SECOND = re.compile(rf"(?<!q)(?:o[ae]|uy)[{TONES}]{END}", re.IGNORECASE)


def typed_forms(spelling: str) -> tuple[str, ...]:
    """The spelling, with the tone on the other vowel, without marks, and without spaces; capitals do not count. Each is
    judged as the spelling is (quiz/domain/short_answer.py), which accepts more than can be listed."""
    plain = fold(spelling)
    forms = (spelling, _moved(FIRST, spelling), _moved(SECOND, spelling), plain, plain.replace(" ", ""))
    same = (form for form in forms if key(fold(form)) == key(plain))
    return tuple(_each_once(unicodedata.normalize("NFC", " ".join(form.split())) for form in same))


def _moved(tones: re.Pattern[str], text: str) -> str:
    """Every such syllable with its tone on the other vowel."""
    return tones.sub(_swapped, unicodedata.normalize("NFD", text))


def _swapped(syllable: re.Match[str]) -> str:
    first, second, third = list(syllable[0])
    return first + third + second


def _each_once(forms: Iterable[str]) -> Iterable[str]:
    seen: set[str] = set()
    for form in forms:
        if form and form.casefold() not in seen:
            seen.add(form.casefold())
            yield form
