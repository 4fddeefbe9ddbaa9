"""What the templates of this feature receive. A drill itself is shown by app/quiz's question.html."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True)
class RoundNote:
    """The round that was just played: how many drills are `left` in it, and what to say when none is."""

    left: int
    next_url: str
    sentences: tuple[str, ...]


@dataclass(frozen=True)
class DrillsPage:
    """`sentences` is the report of everything so far, `families` its part by scam family; both empty for whoever has not
    begun. `start_url` is "" while there is nothing to play."""

    template: ClassVar[str] = "drills.html"
    title: str
    round: RoundNote | None
    sentences: tuple[str, ...]
    families: tuple[str, ...]
    start_url: str
