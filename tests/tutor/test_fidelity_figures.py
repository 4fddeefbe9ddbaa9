"""The gates: a check that accepts planted errors, or refuses faithful texts, may not be merged."""

from app.tutor.domain.fidelity.measurement import FAITHFUL, is_good_enough, measured
from tests.tutor.fidelity_texts import examples

MOST_REVIEWED = 0.40
"""Share of faithful rewrites of the open part that a teacher has to look at; the held-out part is only measured."""


def test_check_keeps_its_gates() -> None:
    kinds = measured(examples("open"))
    assert is_good_enough(kinds), kinds
    assert kinds[-1].name == "planted"
    assert kinds[-1].wrong.of > 300


def test_faithful_texts_seldom_wait_for_a_teacher() -> None:
    faithful = measured(example for example in examples("open") if example.kind == FAITHFUL)[0]
    assert faithful.reviewed <= MOST_REVIEWED * faithful.wrong.of
