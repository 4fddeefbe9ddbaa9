"""The desk: drafts in hand, every content file with its state."""

from dataclasses import dataclass
from typing import ClassVar, Literal

from app.authoring.models import DraftState

FileState = Literal["good", "old-version", "missing", "warning"]


@dataclass(frozen=True)
class FileRow:
    """`old-version`: the file has an error and learners still see the last good version; `missing`: they see none."""

    url: str
    path: str
    title: str
    state: FileState
    errors: int
    warnings: int


@dataclass(frozen=True)
class FileGroup:
    """The files of one course, or those that courses share. `troubled`: how many of them need a look."""

    name: str
    files: tuple[FileRow, ...]
    troubled: int


@dataclass(frozen=True)
class DraftRow:
    """`changed`: when, and by whom, in words. `waits`: something typed for it has not become part of it yet; then `url`
    leads there."""

    url: str
    title: str
    path: str
    state: DraftState
    changed: str
    waits: bool = False


@dataclass(frozen=True)
class ClosedRow:
    """A draft that was given up. `url`: what was saved of it; `action` goes on with it, "" while another draft of its file
    is open."""

    title: str
    path: str
    closed: str
    url: str
    action: str


@dataclass(frozen=True)
class DeskLink:
    label: str
    url: str


@dataclass(frozen=True)
class DeskPage:
    """Open drafts first: those in which I wrote, then those of `others`. `links`: the other desks that there are."""

    template: ClassVar[str] = "desk.html"
    title: str
    mine: tuple[DraftRow, ...]
    others: tuple[DraftRow, ...]
    closed: tuple[ClosedRow, ...]
    links: tuple[DeskLink, ...]
    groups: tuple[FileGroup, ...]
    troubled: int
    checked_at: str
