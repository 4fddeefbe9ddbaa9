"""A condition, a reason or a place may come before the rest of its sentence or behind it: "không chuyển tiền khi A" says
"khi A thì không chuyển tiền"."""

from app.tutor.domain.fidelity.alignment import Alignment, is_light
from app.tutor.domain.fidelity.text import Step, Word, sentence_around
from app.tutor.domain.fidelity.vocabulary import MAY_COME, PLACES, STRICT_SEQUENCE, SUBORDINATORS

_LONGEST = 60  # words of a sentence


def is_fronted(alignment: Alignment, word: Word, arrived: Word) -> bool:
    """The two sentences are the same two parts in turn, nothing in them tells an order, and the part that stood under a
    word like "khi" still does."""
    source, rewrite = sentence_around(alignment.source, word), sentence_around(alignment.rewrite, arrived)
    if max(len(source), len(rewrite)) > _LONGEST:
        return False
    if any(other.form in STRICT_SEQUENCE for other in (*source, *rewrite)):
        return False
    before, after = _without_common_ends(_said(source), _said(rewrite))
    if len(before) != len(after):
        return False
    turns = [turn for turn in range(1, len(before)) if before[turn:] + before[:turn] == after]
    return any(_keeps(alignment, turn, before, source, rewrite) for turn in turns)


def _keeps(
    alignment: Alignment, turn: int, said: list[str], source: tuple[Word, ...], rewrite: tuple[Word, ...]
) -> bool:
    """One of the two parts begins under the same word in both sentences; in front, "thì" may stand for a condition."""
    first, second = said[0], said[turn]
    for words, may_be_left_out in ((SUBORDINATORS, True), (PLACES, False)):
        under, still = _under(alignment.source, source, words), _under(alignment.rewrite, rewrite, words)
        if second in under and (second in still or (may_be_left_out and not still)):
            return True
        if first in under and first in still:
            return True
    return False


def _without_common_ends(one: list[str], other: list[str]) -> tuple[list[str], list[str]]:
    head = _same_length(one, other)
    one, other = one[head:], other[head:]
    tail = _same_length(one[::-1], other[::-1])
    return one[: len(one) - tail], other[: len(other) - tail]


def _same_length(one: list[str], other: list[str]) -> int:
    return next(
        (place for place, (left, right) in enumerate(zip(one, other, strict=False)) if left != right),
        min(len(one), len(other)),
    )


def _under(step: Step, sentence: tuple[Word, ...], words: frozenset[str]) -> set[str]:
    return {next_said(step, word) for word in sentence if word.form in words} - {""}


def next_said(step: Step, word: Word) -> str:
    """The next word of the same clause that says something; empty if none does."""
    for other in step.words[word.place + 1 : word.place + 1 + _LONGEST]:
        if other.clause != word.clause:
            return ""
        if not is_light(other):
            return other.form
    return ""


def _said(words: tuple[Word, ...]) -> list[str]:
    return [word.form for word in words if not is_light(word) and word.form not in MAY_COME | SUBORDINATORS]
