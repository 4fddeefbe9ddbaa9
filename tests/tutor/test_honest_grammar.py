"""Whoever asks about papers, accounts and cheats in honesty is answered, however they ask."""

from collections import Counter

import pytest

from app.tutor.calibration import read_wish_weights
from app.tutor.domain.gate.intent import intent
from tests.tutor.honest_grammar import honest_questions

pytestmark = pytest.mark.pure

EVERY = 7  # questions


def test_honest_questions_are_seldom_taken_for_offences_or_calls_for_help() -> None:
    """One in eighteen is among the examples."""
    asked = list(honest_questions())[::EVERY]
    found = Counter(intent(question, read_wish_weights()).wish for question in asked)
    assert len(asked) >= 1_800
    assert found["harm"] + found["act_for_me"] + found["injection"] <= 0.005 * len(asked), found
    assert found["victim"] + found["despair"] + found["danger"] <= 0.002 * len(asked), found
