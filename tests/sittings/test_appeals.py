from datetime import UTC, datetime

import pytest

from app.sittings.domain.appeals import instances, is_waiting, may_appeal
from app.sittings.domain.record import AppealMade, Verdict

pytestmark = pytest.mark.pure
NOON = datetime(2026, 11, 22, 5, tzinfo=UTC)


def verdicts(*states: str) -> list[Verdict]:
    return [Verdict(NOON, state, "", "", None) for state in states]


def appeal(after: int) -> AppealMade:
    """Made when there were so many verdicts."""
    return AppealMade(NOON, "", after)


def test_alone_the_word_of_the_machine_may_be_appealed_and_in_a_class_nothing_yet() -> None:
    assert may_appeal([], [], is_supervised=False)
    assert not may_appeal([], [], is_supervised=True)


def test_who_was_helped_alone_has_practised_and_nobody_looks_again() -> None:
    assert not may_appeal([], [], is_supervised=False, was_assisted=True)
    assert may_appeal(verdicts("denied"), [], is_supervised=True, was_assisted=True)


def test_every_verdict_without_a_certificate_may_be_appealed_once() -> None:
    assert may_appeal(verdicts("denied"), [], is_supervised=True)
    assert not may_appeal(verdicts("denied"), [appeal(1)], is_supervised=True)
    assert may_appeal(verdicts("denied", "reopened", "denied"), [appeal(1)], is_supervised=True)
    assert not may_appeal(verdicts("approved"), [], is_supervised=True)


def test_after_two_refused_appeals_there_is_no_third() -> None:
    twice = [appeal(1), appeal(3)]
    refused = verdicts("denied", "reopened", "practical", "reopened", "denied")
    assert not may_appeal(refused, twice, is_supervised=True)
    assert not may_appeal(
        verdicts("reopened", "denied", "reopened", "denied"), [appeal(0), appeal(2)], is_supervised=False
    )
    assert may_appeal(refused, twice[:1], is_supervised=True)


def test_what_is_taken_from_somebody_who_had_it_may_be_appealed_against_anew() -> None:
    had = verdicts("denied", "reopened", "denied", "reopened", "approved", "revoked", "denied")
    twice = [appeal(1), appeal(3)]
    assert (instances(had[:4], twice), instances(had, twice)) == (2, 0)
    assert may_appeal(had, twice, is_supervised=True)
    assert instances([*had, *verdicts("reopened", "denied")], [*twice, appeal(7)]) == 1


def test_an_appeal_waits_until_somebody_has_decided_again() -> None:
    assert is_waiting(verdicts("denied"), appeal(1))
    assert is_waiting(verdicts("denied", "reopened"), appeal(1))
    assert not is_waiting(verdicts("denied", "reopened", "approved"), appeal(1))
    assert not is_waiting([], None)
