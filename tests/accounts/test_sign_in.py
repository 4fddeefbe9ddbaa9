"""When a sign-in ends."""

from datetime import UTC, datetime, timedelta

import pytest

from app.accounts.domain.roles import Role
from app.accounts.domain.sign_in import is_alive, is_seen_due, longest

pytestmark = pytest.mark.pure

START = datetime(2026, 12, 1, 8, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def alive(role: Role, idle: timedelta, age: timedelta) -> bool:
    return is_alive(role, START + age - idle, START + longest(role), START + age)


@pytest.mark.parametrize("role", [Role.TEACHER, Role.ASSESSOR, Role.OFFICIAL, Role.ADMIN])
def test_staff_session_ends_after_half_an_hour_idle_or_half_a_day(role: Role) -> None:
    assert alive(role, 29 * MINUTE, HOUR)
    assert not alive(role, 30 * MINUTE, HOUR)
    assert alive(role, MINUTE, 12 * HOUR - MINUTE)
    assert not alive(role, MINUTE, 12 * HOUR)


def test_learner_session_lasts_thirty_idle_days() -> None:
    assert alive(Role.LEARNER, 30 * DAY - MINUTE, 40 * DAY)
    assert not alive(Role.LEARNER, 30 * DAY, 40 * DAY)
    assert not alive(Role.LEARNER, DAY, 400 * DAY)


def test_use_is_written_down_once_a_minute() -> None:
    assert not is_seen_due(START, START + timedelta(seconds=59))
    assert is_seen_due(START, START + MINUTE)
