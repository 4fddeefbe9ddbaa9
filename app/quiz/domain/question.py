"""What every kind of question knows: to show itself without its key, to read a submitted form, to judge.

`seed` is the idempotency key that was made when the question was shown. It fixes the order of the choices, and which
member of a family is asked (question_family.asked), so that the same key always means the same question: nothing else
has to be remembered.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import ClassVar, Protocol, TypeAlias, runtime_checkable

Fields: TypeAlias = Mapping[str, Sequence[str]]  # every value of every field of a form, in the order it was sent
NO_FIELDS: Fields = MappingProxyType({})
ANSWER = "cau-tra-loi"  # the field that holds the answer, in every kind; once or several times
LONGEST_ANSWER = 200  # characters: what the answer log keeps of one answer


@dataclass(frozen=True)
class Verdict:
    """The judgement of one answer: `score` is 0–1; `chosen` and `feedback` are HTML, for exactly what was answered."""

    score: float
    chosen: str
    feedback: str


@dataclass(frozen=True)
class Unfinished:
    """A form that is no answer yet. `message` says what is missing; without one the form simply goes on (HTTP 200)."""

    message: str = ""


@runtime_checkable
class Question(Protocol):
    """One small class per kind. Nothing that `shown` returns tells the key."""

    kind: ClassVar[str]  # the name of its block, and of its partial template templates/kinds/<kind>.html

    @property
    def stem(self) -> str:
        """HTML."""

    @property
    def options(self) -> int:
        """Among how many one could guess, for the learner model; 0 when there is nothing to guess from, or when the
        score itself takes chance out."""

    def shown(self, seed: str, fields: Fields = NO_FIELDS) -> object:
        """What its partial template receives: a frozen dataclass without key or feedback, with an `instruction` and
        with whatever of this question the fields hold already."""

    def answer_from(self, fields: Fields) -> str | Unfinished:
        """The form as one canonical string of 1 to LONGEST_ANSWER characters. Whether it fits is for `judge` to say."""

    def judge(self, answer: str) -> Verdict | None:
        """None when the string is no answer to this question: missing, extra, or another question's."""

    def answer_key(self) -> str:
        """HTML for the teacher's desk alone: every option, which is right, and its feedback."""


def answered(fields: Fields) -> list[str]:
    """The values of the answer's field that are not empty."""
    return [value for value in fields.get(ANSWER, ()) if value]


def joined(values: Iterable[str]) -> str:
    """One canonical string. What is cut off here was too long to be the answer to any question."""
    return " ".join(values)[:LONGEST_ANSWER]
