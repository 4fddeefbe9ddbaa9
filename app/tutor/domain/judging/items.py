"""What is judged: a question, the steps that may answer it, and an answer; and what people said of it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Literal, TypeAlias

from app.core.ids import version_of
from app.tutor.domain.answers import Answer
from app.tutor.domain.judging.rubric import RUBRIC, VERSION, Verdicts
from app.tutor.domain.prompting import Source

# "llm", "embedded": which step of the ladder made the answer; "planted": spoilt on purpose (planting.py).
MadeBy: TypeAlias = Literal["llm", "embedded", "planted"]


@dataclass(frozen=True)
class Step:
    """Of a lesson, as the tutor was given it."""

    lesson: str
    heading: str
    text: str


@dataclass(frozen=True)
class Asked:
    """A row of the evaluation. `checks`: points that an answer to this question has to meet."""

    row: str
    question: str
    steps: tuple[Step, ...]
    checks: tuple[str, ...]


@dataclass(frozen=True)
class Item:
    """`made_by` is for figures: neither people nor the judge are told."""

    asked: Asked
    answer: str
    made_by: MadeBy

    @property
    def code(self) -> str:
        """Changes with anything that whoever judges it reads, so that no label goes with another text."""
        asked = self.asked
        steps = (part for step in asked.steps for part in (step.lesson, step.heading, step.text))
        return version_of("\0".join((asked.row, asked.question, self.answer, *steps, "", *asked.checks)))

    def document(self) -> dict[str, Any]:
        return {"code": self.code, **asdict(self.asked), "answer": self.answer, "made_by": self.made_by}


@dataclass(frozen=True)
class Label:
    """One person's verdicts on one answer. `who`: initials and role; `rubric`: its version."""

    row: str
    code: str
    answer: str
    verdicts: Verdicts
    who: str
    when: date
    rubric: int = VERSION

    def document(self) -> dict[str, Any]:
        told = {name: int(one) for name, one in self.verdicts.items()}
        return {**asdict(self), "verdicts": told, "when": self.when.isoformat()}


def item_of(kept: Mapping[str, Any]) -> Item:
    """Raises ValueError where somebody changed what was kept: its labels would speak of another text."""
    steps = tuple(Step(**step) for step in kept["steps"])
    asked = Asked(kept["row"], kept["question"], steps, tuple(kept["checks"]))
    item = Item(asked, kept["answer"], kept["made_by"])
    if item.code != kept["code"]:
        raise ValueError(kept["code"])
    return item


def label_of(kept: Mapping[str, Any]) -> Label:
    """Raises ValueError where a verdict is missing or is neither 0 nor 1."""
    verdicts = kept["verdicts"]
    if verdicts.keys() != {one.id for one in RUBRIC} or not all(one in (0, 1) for one in verdicts.values()):
        raise ValueError(kept["code"])
    told = {name: bool(one) for name, one in verdicts.items()}
    when = date.fromisoformat(kept["when"])
    return Label(kept["row"], kept["code"], kept["answer"], told, kept["who"], when, kept["rubric"])


def standing(labels: Iterable[Label], items: Sequence[Item]) -> list[Label]:
    """Those that speak of an answer as it still is, by the rubric as it still is."""
    answers = {item.code: item.answer for item in items}
    return [one for one in labels if one.rubric == VERSION and answers.get(one.code) == one.answer]


def together(kept: Sequence[Label], new: Sequence[Label]) -> list[Label]:
    """Whoever labels an answer again means the later verdict."""
    by_both = {(one.who, one.code): one for one in (*kept, *new)}
    return list(by_both.values())


def steps_of(given: Sequence[Source]) -> tuple[Step, ...]:
    return tuple(
        Step(one.passage.title, one.passage.heading, " ".join(sentence.text for sentence in one.sentences))
        for one in given
    )


def shown(answer: Answer) -> str:
    """As a learner reads it, with the lessons it names; alike, whoever made it."""
    lessons = dict.fromkeys(one.title for one in answer.citations)
    return "\n".join([answer.text, *(f"Xem bài: {title}." for title in lessons)])
