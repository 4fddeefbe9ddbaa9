"""What the templates of this feature receive."""

from dataclasses import dataclass
from typing import ClassVar, Literal

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
class DeskPage:
    template: ClassVar[str] = "desk.html"
    title: str
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
    nothing from being shown."""

    template: ClassVar[str] = "file.html"
    title: str
    path: str
    state: FileState
    diagnostics: tuple[DiagnosticView, ...]
    more: tuple[DiagnosticView, ...]
    remarks: tuple[RemarkView, ...]
    screens: tuple[ScreenPreview, ...]
    lines: tuple[SourceLine, ...]
