"""From the learner model to pages: pure."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property, lru_cache
from typing import Any

from app.courses.domain.catalogue import Catalogue
from app.courses.domain.frameworks import Framework, Skill, SkillGroup
from app.courses.domain.lessons import Lesson
from app.courses.domain.progress import ANYBODY, Answered, LessonState, Place, is_for_work, lesson_states, resume_place
from app.courses.domain.readers import AT_WORK, Reader
from app.courses.pages import HomePage, NextTask
from app.courses.views import SITE, PathTo, home_page
from app.drills.domain.rounds import drill_pool
from app.practice.learner_models import Known
from app.practice.learner_records import LearnerRecord
from app.practice.pages import (
    PlacementPage,
    PracticePage,
    ProgressPage,
    ReviewPage,
    SkillGroupView,
    SkillView,
)
from app.quiz.domain.evidence import day_bounds, launch_item, question_name
from app.quiz.domain.mastery import CUT, SkillState
from app.quiz.domain.next_task import SkillOffer, Task, next_review, next_task, sentence
from app.quiz.domain.question_family import asked
from app.quiz.domain.selection import PLACEMENT_MOST, Askable
from app.quiz.domain.simulation.screens import Simulation

UNTOUCHED = SkillState()
KEPT = 6_000  # a learner's day has up to three: see `learning_of`, `home_view`, `progress_page`
LESSONS = ("continue", "start", "extra")
LABELS = {"review": "Ôn lại", "mistake": "Tập lại", "refresh": "Làm lại", "practise": "Tập vài câu", "continue": "Học tiếp",
          "start": "Học bài này", "extra": "Xem bài này", "rest": "Xem các bài"}  # fmt: skip


@dataclass(frozen=True, eq=False)
class SkillIndex:
    """What there is for each skill: its lessons in their order, and the tasks that may be given outside of their lesson and
    do not rest, each with the number of options among which one could guess (0: none). `simulations` names those tasks that are no
    questions; `drilled` are the skills of drills, which may also stand in the bank;
    `skills_of` each lesson are its own and those of its tasks."""

    catalogue: Catalogue
    lessons: Mapping[str, tuple[Lesson, ...]]
    tasks: Mapping[str, Mapping[str, int]]
    simulations: frozenset[str]
    drilled: frozenset[str]
    skills_of: Mapping[str, frozenset[str]]

    @cached_property
    def kept(self) -> Callable[..., Any]:
        """`make(*what)`, made once for the same; `what` must be cheap to compare, such as a LearnerRecord. Kept here, since
        another catalogue makes other pages."""
        return lru_cache(maxsize=KEPT)(lambda make, *what: make(*what))

    @cached_property
    def offers(self) -> Mapping[str, SkillOffer]:
        """For somebody who has done nothing yet; most skills are as new to most people."""
        found = {}
        for skill in {*self.lessons, *self.tasks, *self.drilled}:
            practised = skill in self.tasks or skill in self.drilled
            first = next((lesson.slug for lesson in self.lessons.get(skill, ()) if lesson.asked), "")
            found[skill] = SkillOffer(first, today=practised, tomorrow=practised)
        return found


def skill_index(catalogue: Catalogue) -> SkillIndex:
    """Made once per catalogue."""
    lessons: dict[str, tuple[Lesson, ...]] = {}
    tasks: dict[str, dict[str, int]] = {}
    simulations, skills_of = set(), {}
    for lesson in catalogue.lessons.values():
        skills_of[lesson.slug] = frozenset(lesson.about.skills).union(*(one.skills for one in lesson.exercises))
        for skill in lesson.about.skills:
            lessons[skill] = (*lessons.get(skill, ()), lesson)
        for exercise in lesson.asked:
            name, question = question_name(lesson.slug, exercise.slug), asked(exercise.body, "")
            for skill in exercise.skills:
                tasks.setdefault(skill, {})[name] = question.options if question else 0
            if isinstance(exercise.body, Simulation):
                simulations.add(name)
    drills = (placed.exercise for placed in drill_pool(catalogue).values() if not placed.rests)
    drilled = frozenset(skill for exercise in drills for skill in exercise.skills)
    return SkillIndex(catalogue, lessons, tasks, frozenset(simulations), drilled, skills_of)


@dataclass(frozen=True, eq=False)
class Learning:
    """Everything about one learner and one framework that these pages are made from."""

    index: SkillIndex
    framework: Framework
    known: Known
    answered: tuple[Answered, ...]
    states: Mapping[str, LessonState]
    today: date
    path_to: PathTo
    reader: Reader = ANYBODY

    def state(self, skill: str) -> SkillState:
        return self.known.learner.skills.get(skill, UNTOUCHED)

    def open_lesson(self, skill: str) -> Lesson | None:
        lessons, states = self.index.lessons.get(skill, ()), self.states
        return next((lesson for lesson in lessons if lesson.asked and states.get(lesson.slug) != "finished"), None)

    def candidates(self, group: str, skill: str) -> list[Askable]:
        return [
            Askable(
                name,
                group,
                launch_item(options or None, CUT),
                self._answered_at.get(name),
                name in self.index.simulations,
            )
            for name, options in self.index.tasks.get(skill, {}).items()
        ]

    def left_today(self, skill: str) -> list[Askable]:
        """The tasks not done today: a second answer on the same day would show nothing."""
        return [task for task in self.candidates("", skill) if task.question not in self._done_today]

    def is_left_today(self, skill: str) -> bool:
        """Of what stands in no lesson, which are drills, there is always another round."""
        if skill not in self.index.tasks:
            return skill in self.index.drilled
        return any(name not in self._done_today for name in self.index.tasks[skill])

    def is_offered(self, skill: str) -> bool:
        return skill in self.index.lessons or self.is_practised(skill)

    def is_practised(self, skill: str) -> bool:
        return skill in self.index.tasks or skill in self.index.drilled

    @cached_property
    def task(self) -> NextTask:
        return task_view(self)

    @cached_property
    def _done_today(self) -> frozenset[str]:
        begin, end = day_bounds(self.today)
        today = (row for row in self.answered if begin <= row.last_at < end)
        drilled = self.known.drilled if self.known.drilled_on == self.today else ()
        return frozenset(question_name(row.lesson, row.exercise) for row in today).union(drilled)

    @cached_property
    def _answered_at(self) -> Mapping[str, datetime]:
        return {question_name(row.lesson, row.exercise): row.last_at for row in self.answered}


def learning_of(
    index: SkillIndex, record: LearnerRecord, audience: str, today: date, path_to: PathTo, reader: Reader = ANYBODY
) -> Learning | None:
    """None while no framework of skills can be read. `reader`: as courses.domain.progress.wishes_of."""
    framework = framework_of(index.catalogue, audience)
    if framework is None:
        return None
    states = lesson_states(index.catalogue, record.answered)
    return Learning(index, framework, record.known, record.answered, states, today, path_to, reader)


def home_view(
    index: SkillIndex,
    record: LearnerRecord,
    learning: Learning | None,
    last_seen: Place | None,
    name: str,
    path_to: PathTo,
    reader: Reader = ANYBODY,
    sitting_url: str = "",
) -> HomePage:
    """Of somebody known; for a visitor who is not, without `learning`."""
    states = learning.states if learning else lesson_states(index.catalogue, record.answered)
    place = resume_place(index.catalogue, states, record.answered, last_seen)
    task = learning.task if learning else None
    return home_page(index.catalogue, states, place, name, path_to, task, reader, sitting_url)


def task_view(learning: Learning) -> NextTask:
    offers = _offers(learning)
    task = next_task(learning.framework, learning.known.learner, offers, learning.known.mistakes, learning.today)
    skill = learning.framework.skills.get(task.skill)
    words = sentence(task, skill.name if skill else "")
    if task.kind in LESSONS and offers[task.skill].fits:
        words += f" Gợi ý vì {AT_WORK[learning.reader.work]}."
    return NextTask(words, _task_url(learning, task), LABELS[task.kind], is_lesson=task.kind in LESSONS)


def _offers(learning: Learning) -> dict[str, SkillOffer]:
    """What there still is for today, and is again tomorrow: only where something was done is it another than what the
    index offers to a newcomer."""
    index = learning.index
    touched = {skill for lesson in learning.states for skill in index.skills_of[lesson]}
    offers = {**index.offers, **{skill: _offer(learning, skill) for skill in touched}}
    if not learning.reader.work:
        return offers
    fitting = {lesson.slug for lesson in index.catalogue.lessons.values() if is_for_work(lesson, learning.reader)}
    return {skill: replace(offer, fits=offer.open_lesson in fitting) for skill, offer in offers.items()}


def _offer(learning: Learning, skill: str) -> SkillOffer:
    lesson = learning.open_lesson(skill)
    return SkillOffer(lesson.slug if lesson else "", learning.is_left_today(skill), learning.is_practised(skill))


def _task_url(learning: Learning, task: Task) -> str:
    if task.kind in LESSONS:
        return str(learning.path_to("step", lesson=task.lesson))
    if task.kind == "rest":
        return str(learning.path_to("catalogue"))
    return _practice_url(learning, task.skill, "review_next" if task.kind in ("review", "refresh") else "practice_next")


def _practice_url(learning: Learning, skill: str, route: str) -> str:
    """To a task of the skill; where it has none in a lesson, to the drills; "" where it has no drill either."""
    if skill in learning.index.tasks:
        return str(learning.path_to(route, skill=skill))
    return str(learning.path_to("drills")) if skill in learning.index.drilled else ""


def progress_page(learning: Learning, name: str) -> ProgressPage:
    """What somebody has begun or masters, and by name what else of the audience's framework can be learned here; the
    groups in which something was begun come first."""
    groups = [_group_view(learning, group) for group in learning.framework.groups]
    shown = sorted((group for group in groups if group.skills or group.ahead), key=lambda group: not group.skills)
    able = sum(skill.standing == "able" for group in groups for skill in group.skills)
    return ProgressPage(f"Bác đã làm được gì · {SITE}", name, able, tuple(shown), learning.task)


def _group_view(learning: Learning, group: SkillGroup) -> SkillGroupView:
    begun, ahead = [], []
    for skill in group.skills:
        standing = learning.state(skill.id).standing
        if standing == "able" or (standing == "practising" and learning.is_offered(skill.id)):
            begun.append(_skill_view(learning, skill))
        elif standing == "new" and learning.is_offered(skill.id):
            ahead.append(skill.name)
    return SkillGroupView(group.name, tuple(begun), "; ".join(ahead))


def _skill_view(learning: Learning, skill: Skill, route: str = "practice_next") -> SkillView:
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
    """What is worth a review and can still be asked today; else on which day something can."""
    skills = [skill for skill in learning.framework.skills.values() if learning.is_practised(skill.id)]
    views = (_skill_view(learning, skill, "review_next") for skill in skills if learning.is_left_today(skill.id))
    days = [day for skill in skills if (day := next_review(learning.state(skill.id), learning.today))]
    return ReviewPage(
        f"Ôn lại cho nhớ · {SITE}",
        tuple(view for view in views if view.worth_review),
        _day_words(min(days), learning.today) if days else "",
    )


def _day_words(day: date, today: date) -> str:
    return "Ngày mai" if (day - today).days == 1 else f"Ngày {day:%d/%m/%Y}"


def practice_page(learning: Learning, *, placed: bool, rested: bool) -> PracticePage:
    skills = learning.framework.skills.values()
    views = (_skill_view(learning, skill) for skill in skills if learning.is_practised(skill.id))
    placement = "" if placed else str(learning.path_to("placement"))
    return PracticePage(f"Luyện tập · {SITE}", tuple(views), placement, rested)


def placement_page(learning: Learning, *, done: bool) -> PlacementPage:
    count = len(learning.known.placed)
    return PlacementPage(f"Mình làm quen nhé · {SITE}", count, PLACEMENT_MOST, done, learning.task)


def framework_of(catalogue: Catalogue, audience: str) -> Framework | None:
    """That of the audience; any other when it has none."""
    frameworks = catalogue.frameworks.values()
    return next((found for found in frameworks if found.audience == audience), next(iter(frameworks), None))
