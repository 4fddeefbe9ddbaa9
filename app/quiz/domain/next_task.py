"""Việc nên làm tiếp: the one thing worth doing now, why as values, and the why as a sentence."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Literal

from app.courses.domain.frameworks import Framework
from app.quiz.domain.ability import chance_of_success
from app.quiz.domain.evidence import day_of, launch_item
from app.quiz.domain.mastery import CUT, Learner, SkillState, expected
from app.quiz.domain.review import recall

Kind = Literal["review", "mistake", "refresh", "continue", "practise", "start", "extra", "rest"]
LEARNABLE = (0.5, 0.7)  # chance of success at which a skill is neither dull nor discouraging
MISTAKE_DAYS = 7
UNTOUCHED = SkillState()


@dataclass(frozen=True)
class SkillOffer:
    """What there is for a skill: the first of its lessons that is not finished ("" when there is none), and whether
    something to practise is left for `today`, or there is again `tomorrow`. `fits`: that lesson was written with this
    learner's work in mind."""

    open_lesson: str = ""
    today: bool = False
    tomorrow: bool = False
    fits: bool = False


NOTHING = SkillOffer()


@dataclass(frozen=True)
class Mistake:
    """A question whose latest answer was not right. `lesson` is where it is asked, "" for one of the bank."""

    skill: str
    lesson: str
    at: datetime


@dataclass(frozen=True)
class Task:
    """`lesson` "": practise the skill's questions. `days` since the mistake, or until the next review ("rest", where
    0 means that none is planned)."""

    kind: Kind
    skill: str = ""
    lesson: str = ""
    days: int = 0


def next_task(
    framework: Framework, learner: Learner, offers: Mapping[str, SkillOffer], mistakes: Sequence[Mistake], today: date
) -> Task:
    """In this order: what is due for review, most nearly forgotten first; what went wrong on one of the last seven days
    (today's rests until tomorrow: right after the feedback an answer shows nothing); a mastered skill in doubt; then
    the skill to learn; a lesson left over of a mastered one; rest. The first three only where something is left for
    today: a second answer on the same day would show nothing."""
    states = {skill: learner.skills.get(skill, UNTOUCHED) for skill in framework.skills}
    left = {skill: state for skill, state in states.items() if offers.get(skill, NOTHING).today}
    return (
        _review(left, today)
        or _mistake(left, mistakes, today)
        or _refresh(left)
        or _learn(framework, learner, offers, states)
        or _extra(states, offers)
        or _rest(states, offers, today)
    )


def _review(states: Mapping[str, SkillState], today: date) -> Task | None:
    due = [(recall(state.card, today), skill) for skill, state in states.items() if state.is_due(today) and state.card]
    return Task("review", min(due, key=lambda pair: pair[0])[1]) if due else None


def _mistake(states: Mapping[str, SkillState], mistakes: Sequence[Mistake], today: date) -> Task | None:
    known = [mistake for mistake in mistakes if mistake.skill in states]
    recent = [mistake for mistake in known if 1 <= (today - day_of(mistake.at)).days <= MISTAKE_DAYS]
    if not recent:
        return None
    latest = max(recent, key=lambda mistake: mistake.at)
    return Task("mistake", latest.skill, latest.lesson, (today - day_of(latest.at)).days)


def _refresh(states: Mapping[str, SkillState]) -> Task | None:
    return next((Task("refresh", skill) for skill, state in states.items() if state.doubted), None)


def _learn(
    framework: Framework, learner: Learner, offers: Mapping[str, SkillOffer], states: Mapping[str, SkillState]
) -> Task | None:
    """Among skills with something left and their prerequisites met: chance of success nearest to 0.5–0.7, about equal
    ones (a tenth) rather begun than new, then what fits the learner's work, then in the framework's order."""
    offered = {skill: offers.get(skill, NOTHING) for skill in framework.skills}
    settled = {skill for skill in states if _is_settled(states[skill], offered[skill])}
    left = [skill for skill in states if _has_more(states[skill], offered[skill])]
    ready = [skill for skill in left if framework.needs[skill] <= settled]
    chosen = min(
        ready or left,
        key=lambda skill: (
            _off_target(expected(learner, skill)),
            states[skill].standing == "new",
            not offered[skill].fits,
        ),
        default=None,
    )
    return _lesson_or_practice(chosen, states[chosen], offered[chosen]) if chosen else None


def _is_settled(state: SkillState, offer: SkillOffer) -> bool:
    """Enough to build upon: mastered, or nothing more to be learnt about it here. Nobody is kept waiting for a lesson
    that does not exist, or by a last question."""
    return state.mastered_at is not None or not offer.open_lesson


def _has_more(state: SkillState, offer: SkillOffer) -> bool:
    return state.mastered_at is None and (bool(offer.open_lesson) or offer.today)


@lru_cache(maxsize=4096)  # the same for all skills that a learner has not touched
def _off_target(ability: float) -> int:
    """Tenths of probability outside of 0.5–0.7, for a task that somebody just at the standard does 7 times in 10."""
    chance = chance_of_success(launch_item(None, CUT), ability)
    return int(10 * max(LEARNABLE[0] - chance, chance - LEARNABLE[1], 0.0))


def _lesson_or_practice(skill: str, state: SkillState, offer: SkillOffer) -> Task:
    if not offer.open_lesson:
        return Task("practise", skill)
    return Task("start" if state.standing == "new" else "continue", skill, offer.open_lesson)


def _extra(states: Mapping[str, SkillState], offers: Mapping[str, SkillOffer]) -> Task | None:
    lessons = ((skill, offers[skill].open_lesson) for skill in states if skill in offers)
    return next((Task("extra", skill, lesson) for skill, lesson in lessons if lesson), None)


def _rest(states: Mapping[str, SkillState], offers: Mapping[str, SkillOffer], today: date) -> Task:
    planned = [
        (day, skill)
        for skill, state in states.items()
        if offers.get(skill, NOTHING).tomorrow and (day := next_review(state, today))
    ]
    if not planned:
        return Task("rest")
    day, skill = min(planned, key=lambda pair: pair[0])
    return Task("rest", skill, days=(day - today).days)


def next_review(state: SkillState, today: date) -> date | None:
    """The first day after today on which the skill is worth a review; None while it is not mastered."""
    if state.worth_review(today):
        return today + timedelta(days=1)
    return state.card.due if state.card else None


def sentence(task: Task, name: str = "") -> str:
    """Why, to the learner. `name` is the skill's name in the framework, a doing ("Nối mạng cho thiết bị")."""
    doing = name[:1].lower() + name[1:] if name[1:2].islower() else name
    if task.kind == "rest":
        return _rest_sentence(task.days, doing)
    return {
        "review": f"Bác đã biết {doing}. Hôm nay mình ôn lại một chút cho nhớ lâu nhé.",
        "mistake": f"{_day_word(task.days)} bác nhầm chỗ {doing}, mình tập lại một chút nhé.",
        "refresh": f"Bác đã biết {doing}. Mình làm lại vài câu cho chắc tay nhé.",
        "continue": f"Bác đang học dở việc này: {doing}. Mình học tiếp nhé.",
        "practise": f"Mình tập vài câu về {doing} cho quen tay nhé.",
        "extra": f"Bác đã biết {doing}. Còn một bài nữa, bác thích thì xem thêm nhé.",
        "start": f"Mình học một việc mới nhé: {doing}.",
    }[task.kind]


def _day_word(days: int) -> str:
    return {1: "Hôm qua", 2: "Hôm kia"}.get(days, "Hôm trước")


def _rest_sentence(days: int, doing: str) -> str:
    if not days:
        return "Bác học hết các bài đang có rồi. Bác thích bài nào thì xem lại bài ấy nhé."
    when = "Ngày mai" if days == 1 else f"{days} ngày nữa"
    return f"Bác học hết các bài đang có rồi. {when} mình ôn lại {doing} nhé."
