"""From the learner model to pages: pure."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from app.courses.domain.catalogue import Catalogue
from app.courses.domain.frameworks import Framework, Skill
from app.courses.domain.lessons import Lesson
from app.courses.domain.progress import Answered, LessonState
from app.courses.views import SITE, PathTo
from app.practice.learner_models import Known
from app.practice.pages import (
    PlacementPage,
    PracticePage,
    ProgressPage,
    ReviewPage,
    SkillGroupView,
    SkillView,
    TaskView,
)
from app.quiz.domain.evidence import day_of, launch_item, question_name
from app.quiz.domain.mastery import CUT, SkillState
from app.quiz.domain.next_task import LessonOffer, SkillOffer, Task, next_task, sentence
from app.quiz.domain.question_family import asked
from app.quiz.domain.selection import PLACEMENT_MOST, Askable

UNTOUCHED = SkillState()
LESSONS = ("continue", "start", "extra")
LABELS = {"review": "Ôn lại", "mistake": "Tập lại", "refresh": "Làm lại", "practise": "Tập vài câu", "continue": "Học tiếp",
          "start": "Học bài này", "extra": "Xem bài này", "rest": "Xem các bài"}  # fmt: skip


@dataclass(frozen=True)
class SkillIndex:
    """What there is for each skill: its lessons in their order, and the questions that may be asked outside of their
    lesson, each with the number of options among which one could guess (0: none)."""

    lessons: Mapping[str, tuple[Lesson, ...]]
    questions: Mapping[str, Mapping[str, int]]


def skill_index(catalogue: Catalogue) -> SkillIndex:
    """Made once per catalogue."""
    lessons: dict[str, tuple[Lesson, ...]] = {}
    questions: dict[str, dict[str, int]] = {}
    for lesson in catalogue.lessons.values():
        for skill in lesson.about.skills:
            lessons[skill] = (*lessons.get(skill, ()), lesson)
        for exercise in lesson.exercises:
            if question := asked(exercise.body, ""):
                for skill in exercise.skills:
                    questions.setdefault(skill, {})[question_name(lesson.slug, exercise.slug)] = question.options
    return SkillIndex(lessons, questions)


@dataclass(frozen=True)
class Learning:
    """Everything about one learner and one framework that these pages are made from."""

    index: SkillIndex
    framework: Framework
    known: Known
    answered: tuple[Answered, ...]
    states: Mapping[str, LessonState]
    today: date
    path_to: PathTo

    def state(self, skill: str) -> SkillState:
        return self.known.learner.skills.get(skill, UNTOUCHED)

    def open_lesson(self, skill: str) -> Lesson | None:
        return next((x for x in self.index.lessons.get(skill, ()) if self.states.get(x.slug) != "finished"), None)

    def candidates(self, group: str, skill: str) -> list[Askable]:
        return [
            Askable(name, group, launch_item(options or None, CUT), self._answered_at.get(name))
            for name, options in self.index.questions.get(skill, {}).items()
        ]

    def left_today(self, skill: str) -> list[Askable]:
        """The questions not answered today: a second answer on the same day would show nothing."""
        return [task for task in self.candidates("", skill) if task.question not in self._done_today]

    def is_left_today(self, skill: str) -> bool:
        return any(name not in self._done_today for name in self.index.questions.get(skill, ()))

    @cached_property
    def _done_today(self) -> frozenset[str]:
        return frozenset(name for name, at in self._answered_at.items() if day_of(at) == self.today)

    @cached_property
    def _answered_at(self) -> Mapping[str, datetime]:
        return {question_name(row.lesson, row.exercise): row.last_at for row in self.answered}


def task_view(learning: Learning) -> TaskView:
    task = next_task(
        learning.framework, learning.known.learner, _offers(learning), learning.known.mistakes, learning.today
    )
    skill = learning.framework.skills.get(task.skill)
    words = sentence(task, skill.name if skill else "")
    return TaskView(words, _task_url(learning, task), LABELS[task.kind], is_lesson=task.kind in LESSONS)


def _offers(learning: Learning) -> dict[str, SkillOffer]:
    """What there still is for today."""
    index, states = learning.index, learning.states
    return {
        skill: SkillOffer(
            tuple(LessonOffer(x.slug, states.get(x.slug) == "finished") for x in index.lessons.get(skill, ())),
            practice=learning.is_left_today(skill),
        )
        for skill in learning.framework.skills
    }


def _task_url(learning: Learning, task: Task) -> str:
    if task.kind in LESSONS:
        return str(learning.path_to("step", lesson=task.lesson))
    if task.kind == "rest":
        return str(learning.path_to("catalogue"))
    route = "review_next" if task.kind in ("review", "refresh") else "practice_next"
    return _practice_url(learning, task.skill, route) or str(learning.path_to("drills"))


def _practice_url(learning: Learning, skill: str, route: str) -> str:
    """To a question of the skill; where it is learned by simulations alone, to its lesson. What is in no lesson is a
    drill ("")."""
    lessons = learning.index.lessons.get(skill)
    if skill in learning.index.questions:
        return str(learning.path_to(route, skill=skill))
    return str(learning.path_to("step", lesson=lessons[0].slug)) if lessons else ""


def progress_page(learning: Learning, name: str) -> ProgressPage:
    """The skills of the audience's framework that can be learned here today, and those that somebody masters anyway."""
    groups = tuple(
        SkillGroupView(group.name, skills)
        for group in learning.framework.groups
        if (skills := tuple(_skill_views(learning, group.skills)))
    )
    able = sum(skill.standing == "able" for group in groups for skill in group.skills)
    return ProgressPage(f"Bác đã làm được gì · {SITE}", name, able, groups, task_view(learning))


def _skill_views(learning: Learning, skills: Iterable[Skill], route: str = "practice_next") -> Iterator[SkillView]:
    index = learning.index
    for skill in skills:
        if skill.id in index.lessons or skill.id in index.questions or learning.state(skill.id).standing == "able":
            yield _skill_view(learning, skill, route)


def _skill_view(learning: Learning, skill: Skill, route: str) -> SkillView:
    state, lesson = learning.state(skill.id), learning.open_lesson(skill.id)
    return SkillView(
        name=skill.name,
        able=skill.able,
        standing=state.standing,
        worth_review=state.worth_review(learning.today),
        learn_url=str(learning.path_to("step", lesson=lesson.slug)) if lesson else "",
        practise_url=_practice_url(learning, skill.id, route),
    )


def review_page(learning: Learning) -> ReviewPage:
    """What is worth a review and can still be asked today."""
    skills = [
        skill
        for skill in learning.framework.skills.values()
        if skill.id not in learning.index.questions or learning.left_today(skill.id)
    ]
    views = _skill_views(learning, skills, "review_next")
    planned = [state.card.due for skill in learning.framework.skills if (state := learning.state(skill)).card]
    next_due = min((due for due in planned if due > learning.today), default=None)
    return ReviewPage(
        f"Ôn lại cho nhớ · {SITE}",
        tuple(view for view in views if view.worth_review and view.practise_url),
        f"{next_due:%d/%m/%Y}" if next_due else "",
    )


def practice_page(learning: Learning, *, placed: bool, rested: bool) -> PracticePage:
    views = (view for view in _skill_views(learning, learning.framework.skills.values()) if view.practise_url)
    placement = "" if placed else str(learning.path_to("placement"))
    return PracticePage(f"Luyện tập · {SITE}", tuple(views), placement, rested)


def placement_page(learning: Learning, *, done: bool) -> PlacementPage:
    count = len(learning.known.placed)
    return PlacementPage(f"Mình làm quen nhé · {SITE}", count, PLACEMENT_MOST, done, task_view(learning))


def framework_of(catalogue: Catalogue, audience: str) -> Framework | None:
    """That of the audience; any other when it has none."""
    frameworks = catalogue.frameworks.values()
    return next((found for found in frameworks if found.audience == audience), next(iter(frameworks), None))
