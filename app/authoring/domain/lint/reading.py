"""A lesson or a file of the bank as passages, however much of it is still being typed.

Blocks are told apart by the project's own scanner, exercises by the readers of their kinds; what those find faulty the
desk tells as a diagnostic, so it is not told here.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeAlias

from app.authoring.domain.lint.exercise_text import Exercise, exercise_of
from app.authoring.domain.lint.passages import Known, Passage
from app.courses.domain.blocks import MARK, NEAR_MARK, OUTER, Block, Prose, scan
from app.courses.domain.diagnostics import Reporter
from app.courses.domain.lesson_text import EASIER
from app.quiz.domain.kinds import KINDS

SHOWN_FIELD = re.compile(r"(tieu-de|muon|tom-tat):[ ]*[\"']?(.*?)[\"']?\s*$")
SKILLS = re.compile(r"ky-nang:[ ]*\[([^\]]*)\]")


@dataclass(frozen=True)
class Part:
    """A piece of a step: for the readers of its tags, in the callout of that name ("" for plain text)."""

    tags: frozenset[str]
    callout: str
    passage: Passage


@dataclass(frozen=True)
class Step:
    """`line` is that of its opening mark; `easier` what the author says again in simpler words, from `easier_line`."""

    line: int
    title: Passage | None
    parts: tuple[Part, ...]
    easier: tuple[Passage, ...] = ()
    easier_line: int = 0

    @property
    def passages(self) -> Iterator[Passage]:
        if self.title:
            yield self.title
        yield from (part.passage for part in self.parts)
        yield from self.easier


Screen: TypeAlias = Step | Exercise


@dataclass(frozen=True)
class Reading:
    """`opening`: what the front matter shows; `ending`: what one can do now, the card, and what
    stands in no block yet."""

    skills: tuple[str, ...] = ()
    skills_line: int = 1
    opening: tuple[Passage, ...] = ()
    screens: tuple[Screen, ...] = ()
    ending: tuple[Passage, ...] = ()

    @property
    def passages(self) -> Iterator[Passage]:
        """All of them, in the order of the file."""
        yield from self.opening
        for screen in self.screens:
            yield from screen.passages
        yield from self.ending


def reading_of(text: str, known: Known) -> Reading:
    """`text` with `\\n` line ends."""
    lines = text.split("\n")
    front = _end_of_front_matter(lines)
    skills, skills_line, opening = _front_matter(lines[:front], known)
    screens: list[Screen] = []
    ending: list[Passage] = []
    for block in _blocks("\n".join(lines[front:]), front + 1):
        if isinstance(block, Prose):
            ending.append(Passage("told", block.text, block.line, known))
        elif block.name == "buoc":
            screens.append(_step(block, known))
        elif block.name in KINDS:
            screens.append(exercise_of(block, known))
        elif block.name == "ket-thuc":
            ending += [Passage("told", prose.text, prose.line, known) for prose in _all_prose(block)]
    return Reading(skills, skills_line, opening, tuple(screens), tuple(ending))


def _end_of_front_matter(lines: Sequence[str]) -> int:
    """The index of the line behind it. Without its second mark, it ends where the first block opens."""
    if lines[0].rstrip() != "---":
        return 0
    ends = (
        i + (line.rstrip() == "---") for i, line in enumerate(lines) if i and (line.rstrip() == "---" or _opens(line))
    )
    return next(ends, len(lines))


def _front_matter(lines: Sequence[str], known: Known) -> tuple[tuple[str, ...], int, tuple[Passage, ...]]:
    skills: tuple[str, ...] = ()
    skills_line = 1
    shown = []
    for number, line in enumerate(lines, 1):
        typed, listed = SHOWN_FIELD.match(line), SKILLS.match(line)
        if typed:
            shown.append(Passage("title", " " * typed.start(2) + typed[2], number, known))
        elif listed:
            skills, skills_line = tuple(name.strip() for name in listed[1].split(",") if name.strip()), number
    return skills, skills_line, tuple(shown)


def _blocks(text: str, first_line: int) -> Sequence[Prose | Block]:
    """Sound text as the scanner reads it; otherwise screen by screen, so that only a broken one has to be mended."""
    whole = scan(text, first_line, Reporter(""), KINDS)
    if whole is not None:
        return whole
    found: list[Prose | Block] = []
    for line, piece in _pieces(text.split("\n"), first_line):
        found += _mended(piece, line)
    return found


def _opens(line: str) -> bool:
    """Whether a screen or the end opens here, with a mark typed well or nearly so."""
    mark = MARK.match(line)
    near = None if mark else NEAR_MARK.match(line)
    words = (mark[1] if mark else near[2] if near else "").split()
    return bool(words) and (words[0] in OUTER or words[0] in KINDS)


def _pieces(lines: Sequence[str], first_line: int) -> Iterator[tuple[int, list[str]]]:
    starts = [0, *(index for index, line in enumerate(lines) if index and _opens(line)), len(lines)]
    for start, end in pairwise(starts):
        yield first_line + start, list(lines[start:end])


def _mended(lines: list[str], line: int) -> Sequence[Prose | Block]:
    """A screen with its faulty marks put right where the scanner told of them; nothing of one that stays broken."""
    for _ in range(3):  # a fence hides the marks behind it, and a mark those inside of it
        reporter = Reporter("")
        blocks = scan("\n".join(lines), line, reporter, KINDS)
        if blocks is not None:
            return blocks
        for told in reporter.found:
            at = told.line - line
            near = NEAR_MARK.match(lines[at])
            if told.code == "unclosed-block":
                lines.append(":::")
            else:
                lines[at] = f"::: {near[2]}" if told.code == "bad-mark" and near else ""
    return ()


def _step(block: Block, known: Known) -> Step:
    title: Passage | None = None
    parts: list[Part] = []
    easier = [child for child in block.children if isinstance(child, Block) and child.name == EASIER]
    for child in block.children:
        if isinstance(child, Block):
            parts += _parts(child, known) if child not in easier else ()
            continue
        if title is None and not parts:
            title, child = _title(child, known)
        parts.append(Part(frozenset(), "", Passage("told", child.text, child.line, known)))
    said = (Passage("told", prose.text, prose.line, known) for child in easier for prose in _all_prose(child))
    return Step(
        block.line,
        title,
        tuple(part for part in parts if not part.passage.is_empty),
        tuple(passage for passage in said if not passage.is_empty),
        easier[0].line if easier else 0,
    )


def _title(prose: Prose, known: Known) -> tuple[Passage | None, Prose]:
    """The `## Title` that opens a step, and the rest."""
    lines = prose.text.split("\n")
    first = next((i for i, line in enumerate(lines) if line.strip()), 0)
    if not lines[first].startswith("## "):
        return None, prose
    title = Passage("title", lines[first], prose.line + first, known)
    return title, Prose("\n".join(lines[first + 1 :]), prose.line + first + 1)


def _parts(block: Block, known: Known, tags: frozenset[str] = frozenset()) -> Iterator[Part]:
    """A variant or a callout, or a callout inside of a variant."""
    is_variant = block.name == "danh-cho"
    tags = tags | frozenset(block.args if is_variant else ())
    for child in block.children:
        if isinstance(child, Block):
            yield from _parts(child, known, tags)
        else:
            yield Part(tags, "" if is_variant else block.name, Passage("told", child.text, child.line, known))


def _all_prose(block: Block) -> Iterator[Prose]:
    for child in block.children:
        if isinstance(child, Prose):
            yield child
        else:
            yield from _all_prose(child)
