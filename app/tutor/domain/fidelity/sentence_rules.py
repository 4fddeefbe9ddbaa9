"""Whole sentences that have no counterpart: lost ones, and instructions nobody wrote."""

from collections.abc import Container, Iterator
from itertools import groupby

from app.tutor.domain.fidelity.alignment import Alignment, is_light
from app.tutor.domain.fidelity.findings import Finding, Severity
from app.tutor.domain.fidelity.leftovers import Leftover
from app.tutor.domain.fidelity.passages import sentences
from app.tutor.domain.fidelity.text import Step, Word

_FEWEST = 3
"""Words that say something below which a sentence is left to the other rules."""

LOST, INVENTED = 0.75, 0.75
"""Shares of such words without a counterpart from which a sentence counts as lost, or as invented."""


def sentence_findings(alignment: Alignment, found: tuple[Leftover, ...]) -> Iterator[Finding]:
    """Hard where nothing stands in their place; a sentence said anew is seen by the other rules."""
    lost = {word: leftover for leftover in found for word in leftover.lost}
    new = {word: leftover for leftover in found for word in leftover.new}
    for sentence in _mostly(alignment.source, lost, LOST):
        if not any(lost[word].new for word in sentence if word in lost):
            yield Finding("sentence-lost", Severity.HARD, sentences(alignment.source, sentence), "")
    for sentence in _mostly(alignment.rewrite, new, INVENTED):
        if not any(new[word].lost for word in sentence if word in new):
            yield Finding("sentence-invented", Severity.HARD, "", sentences(alignment.rewrite, sentence))
    for sentence in _without_partner(alignment):
        yield Finding("sentence-unmatched", Severity.REVIEW, sentences(alignment.source, sentence), "")


def _mostly(step: Step, words: Container[Word], share: float) -> Iterator[tuple[Word, ...]]:
    for _, sentence in groupby(step.words, lambda word: word.sentence):
        said = tuple(word for word in sentence if not is_light(word))
        touched = sum(word in words for word in said)
        if len(said) >= _FEWEST and touched and touched >= share * len(said):
            yield said


def _without_partner(alignment: Alignment) -> Iterator[tuple[Word, ...]]:
    """Sentences of the source of which not one word stands in its place: small words make a claim together."""
    kept = {alignment.source.words[place].sentence for place, _ in alignment.pairs}
    for number, sentence in groupby(alignment.source.words, lambda word: word.sentence):
        words = tuple(sentence)
        if number not in kept and len(words) >= _FEWEST:
            yield words
