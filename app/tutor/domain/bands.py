"""Knowing when not to answer: an answer, "có phải bác hỏi về…?", or "chưa có bài". The limits come from questions that
somebody wrote for this (app/tutor/evaluation), by `hocvuso tutor eval --calibrate`."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import exp, log
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from app.tutor.domain.index import Found, Index
from app.tutor.domain.spelling import Reading
from app.tutor.domain.terms import IGNORED, WORD, question_terms, words_with_meaning

Band = Literal["answer", "suggest", "none"]
Signals: TypeAlias = tuple[float, ...]
Numbers: TypeAlias = NDArray[np.float64]
SIGNALS = ("heard", "in titles", "length", "unheard of", "heard in the step")
RIDGE = 1.0  # prior on the weights: examples are few
STEPS = 25  # of Newton; it stands still after five or six
FOLDS = 10


@dataclass(frozen=True)
class Bands:
    """`weights` of the standardised signals (`means`, `spreads`). A question is answered from `answer` on and gets titles
    from `suggest` on, both chances that a lesson answers it."""

    means: Signals
    spreads: Signals
    weights: Signals
    bias: float
    answer: float
    suggest: float

    def chance(self, signals: Signals) -> float:
        """That a lesson answers the question, between 0 and 1."""
        rows = zip(signals, self.means, self.spreads, self.weights, strict=True)
        return 1 / (1 + exp(-self.bias - sum(weight * (one - mean) / spread for one, mean, spread, weight in rows)))

    def band(self, signals: Signals) -> Band:
        chance = self.chance(signals)
        return "answer" if chance >= self.answer else "suggest" if chance >= self.suggest else "none"


def signals(index: Index, reading: Reading, found: Found) -> Signals:
    """What tells whether a lesson answers, in the order of SIGNALS: the share of what was asked that it says anywhere; how
    much of what was asked stands in its titles, summary and headings; how many words were asked with; the share of what
    was asked that no lesson says; the share of what was asked that the step says which would be quoted."""
    place = index.places[found.lesson.slug]
    asked = question_terms(reading)
    in_front = sum(counts * index.tells(term) for term, counts in asked.items() if term in index.fronts[place])
    words = [word for word in reading.meant if word not in IGNORED]
    unheard = [word for word in words if WORD + word not in index.lesson_terms.spans]
    told, untold = (sum(index.rarity(WORD + word) for word in some) for some in (words, unheard))
    return (
        _share_heard(reading, index, lambda term: index.says(place, term)),
        log(1 + in_front),
        log(1 + len(words)),
        untold / told if told else 0.0,
        _share_heard(reading, index, lambda term: index.step_says(found.passage, term)),
    )


def _share_heard(reading: Reading, index: Index, says: Callable[[str], bool]) -> float:
    """Of what the words of a question tell, the rare ones more: between 0 and 1. A word of which another is said for the same
    thing is heard."""
    meant = {word for word, term in words_with_meaning(reading.meant) if says(term)}
    tell = {word: index.rarity(WORD + word) for word in reading.meant if word not in IGNORED}
    heard = sum(tells for word, tells in tell.items() if word in meant or says(WORD + word))
    return heard / sum(tell.values()) if tell else 0.0


def calibrated(answerable: Sequence[Signals], others: Sequence[Signals], refused: float, misled: float) -> Bands:
    """Logistic regression with a ridge, each side counting alike; the limits are quantiles of the chances that each
    question gets from a fit without it (in folds): `refused` of the answerable lie below `suggest`, `misled` of the others
    from `answer` on."""
    rows = np.array([*answerable, *others])
    right = np.array([1.0] * len(answerable) + [0.0] * len(others))
    apart = np.empty(len(rows))
    folds = np.arange(len(rows)) % FOLDS
    for fold in range(FOLDS):
        fit = _fit(rows[folds != fold], right[folds != fold])
        apart[folds == fold] = [fit.chance(tuple(row)) for row in rows[folds == fold]]
    suggest = float(np.quantile(apart[right == 1], refused))
    answer = float(np.quantile(apart[right == 0], 1 - misled))
    whole = _fit(rows, right)
    return Bands(whole.means, whole.spreads, whole.weights, whole.bias, answer, min(suggest, answer))


def _fit(rows: Numbers, right: Numbers) -> Bands:
    """Newton's method on the penalised likelihood (le Cessie and van Houwelingen 1992)."""
    means, spreads = rows.mean(axis=0), rows.std(axis=0) + 1e-9
    design = np.column_stack([np.ones(len(rows)), (rows - means) / spreads])
    share = np.where(right == 1, 0.5 / right.sum(), 0.5 / (1 - right).sum()) * len(rows)
    penalty = np.diag([0.0] + [RIDGE] * rows.shape[1])
    weights = np.zeros(design.shape[1])
    for _ in range(STEPS):
        chances = 1 / (1 + np.exp(-design @ weights))
        slope = design.T @ (share * (right - chances)) - penalty @ weights
        curve = (design * (share * chances * (1 - chances))[:, None]).T @ design + penalty
        weights = weights + np.linalg.solve(curve, slope)
    slopes = tuple(map(float, weights[1:]))
    return Bands(tuple(map(float, means)), tuple(map(float, spreads)), slopes, float(weights[0]), 0.5, 0.5)
