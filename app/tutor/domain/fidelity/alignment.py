"""Which word of the rewrite stands for which word of the source, and what is left over between them."""

from collections import Counter
from dataclasses import dataclass

from app.tutor.domain.fidelity.text import Step, Word
from app.tutor.domain.fidelity.vocabulary import LIGHT

LONGEST = 300
"""Words of a step that are still compared in their order; a step of a lesson has at most 80."""

_WEIGHT = 8  # a word that says something counts as much as this many that do not


@dataclass(frozen=True)
class Gap:
    """Words of the source without a partner, and words of the rewrite that stand in their place. `before`: the pair of
    words that match in front of it; `after`: behind it."""

    lost: tuple[Word, ...]
    new: tuple[Word, ...]
    before: tuple[Word, Word] | None
    after: tuple[Word, Word] | None


@dataclass(frozen=True)
class Alignment:
    source: Step
    rewrite: Step
    pairs: tuple[tuple[int, int], ...]
    gaps: tuple[Gap, ...]
    in_order: bool
    """False for a step too long to be compared word for word."""


def is_light(word: Word) -> bool:
    return word.form in LIGHT


def aligned(source: Step, rewrite: Step) -> Alignment:
    """Words matched in order so that the most meaning is kept (Needleman and Wunsch, 1970, without penalties). Time:
    linear in the length beyond `LONGEST` words, where only the words that are missing or new are told."""
    before, after = [word.form for word in source.words], [word.form for word in rewrite.words]
    head = _same_length(before, after)
    tail = _same_length(before[head:][::-1], after[head:][::-1])
    middle, other = before[head : len(before) - tail], after[head : len(after) - tail]
    if min(len(middle), len(other)) > LONGEST or len(middle) * len(other) > LONGEST * LONGEST * 4:
        return _unordered(source, rewrite)
    inner = [(head + place, head + partner) for place, partner in _pairs(middle, other)]
    outer = [(place, place) for place in range(head)]
    last = [(len(before) - tail + place, len(after) - tail + place) for place in range(tail)]
    pairs = (*outer, *inner, *last)
    return Alignment(source, rewrite, pairs, tuple(_gaps(source, rewrite, pairs)), in_order=True)


def _same_length(one: list[str], other: list[str]) -> int:
    length = 0
    for left, right in zip(one, other, strict=False):
        if left != right:
            break
        length += 1
    return length


def _pairs(one: list[str], other: list[str]) -> list[tuple[int, int]]:
    best = [[0] * (len(other) + 1) for _ in range(len(one) + 1)]
    for i in range(len(one) - 1, -1, -1):
        row, below, form = best[i], best[i + 1], one[i]
        worth = 1 if form in LIGHT else _WEIGHT
        for j in range(len(other) - 1, -1, -1):
            row[j] = max(below[j + 1] + worth if form == other[j] else 0, below[j], row[j + 1])
    pairs, i, j = [], 0, 0
    while i < len(one) and j < len(other):
        worth = 1 if one[i] in LIGHT else _WEIGHT
        if one[i] == other[j] and best[i][j] == best[i + 1][j + 1] + worth:
            pairs.append((i, j))
            i, j = i + 1, j + 1
        elif best[i + 1][j] >= best[i][j + 1]:
            i += 1
        else:
            j += 1
    return pairs


def _gaps(source: Step, rewrite: Step, pairs: tuple[tuple[int, int], ...]) -> list[Gap]:
    found, i, j = [], 0, 0
    before = None
    for place, partner in (*pairs, (len(source.words), len(rewrite.words))):
        after = (
            (source.words[place], rewrite.words[partner])
            if place < len(source.words) and partner < len(rewrite.words)
            else None
        )
        lost, new = source.words[i:place], rewrite.words[j:partner]
        if lost or new:
            found.append(Gap(lost, new, before, after))
        i, j, before = place + 1, partner + 1, after
    return found


def _unordered(source: Step, rewrite: Step) -> Alignment:
    kept = Counter(word.form for word in source.words) & Counter(word.form for word in rewrite.words)
    gap = Gap(tuple(_beyond(source.words, kept)), tuple(_beyond(rewrite.words, kept)), None, None)
    return Alignment(source, rewrite, (), (gap,) if gap.lost or gap.new else (), in_order=False)


def _beyond(words: tuple[Word, ...], kept: Counter[str]) -> list[Word]:
    left = kept.copy()
    found = []
    for word in words:
        if left[word.form] > 0:
            left[word.form] -= 1
        else:
            found.append(word)
    return found
