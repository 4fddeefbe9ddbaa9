"""What the templates of this feature receive."""

from dataclasses import dataclass
from typing import ClassVar

from app.courses.pages import NextTask
from app.quiz.domain.mastery import Standing


@dataclass(frozen=True)
class SkillView:
    """`worth_review`: mastered, and worth a review now. `practise_url` leads to a task of the skill for the purpose of
    the page. A link is "" where there is nothing to do."""

    name: str
    able: str
    standing: Standing
    worth_review: bool
    learn_url: str
    practise_url: str


@dataclass(frozen=True)
class SkillGroupView:
    """`ahead` names what has not been begun; "" when there is nothing."""

    name: str
    skills: tuple[SkillView, ...]
    ahead: str


@dataclass(frozen=True)
class ProgressPage:
    """`able` never falls: what was mastered once stays."""

    template: ClassVar[str] = "progress.html"
    is_kept: ClassVar[bool] = True
    title: str
    learner_name: str
    able: int
    groups: tuple[SkillGroupView, ...]
    task: NextTask


@dataclass(frozen=True)
class ReviewPage:
    """`due`: skills worth a review that have something left for today; `next_day` says when, for somebody with none
    ("Ngày mai"; "" when none is planned)."""

    template: ClassVar[str] = "review.html"
    title: str
    due: tuple[SkillView, ...]
    next_day: str


@dataclass(frozen=True)
class PracticePage:
    """`placement_url` is "" once placement has asked enough; `rested`: everything of a skill was done today."""

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
    task: NextTask
