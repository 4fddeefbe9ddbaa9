"""A paper shows a full name, so that whoever reads it knows whose it is; at home people are called otherwise. Who assesses is
to read neither."""

import re
import unicodedata

from app.courses.domain.folding import fold, fold_commune

# As people are called with a name, "Bà Ba", or by one of these alone. Also a family name: only "Ông".
CALLED = frozenset(
    [
        "ông",
        "bà",
        "bác",
        "chú",
        "cô",
        "dì",
        "cậu",
        "mợ",
        "thím",
        "dượng",
        "anh",
        "chị",
        "em",
        "cụ",
        "cố",
        "ba",
        "má",
        "mẹ",
        "bố",
        "mạ",
        "mệ",
        "mự",
        "o",
        "út",
        "con",
        "cháu",
        "thầy",
        "nội",
        "ngoại",
    ]
)
FAMILY_NAMES = frozenset({"ông"})


def is_as_called(name: str) -> bool:
    """Whether this is perhaps how somebody is called, no full name: worth a question, never a refusal, as some have one
    name only. `name`: as app.web.forms.clean_name leaves it."""
    words = name.casefold().split()
    if len(words) < 2:
        return True
    return words[0] in CALLED and (len(words) == 2 or words[0] not in FAMILY_NAMES)


def says_who(note: str, name: str, commune: str) -> bool:
    """Whether a note tells whose test it is: the whole `name`, its last two words, how somebody of it is called ("bác Lan"), or
    their `commune`. A name of one or two words is looked for as it is written, marks and all: "ba lần" is nobody."""
    words, bare = f" {_words(note)} ", f" {fold(note)} "
    parts = _words(name).split()
    called = [f"{one} {parts[-1]}" for one in CALLED] if parts else []
    whole = fold(name) if len(parts) > 2 else ""
    place = fold_commune(commune) if len(fold_commune(commune).split()) > 1 else fold(commune)
    spelt = [" ".join(parts[-2:]) if len(parts) > 1 else "", *called]
    is_spelt = any(f" {one} " in words for one in spelt if one)
    return is_spelt or any(f" {one} " in bare for one in (whole, place) if " " in one)


def _words(text: str) -> str:
    return " ".join(re.findall(r"\w+", unicodedata.normalize("NFC", text).casefold()))
