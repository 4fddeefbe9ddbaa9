"""One file: what is wrong in it, how a phone shows it."""

from dataclasses import dataclass
from typing import ClassVar, Literal

from app.authoring.pages.desk import DraftRow, FileState


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
