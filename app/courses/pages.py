"""What the templates of this feature receive."""

from dataclasses import dataclass
from typing import ClassVar, Literal

LessonState = Literal["new", "started", "finished"]


@dataclass(frozen=True)
class LessonCard:
    """`wish` is what a person would say they want ("Tôi quên mật khẩu VNeID")."""

    url: str
    wish: str
    title: str
    summary: str
    minutes: int
    state: LessonState


@dataclass(frozen=True)
class CourseCard:
    slug: str
    name: str
    aim: str
    lessons: tuple[LessonCard, ...]


@dataclass(frozen=True)
class Resume:
    """Where the learner stopped: "Học tiếp" leads to `url`, screen `number` of `total`."""

    url: str
    lesson_title: str
    number: int
    total: int


@dataclass(frozen=True)
class NextTask:
    """The one thing worth doing now, and why in a sentence. Another feature knows (app/practice). `is_lesson`: a lesson
    to begin or go on with."""

    sentence: str
    url: str
    label: str
    is_lesson: bool


@dataclass(frozen=True)
class HomePage:
    """A newcomer has neither `resume` nor `task`; beside an open lesson no other lesson is a `task`."""

    template: ClassVar[str] = "home.html"
    title: str
    learner_name: str
    resume: Resume | None
    task: NextTask | None
    suggestions: tuple[LessonCard, ...]
    finished: int


@dataclass(frozen=True)
class CataloguePage:
    template: ClassVar[str] = "catalogue.html"
    title: str
    courses: tuple[CourseCard, ...]


@dataclass(frozen=True)
class FactNote:
    """A fact used on this screen: what is claimed, where it was read, when. `expired`: being checked again."""

    statement: str
    source: str
    source_url: str
    seen_on: str
    expired: bool


@dataclass(frozen=True)
class TermNote:
    word: str
    meaning: str


@dataclass(frozen=True)
class PlatformLink:
    """Lets the reader say which phone they hold; `chosen` is the one shown now."""

    label: str
    url: str
    chosen: bool


@dataclass(frozen=True)
class StepPage:
    """One step. `body` is HTML made by courses.domain.markdown. `number` of `total` counts steps and exercises."""

    template: ClassVar[str] = "step.html"
    title: str
    lesson_title: str
    step_title: str
    body: str
    number: int
    total: int
    previous_url: str
    next_url: str
    facts: tuple[FactNote, ...]
    terms: tuple[TermNote, ...]
    platforms: tuple[PlatformLink, ...]
