"""Who is told of, when a seed may be published."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.integrity.domain.rechecks import FEWEST, BadPeriod, Tally, check_period, told

pytestmark = pytest.mark.pure
TODAY = date(2026, 11, 22)


def tally(name: str, decided: int, seen: int) -> Tally:
    return Tally(name, certified=decided, decided=decided, able=seen)


def test_large_places_are_told_of_one_by_one() -> None:
    found = told([tally("A", 50, 8), tally("B", 40, 6)])
    assert [one.commune for one in found.communes] == ["A", "B"]
    assert found.total is not None
    assert (found.total.decided, found.total.able, found.hidden, found.rest) == (90, 14, 0, None)


def test_one_small_place_takes_another_with_it() -> None:
    """Else the total minus the others would tell of it."""
    found = told([tally("A", 50, 8), tally("B", 40, 6), tally("C", 30, 2)])
    assert [one.commune for one in found.communes] == ["A"]
    assert found.hidden == 2
    assert found.rest is not None
    assert (found.rest.decided, found.rest.seen_again) == (70, 8)


def test_too_few_altogether_is_nothing() -> None:
    found = told([tally("A", 4, 2), tally("B", 30, 2)])
    assert (found.total, found.communes, found.rest) == (None, (), None)


places = st.lists(
    st.builds(
        Tally, st.text("ABC", max_size=3), st.just(0), st.integers(0, 12), st.integers(0, 6), st.integers(0, 6)
    ),
    max_size=8,
)  # fmt: skip


@pytest.mark.battery
@given(places)
def test_nothing_told_stands_for_fewer_than_five_people(found: list[Tally]) -> None:
    result = told(found)
    rows = [*result.communes, *([result.total] if result.total else []), *([result.rest] if result.rest else [])]
    assert all(row.decided >= FEWEST and row.seen_again >= FEWEST for row in rows)
    if result.total and result.communes and result.hidden:
        left = result.total.seen_again - sum(one.seen_again for one in result.communes)
        assert result.hidden > 1
        assert left >= FEWEST


@pytest.mark.parametrize(
    ("first", "last"),
    [("2026-11-22", "2026-12-01"), ("2026-11-01", "2026-12-01"), ("2026-12-02", "2026-12-01"), ("2026-12-01", "2027-12-02")],
)  # fmt: skip
def test_seed_is_published_before_its_days(first: str, last: str) -> None:
    with pytest.raises(BadPeriod):
        check_period(date.fromisoformat(first), date.fromisoformat(last), TODAY)


def test_tomorrow_is_early_enough() -> None:
    check_period(date(2026, 11, 23), date(2026, 11, 23), TODAY)
