"""First answers to a question, counted choice by choice."""

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from functools import singledispatch
from html import escape

from app.observations.domain.disclosure import Table, at_least_of_ten, protected
from app.quiz.domain.choice_question import ChoiceQuestion
from app.quiz.domain.drill import ANSWERS, Drill
from app.quiz.domain.find_on_screen import FindOnScreen
from app.quiz.domain.matching import Matching
from app.quiz.domain.ordering import Ordering, longest_run
from app.quiz.domain.question import Question
from app.quiz.domain.question_family import QuestionFamily
from app.quiz.domain.several_choices import SeveralChoices
from app.quiz.domain.short_answer import REST, ShortAnswer

COMMON, ENOUGH_FOR_COMMON = 0.2, 30  # a mistake that many make, and of how many people that can be said
RARE, ENOUGH_FOR_RARE = 0.05, 100  # a wrong choice taken by fewer does not work (Haladyna & Downing 1993)


@dataclass(frozen=True)
class Choice:
    """`people` is None when it is hidden. `text` is HTML."""

    text: str
    right: bool
    people: int | None


@dataclass(frozen=True)
class Counted:
    """What may be told of the first answers to one wording of a question. `each_alone`: the choices do not exclude each
    other, so that everybody is counted at each. `hidden`: the people at the hidden choices together (never with
    `each_alone`). `right`: those who were fully right; `right_of_ten`: while that is hidden, in how many of ten they are
    at least, or 0."""

    people: int | None
    choices: tuple[Choice, ...]
    each_alone: bool
    hidden: int
    right: int | None
    right_of_ten: int

    @property
    def rare(self) -> tuple[Choice, ...]:
        """Wrong choices that hardly anybody takes, as far as that may be told."""
        if self.each_alone or (self.people or 0) < ENOUGH_FOR_RARE:
            return ()
        most = RARE * (self.people or 0)
        return tuple(
            choice
            for choice in self.choices
            if not choice.right and (self.hidden if choice.people is None else choice.people) < most
        )


@dataclass(frozen=True)
class _Kind:
    """How answers to one kind of question are counted: the choices (HTML, and whether right), which of them an answer
    takes, and what makes two wordings of it the same question."""

    choices: tuple[tuple[str, bool], ...]
    taken: Callable[[str], Sequence[int]]
    outline: Hashable
    each_alone: bool = False


@singledispatch
def _kind(question: object) -> _Kind:
    raise TypeError(type(question).__name__)


@_kind.register
def _(question: ChoiceQuestion) -> _Kind:
    ids = [choice.id for choice in question.choices]
    outline = frozenset((choice.id, choice.right) for choice in question.choices)
    return _Kind(tuple((c.text, c.right) for c in question.choices), lambda answer: [ids.index(answer)], outline)


@_kind.register
def _(question: SeveralChoices) -> _Kind:
    ids = [choice.id for choice in question.choices]
    outline = frozenset((choice.id, choice.right) for choice in question.choices)
    texts = tuple((c.text, c.right) for c in question.choices)
    return _Kind(texts, lambda answer: [ids.index(id_) for id_ in answer.split(" ")], outline, each_alone=True)


@_kind.register
def _(question: FindOnScreen) -> _Kind:
    ids = [place.control.id for place in question.choices]
    outline = frozenset((place.control.id, place.right) for place in question.choices)
    texts = tuple((escape(place.control.name), place.right) for place in question.choices)
    return _Kind(texts, lambda answer: [ids.index(answer)], outline)


@_kind.register
def _(question: ShortAnswer) -> _Kind:
    """What nobody foresaw is one choice: what people typed is not shown to anybody."""
    said = [escape(foreseen.spellings[0]) for foreseen in question.foreseen]

    def taken(answer: str) -> list[int]:
        verdict = question.judge(answer)
        return [said.index(verdict.chosen) if verdict and verdict.chosen in said else len(said)]

    texts = tuple((text, foreseen.right) for text, foreseen in zip(said, question.foreseen, strict=True))
    outline = frozenset((foreseen.spellings, foreseen.right) for foreseen in question.foreseen)
    return _Kind((*texts, (REST, False)), taken, outline)


@_kind.register
def _(question: Drill) -> _Kind:
    """The call, however sure."""
    calls = ("lua", "that") if question.scam else ("that", "lua")
    texts = {
        ("lua", True): "Nhận ra là lừa đảo",
        ("that", True): "Tưởng là thật (bỏ lọt tin lừa)",
        ("that", False): "Nhận ra là tin thật",
        ("lua", False): "Tưởng là lừa đảo (ngại nhầm tin thật)",
    }
    choices = tuple((texts[call, question.scam], place == 0) for place, call in enumerate(calls))
    outline = (question.scam, question.sender.text, tuple(line.text for line in question.lines))
    return _Kind(choices, lambda answer: [calls.index(ANSWERS[answer][0])], outline)


@_kind.register
def _(question: Ordering) -> _Kind:
    """A step is taken when it has to move: the choices are the mistakes."""
    places = {step.id: step.place for step in question.steps}
    ids = list(places)

    def taken(answer: str) -> list[int]:
        order = answer.split(" ")
        staying = longest_run([places[step] for step in order])
        return [ids.index(step) for index, step in enumerate(order) if index not in staying]

    texts = tuple((f"Xếp nhầm chỗ: {step.text}", False) for step in question.steps)
    return _Kind(texts, taken, frozenset(places.items()), each_alone=True)


@_kind.register
def _(question: Matching) -> _Kind:
    """A pair is taken when it is matched wrongly."""
    rights = {pair.id: pair.right for pair in question.pairs}
    ids = list(rights)

    def taken(answer: str) -> list[int]:
        chosen = [part.partition(":") for part in answer.split(" ")]
        return [ids.index(left) for left, _, right in chosen if rights[left] != right]

    texts = tuple((f"Ghép nhầm: {pair.left}", False) for pair in question.pairs)
    return _Kind(texts, taken, frozenset(rights.items()), each_alone=True)


def members_of(body: object) -> tuple[Question, ...]:
    """The questions of an exercise: several of a family, none of a simulation."""
    found = body.members if isinstance(body, QuestionFamily) else (body,)
    return tuple(member for member in found if isinstance(member, Question))


def outline(body: object) -> Hashable:
    """Equal for two wordings of an exercise whose answers are counted together: the same choices with the same key. The
    stem and the feedback may differ."""
    return tuple(_kind(member).outline for member in members_of(body))


def is_common(body: object, found: Counted, answer: str) -> bool:
    """Whether many others made a mistake of this answer as well. Never told of what is hidden."""
    members = members_of(body)
    kind = next((_kind(member) for member in members if member.judge(answer) is not None), None)
    if kind is None or (found.people or 0) < ENOUGH_FOR_COMMON:
        return False
    wrong = [choice for place in kind.taken(answer) if not (choice := found.choices[place]).right]
    return any((choice.people or 0) >= COMMON * (found.people or 0) for choice in wrong)


def counted(body: object, answers: Mapping[str, int]) -> Counted:
    """`answers`: the people by what they answered first, as it stands in the log; what is no answer to this question is
    left out. All members of a family are counted at the choices of the first."""
    members = members_of(body)
    kinds = [_kind(member) for member in members]
    people, right, taken = 0, 0, [0] * len(kinds[0].choices)
    for answer, count in answers.items():
        for member, kind in zip(members, kinds, strict=True):
            verdict = member.judge(answer)
            if verdict is not None:
                people, right = people + count, right + count * (verdict.score >= 1)
                for place in kind.taken(answer):
                    taken[place] += count
                break
    return _shown(kinds[0], people, right, taken)


def _shown(kind: _Kind, people: int, right: int, taken: Sequence[int]) -> Counted:
    if kind.each_alone:
        alone = [protected((count, people - count)) for count in taken]
        cells: Sequence[int | None] = [table.cells[0] for table in alone]
        table, rest = protected((right, people - right)), 0
        told = table.cells[0]
    else:
        table = protected(taken)
        cells, rest = table.cells, table.rest
        told = table.sum_of([place for place, (_, is_right) in enumerate(kind.choices) if is_right])
    choices = tuple(Choice(text, is_right, cell) for (text, is_right), cell in zip(kind.choices, cells, strict=True))
    of_ten = at_least_of_ten(right, people) if told is None and table.total is not None and _hides_all(table) else 0
    return Counted(table.total, choices, kind.each_alone, rest, told, of_ten)


def _hides_all(table: Table) -> bool:
    return all(cell is None for cell in table.cells)
