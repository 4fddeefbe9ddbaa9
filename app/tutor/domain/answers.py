"""What the tutor says, with where it stands: the document of `hocvuso tutor ask` and of the API."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal

from app.courses.domain.facts import Fact
from app.courses.domain.links import LESSON_PATH
from app.courses.domain.wordings import Situation
from app.tutor.domain.index import Found
from app.tutor.domain.passages import Passage, Sentence

Kind = Literal["answer", "suggest", "none", "refuse", "emergency"]
Source = Literal["embedded", "llm"]
MOST_SUGGESTED = 3
TOLD = ("kind", "text", "citations", "suggestions", "source", "redacted")  # what others get of an answer, in this order


@dataclass(frozen=True)
class Citation:
    """`quote` stands in the step at `anchor` letter for letter, but for spaces and line ends. `title`: of the lesson."""

    lesson: str
    title: str
    anchor: str
    quote: str


@dataclass(frozen=True)
class Suggestion:
    """A lesson that may be what was meant."""

    lesson: str
    title: str
    anchor: str


@dataclass(frozen=True)
class Card:
    """What whoever may be in need is told before anything else. `lead`: for whom it is, where that is in doubt."""

    situation: Situation
    text: str
    lead: str = ""

    @property
    def lines(self) -> str:
        return f"{self.lead}\n{self.text}" if self.lead else self.text


@dataclass(frozen=True)
class Answer:
    """`text` is plain. `facts`: the rows that its sentences state, each with its source and the day it was seen.
    `redacted`: the kinds of secrets and personal data that were taken out of the question. `situation`: of the wording that
    it is ("" for what lessons say). Before it, in the first lines of `text`, stand `warning`, of this situation, and then the
    `cards`."""

    kind: Kind
    text: str
    citations: tuple[Citation, ...] = ()
    suggestions: tuple[Suggestion, ...] = ()
    source: Source = "embedded"
    redacted: tuple[str, ...] = ()
    facts: tuple[Fact, ...] = ()
    situation: Situation | Literal[""] = ""
    warning: Situation | Literal[""] = ""
    cards: tuple[Card, ...] = ()

    @property
    def is_urgent(self) -> bool:
        """Whether somebody is told what to do at once, or may have to be."""
        return self.kind == "emergency" or bool(self.cards)

    def document(self) -> dict[str, Any]:
        """The fields that are TOLD, as JSON knows them."""
        whole = asdict(self)
        return {name: list(value) if isinstance(value := whole[name], tuple) else value for name in TOLD}


def extractive_answer(passage: Passage, sentences: Sequence[Sentence]) -> Answer:
    """The sentences as they stand, then the rows they rest on."""
    facts = tuple({fact.id: fact for sentence in sentences for fact in sentence.facts}.values())
    quotes = [Citation(passage.lesson, passage.title, passage.anchor, sentence.text) for sentence in sentences]
    text = " ".join(sentence.text for sentence in sentences)
    return Answer("answer", "\n".join([text, *source_lines(facts)]), tuple(quotes), facts=facts)


def source_lines(facts: Sequence[Fact]) -> list[str]:
    """A line for each source: which facts come from it and when they were seen."""
    seen = {(fact.source.name, fact.seen_on) for fact in facts}
    return [source_line(name, f"{day:%d/%m/%Y}") for name, day in sorted(seen)]


def source_line(name: str, day: str) -> str:
    return f"Theo {name}, xem ngày {day}."


def suggested(found: Sequence[Found]) -> tuple[Suggestion, ...]:
    lessons = [one.lesson for one in found[:MOST_SUGGESTED]]
    return tuple(Suggestion(lesson.slug, lesson.title, lesson_path(lesson.slug)) for lesson in lessons)


def joined(first: Sequence[Suggestion], then: Sequence[Suggestion]) -> tuple[Suggestion, ...]:
    """Each lesson once, as it stands first."""
    each: dict[str, Suggestion] = {}
    for one in (*first, *then):
        each.setdefault(one.lesson, one)
    return tuple(each.values())


def lesson_path(slug: str) -> str:
    return f"{LESSON_PATH}{slug}"
