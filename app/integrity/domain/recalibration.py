"""Difficulties and slopes from what people answered in sittings, beginning from what judges thought."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from app.quiz.domain.ability import Normal, OutOfRange
from app.quiz.domain.adaptive.bank import Bank
from app.quiz.domain.calibration import Answers, ItemPrior, calibrate

READY = 0.20  # logits: an error at which a difficulty is as good as it has to be
ENOUGH_PEOPLE = 200  # sittings before mean and spread of the people are estimated as well, and who sits alone explores
# Of log a, as items of tests that were calibrated have. Were it half of that, slopes from few sittings would do harm.
A_SD = 0.25


@dataclass(frozen=True)
class Judged:
    """What was thought of an item before any answer, in logits."""

    b: float
    se: float


@dataclass(frozen=True)
class Recalibrated:
    """Difficulty and its standard error in logits, slope and the standard error of its logarithm, from `answers` and from
    what was `judged`."""

    b: float
    se: float
    answers: int
    judged: Judged
    a: float = 1.0
    a_se: float = 0.0

    @property
    def is_ready(self) -> bool:
        return self.se <= READY


@dataclass(frozen=True)
class Recalibration:
    items: Mapping[str, Recalibrated]
    people: Normal
    sittings: int
    answers: int


def recalibrate(
    bank: Bank, judged: Mapping[str, Judged], rows: Sequence[tuple[int, str, int]], start: Normal
) -> Recalibration:
    """`rows`: (sitting, item, score) of scored answers; items that are in the bank no more are left out. Slopes
    are fitted from the first sitting on, each shrunk to 1 by a lognormal prior (Mislevy 1986), so that one of few answers
    stays there. `judged` must not hold what came of the same answers, or they would count twice. With fewer than 200 sittings
    the people are taken as `start`, and nothing is said of the errors of slopes. Raises OutOfRange without a single answer."""
    known = [row for row in rows if row[1] in bank.places]
    if not known:
        raise OutOfRange("Chưa có câu trả lời nào trong các lượt thi đã xong của khung này.")
    sittings = len({row[0] for row in known})
    is_enough = sittings >= ENOUGH_PEOPLE
    found = calibrate(
        Answers(
            np.array([row[0] for row in known], dtype=np.int64),
            np.array([bank.places[row[1]] for row in known], dtype=np.int64),
            np.array([row[2] for row in known], dtype=np.int64),
            len(bank.items),
        ),
        ItemPrior(
            np.array([judged[id_].b for id_ in bank.ids]),
            np.array([max(judged[id_].se, 0.05) for id_ in bank.ids]),
            A_SD,
            np.array([item.item.c for item in bank.items]),
        ),
        population=None if is_enough else start,
    )
    counts = Counter(item for _, item, _ in known)
    items = {
        id_: Recalibrated(one.b, one.se, counts[id_], judged[id_], one.a, one.a_se if is_enough else 0.0)
        for id_, one in zip(bank.ids, found.items, strict=True)
    }
    return Recalibration(items, found.population, sittings, len(known))
