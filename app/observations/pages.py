"""What the templates of this feature receive."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True)
class LessonRow:
    """`lost` says where most stopped, "" when nothing may be said; `share` of those who began are they, 0–100."""

    url: str
    title: str
    told: str
    lost: str
    share: int


@dataclass(frozen=True)
class CourseGroup:
    """The lessons of a course, those first that need a look most. `needed`: how many lose learners."""

    name: str
    lessons: tuple[LessonRow, ...]
    needed: int


@dataclass(frozen=True)
class BankRow:
    url: str
    name: str


@dataclass(frozen=True)
class ObservationsPage:
    """`first`: of all courses, the few lessons that need a look most."""

    template: ClassVar[str] = "observations.html"
    title: str
    counted_at: str
    first: tuple[LessonRow, ...]
    courses: tuple[CourseGroup, ...]
    bank: tuple[BankRow, ...]


@dataclass(frozen=True)
class Bar:
    """One choice: `text` is HTML, `told` how many, `note` what is to be thought of; `share` 0–100, None when hidden."""

    text: str
    right: bool
    told: str
    share: int | None
    note: str


@dataclass(frozen=True)
class Board:
    """The first answers to one wording of a question."""

    sentences: tuple[str, ...]
    bars: tuple[Bar, ...]


@dataclass(frozen=True)
class PhoneScreenView:
    name: str
    sentences: tuple[str, ...]


@dataclass(frozen=True)
class ScreenView:
    """One screen of a lesson. A page to read has a title only. `warning`: what may be wrong with the question."""

    number: int
    title: str
    sentences: tuple[str, ...]
    warning: str
    board: Board | None
    older: tuple[Board, ...]
    phone: tuple[PhoneScreenView, ...]


@dataclass(frozen=True)
class ObservedLessonPage:
    template: ClassVar[str] = "observed_lesson.html"
    title: str
    name: str
    counted_at: str
    sentences: tuple[str, ...]
    screens: tuple[ScreenView, ...]
    file_url: str


@dataclass(frozen=True)
class CountingPage:
    """There is no count yet. `again` is this page's own address."""

    template: ClassVar[str] = "counting.html"
    title: str
    again: str
