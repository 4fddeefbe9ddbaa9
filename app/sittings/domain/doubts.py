"""Which earlier tests under the same name somebody who assesses has to look at: those that would change what is decided."""

from dataclasses import replace
from typing import Final

from app.core.ids import digest
from app.quiz.domain.ability import Estimate
from app.quiz.domain.adaptive.sitting import retake_prior
from app.sittings.domain.namesakes import Namesake
from app.sittings.domain.record import SittingRecord

LOOKED_INTO: Final = 0.05  # of those whom a supervisor set apart: nobody knows which when they say so


def doubted(record: SittingRecord) -> tuple[Namesake, ...]:
    """Earlier tests that may be this person's, and might make a difference. A supervisor who says that they are two is taken
    at their word, but for a few by lot. A single one of which nobody says anything makes none where this test, gone on from
    there, comes to the same certificate."""
    is_by_lot = is_looked_into(record.chosen.seed)
    found = tuple(one for one in record.namesakes if is_by_lot or not one.is_set_apart)
    return () if len(found) == 1 and _makes_no_difference(record, found[0]) else found


def is_looked_into(seed: int) -> bool:
    """Drawn with the seed of the sitting, which is shown to who assesses alone: the lowest first 52 bits of a SHA-256."""
    return int(digest(f"namesake {seed}")[:13], 16) / 16**13 < LOOKED_INTO


def _makes_no_difference(record: SittingRecord, one: Namesake) -> bool:
    began_anew = record.chosen.prior == record.chosen.policy.prior
    if one.is_certified or one.is_same or not began_anew:
        return False
    return sure_together(record, one) >= record.chosen.policy.certify_at


def sure_together(record: SittingRecord, one: Namesake) -> float:
    """P(θ ≥ cut), had this test gone on from the earlier one."""
    chosen = replace(record.chosen, prior=retake_prior(Estimate(one.theta, one.se, one.p_master)))
    tasks = tuple(task.as_ruled for task in record.tasks)
    return chosen.position(tasks, record.neutralised).estimate.p_master
