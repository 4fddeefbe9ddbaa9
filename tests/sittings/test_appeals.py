from datetime import UTC, datetime

import pytest

from app.sittings.domain.appeals import is_waiting, may_appeal
from app.sittings.domain.record import AppealMade, Verdict

pytestmark = pytest.mark.pure
NOON = datetime(2026, 11, 22, 5, tzinfo=UTC)


def verdicts(*states: str) -> list[Verdict]:
    return [Verdict(NOON, state, "", "", None) for state in states]


def appeal(after: int) -> AppealMade:
    """Made when there were so many verdicts."""
    return AppealMade(NOON, "", after)


def test_alone_the_word_of_the_machine_may_be_appealed_and_in_a_class_nothing_yet() -> None:
    assert may_appeal([], None, is_supervised=False)
    assert not may_appeal([], None, is_supervised=True)


def test_every_verdict_without_a_certificate_may_be_appealed_once() -> None:
    assert may_appeal(verdicts("denied"), None, is_supervised=True)
    assert not may_appeal(verdicts("denied"), appeal(1), is_supervised=True)
    assert may_appeal(verdicts("denied", "reopened", "denied"), appeal(1), is_supervised=True)
    assert not may_appeal(verdicts("approved"), None, is_supervised=True)


def test_an_appeal_waits_until_somebody_has_decided_again() -> None:
    assert is_waiting(verdicts("denied"), appeal(1))
    assert is_waiting(verdicts("denied", "reopened"), appeal(1))
    assert not is_waiting(verdicts("denied", "reopened", "approved"), appeal(1))
    assert not is_waiting([], None)
