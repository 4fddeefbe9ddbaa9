"""Every kind of question as somebody answers it: what they send when they are right, partly right, or not."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from starlette.testclient import TestClient

from app.courses.library import ContentLibrary
from app.quiz.domain.choice_question import ChoiceQuestion
from app.quiz.domain.drill import SURE, Drill
from app.quiz.domain.find_on_screen import FindOnScreen
from app.quiz.domain.matching import Matching
from app.quiz.domain.ordering import Ordering
from app.quiz.domain.question import ANSWER, Question
from app.quiz.domain.several_choices import SeveralChoices
from app.quiz.domain.short_answer import ShortAnswer
from app.quiz.service import question_of
from app.web.prebuilt import PrebuiltPages

LESSON = "du-kieu"
KIND_OF = {
    "mot-y": ChoiceQuestion,
    "nhieu-y": SeveralChoices,
    "thu-tu": Ordering,
    "ghep-doi": Matching,
    "go-chu": ShortAnswer,
    "tin-la": Drill,
    "ho-hang": ChoiceQuestion,
    "tim-cho": FindOnScreen,
}
SLUGS = tuple(KIND_OF)
Form = dict[str, list[str]]


@dataclass(frozen=True)
class Asked:
    """What a phone was shown, and what the service knows of it."""

    slug: str
    key: str
    version: str
    question: Question

    @property
    def url(self) -> str:
        return question_url(self.slug)

    def form(self, fields: Form) -> Form:
        return {"khoa": [self.key], "phien-ban": [self.version], **fields}


@dataclass(frozen=True)
class Sent:
    """The fields of an answer, its score, and the feedback that it is told: exactly these canaries."""

    fields: Form
    score: float
    told: frozenset[str]


def question_url(slug: str) -> str:
    return f"/bai-hoc/{LESSON}/cau-hoi/{slug}"


def ask(app: PrebuiltPages, client: TestClient, slug: str, query: str = "?lam-lai=1") -> Asked:
    page = client.get(f"{question_url(slug)}{query}").text
    return Asked(slug, *key_and_version(page), known(app, slug, key_and_version(page)[0]))


def key_and_version(page: str) -> tuple[str, str]:
    found = dict(re.findall(r'name="(khoa|phien-ban)" value="([^"]+)"', page))
    return found["khoa"], found["phien-ban"]


def known(app: PrebuiltPages, slug: str, key: str) -> Question:
    library: ContentLibrary = app.app.state.library
    question = question_of(library.catalogue.lessons[LESSON], slug, key)
    assert question is not None
    return question


def right(slug: str, question: Question) -> Sent:
    return RIGHT[slug](question)


def other(slug: str, question: Question) -> list[Sent]:
    """Wrong; and partly right, where that means something."""
    return OTHER[slug](question)


def canaries(name: str, *numbers: int) -> frozenset[str]:
    return frozenset(f"CANARY-{name}-{number}" for number in numbers)


def fields(*values: str, **more: str) -> Form:
    return {ANSWER: list(values), **{name: [value] for name, value in more.items()}}


def _choice(question: Question, number: int) -> Form:
    assert isinstance(question, ChoiceQuestion)
    return fields(question.choices[number - 1].id)


def _ticks(question: Question, *numbers: int) -> Form:
    assert isinstance(question, SeveralChoices)
    return fields(*(question.choices[number - 1].id for number in numbers))


def steps(question: Question, *places: int) -> Form:
    """The steps in this order, by their place in the right one."""
    assert isinstance(question, Ordering)
    return fields(*(question.steps[place - 1].id for place in places))


def _pairs(question: Question, *rights: int) -> Form:
    """For each left in the author's order, which of the words."""
    assert isinstance(question, Matching)
    return fields(
        *(f"{pair.id}:{question.rights[number - 1].id}" for pair, number in zip(question.pairs, rights, strict=True))
    )


def _place(question: Question, number: int) -> Form:
    assert isinstance(question, FindOnScreen)
    return fields(question.choices[number - 1].control.id)


def _call(said: str, sure: str) -> Form:
    return {ANSWER: [said], SURE: [sure]}


_TIN = canaries("TIN", 1, 2, 3)
RIGHT: dict[str, Callable[[Question], Sent]] = {
    "mot-y": lambda question: Sent(_choice(question, 2), 1, canaries("MOT", 2)),
    "nhieu-y": lambda question: Sent(_ticks(question, 1, 2), 1, canaries("NHIEU", 1, 2)),
    "thu-tu": lambda question: Sent(steps(question, 1, 2, 3, 4), 1, canaries("XEP", 1, 2, 3, 4)),
    "ghep-doi": lambda question: Sent(_pairs(question, 1, 2, 3), 1, canaries("GHEP", 1, 2, 3)),
    "go-chu": lambda _: Sent(fields("Công an Phường"), 1, canaries("CHU", 1)),
    "tin-la": lambda _: Sent(_call("lua", "chac"), 1, _TIN),
    "ho-hang": lambda question: Sent(_choice(question, 2), 1, canaries("HO", 2)),
    "tim-cho": lambda question: Sent(_place(question, 3), 1, canaries("TIM", 3)),
}
OTHER: dict[str, Callable[[Question], list[Sent]]] = {
    "mot-y": lambda question: [Sent(_choice(question, 4), 0, canaries("MOT", 4))],
    "nhieu-y": lambda question: [
        Sent(_ticks(question, 2), 0.5, canaries("NHIEU", 1, 2)),
        Sent(_ticks(question, 3, 4), 0, canaries("NHIEU", 1, 2, 3, 4)),
    ],
    "thu-tu": lambda question: [
        Sent(steps(question, 2, 1, 3, 4), 2 / 3, canaries("XEP", 1)),
        Sent(steps(question, 4, 3, 2, 1), 0, canaries("XEP", 1, 2, 3)),
    ],
    "ghep-doi": lambda question: [
        Sent(_pairs(question, 1, 2, 4), 2 / 3, canaries("GHEP", 3, 4)),
        Sent(_pairs(question, 2, 3, 1), 0, canaries("GHEP", 1, 2, 3)),
    ],
    "go-chu": lambda _: [
        Sent(fields("so vua goi"), 0, canaries("CHU", 2)),
        Sent(fields("hỏi bà hàng xóm"), 0, canaries("CHU", 3)),
    ],
    "tin-la": lambda _: [Sent(_call("that", "khong-chac"), 0, _TIN)],
    "ho-hang": lambda question: [Sent(_choice(question, 1), 0, canaries("HO", 1))],
    "tim-cho": lambda question: [Sent(_place(question, 1), 0, canaries("TIM", 1))],
}
