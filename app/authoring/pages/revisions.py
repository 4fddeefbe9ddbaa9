"""What was saved of a draft."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True)
class RevisionRow:
    """`saved`: when and by whom. `is_aside`: it did not become the draft's text when it was saved."""

    url: str
    saved: str
    is_current: bool
    is_aside: bool


@dataclass(frozen=True)
class RevisionsPage:
    """What was saved of a draft, the newest first; `older_url`: "" when there are no more. `moves`: who submitted it, took
    it back …, a line each, the newest first."""

    template: ClassVar[str] = "revisions.html"
    title: str
    heading: str
    path: str
    rows: tuple[RevisionRow, ...]
    moves: tuple[str, ...]
    older_url: str
    back_url: str


@dataclass(frozen=True)
class RevisionPage:
    """One of them. `action`: to have it back, "" where nobody may now; then `open_url` leads to another draft that is
    open for this file, if there is one. `seen`: the revision that was the draft's text."""

    template: ClassVar[str] = "revision.html"
    title: str
    path: str
    saved: str
    lines: str
    is_open: bool
    is_current: bool
    action: str
    seen: int
    open_url: str
    back_url: str
