"""What one answer says about its learner, and which answers say anything: the input of the learner model."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from math import log
from typing import Literal

from app.core.clock import VIETNAM
from app.quiz.domain.ability import Item

Mode = Literal["practice", "drill", "simulation", "exam", "placement", "review"]
Try = Literal["first", "same-day", "later"]


@dataclass(frozen=True)
class Evidence:
    """One answer. `score` is the share 0–1 of full marks; `question` is the same for all variants of one template;
    `earlier_at` is when this learner answered it last, with or without help; `slow` means right only after long thought.
    """

    at: datetime
    skills: tuple[str, ...]
    question: str
    item: Item
    score: float
    mode: Mode
    assisted: bool = False
    earlier_at: datetime | None = None
    slow: bool = False

    @property
    def day(self) -> date:
        return day_of(self.at)

    @property
    def which_try(self) -> Try:
        if self.earlier_at is None:
            return "first"
        return "same-day" if day_of(self.earlier_at) == self.day else "later"

    @property
    def counts(self) -> bool:
        """Whether it may move an estimate. What somebody helped with shows what they can do together; a second try on
        the day of the first repeats the feedback just read; a try on a later day was remembered, so it counts."""
        return not self.assisted and self.which_try != "same-day"


@dataclass(frozen=True)
class Sort:
    """The pieces of evidence that reports keep apart."""

    mode: Mode
    assisted: bool
    which_try: Try


@dataclass(frozen=True)
class Tally:
    answers: int = 0
    right: int = 0


def question_name(lesson: str, exercise: str) -> str:
    """How a question is named in evidence: all members of a family share it."""
    return f"{lesson}/{exercise}"


def day_of(at: datetime) -> date:
    """The learner's calendar day; `at` carries its zone."""
    return at.astimezone(VIETNAM).date()


def day_bounds(day: date) -> tuple[datetime, datetime]:
    """The moments between which the learner's calendar day lies, the second one excluded; in UTC, as moments are kept."""
    begin = datetime.combine(day, time(), VIETNAM).astimezone(UTC)
    return begin, begin + timedelta(days=1)


def in_sequence(evidence: Iterable[Evidence]) -> Iterator[Evidence]:
    """One learner's whole history, oldest first, each piece told of the earlier one on its question."""
    answered: dict[str, datetime] = {}
    for piece in evidence:
        yield replace(piece, earlier_at=answered.get(piece.question))
        answered[piece.question] = piece.at


def tallies(evidence: Iterable[Evidence]) -> Mapping[Sort, Tally]:
    """How many answers, and how many fully right, of each sort."""
    found: dict[Sort, Tally] = defaultdict(Tally)
    for piece in evidence:
        sort = Sort(piece.mode, piece.assisted, piece.which_try)
        found[sort] = Tally(found[sort].answers + 1, found[sort].right + (piece.score >= 1))
    return dict(found)


@cache
def launch_item(options: int | None, cut: float, sufficient: float = 0.7) -> Item:
    """The item of a question that nobody has answered yet: slope 1, guessing 1/`options` (None: nothing to guess from),
    and the difficulty at which somebody just at the cut succeeds with probability `sufficient` (Angoff 1971).
    Of fewer than two options everything would be right: they are taken for two. Raises ValueError when guessing alone
    reaches `sufficient`."""
    c = 1 / max(options, 2) if options else 0.0
    if not c < sufficient < 1:
        raise ValueError(f"{sufficient} is not between guessing ({c}) and 1")
    known = (sufficient - c) / (1 - c)
    return Item(1.0, c, (round(cut - log(known / (1 - known)), 6),))
