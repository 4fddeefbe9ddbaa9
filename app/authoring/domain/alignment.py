"""Which lines, or words, of one text are those of another."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import TypeAlias

MOST_CELLS = 250_000  # of one table, and of all tables of one alignment: about a tenth of a second

Pairs: TypeAlias = list[tuple[int, int]]


def alignment(old: Sequence[str], new: Sequence[str]) -> Pairs:
    """Places (from 0) of what stayed the same, rising in both. Source: patience diff (Bram Cohen, about 2003): what
    occurs once in both is an anchor; between anchors the longest common subsequence, as far as MOST_CELLS goes. Linear
    beyond that, however the texts were made: then less is recognised as the same, never something wrong."""
    return _Aligner(old, new).run()


class _Aligner:
    def __init__(self, old: Sequence[str], new: Sequence[str]) -> None:
        self._old, self._new = old, new
        self._cells = MOST_CELLS

    def run(self) -> Pairs:
        """Between anchors of the whole text there may be anchors again; three times are enough for any text of people."""
        pairs: Pairs = []
        self._align((0, len(self._old)), (0, len(self._new)), 3, pairs)
        return pairs

    def _align(self, a: tuple[int, int], b: tuple[int, int], depth: int, pairs: Pairs) -> None:
        (i, i_end), (j, j_end) = a, b
        while i < i_end and j < j_end and self._old[i] == self._new[j]:
            pairs.append((i, j))
            i, j = i + 1, j + 1
        tail: Pairs = []
        while i < i_end and j < j_end and self._old[i_end - 1] == self._new[j_end - 1]:
            i_end, j_end = i_end - 1, j_end - 1
            tail.append((i_end, j_end))
        if i < i_end and j < j_end:
            self._between((i, i_end), (j, j_end), depth, pairs)
        pairs += reversed(tail)

    def _between(self, a: tuple[int, int], b: tuple[int, int], depth: int, pairs: Pairs) -> None:
        anchors = self._anchors(a, b) if depth else []
        if not anchors:
            pairs += self._longest_common(a, b)
            return
        for (i, j), (i_next, j_next) in pairwise([(a[0] - 1, b[0] - 1), *anchors, (a[1], b[1])]):
            self._align((i + 1, i_next), (j + 1, j_next), depth - 1, pairs)
            if i_next < a[1]:
                pairs.append((i_next, j_next))

    def _anchors(self, a: tuple[int, int], b: tuple[int, int]) -> Pairs:
        places = _single(self._new, b)
        return _rising((i, places[text]) for text, i in _single(self._old, a).items() if text in places)

    def _longest_common(self, a: tuple[int, int], b: tuple[int, int]) -> Pairs:
        rows, columns = a[1] - a[0], b[1] - b[0]
        if rows * columns > self._cells:
            return []
        self._cells -= rows * columns
        lengths = [[0] * (columns + 1) for _ in range(rows + 1)]
        for i in range(rows - 1, -1, -1):
            here, below, text = lengths[i], lengths[i + 1], self._old[a[0] + i]
            for j in range(columns - 1, -1, -1):
                same = text == self._new[b[0] + j]
                here[j] = below[j + 1] + 1 if same else max(below[j], here[j + 1])
        return list(_walk(lengths, a, b))


def _walk(lengths: list[list[int]], a: tuple[int, int], b: tuple[int, int]) -> Iterable[tuple[int, int]]:
    i = j = 0
    while i < a[1] - a[0] and j < b[1] - b[0]:
        if lengths[i][j] == lengths[i + 1][j]:
            i += 1
        elif lengths[i][j] == lengths[i][j + 1]:
            j += 1
        else:
            yield a[0] + i, b[0] + j
            i, j = i + 1, j + 1


def _single(texts: Sequence[str], span: tuple[int, int]) -> dict[str, int]:
    """Where what occurs once within the span stands."""
    counts = Counter(texts[span[0] : span[1]])
    return {texts[i]: i for i in range(*span) if counts[texts[i]] == 1}


def _rising(pairs: Iterable[tuple[int, int]]) -> Pairs:
    """The longest run of pairs, given in the order of their first, that rises in the second as well (patience)."""
    ends: list[int] = []  # of piles: the second of the top card, rising
    piles: list[tuple[int, int]] = []
    before: dict[tuple[int, int], tuple[int, int] | None] = {}
    for pair in pairs:
        at = bisect_left(ends, pair[1])
        before[pair] = piles[at - 1] if at else None
        ends[at : at + 1], piles[at : at + 1] = [pair[1]], [pair]
    run: Pairs = []
    last = piles[-1] if piles else None
    while last is not None:
        run.append(last)
        last = before[last]
    return run[::-1]
