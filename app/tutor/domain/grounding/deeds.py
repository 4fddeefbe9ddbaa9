"""What the reader is told to press, to type and to give."""

from collections.abc import Iterator, Sequence
from itertools import groupby, takewhile

from app.tutor.domain.fidelity.text import Word
from app.tutor.domain.grounding.noes import is_near_no, no_before
from app.tutor.domain.grounding.people import doer
from app.tutor.domain.grounding.support import Support, Words, content
from app.tutor.domain.grounding.vocabulary import GIVING, PAUSES, PRESSING, SECRETS, TYPING

REACH = 8  # words from a verb to what is given


def pressed(words: Words, support: Support) -> bool:
    """What is pressed is what the lesson says to press."""
    ways = [way for verb in support.words if verb.form in PRESSING for way in _list_behind(support.words, verb)]
    for verb in (word for word in words if word.form in PRESSING):
        told = _behind(words, verb)[:2]
        if told and not any(_is_within(told, way) for way in ways):
            return True
    return False


def _behind(words: Words, verb: Word) -> list[str]:
    own = [word for word in words if word.clause == verb.clause and word.place > verb.place]
    return _first_part(own)


def _first_part(words: Words) -> list[str]:
    return [word.form for word in content(tuple(takewhile(lambda word: word.form not in PAUSES, words)))]


def _list_behind(words: Words, verb: Word) -> Iterator[list[str]]:
    """ "Bấm: Đăng nhập → Gửi" presses one after the other."""
    behind = [word for word in words[verb.place + 1 :] if word.sentence == verb.sentence]
    for _, own in groupby(behind, lambda word: word.clause):
        yield _first_part(tuple(own))


def _is_within(part: Sequence[str], whole: Sequence[str]) -> bool:
    """In this order."""
    rest = iter(whole)
    return all(form in rest for form in part)


def asks_for_secrets(words: Words, support: Support) -> bool:
    """Nobody is told to give a code or money, unless the lesson says just this."""
    told = set(_given(words, support.words))
    return bool(told) and not told <= set(_given(support.words))


def _given(words: Words, source: Words = ()) -> Iterator[tuple[str, str]]:
    """Verb of giving and what is given, in one clause, where nothing forbids it and nobody else does it. In a list the no
    of its beginning counts where the `source` has it."""
    for verb in words:
        if verb.form in TYPING and not is_near_no(words, verb):
            yield verb.form, "typed"
        listed = no_before(words, verb) and any(one.form == verb.form and is_near_no(source, one) for one in source)
        refused = listed or is_near_no(words, verb) or doer(words, verb) or _is_noun(words, verb)
        if verb.form in GIVING and not refused:
            for other in words[verb.place : verb.place + REACH]:
                if other.form in SECRETS and other.clause == verb.clause:
                    yield verb.form, SECRETS[other.form]


def _is_noun(words: Words, verb: Word) -> bool:
    """ "biên lai chuyển tiền": no deed, but what another word names."""
    before = words[verb.place - 1] if verb.place else verb
    return verb.form in SECRETS and before.clause == verb.clause and before in content(words)
