"""What the templates of this feature receive."""

from collections.abc import Mapping
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


@dataclass(frozen=True)
class DiagnosticView:
    line: int
    column: int
    severity: Literal["error", "warning"]
    code: str
    message: str


@dataclass(frozen=True)
class ScreenPreview:
    """One screen as a phone shows it; `body` is HTML. A question's preview shows key and feedback: teachers only."""

    heading: str
    body: str


@dataclass(frozen=True)
class SourceLine:
    """`told`: what is wrong here, to be read beside the line."""

    number: int
    text: str
    told: tuple[str, ...]


@dataclass(frozen=True)
class RemarkView:
    line: int
    message: str


@dataclass(frozen=True)
class FilePage:
    """The first few `diagnostics` are shown at once, `more` on a press. `remarks`: advice on the wording, which keeps
    nothing from being shown. `open_url` begins a draft of it or goes on with the one there is; "" where no browser can
    edit the file without breaking it. `versions_url`: "" while nobody keeps versions."""

    template: ClassVar[str] = "file.html"
    title: str
    path: str
    open_url: str
    draft: DraftRow | None
    versions_url: str
    state: FileState
    diagnostics: tuple[DiagnosticView, ...]
    more: tuple[DiagnosticView, ...]
    remarks: tuple[RemarkView, ...]
    screens: tuple[ScreenPreview, ...]
    lines: tuple[SourceLine, ...]


@dataclass(frozen=True)
class EditorPage:
    """A draft being written. `number`: the revision that `text` is; `own`: the one that is exactly what was sent; `writer`: whose browser may keep unsaved text of it.

    `kept`: what became of the save that this answers ("" for none), `notice` says it where it needs saying. `waiting`:
    what the writer typed that has not gone in. `screens`: the line on which each begins. Addresses are "" where there is nothing to do: `preview_url` for data
    files, `file_url` unless the file has changed since the draft began, the rest by the draft's state."""

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


@dataclass(frozen=True)
class Option:
    value: str
    label: str
    chosen: bool


@dataclass(frozen=True)
class NewFilePage:
    """A new lesson of a course, or a new course. `typed` and `errors` by the name of the field."""

    template: ClassVar[str] = "new_file.html"
    title: str
    courses: tuple[Option, ...]
    skills: tuple[Option, ...]
    audiences: tuple[Option, ...]
    typed: Mapping[str, str]
    errors: Mapping[str, str]


@dataclass(frozen=True)
class PreviewFrame:
    """What stands around a learner's page that was made of a draft: for whom it is shown, and its screens."""

    template: ClassVar[str] = "preview.html"
    title: str
    action: str
    audiences: tuple[Option, ...]
    platforms: tuple[Option, ...]
    comforts: tuple[Option, ...]
    works: tuple[Option, ...]
    addresses: tuple[Option, ...]
    screens: tuple[DeskLink, ...]
    place: int


@dataclass(frozen=True)
class ElsewherePage:
    """Where a learner's page leads outside of its lesson."""

    template: ClassVar[str] = "elsewhere.html"
    title: str
    message: str
    back_url: str


@dataclass(frozen=True)
class AskedPlace:
    """A block of the text, and what may be asked about it: the value of a button, and its words."""

    name: str
    wishes: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class SuggestPage:
    """What a language model can be asked to suggest for a draft."""

    template: ClassVar[str] = "suggest.html"
    title: str
    path: str
    error: str
    places: tuple[AskedPlace, ...]
    action: str
    back_url: str


@dataclass(frozen=True)
class WaitingPage:
    """Stands until something that takes its time is done; what came of it takes the place of `words` in the same
    answer."""

    template: ClassVar[str] = "waiting.html"
    title: str
    heading: str
    about: str
    words: str
    back: str
    back_url: str


@dataclass(frozen=True)
class ChangedLines:
    """`old` and `new` are "" where lines only come or go."""

    index: int
    line: int
    old: str
    new: str


@dataclass(frozen=True)
class SuggestionPage:
    """What the model wrote, or in words why that cannot be used (`refusal`). Stands in a WaitingPage."""

    template: ClassVar[str] = "suggestion.html"
    title: str
    refusal: str
    changes: tuple[ChangedLines, ...]
    number: int
    line: int
    wish: str
    block: str
    action: str
    again_url: str


@dataclass(frozen=True)
class ExchangePage:
    """What can be downloaded, as what, and where an archive can be sent in."""

    template: ClassVar[str] = "exchange.html"
    title: str
    error: str
    choices: tuple[Option, ...]
    export_url: str
    import_url: str


@dataclass(frozen=True)
class ImportedFile:
    """Kept beside a draft, for a person to put in at `url`: `aside`, since somebody changed the same lines; `locked`, since
    the draft is under review."""

    path: str
    became: Literal["new", "changed", "aside", "locked"]
    url: str


@dataclass(frozen=True)
class ImportPage:
    """What became of an archive: its drafts, or why it was `refused`. `places`: the file of each finding; `same`: files
    that are as they were. Stands in a WaitingPage."""

    template: ClassVar[str] = "import.html"
    title: str
    refused: str
    findings: tuple[DiagnosticView, ...]
    places: tuple[str, ...]
    files: tuple[ImportedFile, ...]
    drafts: int
    same: int
    back_url: str
