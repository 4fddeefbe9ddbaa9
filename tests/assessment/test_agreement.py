"""What people overturn."""

import pytest

from app.assessment.domain.agreement import Overturned, overturned

pytestmark = pytest.mark.pure


def test_only_what_the_engine_had_said_can_be_overturned() -> None:
    decided = [
        ("2026-10", "certify", "approve"), ("2026-11", "certify", "approve"), ("2026-11", "certify", "practical"),
        ("2026-11", "deny", "deny"), ("2026-11", "refer", "deny"),
    ]  # fmt: skip
    assert overturned(decided) == [
        Overturned("2026-11", "certify", 2, 1),
        Overturned("2026-11", "deny", 1, 0),
        Overturned("2026-11", "refer", 1, 0),
        Overturned("2026-10", "certify", 1, 0),
    ]
