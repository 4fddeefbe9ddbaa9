"""What is wrong with a content file, said where and how to mend it."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Literal

Severity = Literal["error", "warning"]
LONGEST_MESSAGE = 220  # characters; a file may quote itself at any length
MOST_FINDINGS = 200  # of each severity in one file; whoever has that many mends the first ones first


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
    _counts: Counter[Severity] = field(default_factory=Counter)

    def error(self, line: int, code: str, message: str, column: int = 1) -> None:
        self._add(Diagnostic(self.file, line, column, "error", code, _shortened(message)))

    def warning(self, line: int, code: str, message: str, column: int = 1) -> None:
        self._add(Diagnostic(self.file, line, column, "warning", code, _shortened(message)))

    @property
    def has_errors(self) -> bool:
        return self._counts["error"] > 0

    @property
    def is_full(self) -> bool:
        """Further errors are not kept."""
        return self._counts["error"] >= MOST_FINDINGS

    def _add(self, diagnostic: Diagnostic) -> None:
        self._counts[diagnostic.severity] += 1
        if self._counts[diagnostic.severity] <= MOST_FINDINGS:
            self.found.append(diagnostic)


def _shortened(message: str) -> str:
    """Cut in the middle, where the file is quoted: what is wrong comes first, how to mend it last."""
    if len(message) <= LONGEST_MESSAGE:
        return message
    return f"{message[:110]}…{message[-(LONGEST_MESSAGE - 111) :]}"
