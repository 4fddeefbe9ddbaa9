"""Two answers to one question, judged in both orders: which is better, and how often that turns with the order.

A judge that prefers a place says more of the place than of the answers (Zheng et al. 2023, "Judging LLM-as-a-Judge", on
swapping positions), so only what it says in both orders is a win.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from app.quiz.domain.detection import Share, share
from app.tutor.domain.judging.requests import Preference

Outcome = Literal["model", "lessons", "tie", "turned"]


@dataclass(frozen=True)
class Pair:
    """The answer of a model and that of the lessons to one question: what the judge preferred with the model's first, and with it
    second. None: no reply that could be read."""

    row: str
    model_first: Preference | None
    model_second: Preference | None

    @property
    def is_whole(self) -> bool:
        return self.model_first is not None and self.model_second is not None

    @property
    def outcome(self) -> Outcome:
        if self.model_first == self.model_second == "tie":
            return "tie"
        if (self.model_first, self.model_second) == ("first", "second"):
            return "model"
        return "lessons" if (self.model_first, self.model_second) == ("second", "first") else "turned"


@dataclass(frozen=True)
class PairFigures:
    """Of the pairs judged in both orders, each with the interval of Wilson (1927). `first_place`: of all verdicts that are no
    tie, how many named the answer that stood first; without bias half of them."""

    model: Share
    lessons: Share
    ties: Share
    turned: Share
    first_place: Share
    unread: int


def pair_figures(pairs: Sequence[Pair]) -> PairFigures:
    whole = [one for one in pairs if one.is_whole]
    outcomes = [one.outcome for one in whole]
    decided = [said for one in whole for said in (one.model_first, one.model_second) if said != "tie"]
    of = len(whole)
    return PairFigures(
        model=share(outcomes.count("model"), of),
        lessons=share(outcomes.count("lessons"), of),
        ties=share(outcomes.count("tie"), of),
        turned=share(outcomes.count("turned"), of),
        first_place=share(decided.count("first"), len(decided)),
        unread=len(pairs) - of,
    )
