"""What is wrong with a content file, said where and how to mend it."""

from dataclasses import dataclass, field
from typing import Literal

Severity = Literal["error", "warning"]


@dataclass(frozen=True, order=True)
class Diagnostic:
    """`line` and `column` count from 1. An error keeps the file from being shown, a warning does not."""

    file: str
    line: int
    column: int
    severity: Severity
    code: str
    message: str


@dataclass
class Reporter:
    """Collects the diagnostics of one file."""

    file: str
    found: list[Diagnostic] = field(default_factory=list)

    def error(self, line: int, code: str, message: str, column: int = 1) -> None:
        self.found.append(Diagnostic(self.file, line, column, "error", code, message))

    def warning(self, line: int, code: str, message: str, column: int = 1) -> None:
        self.found.append(Diagnostic(self.file, line, column, "warning", code, message))

    @property
    def has_errors(self) -> bool:
        return any(diagnostic.severity == "error" for diagnostic in self.found)
