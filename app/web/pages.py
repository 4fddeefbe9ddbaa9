"""Pages that belong to no feature."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True)
class ErrorPage:
    template: ClassVar[str] = "error.html"
    title: str
    message: str
    status: int
    request_id: str
