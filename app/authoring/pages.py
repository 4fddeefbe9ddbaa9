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
class CourseRows:
    name: str
    files: tuple[FileRow, ...]


@dataclass(frozen=True)
class DeskPage:
    template: ClassVar[str] = "desk.html"
    title: str
    courses: tuple[CourseRows, ...]
    other_files: tuple[FileRow, ...]
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
    number: int
    text: str
    marked: bool


@dataclass(frozen=True)
class FilePage:
    template: ClassVar[str] = "file.html"
    title: str
    path: str
    state: FileState
    diagnostics: tuple[DiagnosticView, ...]
    screens: tuple[ScreenPreview, ...]
    lines: tuple[SourceLine, ...]
