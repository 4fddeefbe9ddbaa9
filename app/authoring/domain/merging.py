"""Two people changed one text: what each changed goes in, and where both changed the same lines a person chooses.

Three-way merge by lines (Khanna, Kunal, Pierce: A Formal Investigation of Diff3, 2007): lines that neither changed hold
the texts together; between them a passage that one changed is theirs, and one that both changed differently is open.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

from app.authoring.domain.alignment import alignment

Lines: TypeAlias = tuple[str, ...]
Side = Literal["ours", "theirs"]
Choice = Literal["ours", "theirs", "both"]


@dataclass(frozen=True)
class Settled:
    """Lines of the merged text. `by`: whose change they are; None where nobody changed anything, or both the same."""

    lines: Lines
    by: Side | None


@dataclass(frozen=True)
class Conflict:
    """Both changed `before`, differently; either may have left nothing."""

    before: Lines
    ours: Lines
    theirs: Lines

    def chosen(self, choice: Choice) -> Lines:
        return {"ours": self.ours, "theirs": self.theirs, "both": (*self.ours, *self.theirs)}[choice]


Passage: TypeAlias = Settled | Conflict


@dataclass(frozen=True)
class _Stretch:
    """So many lines of the text before from `before` on stand unchanged in both others."""

    before: int
    ours: int
    theirs: int
    length: int


def merge(before: str, ours: str, theirs: str) -> tuple[Passage, ...]:
    """The passages of both texts, in order; without a Conflict the merge is clean. Lines end with `\\n`."""
    texts = tuple(before.split("\n")), tuple(ours.split("\n")), tuple(theirs.split("\n"))
    return tuple(_passages(*texts))


def conflicts_of(passages: Iterable[Passage]) -> tuple[Conflict, ...]:
    return tuple(passage for passage in passages if isinstance(passage, Conflict))


def text_of(passages: Iterable[Passage], choices: Mapping[int, Choice] | None = None) -> str:
    """The merged text; `choices` by the number of each conflict, from 0. Raises KeyError where one is missing."""
    lines: list[str] = []
    number = 0
    for passage in passages:
        if isinstance(passage, Settled):
            lines += passage.lines
        else:
            lines += passage.chosen((choices or {})[number])
            number += 1
    return "\n".join(lines)


def lines_of(passages: Iterable[Settled], side: Side) -> tuple[tuple[int, int], ...]:
    """Where the changes of one side stand in the merged text: first and last line, from 1. Lines that were only taken
    out stand nowhere: the range then is the line before, twice."""
    found: list[tuple[int, int]] = []
    line = 0
    for passage in passages:
        if passage.by == side:
            first = line + 1 if passage.lines else max(line, 1)
            found.append((first, max(first, line + len(passage.lines))))
        line += len(passage.lines)
    return tuple(found)


def _passages(before: Lines, ours: Lines, theirs: Lines) -> Iterator[Passage]:
    at_before = at_ours = at_theirs = 0
    for stretch in _common(before, ours, theirs):
        changed = before[at_before : stretch.before], ours[at_ours : stretch.ours], theirs[at_theirs : stretch.theirs]
        if any(changed):
            yield _judged(*changed)
        if stretch.length:
            yield Settled(before[stretch.before : stretch.before + stretch.length], None)
        at_before, at_ours = stretch.before + stretch.length, stretch.ours + stretch.length
        at_theirs = stretch.theirs + stretch.length


def _judged(before: Lines, ours: Lines, theirs: Lines) -> Passage:
    if ours == theirs:
        return Settled(ours, None)
    if ours == before:
        return Settled(theirs, "theirs")
    return Settled(ours, "ours") if theirs == before else Conflict(before, ours, theirs)


def _common(before: Lines, ours: Lines, theirs: Lines) -> Iterator[_Stretch]:
    """What stands unchanged in all three, in order; at the end a stretch of no lines."""
    left, right = _unchanged(before, ours), _unchanged(before, theirs)
    here = there = 0
    while here < len(left) and there < len(right):
        start = max(left[here][0], right[there][0])
        ends = left[here][0] + left[here][2], right[there][0] + right[there][2]
        if start < min(ends):
            ours_at, theirs_at = left[here][1] + start - left[here][0], right[there][1] + start - right[there][0]
            yield _Stretch(start, ours_at, theirs_at, min(ends) - start)
        here, there = (here + 1, there) if ends[0] < ends[1] else (here, there + 1)
    yield _Stretch(len(before), len(ours), len(theirs), 0)


def _unchanged(before: Lines, after: Lines) -> list[tuple[int, int, int]]:
    """Runs of equal lines: where in the one, where in the other, how many."""
    runs: list[tuple[int, int, int]] = []
    for one, other in alignment(before, after):
        start, there, length = runs[-1] if runs else (one, other, 0)
        if length and (one, other) == (start + length, there + length):
            runs[-1] = start, there, length + 1
        else:
            runs.append((one, other, 1))
    return runs
