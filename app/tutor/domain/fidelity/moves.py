"""Words that stand in another place of the rewrite, and whether that may change who does what, or what comes first."""

from dataclasses import dataclass

from app.tutor.domain.fidelity.alignment import Alignment, Gap, is_light
from app.tutor.domain.fidelity.fronting import is_fronted, next_said
from app.tutor.domain.fidelity.text import Step, Word
from app.tutor.domain.fidelity.vocabulary import (
    ACTORS,
    ADVERBS,
    DUTIES,
    FREE_ADVERBS,
    MAY_COME,
    MAY_GO,
    NEGATIONS,
    SEQUENCE,
)
from app.tutor.domain.fidelity.weight import is_atom

_FREE = MAY_COME & MAY_GO
_SCOPED = NEGATIONS | DUTIES | {"tự", "hoặc", "dù"}  # speak of the word behind them
_SHORT_MOVE = 6  # words a phrase may pass and still stand in the same thought


@dataclass(frozen=True)
class Move:
    """`arrived`: the word of the rewrite; `gap`: where."""

    gap: Gap
    arrived: Word


def moves(alignment: Alignment) -> dict[Word, Move]:
    """For each word of the source that stands in another place of the rewrite: where it arrived."""
    waiting: dict[str, list[Move]] = {}
    for gap in alignment.gaps:
        for word in gap.new:
            if not is_light(word) and word.form not in _FREE:
                waiting.setdefault(word.form, []).append(Move(gap, word))
    lost = (word for gap in alignment.gaps for word in gap.lost if waiting.get(word.form))
    return {word: waiting[word.form].pop(0) for word in lost if waiting[word.form]}


def is_harmless(alignment: Alignment, word: Word, move: Move) -> bool:
    """It moved within its clause past nothing that turns the meaning, or with the part of the sentence that came first."""
    return _stays_in_clause(alignment, word, move.gap, move.arrived) or is_fronted(alignment, word, move.arrived)


def _stays_in_clause(alignment: Alignment, word: Word, gap: Gap, arrived: Word) -> bool:
    if _is_date(alignment.source, word):
        return any(pair and pair[0].sentence == word.sentence for pair in (gap.before, gap.after))
    if is_atom(word):
        return False
    if word.form in FREE_ADVERBS and any(
        pair and pair[0].sentence == word.sentence for pair in (gap.before, gap.after)
    ):
        return True
    anchors = [pair[0] for pair in (gap.before, gap.after) if pair]
    if not any(anchor.clause == word.clause for anchor in anchors):
        return False
    if _is_inability(alignment.source, word) and _next_form(alignment.rewrite, arrived) == "được":
        return True
    if word.form in _SCOPED and not _same_next(alignment, word, arrived):
        return False
    passed = _passed(alignment.source, word, gap)
    if any(other.form in SEQUENCE for other in passed if other.clause == word.clause):
        return False
    if all(is_light(other) or other.form in ADVERBS for other in passed):
        return True
    return (
        len(passed) <= _SHORT_MOVE
        and word.form not in ACTORS
        and not any(other.form in ACTORS or is_atom(other) for other in passed)
    )


def _passed(step: Step, word: Word, gap: Gap) -> tuple[Word, ...]:
    """The words of the source between where the word stood and where it went, by the shorter way."""
    place = word.place
    ways = []
    if gap.before:
        behind = gap.before[0].place
        ways.append(step.words[behind + 1 : place] if behind < place else step.words[place + 1 : behind + 1])
    if gap.after:
        ahead = gap.after[0].place
        ways.append(step.words[ahead:place] if ahead < place else step.words[place + 1 : ahead])
    return min(ways, key=len)


def _same_next(alignment: Alignment, word: Word, arrived: Word) -> bool:
    return next_said(alignment.source, word) == next_said(alignment.rewrite, arrived) != ""


def _is_date(step: Step, word: Word) -> bool:
    """A date or what leads to it ("từ ngày"): speaks of the whole sentence."""
    ahead = step.words[word.place : word.place + 3]
    if word.form not in {"từ", "ngày", "tháng"}:
        return word.form.startswith("date:")
    return any(other.form.startswith("date:") and other.clause == word.clause for other in ahead)


def _is_inability(step: Step, word: Word) -> bool:
    """ "không tự nộp được", which is "tự nộp không được"; but "không được nộp" forbids."""
    ahead = step.words[word.place + 1 :][:_SHORT_MOVE]
    same = [other.form for other in ahead if other.clause == word.clause]
    return word.form == "không" and "được" in same[1:]


def _next_form(step: Step, word: Word) -> str:
    place = word.place + 1
    return step.words[place].form if place < len(step.words) else ""
