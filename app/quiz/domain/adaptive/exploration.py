"""Choosing tasks so that the bank learns: which of them tell most is only found out by asking them.

What is overrated is asked until it is found out; what is underrated is never asked again. So a sitting that explores chooses
its tasks by slopes and difficulties drawn from what is known of each (Thompson 1933; Chapelle & Li 2011), and an item of
which little is known has its chance. Answers are scored with the best guess as ever, so a decision stays what it was;
its sittings are somewhat longer, and decide somewhat worse (bench/learning.py says by how much).
"""

from functools import lru_cache

import numpy as np

from app.quiz.domain.ability import Curve
from app.quiz.domain.adaptive.bank import Bank


def drawn_information(bank: Bank, theta: float, spread: float, seed: int) -> Curve:
    """Of every item at `theta`, were its slope a·exp(`spread`·a_se·z) and its difficulties moved by `spread`·b_se·z, each z
    from N(0, 1) by the seed (0 to 2⁶⁴ − 1). An item whose slope no answer has told of is taken as it is."""
    stretched, moved = spread * _draws(len(bank.items), seed)
    known = bank.beliefs
    ratio = np.where(known.a_se > 0, known.a * np.exp(known.a_se * stretched), known.scored_a) / known.scored_a
    shift = np.where(known.a_se > 0, known.b_se * moved, 0.0)
    # A curve stretched about its own middle: a(θ − b) alone says where on the scored curve it is.
    return ratio**2 * bank.information_at(known.b + ratio * (theta - known.b - shift))


@lru_cache(maxsize=1024)  # a sitting asks for the same at every task
def _draws(count: int, seed: int) -> Curve:
    """Two rows of `count` standard normal numbers, from the only generator of numpy whose numbers are promised never to
    change (NEP 19): a sitting replays after years."""
    return np.random.RandomState([seed & 0xFFFFFFFF, seed >> 32]).standard_normal((2, count))
