"""Files that leave, and archives that come in."""

from dataclasses import dataclass
from typing import ClassVar, Literal

from app.authoring.pages.files import DiagnosticView
from app.authoring.pages.new_files import Option


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
