"""What one leftover means: each rule reads the words that went and came at one place and names the worst it finds."""

from collections.abc import Callable, Iterator

from app.tutor.domain.fidelity.alignment import Alignment, Gap
from app.tutor.domain.fidelity.findings import Finding, Severity
from app.tutor.domain.fidelity.leftovers import Leftover
from app.tutor.domain.fidelity.passages import around
from app.tutor.domain.fidelity.text import Step, Word, sentence_around
from app.tutor.domain.fidelity.vocabulary import (
    ACTORS,
    AT_LEAST,
    AT_MOST,
    CONSEQUENCES,
    DUTIES,
    GRAVE,
    HEDGES,
    LOOSE_ACTORS,
    MILD,
    NEGATIONS,
    OPPOSITES,
    QUANTITIES,
    UNITS,
)
from app.tutor.domain.fidelity.weight import is_name

_OPPOSITES = frozenset(
    pair
    for part in OPPOSITES.strip("|").split("|")
    for one, other in [part.split()]
    for pair in [(one, other), (other, one)]
)
_SMALL = 2
"""Words lost, and words new, up to which a difference is an exchange of one thing and not a sentence said anew."""

_EXACT = ("date:", "phone:", "address:", "code:", "clock:")

OPEN_WHEN_REWORDED = frozenset({"negation", "opposite", "actor"})

Rule = Callable[[Alignment, Leftover], bool]


def findings_at(alignment: Alignment, leftover: Leftover, *, is_reworded: bool) -> Iterator[Finding]:
    """At least one finding: hard if a rule knows what went wrong, else that words differ. `is_reworded`: the sentence
    differs elsewhere as well; a no, an opposite or another name may then say the same, and has to be seen."""
    broken = [name for name, rule in RULES if rule(alignment, leftover)]
    before, after = around(alignment, leftover)
    for name in broken:
        is_open = is_reworded and name in OPEN_WHEN_REWORDED
        yield Finding(name, Severity.REVIEW if is_open else Severity.HARD, before, after)
    if not broken:
        yield Finding(_doubt(leftover), Severity.REVIEW, before, after)


def _doubt(leftover: Leftover) -> str:
    touched = {word.form for word in (*leftover.lost, *leftover.new)}
    if touched & ACTORS or any(word.form in ACTORS for word in leftover.moved):
        return "actor-unclear"
    if touched & NEGATIONS:
        return "negation-unclear"
    if leftover.moved:
        return "order-unclear"
    if leftover.lost and leftover.new:
        return "words-exchanged"
    return "words-lost" if leftover.lost else "words-new"


def _forms(words: tuple[Word, ...]) -> set[str]:
    return {word.form for word in words}


def _is_small(leftover: Leftover) -> bool:
    return len(leftover.lost) <= _SMALL and len(leftover.new) <= _SMALL


def _number(alignment: Alignment, leftover: Leftover) -> bool:
    """A number came for another one or for "một", or one written in figures was lost or came; a number word that a list
    took the place of only has to be seen."""
    lost = [word for word in leftover.lost if word.form.startswith("#")]
    new = [word for word in leftover.new if word.form.startswith("#")]
    if (lost and new) or (new and "một" in _forms(leftover.gap.lost)) or (lost and "một" in _forms(leftover.gap.new)):
        return True
    return _in_figures(alignment.source, lost) or _in_figures(alignment.rewrite, new)


def _in_figures(step: Step, words: list[Word]) -> bool:
    return any(step.text[word.start].isdigit() for word in words)


def _atom(alignment: Alignment, leftover: Leftover) -> bool:
    """A date, address, telephone number or what is typed; a name like VNeID that the source does not have. A quotation
    may be told in other words; that has to be seen."""
    lost, new = leftover.lost, leftover.new
    if any(word.form.startswith(_EXACT) for word in (*lost, *new)):
        return True
    known = _forms(alignment.source.words)
    named = (word for word in new if is_name(word) and word.form not in known)
    return any(
        alignment.rewrite.text[word.start + 1 : word.end].lower() != alignment.rewrite.text[word.start + 1 : word.end]
        for word in named
    )


def _label(alignment: Alignment, leftover: Leftover) -> bool:
    """A button was lost, came, or is pressed in another order."""
    if any(word.form.startswith("label:") for word in (*leftover.lost, *leftover.new)):
        return True
    moved = any(word.form.startswith("label:") for word in leftover.moved)
    return moved and _labels(alignment.source) != _labels(alignment.rewrite)


def _labels(step: Step) -> list[str]:
    """In the order in which they are first named."""
    return list(dict.fromkeys(word.form for word in step.words if word.form.startswith("label:")))


def _unit(_alignment: Alignment, leftover: Leftover) -> bool:
    """Where something is counted, both sides name a unit and not the same."""
    lost, new = _forms(leftover.lost), _forms(leftover.new)
    return bool(lost & UNITS and new & UNITS) and _is_counted(leftover.gap)


def _is_counted(gap: Gap) -> bool:
    return gap.before is not None and (gap.before[0].form.startswith("#") or gap.before[0].form in QUANTITIES)


def _comparator(alignment: Alignment, leftover: Leftover) -> bool:
    """Beside a number, at least became at most, before became after."""
    lost = _near_number(alignment.source, leftover.gap.lost)
    new = _near_number(alignment.rewrite, leftover.gap.new)
    return bool((lost & AT_LEAST and new & AT_MOST) or (lost & AT_MOST and new & AT_LEAST))


def _near_number(step: Step, words: tuple[Word, ...]) -> set[str]:
    """Those of the words that stand within two words of a number or date."""
    found = set()
    for word in words:
        close = step.words[max(0, word.place - 2) : word.place + 3]
        if any(other.form.startswith(("#", "date:")) and other.clause == word.clause for other in close):
            found.add(word.form)
    return found


def _negation(alignment: Alignment, leftover: Leftover) -> bool:
    """Nothing differs but a no that came or went, and neither sentence has another no to speak for it."""
    lost, new = leftover.lost, leftover.new
    if not _is_small(leftover) or leftover.moved or (lost and new) or not _forms((*lost, *new)) & NEGATIONS:
        return False
    pair = leftover.gap.after or leftover.gap.before
    if pair is None or (new and pair[1].clause != new[-1].clause):
        return False  # it stands alone, as at the end of a question
    counts = [
        _negations(alignment.source, lost[0] if lost else pair[0]),
        _negations(alignment.rewrite, new[0] if new else pair[1]),
    ]
    return sorted(counts) == [0, 1]


def _negations(step: Step, word: Word) -> int:
    return sum(other.form in NEGATIONS for other in sentence_around(step, word))


def _duty(_alignment: Alignment, leftover: Leftover) -> bool:
    """A must or a must-not became advice."""
    lost, new = _forms(leftover.lost), _forms(leftover.gap.new)
    if new & NEGATIONS or len(leftover.new) > _SMALL:
        return False
    return (
        bool((lost & NEGATIONS and new & MILD) or (lost & DUTIES and new & (MILD | HEDGES))) or "không_bao_giờ" in lost
    )


def _actor(_alignment: Alignment, leftover: Leftover) -> bool:
    """Another person or office; not one word for a child or for anybody instead of another."""
    lost, new = (_forms(words) & ACTORS - LOOSE_ACTORS for words in (leftover.lost, leftover.new))
    return bool(lost and new) and _is_small(leftover)


def _consequence(_alignment: Alignment, leftover: Leftover) -> bool:
    lost, new = _forms(leftover.lost) & CONSEQUENCES, _forms(leftover.new) & CONSEQUENCES
    return bool(lost and new and (lost | new) & GRAVE) and _is_small(leftover)


def _opposite(_alignment: Alignment, leftover: Leftover) -> bool:
    lost, new = _forms(leftover.lost), _forms(leftover.new)
    return _is_small(leftover) and any((one, other) in _OPPOSITES for one in lost for other in new)


RULES: tuple[tuple[str, Rule], ...] = (
    ("number", _number),
    ("atom", _atom),
    ("label", _label),
    ("unit", _unit),
    ("comparator", _comparator),
    ("negation", _negation),
    ("duty", _duty),
    ("actor", _actor),
    ("consequence", _consequence),
    ("opposite", _opposite),
)
