"""What the templates of this feature receive. Nothing here holds a key or a feedback before the answer is in."""

from dataclasses import dataclass
from typing import ClassVar, Literal

SkillState = Literal["new", "practising", "able"]


@dataclass(frozen=True)
class ChoiceView:
    id: str
    text: str  # HTML made by courses.domain.markdown


@dataclass(frozen=True)
class Feedback:
    """For exactly what was chosen. `notice` says, when needed, that an earlier answer already counts."""

    right: bool
    chosen: str  # HTML
    text: str  # HTML
    next_url: str
    retry_url: str
    notice: str


@dataclass(frozen=True)
class QuestionPage:
    """Unanswered (`feedback` is None: a form with `key` and `version`) or answered (feedback instead of the form)."""

    template: ClassVar[str] = "question.html"
    title: str
    lesson_title: str
    number: int
    total: int
    stem: str  # HTML
    choices: tuple[ChoiceView, ...]
    action: str
    key: str
    version: str
    selected: str
    error: str
    feedback: Feedback | None
    previous_url: str


@dataclass(frozen=True)
class OpenQuestion:
    """A question of the lesson that was not answered yet."""

    url: str
    number: int


@dataclass(frozen=True)
class FinishedPage:
    """`able` ("bây giờ bác làm được") and `card` (to keep) are HTML. With `open_questions` the lesson is not finished."""

    template: ClassVar[str] = "finished.html"
    title: str
    lesson_title: str
    able: str
    card: str
    open_questions: tuple[OpenQuestion, ...]
    next_lesson_url: str
    next_lesson_title: str


@dataclass(frozen=True)
class SkillView:
    name: str
    able: str
    state: SkillState
    practise_url: str


@dataclass(frozen=True)
class SkillGroupView:
    name: str
    skills: tuple[SkillView, ...]


@dataclass(frozen=True)
class ProgressPage:
    template: ClassVar[str] = "progress.html"
    title: str
    learner_name: str
    able: int
    groups: tuple[SkillGroupView, ...]
