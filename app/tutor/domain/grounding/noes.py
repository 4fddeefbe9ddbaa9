"""What is forbidden, and what is allowed alone."""

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from itertools import takewhile
from typing import TypeAlias

from app.tutor.domain.fidelity.alignment import is_light
from app.tutor.domain.fidelity.text import Word
from app.tutor.domain.grounding.support import Support, Words, content
from app.tutor.domain.grounding.vocabulary import FORBIDDING

REACH = 4  # words
HOLDS_NO = re.compile(r"(?:^|_)(không|chưa)(?=_|$)_?")
KINDS = {"không_bao_giờ": "không", "không_cho": "không", "tránh": "không", "cấm": "không"}  # each forbids

Places: TypeAlias = Mapping[int, str]
"""Of words, by their place: the kind of the no under which they stand."""


def polarity(words: Words, support: Support) -> bool:
    """What is forbidden stays forbidden, what is not does not become so: each word stands under the same no as where the
    lesson says it."""
    opened, source = _opened(words), _opened(support.words)
    own, known = _under(opened), _under(source)
    turned = (_is_turned(word, opened, own, source, known) for word in opened if word.form not in FORBIDDING)
    return any(turned) or any(_is_freed(word, words, support) for word in content(words))


def _opened(words: Words) -> Words:
    """Apart what is read as one word and holds a no: "không dấu", "chưa biết"."""
    parts = [
        (word, part)
        for word in words
        for part in ([word.form] if word.form in FORBIDDING else filter(None, HOLDS_NO.split(word.form)))
    ]
    return [replace(word, form=part, place=place) for place, (word, part) in enumerate(parts)]


def _under(words: Words) -> dict[int, str]:
    """The no, two noes as two, of each place that stands under one: the next words of its clause up to the first that
    says something; where none follows, as in "có được không", the word before it. A list says its no before each member
    (support.read_words)."""
    found: defaultdict[int, str] = defaultdict(str)
    for no in (word for word in words if word.form in FORBIDDING):
        kind = KINDS.get(no.form, no.form)
        clause = [word for word in words if word.clause == no.clause and word.form not in FORBIDDING]
        behind = list(takewhile(lambda word: word.form != "thì", (word for word in clause if word.place > no.place)))
        before = [word for word in clause if word.place < no.place]
        light = list(takewhile(lambda word: not content([word]), behind))
        for word in behind[: len(light) + 1]:
            found[word.place] += kind
        if not behind and before:
            found[before[-1].place] += f"… {kind}"
    return found


def _is_turned(word: Word, words: Words, own: Places, source: Words, known: Places) -> bool:
    """Where the lesson says a word with this no and also otherwise, the place that shares more neighbours counts."""
    said = own.get(word.place, "")
    alike, otherwise = -1, -1
    for twin in (other for other in source if other.form == word.form):
        shared = len(_neighbours(words, word) & _neighbours(source, twin))
        if known.get(twin.place, "") == said:
            alike = max(alike, shared)
        else:
            otherwise = max(otherwise, shared)
    return alike < otherwise or (alike < 0 and said != "" and not is_light(word))


def _neighbours(words: Words, word: Word) -> set[tuple[bool, str]]:
    """The nearest words before and behind in the sentence that say something and are no no; "" at its ends."""
    near = [one for one in content(words) if one.sentence == word.sentence and one.form not in FORBIDDING]
    before = ["", *(one.form for one in near if one.place < word.place)]
    behind = [*(one.form for one in near if one.place > word.place), ""]
    return {(False, before[-1]), (True, behind[0])}


def _is_freed(word: Word, words: Words, support: Support) -> bool:
    """All that the lesson says of it stands close behind a no, and here none stands before it in its clause, nor one of
    the lesson's before its clause."""
    twins = [other for other in support.words if other.form == word.form]
    if not twins or not all(is_near_no(support.words, twin) for twin in twins):
        return False
    no = no_before(words, word)
    forbidden = {head.form for head in _heads(support.words)}
    return no is None or (no.clause != word.clause and _head(words, no) not in forbidden)


def _heads(words: Words) -> list[Word]:
    """What each no speaks of: the next word that says something."""
    return [head for no in words if no.form in FORBIDDING for head in said_after(words, no)]


def _head(words: Words, no: Word) -> str:
    return next((head.form for head in said_after(words, no)), "")


def said_after(words: Words, no: Word) -> list[Word]:
    behind = words[no.place + 1 :]
    return [word for word in content(behind) if word.clause == no.clause and word.form not in FORBIDDING][:1]


def no_before(words: Words, word: Word) -> Word | None:
    """The last no before a word in its sentence."""
    before = [one for one in words[: word.place] if one.sentence == word.sentence and one.form in FORBIDDING]
    return before[-1] if before else None


def is_near_no(words: Words, word: Word) -> bool:
    """Within reach of a no in its own clause."""
    before = words[max(0, word.place - REACH) : word.place]
    return word.form not in FORBIDDING and any(
        other.form in FORBIDDING and other.clause == word.clause for other in before
    )


def only(words: Words, support: Support) -> bool:
    """ "Chỉ bấm khi…" is not "bấm khi…"."""
    for word in content(words):
        twins = [other for other in support.words if other.form == word.form]
        if twins and all(_before(support.words, twin) == "chỉ" for twin in twins) and _before(words, word) != "chỉ":
            return True
    return False


def _before(words: Words, word: Word) -> str:
    """The word before in the clause, light ones left out; "" at its beginning."""
    ahead = [one.form for one in words[: word.place] if one.clause == word.clause and not is_light(one)]
    return ahead[-1] if ahead else ""
