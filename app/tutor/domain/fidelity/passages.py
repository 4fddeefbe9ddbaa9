"""The sentences to show side by side."""

from app.tutor.domain.fidelity.alignment import Alignment
from app.tutor.domain.fidelity.leftovers import Leftover
from app.tutor.domain.fidelity.text import Step, Word, sentence_around

LONGEST = 400
"""Characters of a passage that are shown."""


def around(alignment: Alignment, leftover: Leftover) -> tuple[str, str]:
    """The sentence of the source and that of the rewrite in which the difference stands."""
    gap = leftover.gap
    anchor = gap.before or gap.after
    lost = leftover.lost or leftover.moved or ((anchor[0],) if anchor else ())
    new = leftover.new or gap.new or ((anchor[1],) if anchor else ())
    return sentences(alignment.source, lost), sentences(alignment.rewrite, new)


def sentences(step: Step, words: tuple[Word, ...]) -> str:
    """The sentences from that of the first word to that of the last; empty without words."""
    if not words:
        return ""
    first, last = sentence_around(step, words[0])[0], sentence_around(step, words[-1])[-1]
    before = step.words[first.place - 1].end if first.place else 0
    opening = step.text[before : first.start]
    start = before + max(opening.rfind(mark) for mark in ".!?\n") + 1
    return " ".join(step.text[start : last.end].split())[:LONGEST]
