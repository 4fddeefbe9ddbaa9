"""A step as its teacher typed it: pieces of common prose, which may be said anew, and everything else, which stays.

Blocks inside the step (for one platform, for some readers, boxes with warnings) stay as they are, letter for letter, and
so do headings and quotations. A piece is one paragraph or one item of a list: lists keep their marks and their order by
construction.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from app.courses.domain.blocks import Block, Prose, scan
from app.courses.domain.diagnostics import Reporter
from app.courses.domain.lessons import Lesson, Step
from app.tutor.domain.rewriting.locks import LOCKED

FEWEST = 4  # syllables of its own, below which a piece says nothing that could be said more easily
ITEM = re.compile(r"(\s*(?:[-*+]|\d{1,2}[.)])\s+)(.*)")
STAYS = re.compile(r"\s*(?:#|>|-{3,}\s*$|\*{3,}\s*$|_{3,}\s*$)")
BROKEN_LINE = re.compile(r"(?: {2,}|\\)$")  # a line end that is shown


@dataclass(frozen=True)
class Piece:
    """`number`: within the step, from 1. `before`: the mark of the list, or the indent. `text`: one line of markdown;
    `typed`: the lines it stands on."""

    number: int
    before: str
    text: str
    typed: str


Entry: TypeAlias = str | Piece  # a line that stays, or a piece


@dataclass(frozen=True)
class Passage:
    """Prose between two blocks of a step."""

    entries: tuple[Entry, ...]

    @property
    def pieces(self) -> tuple[Piece, ...]:
        return tuple(entry for entry in self.entries if isinstance(entry, Piece))

    def text(self, said: Mapping[int, str]) -> str:
        """As markdown, with `said` in the place of the pieces of those numbers."""
        return "\n".join(_entry(entry, said) for entry in self.entries)


@dataclass(frozen=True)
class Material:
    """`front`: the front matter of its lesson. `chunks`: in order; text stays."""

    title: str
    front: str
    chunks: tuple[str | Passage, ...]

    @property
    def passages(self) -> tuple[Passage, ...]:
        return tuple(chunk for chunk in self.chunks if isinstance(chunk, Passage))

    @property
    def pieces(self) -> tuple[Piece, ...]:
        return tuple(piece for passage in self.passages for piece in passage.pieces)

    def source(self, said: Mapping[int, str]) -> str:
        """A lesson with this step alone."""
        block = "\n".join(chunk.text(said) if isinstance(chunk, Passage) else chunk for chunk in self.chunks)
        return f"{self.front}\n{block}"


def materials(lesson: Lesson, exercises: Collection[str]) -> dict[str, Material]:
    """By the slugs of its steps; without those in which nothing can be said anew. `exercises`: see blocks.scan."""
    lines = lesson.source.split("\n")
    end = next(place for place, line in enumerate(lines[1:], 1) if line.rstrip() == "---")
    found = scan("\n".join(lines[end + 1 :]), end + 2, Reporter(lesson.path), exercises) or ()
    blocks = [block for block in found if isinstance(block, Block)]
    steps = {screen.line: screen for screen in lesson.screens if isinstance(screen, Step)}
    made = {}
    for block, following in zip(blocks, [*blocks[1:], None], strict=True):
        if step := steps.get(block.line):
            last = following.line - 1 if following else len(lines)
            one = Material(
                step.title, "\n".join(lines[: end + 1]), _chunks(lines[block.line - 1 : last], block, step.title)
            )
            if one.pieces:
                made[step.slug] = one
    return made


def _chunks(lines: Sequence[str], block: Block, title: str) -> tuple[str | Passage, ...]:
    """`lines`: of the block, its opening line first."""
    chunks: list[str | Passage] = []
    done = number = 0
    for child in block.children:
        if not isinstance(child, Prose):
            continue
        first = child.line - block.line
        last = first + child.text.count("\n") + 1
        if not done:  # the title opens the step
            first += next(place for place, line in enumerate(lines[first:last]) if line.startswith(f"## {title}")) + 1
        chunks.append("\n".join(lines[done:first]))
        passage = Passage(tuple(_entries(lines[first:last], number)))
        number += len(passage.pieces)
        chunks.append(passage)
        done = last
    return (*chunks, "\n".join(lines[done:]))


def _entries(lines: Sequence[str], number: int) -> Iterator[Entry]:
    """`number`: of the last piece before."""
    for typed in _paragraphs(lines):
        first, *rest = typed
        item = ITEM.fullmatch(first)
        before, opening = item.groups() if item else (first[: len(first) - len(first.lstrip())], first.lstrip())
        text = " ".join(" ".join([opening, *rest]).split())
        stays = STAYS.match(first) or any(BROKEN_LINE.search(line) for line in typed[:-1])
        if stays or own_syllables(text) < FEWEST:
            yield "\n".join(typed)
        else:
            number += 1
            yield Piece(number, before, text, "\n".join(typed))


def _paragraphs(lines: Sequence[str]) -> Iterator[list[str]]:
    """Lines that make one paragraph or one item; a blank line alone."""
    typed: list[str] = []
    for line in lines:
        begins = not line.strip() or ITEM.fullmatch(line) or STAYS.match(line)
        if typed and (begins or not typed[0].strip() or STAYS.match(typed[0])):
            yield typed
            typed = []
        typed.append(line)
    if typed:
        yield typed


def own_syllables(text: str) -> int:
    """Of the words that are not locked."""
    return sum(any(letter.isalnum() for letter in word) for word in LOCKED.sub(" ", text).split())


def _entry(entry: Entry, said: Mapping[int, str]) -> str:
    if isinstance(entry, str):
        return entry
    return entry.before + said[entry.number] if entry.number in said else entry.typed
