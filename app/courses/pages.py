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
    """`wish`: one of them, as an example; `finished` of `lessons` are; `started`: any was begun or finished."""

    url: str
    name: str
    wish: str
    lessons: int
    finished: int
    started: bool


@dataclass(frozen=True)
class Resume:
    """Where the learner stopped: "Học tiếp" leads to `url`, screen `number` of `total`."""

    url: str
    lesson_title: str
    number: int
    total: int


@dataclass(frozen=True)
class NextTask:
    """The one thing worth doing now: why, and where. `is_lesson`: a lesson to begin or go on with."""

    sentence: str
    url: str
    label: str
    is_lesson: bool


@dataclass(frozen=True)
class HomePage:
    """A newcomer has neither `resume` nor `task`; beside an open lesson no other lesson is a `task`. `reason`: why these
    are suggested, where the reader's own choices are why. `sitting_url`: where they go on with the certification test, ""
    for who has none to go on with."""

    template: ClassVar[str] = "home.html"
    is_kept: ClassVar[bool] = True
    title: str
    learner_name: str
    resume: Resume | None
    task: NextTask | None
    suggestions: tuple[LessonCard, ...]
    reason: str
    finished: int
    sitting_url: str


@dataclass(frozen=True)
class CataloguePage:
    """What was `found` for what somebody `typed` ("" when nobody searched), or the courses, those for this reader first;
    `reason`: why, where their own choice is why."""

    template: ClassVar[str] = "catalogue.html"
    title: str
    typed: str
    found: tuple[LessonCard, ...]
    courses: tuple[CourseCard, ...]
    reason: str

    @property
    def is_title_typed(self) -> bool:
        return bool(self.typed)


@dataclass(frozen=True)
class CoursePage:
    """The wishes of one course: `lessons` for this reader, then those `for_others`. `is_only`: there is no other course
    to go back to."""

    template: ClassVar[str] = "catalogue_course.html"
    title: str
    name: str
    aim: str
    is_only: bool
    lessons: tuple[LessonCard, ...]
    for_others: tuple[LessonCard, ...]


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
class OtherVersion:
    """Of a step that is shown in other words than its teacher's: the teacher's, or the way back."""

    label: str
    url: str


@dataclass(frozen=True)
class StepPage:
    """One step. `body` is HTML made by courses.domain.markdown. `number` of `total` counts steps and exercises.
    `differs_url`: for whom the real thing looks different; `tutor_url`: for who has a question. `folded`: HTML under a line of its own, `folded_title`: the
    same in easier words, or at full length; both "" where there is none. `other`: leads to the other version of a step
    that was said anew."""

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
    differs_url: str
    tutor_url: str
    folded_title: str
    folded: str
    other: OtherVersion | None
