"""Which step of a lesson answers a question. Words of which every step of the lesson is full tell nothing here; what others
asked who wanted a step tells much; and who asks what to do wants a step that says it."""

import re
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import accumulate
from math import sqrt

import numpy as np

from app.courses.domain.readers import Reader
from app.tutor.domain.cues import (
    DEED,
    HOW,
    ORDER,
    WHAT_IS,
    WHAT_TO_DO,
    asked_at_the_end,
    leads_to_a_drill,
)
from app.tutor.domain.passages import Passage
from app.tutor.domain.postings import Field, Numbers, Postings, laid_out, rarity, weights
from app.tutor.domain.spelling import Reading
from app.tutor.domain.terms import question_terms

HEADING, SAID, ASKED = 6.0, 1.0, 2.0  # what a word counts in a step's heading, its sentences, what people asked
BY_LENGTH = 0.4  # b of BM25
# What counts, each match as a share of the lesson's best step. Small: what the open part of the evaluation likes more of
# the last four did not carry over to questions that others ask.
OWN, WHOLE = 1.0, 0.8
ORDERS, DEEDS, BEGINNING, OPENING = 0.2, 0.3, 0.3, -0.15
NOTHING_SAID = -10.0  # a step that only leads to a drill

Step = tuple[Passage, str]  # with what people asked who wanted it


@dataclass(frozen=True)
class StepChoice:
    """Rows of all steps, lesson by lesson. `own`: what each term tells a step from its neighbours. `starts`: the first
    step of each lesson that has steps. `orders`, `deeds`: the share of its sentences that say what to press, whom to turn
    to; `opening`: 1 for the first step of a lesson; `idle`: 1 for one that says nothing."""

    own: Postings
    starts: tuple[int, ...]
    orders: Numbers
    deeds: Numbers
    opening: Numbers
    idle: Numbers

    def fits(self, reading: Reading, of_steps: Sequence[float]) -> list[float]:
        """How well each step answers, to be compared within a lesson. `of_steps`: how well it matches among all steps."""
        if not self.starts:
            return []
        size = len(self.orders)
        tail = asked_at_the_end(reading.meant)
        fits = (
            OWN * self._shares(self.own.scores(question_terms(reading), size))
            + WHOLE * self._shares(np.array(of_steps))
            + ORDERS * bool(HOW.search(tail)) * self.orders
            + DEEDS * bool(WHAT_TO_DO.search(tail)) * self.deeds
            + (OPENING + BEGINNING * bool(WHAT_IS.search(tail))) * self.opening
            + NOTHING_SAID * self.idle
        )
        found: list[float] = fits.tolist()
        return found

    def _shares(self, scores: Numbers) -> Numbers:
        """Of the best in the same lesson."""
        best = np.maximum.reduceat(scores, self.starts)
        lengths = np.diff([*self.starts, len(scores)])
        whole = np.repeat(np.where(best > 0, best, 1.0), lengths)
        shares: Numbers = scores / whole
        return shares


def step_choice(lessons: Sequence[Sequence[Step]], tells: Callable[[str], float]) -> StepChoice:
    """`tells`: how much a term tells one step from all others."""
    full = [lesson for lesson in lessons if lesson]
    starts = tuple(accumulate(map(len, full), initial=0))[:-1]
    held: defaultdict[str, list[tuple[int, float]]] = defaultdict(list)
    for start, lesson in zip(starts, full, strict=True):
        for term, places in weights([_fields(passage, asked) for passage, asked in lesson], BY_LENGTH).items():
            apart = tells(term) * sqrt(rarity(len(places), len(lesson)))
            held[term] += [(start + place, apart * weight) for place, weight in places]
    told = [_told(passage) for lesson in full for passage, _ in lesson]
    return StepChoice(
        laid_out(held),
        starts,
        np.array([_share(ORDER, said) for said in told]),
        np.array([_share(DEED, said) for said in told]),
        np.array([float(place in starts) for place in range(len(told))]),
        np.array([float(not said) for said in told]),
    )


def _fields(passage: Passage, asked: str) -> list[Field]:
    return [(passage.heading, HEADING), (" ".join(_told(passage)), SAID), (asked, ASKED)]


def _told(passage: Passage) -> list[str]:
    """To whoever has said nothing of themselves, without what leads to a drill."""
    seen = (sentence.text for sentence in passage.sentences if Reader().sees(sentence.tags))
    return [text for text in seen if not leads_to_a_drill(text)]


def _share(kind: re.Pattern[str], texts: Sequence[str]) -> float:
    return sum(kind.search(text) is not None for text in texts) / len(texts) if texts else 0.0
