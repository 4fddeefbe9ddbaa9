"""What the templates of this feature receive."""

from dataclasses import dataclass
from typing import ClassVar

from app.quiz.domain.mastery import Standing


@dataclass(frozen=True)
class SkillView:
    """`worth_review`: mastered, and worth a review now. `practise_url` leads to a question of the skill for the purpose
    of the page. A link is "" where there is nothing to do."""

    name: str
    able: str
    standing: Standing
    worth_review: bool
    learn_url: str
    practise_url: str


@dataclass(frozen=True)
class SkillGroupView:
    name: str
    skills: tuple[SkillView, ...]


@dataclass(frozen=True)
class TaskView:
    """The one thing worth doing now: why, and where. `is_lesson`: a lesson to begin or go on with."""

    sentence: str
    url: str
    label: str
    is_lesson: bool


@dataclass(frozen=True)
class ProgressPage:
    """`able` never falls: what was mastered once stays."""

    template: ClassVar[str] = "progress.html"
    title: str
    learner_name: str
    able: int
    groups: tuple[SkillGroupView, ...]
    task: TaskView


@dataclass(frozen=True)
class ReviewPage:
    """`due`: skills worth a review today; `next_due` says when, for somebody with none ("" when none is planned)."""

    template: ClassVar[str] = "review.html"
    title: str
    due: tuple[SkillView, ...]
    next_due: str


@dataclass(frozen=True)
class PracticePage:
    """`placement_url` is "" once placement has asked enough; `rested`: all questions of a skill were asked today."""

    template: ClassVar[str] = "practice.html"
    title: str
    skills: tuple[SkillView, ...]
    placement_url: str
    rested: bool


@dataclass(frozen=True)
class PlacementPage:
    """`asked` of about `most` tasks; at the end `done`, and what to do next."""

    template: ClassVar[str] = "placement.html"
    title: str
    asked: int
    most: int
    done: bool
    task: TaskView
