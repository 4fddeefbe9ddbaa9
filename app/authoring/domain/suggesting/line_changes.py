"""A suggested text as changes of lines, each of which a person takes or leaves."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from app.authoring.domain.alignment import alignment


@dataclass(frozen=True)
class LineChange:
    """`old` lines, which begin at `line` (counted from 1), become `new` ones; either may be none. A change of a line is
    one change; lines that come or go together are one."""

    line: int
    old: tuple[str, ...]
    new: tuple[str, ...]


def line_changes(before: str, after: str, first: int = 1) -> tuple[LineChange, ...]:
    """`before` begins at line `first`."""
    return tuple(_changes(before.split("\n"), after.split("\n"), first))


def _changes(before: list[str], after: list[str], first: int) -> Iterator[LineChange]:
    """What stands between lines that stay."""
    old, new = 0, 0
    for old_end, new_end in [*alignment(before, after), (len(before), len(after))]:
        gone, come = before[old:old_end], after[new:new_end]
        paired = min(len(gone), len(come))
        for number in range(paired):
            yield LineChange(first + old + number, (gone[number],), (come[number],))
        if len(gone) != len(come):
            yield LineChange(first + old + paired, tuple(gone[paired:]), tuple(come[paired:]))
        old, new = old_end + 1, new_end + 1


def with_taken(before: str, changes: Collection[LineChange], taken: Collection[int]) -> str:
    """The text after the changes whose numbers, counted from 0, were `taken`; all others leave it as it is."""
    lines = before.split("\n")
    for number, change in reversed(list(enumerate(changes))):
        if number in taken:
            lines[change.line - 1 : change.line - 1 + len(change.old)] = change.new
    return "\n".join(lines)
