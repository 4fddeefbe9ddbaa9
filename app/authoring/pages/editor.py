"""A draft being written, and two texts of one draft."""

from dataclasses import dataclass
from typing import ClassVar, Literal

from app.authoring.models import DraftState
from app.authoring.pages.desk import DeskLink
from app.authoring.pages.files import DiagnosticView, RemarkView


@dataclass(frozen=True)
class EditorPage:
    """A draft being written. `number`: the revision that `text` is; `own`: the one that is exactly what was sent; `writer`:
    whose browser may keep unsaved text of it.

    `kept`: what became of the save that this answers ("" for none), `notice` says it where it needs saying. `waiting`:
    what the writer typed that has not gone in. `screens`: the line on which each begins. Addresses are "" where there is
    nothing to do: `preview_url` for data files, `file_url` unless the file has changed since the draft began, the rest by
    the draft's state."""

    template: ClassVar[str] = "editor.html"
    title: str
    heading: str
    path: str
    state: DraftState
    number: int
    own: int
    text: str
    writer: int
    kept: str
    saved: str
    notice: str
    waiting: tuple[DeskLink, ...]
    findings: tuple[DiagnosticView, ...]
    errors: int
    remarks: tuple[RemarkView, ...]
    screens: str
    action: str
    preview_url: str
    file_url: str
    submit_url: str
    suggest_url: str
    review_url: str
    take_back_url: str
    close_url: str
    revisions_url: str = ""


@dataclass(frozen=True)
class PassageView:
    """`kind` settled: `lines` go in as they are, `by` says whose they are ("" for both). conflict: the choice of that
    `number`, from 1; either text may be "" (taken out)."""

    kind: Literal["settled", "conflict"]
    number: int
    lines: str
    by: str
    ours: str
    theirs: str


@dataclass(frozen=True)
class MergePage:
    """Two texts of one draft beside each other, with a choice at every conflict. `seen`: what the choice is about."""

    template: ClassVar[str] = "merge.html"
    title: str
    path: str
    why: str
    error: str
    action: str
    seen: str
    our_name: str
    their_name: str
    passages: tuple[PassageView, ...]
    conflicts: int
    back_url: str


@dataclass(frozen=True)
class EndedPage:
    """A text that came after its draft had ended. `lines` is what was typed."""

    template: ClassVar[str] = "ended.html"
    title: str
    path: str
    lines: str
    action: str
    drop_url: str
    back_url: str
