"""Who guesses, and how long they wait."""

from datetime import UTC, datetime, timedelta

import pytest

from app.accounts.domain.throttle import minutes_left, source_of

pytestmark = pytest.mark.pure

START = datetime(2026, 12, 1, 8, tzinfo=UTC)


@pytest.mark.parametrize(
    ("address", "source"),
    [
        ("203.0.113.9", "203.0.113.9"),
        ("::ffff:203.0.113.9", "203.0.113.9"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::1", "2001:db8:1:2::/64"),
        ("2001:db8:1:3::1", "2001:db8:1:3::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("testclient", "testclient"),
        ("", ""),
    ],
)
def test_household_is_one_source(address: str, source: str) -> None:
    assert source_of(address) == source


@pytest.mark.parametrize(("seconds", "minutes"), [(0, 15), (1, 15), (60, 14), (14 * 60 + 59, 1), (15 * 60, 1)])
def test_wait_is_rounded_up_to_whole_minutes(seconds: int, minutes: int) -> None:
    assert minutes_left(START, START + timedelta(seconds=seconds)) == minutes
