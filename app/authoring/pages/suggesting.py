"""What a language model may suggest, and what it suggested."""

from dataclasses import dataclass
from typing import ClassVar


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
