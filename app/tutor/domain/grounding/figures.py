"""Names of buttons, numbers, and what stands beside a number."""

import re
from collections.abc import Sequence

from app.tutor.domain.fidelity.alignment import is_light
from app.tutor.domain.fidelity.text import Word
from app.tutor.domain.fidelity.vocabulary import AT_LEAST, AT_MOST
from app.tutor.domain.fidelity.weight import is_atom
from app.tutor.domain.grounding.support import Support, Words, spaced
from app.tutor.domain.grounding.vocabulary import JOINING
from app.tutor.domain.passages import CAPITALS

BEFORE_NUMBER = 2  # words in which "trên", "ít nhất" stand before what they compare
CAPITAL = re.compile(rf"(?<=[^\W\d_,;] )([{CAPITALS}][^\W\d_]*)(?: ([^\W_]+))?")


def names_unknown(text: str, labels: Sequence[str], support: Support) -> bool:
    """A button, a quotation or a name that the step does not have: capitals within a sentence are the names of buttons."""
    for found in CAPITAL.finditer(text):
        name, following = found.groups()
        whole = spaced(f"{name} {following or ''}")
        if whole not in support.names and not (_ends(name, following) and spaced(name) in support.names):
            return True
    return any(spaced(label) not in support.names for label in labels)


def _ends(name: str, following: str | None) -> bool:
    """Whether a name of a button is over with this word: an abbreviation, or what follows joins sentences."""
    return not following or name[1:] != name[1:].lower() or following in JOINING


def number(words: Words, support: Support) -> bool:
    """Each figure, date, telephone number and address is there, before the same word."""
    known = {(word.form, _next(support.words, word)) for word in support.words if is_atom(word)}
    figures = {form for form, _ in known}
    for word in filter(is_atom, words):
        if word.form not in figures:
            return True
        following = _next(words, word)
        if following and (word.form, following) not in known and word.form.startswith("#"):
            return True
    return False


def comparator(words: Words, support: Support) -> bool:
    """At least stays at least, and neither comes or goes beside a number."""
    for word in words:
        if word.form.startswith(("#", "date:")):
            said = _compared(words, word)
            if said not in [_compared(support.words, other) for other in support.words if other.form == word.form]:
                return True
    return False


def _compared(words: Words, number: Word) -> tuple[bool, bool]:
    near = words[max(0, number.place - BEFORE_NUMBER) : number.place + 3]
    forms = {word.form for word in near if word.clause == number.clause}
    return bool(forms & AT_LEAST), bool(forms & AT_MOST)


def _next(words: Words, word: Word) -> str:
    """The next word of the clause that says something; "" at its end."""
    return next((one.form for one in words[word.place + 1 :] if one.clause == word.clause and not is_light(one)), "")
