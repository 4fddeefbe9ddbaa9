"""What has changed between two texts, as a person reads it: line by line, changed words marked, the rest folded."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

from app.authoring.domain.alignment import MOST_CELLS, alignment

RowKind = Literal["same", "changed", "removed", "added"]
NEARBY = 3  # unchanged lines shown around a change
ALIKE = 0.5  # share of words in common from which a line is a changed one and not another
LOOK_AHEAD = 20  # lines among which the changed form of a removed one is looked for
WORD = re.compile(r"\w+|\s+|[^\w\s]")


@dataclass(frozen=True)
class Piece:
    """Part of a line; `marked`: only here, not on the other side."""

    text: str
    marked: bool


@dataclass(frozen=True)
class Row:
    """One line. `old` and `new` are its numbers on either side, from 1, None where it is not there; of a changed line
    `before` is how it was and `after` how it is, else one of them says it all."""

    kind: RowKind
    old: int | None
    new: int | None
    before: tuple[Piece, ...] = ()
    after: tuple[Piece, ...] = ()


@dataclass(frozen=True)
class Passage:
    """Lines that stand together; `folded`: unchanged and far from any change."""

    rows: tuple[Row, ...]
    folded: bool = False


LinePair: TypeAlias = tuple[int | None, int | None]


def difference(old: str, new: str) -> tuple[Passage, ...]:
    """Every line of both texts, in order. Nothing but one folded passage where they are the same."""
    return tuple(_passages(_rows(lines_of(old), lines_of(new))))


def lines_of(text: str) -> list[str]:
    """Without the end of the last one, as an editor numbers them; none of an empty text."""
    return text.removesuffix("\n").split("\n") if text else []


def changed_count(passages: Sequence[Passage]) -> int:
    return sum(row.kind != "same" for passage in passages for row in passage.rows)


def paired_lines(old: Sequence[str], new: Sequence[str]) -> Iterator[LinePair]:
    """Places (from 0) of every line of both: the same line or its changed form, or the one side where it stands alone."""
    i = j = 0
    for i_same, j_same in [*alignment(old, new), (len(old), len(new))]:
        yield from _paired_change(old, new, (i, i_same), (j, j_same))
        if i_same < len(old):
            yield i_same, j_same
        i, j = i_same + 1, j_same + 1


def _paired_change(
    old: Sequence[str], new: Sequence[str], a: tuple[int, int], b: tuple[int, int]
) -> Iterator[LinePair]:
    j = b[0]
    for i in range(*a):
        match = next((k for k in range(j, min(j + LOOK_AHEAD, b[1])) if _is_alike(old[i], new[k])), None)
        if match is None:
            yield i, None
            continue
        yield from ((None, k) for k in range(j, match))
        yield i, match
        j = match + 1
    yield from ((None, k) for k in range(j, b[1]))


def _is_alike(old: str, new: str) -> bool:
    """Sørensen–Dice on words (Sørensen, 1948): twice what is common by what there is. Blank lines are like nothing."""
    words = [Counter(word for word in WORD.findall(line) if not word.isspace()) for line in (old, new)]
    total = words[0].total() + words[1].total()
    return bool(total) and 2 * (words[0] & words[1]).total() / total >= ALIKE


def _rows(old: Sequence[str], new: Sequence[str]) -> Iterator[Row]:
    cells = 4 * MOST_CELLS  # a text that was made to be slow to compare is compared by lines
    for i, j in paired_lines(old, new):
        if i is None and j is not None:
            yield Row("added", None, j + 1, after=_whole(new[j]))
        elif j is None and i is not None:
            yield Row("removed", i + 1, None, before=_whole(old[i]))
        elif i is not None and j is not None and old[i] == new[j]:
            yield Row("same", i + 1, j + 1, after=_whole(new[j]))
        elif i is not None and j is not None:
            before, after = WORD.findall(old[i]), WORD.findall(new[j])
            cells -= len(before) * len(after)
            marked = _marked(before, after) if cells > 0 else (_whole(old[i], True), _whole(new[j], True))
            yield Row("changed", i + 1, j + 1, *marked)


def _whole(line: str, marked: bool = False) -> tuple[Piece, ...]:
    return (Piece(line, marked),) if line else ()


def _marked(old: Sequence[str], new: Sequence[str]) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    same = alignment(old, new)
    return _pieces(old, {i for i, _ in same}), _pieces(new, {j for _, j in same})


def _pieces(words: Sequence[str], same: set[int]) -> tuple[Piece, ...]:
    """Neighbours of one sort in one piece; a blank between two marked words is marked with them."""
    pieces: list[Piece] = []
    for place, word in enumerate(words):
        is_gap = word.isspace() and 0 < place < len(words) - 1 and not {place - 1, place + 1} & same
        marked = place not in same or is_gap
        if pieces and pieces[-1].marked == marked:
            pieces[-1] = replace(pieces[-1], text=pieces[-1].text + word)
        else:
            pieces.append(Piece(word, marked))
    return tuple(pieces)


def _passages(rows: Iterator[Row]) -> Iterator[Passage]:
    listed = list(rows)
    near = [False] * len(listed)
    for place, row in enumerate(listed):
        if row.kind != "same":
            start, end = max(0, place - NEARBY), min(len(listed), place + NEARBY + 1)
            near[start:end] = [True] * (end - start)
    start = 0
    for place in range(1, len(listed) + 1):
        if place == len(listed) or near[place] != near[start]:
            yield Passage(tuple(listed[start:place]), folded=not near[start])
            start = place
