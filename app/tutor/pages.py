"""What the templates of this feature receive."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True)
class Link:
    url: str
    label: str


@dataclass(frozen=True)
class Said:
    """Words of the tutor that no lesson holds: `html` as courses.domain.markdown made it, or, of what was said with other
    words than today's, its `lines`."""

    html: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Quote:
    """Sentences of one step, word for word; `url` opens it."""

    texts: tuple[str, ...]
    url: str
    lesson_title: str


@dataclass(frozen=True)
class SourceNote:
    """Where the facts of an answer were read, and when. `url`: "" where it is not listed (domain/links.py)."""

    name: str
    url: str
    seen_on: str


@dataclass(frozen=True)
class Card:
    """What whoever may be in need does at once. `lead`: for whom it is, "" where nobody doubts it."""

    lead: str
    said: Said


@dataclass(frozen=True)
class Exchange:
    """A question and its answer. `cards` stand before the words of the tutor; `warning` stands before everything else, in an emergency after it, where a secret or
    something private was typed; `said` is None where the lessons speak (`quotes`) and nothing else is said. `was_helpful` as
    its learner said. `key` is "" for what could not be kept."""

    key: str
    question: str
    has_holes: bool  # of words that may have been a secret and were not kept
    asked: str
    is_emergency: bool
    warning: Said | None
    cards: tuple[Card, ...]
    said: Said | None
    quotes: tuple[Quote, ...]
    sources: tuple[SourceNote, ...]
    suggestions: tuple[Link, ...]
    was_helpful: bool | None
    erase_url: str


@dataclass(frozen=True)
class Beside:
    """The screen of a lesson beside which the tutor is asked. `lesson` and `number` go with the form."""

    lesson: str
    number: int
    lesson_title: str
    url: str


@dataclass(frozen=True)
class TutorPage:
    """`typed` is in the field already, because of `error`, or blanked where a secret was in it. `newest` was asked last;
    those before it are `earlier`, older ones at `older_url`. `about`: that a machine answers. `is_written`: a model writes
    the answer sentence by sentence, so the form is sent by the browser itself. `is_coming`: an answer is being written
    into this very page."""

    template: ClassVar[str] = "tutor.html"
    title: str
    beside: Beside | None
    typed: str
    error: str
    notice: str
    key: str
    newest: Exchange | None
    earlier: tuple[Exchange, ...]
    newer_url: str
    older_url: str
    erase_url: str
    download_url: str
    kept_days: int
    most_characters: int
    about: str
    is_written: bool
    is_coming: bool
    asked: str


@dataclass(frozen=True)
class ReplyPage:
    """The end of a page into which an answer was written; it has no frame of its own."""

    template: ClassVar[str] = "tutor_reply.html"
    title: ClassVar[str] = ""
    exchange: Exchange
    about: str


@dataclass(frozen=True)
class ErasePage:
    """Asks before anything is erased: one `question`, or, with "", all of them (`count`). `person` names whose they are."""

    template: ClassVar[str] = "tutor_erase.html"
    title: str
    question: str
    count: int
    key: str
    person: str
    back_url: str


@dataclass(frozen=True)
class GapRow:
    """Questions in the same words that no lesson answered. `counts` and `told`, what the tutor said, are "" for what few
    asked; `led_to`: the lessons to which it led."""

    topic: str
    words: str
    counts: str
    row: int
    told: str
    led_to: tuple[Link, ...]


@dataclass(frozen=True)
class DecidedRow:
    words: str
    decision: str
    lesson: Link | None


@dataclass(frozen=True)
class GapsPage:
    """`shared` were asked by several learners, `rare` by fewer (domain/gaps.py: how those are shown). `lessons` can be
    named as the one that answers."""

    template: ClassVar[str] = "gaps.html"
    title: str
    shared: tuple[GapRow, ...]
    rare: tuple[GapRow, ...]
    decided: tuple[DecidedRow, ...]
    lessons: tuple[Link, ...]
    error: str
    fewest: int


@dataclass(frozen=True)
class MistakeView:
    """`chosen` and `told` (HTML) as the feedback has them; `is_common`: many chose the same. `quote` stands in the step to
    which `step` leads, word for word; "" where no sentence is clear enough."""

    chosen: str
    told: str
    is_common: bool
    quote: str
    step: Link | None


@dataclass(frozen=True)
class ExplanationPage:
    """Why a wrong answer, or wrong taps, were wrong. `attempt`: one thing to try. `back` to the answer."""

    template: ClassVar[str] = "explanation.html"
    title: str
    lesson_title: str
    mistakes: tuple[MistakeView, ...]
    attempt: Link
    back: Link


@dataclass(frozen=True)
class ExplanationPart:
    """Of an ExplanationPage, when it comes into the page that says the rest already."""

    template: ClassVar[str] = "explanation_part.html"
    title: str
    mistakes: tuple[MistakeView, ...]
    attempt: Link
