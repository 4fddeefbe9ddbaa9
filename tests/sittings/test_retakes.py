"""When somebody may try again."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.courses.domain.standards import Retakes
from app.sittings.domain.retakes import months_after, wait_for

pytestmark = pytest.mark.pure
RULES = Retakes.model_validate({"sau-ngay": 14, "nhieu-nhat": 3, "trong-thang": 12})
NOW = datetime(2026, 11, 22, 3, tzinfo=UTC)
DAY = timedelta(days=1)


def ago(*days: float) -> list[datetime]:
    return [NOW - day * DAY for day in days]


def test_first_try_waits_for_nothing() -> None:
    assert wait_for([], RULES, NOW) is None


@pytest.mark.parametrize(("days", "waits"), [(13.9, True), (14, False), (15, False)])
def test_next_try_waits_fourteen_days(days: float, waits: bool) -> None:
    found = wait_for(ago(days), RULES, NOW)
    assert (found is not None) is waits
    assert found is None or (found.until, found.because) == (NOW - days * DAY + 14 * DAY, "soon")


def test_fourth_try_waits_until_the_first_is_a_year_old() -> None:
    found = wait_for(ago(100, 60, 20), RULES, NOW)
    assert found is not None
    assert found.because == "enough"
    assert found.until == months_after(NOW - 100 * DAY, 12)
    assert wait_for(ago(100, 60, 20), RULES, found.until) is None


def test_tries_of_long_ago_do_not_count() -> None:
    assert wait_for(ago(800, 500, 400, 20), RULES, NOW) is None


def test_the_longer_wait_is_told() -> None:
    found = wait_for(ago(364, 200, 1), RULES, NOW)
    assert found is not None
    assert found.because == "soon"


def test_month_ends_where_the_shorter_month_does() -> None:
    assert months_after(datetime(2026, 1, 31, tzinfo=UTC), 1).date().isoformat() == "2026-02-28"
    assert months_after(datetime(2026, 11, 30, 18, tzinfo=UTC), 3).date().isoformat() == "2027-03-01"


@given(st.lists(st.integers(0, 900), max_size=8))
def test_whoever_has_waited_as_long_as_told_may_begin(days: list[int]) -> None:
    tries = ago(*days)
    found = wait_for(tries, RULES, NOW)
    if found is not None:
        assert found.until > NOW
        assert wait_for(tries, RULES, found.until) is None
