"""What stands behind a wrong answer: plain texts out of a question of any kind, and out of a wrong tap."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import singledispatch

from app.quiz.domain.choice_question import ChoiceQuestion
from app.quiz.domain.drill import Drill
from app.quiz.domain.find_on_screen import FindOnScreen
from app.quiz.domain.matching import Matching
from app.quiz.domain.ordering import Ordering, longest_run
from app.quiz.domain.question import Question, Verdict
from app.quiz.domain.several_choices import SeveralChoices
from app.quiz.domain.short_answer import ShortAnswer
from app.quiz.domain.simulation.screens import Control, Simulation
from app.tutor.domain.page_text import paragraphs

# How clear a quotation has to be (quotation.py), by the eye of a reader on the lessons that ship. What a drill shows is made
# up, so more has to speak for it; of a tap less is known; no one sentence settles an order of several steps.
ENOUGH, ENOUGH_FOR_DRILLS, ENOUGH_FOR_TAPS, NEVER = 0.46, 0.5, 0.28, 9.9


@dataclass(frozen=True)
class Grounds:
    """`asked`: what the question says; `right`: what is right in it, and why; `told`: what the answer is told. The key is
    in here: by it only what the lesson says anyway is chosen, and only once the answer is in."""

    asked: str
    right: str
    told: str
    enough: float = ENOUGH


def grounds(question: Question, answer: str, verdict: Verdict) -> Grounds:
    """Of an answer that was judged."""
    told = [verdict.feedback]
    if isinstance(question, Drill):  # not what the message says
        told = [line.remark for line in (question.sender, *question.lines)]
    elif isinstance(question, SeveralChoices):  # told of everything at once
        told = []
    enough = NEVER if isinstance(question, Ordering) else ENOUGH_FOR_DRILLS if isinstance(question, Drill) else ENOUGH
    return Grounds(plain(question.stem), plain(*_right(question, answer)), plain(*told), enough)


def grounds_of_tap(simulation: Simulation, control: Control) -> Grounds:
    """Of a wrong tap: without the way, which is still to be found."""
    return Grounds(plain(simulation.stem), "", f"{control.name} {plain(control.remark)}", ENOUGH_FOR_TAPS)


def plain(*html: str) -> str:
    return " ".join(paragraph.text for one in html for paragraph in paragraphs(one))


@singledispatch
def _right(question: object, answer: str) -> Iterable[str]:  # noqa: ARG001
    """HTML, of what matters for this answer."""
    raise TypeError(type(question).__name__)


@_right.register
def _(question: ChoiceQuestion, answer: str) -> Iterable[str]:  # noqa: ARG001 - of every wrong answer the same is right
    return [html for choice in question.choices if choice.right for html in (choice.text, choice.feedback)]


@_right.register
def _(question: SeveralChoices, answer: str) -> Iterable[str]:
    """What was wrongly ticked; else what was missed."""
    ticked = answer.split(" ")
    wrong = [choice for choice in question.choices if not choice.right and choice.id in ticked]
    missed = [choice for choice in question.choices if choice.right and choice.id not in ticked]
    return [html for choice in wrong or missed for html in (choice.text, choice.feedback)]


@_right.register
def _(question: FindOnScreen, answer: str) -> Iterable[str]:  # noqa: ARG001 - any wrong place is wrong alike
    return [html for place in question.choices if place.right for html in (place.control.name, place.control.remark)]


@_right.register
def _(question: ShortAnswer, answer: str) -> Iterable[str]:  # noqa: ARG001
    return [html for one in question.foreseen if one.right for html in (one.spellings[0], one.feedback)]


@_right.register
def _(question: Drill, answer: str) -> Iterable[str]:  # noqa: ARG001
    return [question.advice]


@_right.register
def _(question: Ordering, answer: str) -> Iterable[str]:
    """The steps that have to move."""
    places = {step.id: step.place for step in question.steps}
    order = answer.split(" ")
    staying = {order[place] for place in longest_run([places[step] for step in order])}
    return [step.text for step in question.steps if step.id not in staying]


@_right.register
def _(question: Matching, answer: str) -> Iterable[str]:
    """The pairs that were matched otherwise."""
    chosen = answer.split(" ")
    words = {right.id: right.text for right in question.rights}
    wrong = [pair for pair in question.pairs if f"{pair.id}:{pair.right}" not in chosen]
    return [html for pair in wrong for html in (pair.left, words[pair.right])]
