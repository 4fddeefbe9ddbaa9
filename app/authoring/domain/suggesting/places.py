"""The blocks of a text by their lines, so that a suggestion has its place in it."""

from collections.abc import Iterator
from dataclasses import dataclass

from app.courses.domain.blocks import FENCE, MARK


@dataclass(frozen=True)
class Place:
    """One outermost block: its name and arguments, its first and last line (counted from 1), and its text."""

    name: str
    args: tuple[str, ...]
    first: int
    last: int
    text: str


def places(text: str) -> Iterator[Place]:
    """The outermost blocks that are closed; what is still being typed below the last one is none."""
    lines, begun, words, depth, is_code = text.split("\n"), 0, [""], 0, False
    for number, line in enumerate(lines, 1):
        is_code ^= bool(FENCE.match(line))
        mark = None if is_code else MARK.fullmatch(line)
        if mark is None:
            continue
        if mark[1].strip():
            if depth == 0:
                begun, words = number, mark[1].split()
            depth += 1
        elif depth:
            depth -= 1
            if depth == 0:
                yield Place(words[0], tuple(words[1:]), begun, number, "\n".join(lines[begun - 1 : number]))


def place_at(text: str, line: int) -> Place | None:
    """The block on which this line stands; between two blocks the one before."""
    found = None
    for place in places(text):
        if place.first > line:
            break
        found = place
    return found
