"""Stands until something that takes its time is done."""

from dataclasses import dataclass
from typing import ClassVar


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
