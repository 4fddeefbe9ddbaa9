"""Steps as a whole: as many, in their order, with their advice; and what a comparison may contain."""

import re
from collections import Counter
from collections.abc import Iterator

from app.tutor.domain.fidelity.alignment import is_light
from app.tutor.domain.fidelity.findings import Finding, Severity
from app.tutor.domain.fidelity.text import Lesson, Step, words_of
from app.tutor.domain.fidelity.weight import is_name

_LONGEST_ANALOGY = 40  # words
_DIGIT = re.compile(r"\d")
_TELLING = frozenset({"ngân_hàng", "công_an", "cán_bộ", "chuyển", "chuyển_tiền", "nạp", "vay", "rút", "mật_khẩu"})
_SHOULD = frozenset({"nên", "nên_làm"})
_SHOWN = 160  # characters of a step that are quoted


def step_findings(source: Lesson, rewrite: Lesson) -> Iterator[Finding]:
    if len(source.steps) != len(rewrite.steps) or source.numbered != rewrite.numbered:
        yield Finding("steps", Severity.HARD, _listed(source.steps), _listed(rewrite.steps))
    elif exchanged := _exchanged(source.steps, rewrite.steps):
        place, partner = exchanged
        yield Finding(
            "step-order", Severity.HARD, source.steps[place].text[:_SHOWN], rewrite.steps[partner].text[:_SHOWN]
        )


def _listed(steps: tuple[Step, ...]) -> str:
    return f"{len(steps)}: " + " / ".join(step.text[:40] for step in steps[:12])


def _exchanged(source: tuple[Step, ...], rewrite: tuple[Step, ...]) -> tuple[int, int] | None:
    """A step that says what a neighbour of its counterpart said: a rewrite of another step than the one it replaces."""
    for place, step in enumerate(source):
        near = range(max(0, place - 3), min(len(rewrite), place + 4))
        likeness = {partner: _likeness(step, rewrite[partner]) for partner in near}
        best = max(near, key=lambda partner: (likeness[partner], partner == place))
        if likeness[best] > 2 * likeness[place] and likeness[best] > 0.3:
            return place, best
    return None


def _likeness(one: Step, other: Step) -> float:
    left, right = (Counter(word.form for word in step.words if not is_light(word)) for step in (one, other))
    return 2 * (left & right).total() / max(1, left.total() + right.total())


def advice_findings(source: Step, rewrite: Step) -> Iterator[Finding]:
    """A must may not become a should: more "nên" than the step had."""
    should = [word for word in rewrite.words if word.form in _SHOULD]
    if len(should) > sum(word.form in _SHOULD or word.form in {"vì_vậy", "khuyên"} for word in source.words):
        said = should[-1]
        yield Finding(
            "advice", Severity.REVIEW, source.text[:_SHOWN], rewrite.text[max(0, said.start - 40) : said.start + _SHOWN]
        )


def analogy_findings(source: Lesson, rewrite: Lesson) -> Iterator[Finding]:
    """A comparison the rewrite adds has no figure, address or button; one that names an office, or something that costs,
    has to be seen."""
    for analogy in rewrite.analogies:
        if analogy not in source.analogies:
            words = words_of(analogy.partition(":")[2])
            if _DIGIT.search(analogy) or any(":" in word.form for word in words):
                yield Finding("analogy", Severity.HARD, "", analogy)
            elif len(words) > _LONGEST_ANALOGY or any(word.form in _TELLING or is_name(word) for word in words):
                yield Finding("analogy", Severity.REVIEW, "", analogy)
