"""Words on which the meaning turns, and those that have to stand as they are."""

import re

from app.courses.domain.folding import fold
from app.tutor.domain.fidelity.text import Word
from app.tutor.domain.fidelity.vocabulary import (
    ACTORS,
    COMPARATORS,
    CONSEQUENCES,
    DISTINCTIONS,
    DUTIES,
    HEDGES,
    NEGATIONS,
    QUANTITIES,
)

_WEIGHTY = ACTORS | NEGATIONS | DUTIES | HEDGES | CONSEQUENCES | COMPARATORS | QUANTITIES | DISTINCTIONS
_SYLLABLE = re.compile(
    r"(?:b|ch?|d|gh?|gi|h|kh?|l|m|ngh?|nh?|ph?|qu|r|s|th?|tr|v|x)?[aeiouy]{1,3}(?:ch?|m|ng?|nh|p|t)?"
)


def is_weighty(word: Word) -> bool:
    """One of those that no rewrite may touch: who acts, whether, how many, what to press."""
    return word.form in _WEIGHTY or is_atom(word) or is_name(word)


def is_atom(word: Word) -> bool:
    return word.form.startswith("#") or ":" in word.form


def is_name(word: Word) -> bool:
    """A name of a product or an abbreviation, such as VNeID, OTP, apk: no Vietnamese syllable."""
    return word.form.isalpha() and not _SYLLABLE.fullmatch(fold(word.form))
