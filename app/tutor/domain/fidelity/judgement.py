"""Does a rewritten lesson still say what its teacher wrote? Every word is accounted for, or somebody has to look."""

import re
from collections import Counter
from collections.abc import Iterator

from app.tutor.domain.fidelity.alignment import aligned
from app.tutor.domain.fidelity.findings import Finding, Judgement, Severity, verdict_of
from app.tutor.domain.fidelity.gap_rules import findings_at
from app.tutor.domain.fidelity.leftovers import Leftover, leftovers
from app.tutor.domain.fidelity.scope_rules import scope_findings
from app.tutor.domain.fidelity.sentence_rules import sentence_findings
from app.tutor.domain.fidelity.step_rules import advice_findings, analogy_findings, step_findings
from app.tutor.domain.fidelity.text import Lesson, Step, addresses_of, lesson_of, normal

VERSION = 6
"""Goes up when a verdict may change: stored verdicts of other versions are to be taken again."""


def judged(source: str, rewrite: str) -> Judgement:
    """Both as plain text of a lesson: steps as numbered lines or as paragraphs, buttons in `**`, what is typed in
    backquotes; what the rewrite compares with goes in lines `> Ví dụ: …`. Time grows with the length of the texts."""
    source, rewrite = normal(source), normal(rewrite)
    addresses = addresses_of(source, rewrite)
    before, after = lesson_of(source, addresses), lesson_of(rewrite, addresses)
    if len(before.steps) != len(after.steps) and not before.numbered and not after.numbered:
        before, after = (lesson_of(re.sub(r"\n\s*\n", "\n", text), addresses) for text in (source, rewrite))
    findings = tuple(dict.fromkeys(_findings(before, after)))
    return Judgement(verdict_of(findings), findings)


def _findings(source: Lesson, rewrite: Lesson) -> Iterator[Finding]:
    yield from step_findings(source, rewrite)
    yield from analogy_findings(source, rewrite)
    if len(source.steps) == len(rewrite.steps):
        for before, after in zip(source.steps, rewrite.steps, strict=True):
            yield from _step_findings(before, after)


def _sentence(leftover: Leftover) -> int:
    """Of the source, by its number; where only words came, the one they came into."""
    gap = leftover.gap
    words = (*gap.lost, *(pair[0] for pair in (gap.before, gap.after) if pair))
    return words[0].sentence if words else -1


def _step_findings(source: Step, rewrite: Step) -> Iterator[Finding]:
    alignment = aligned(source, rewrite)
    if not alignment.in_order:
        yield Finding("too-long", Severity.REVIEW, source.text[:160], rewrite.text[:160])
    found = leftovers(alignment)
    yield from sentence_findings(alignment, found)
    touched = Counter(_sentence(leftover) for leftover in found)
    for leftover in found:
        yield from findings_at(alignment, leftover, is_reworded=touched[_sentence(leftover)] > 1)
    yield from scope_findings(alignment)
    yield from advice_findings(source, rewrite)
