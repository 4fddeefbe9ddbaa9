"""How long people read, and that nobody signs what they had no time to read."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from app.assessment.domain.evidence import TaskSeen
from app.assessment.domain.reading_times import Pace, Read, paces, seconds_read
from app.assessment.models import CaseOpening
from app.assessment.openings import ReadTooShortly, TapsUnseen, keep_opening, readings
from tests.assessment.hall import NOW, Hall, right, wrong

NOON = datetime(2026, 11, 22, 5, tzinfo=UTC)


def at(seconds: int) -> datetime:
    return NOON + timedelta(seconds=seconds)


@pytest.mark.pure
@pytest.mark.parametrize(
    ("opened", "decided_before", "now", "expected"),
    [
        (None, None, 90, 0),
        (0, None, 25, 25),
        (0, 200, 203, 3),  # ten were opened together, and are signed one after the other
        (100, 50, 130, 30),
        (100, None, 90, 0),
    ],
)
def test_reading_begins_when_the_case_is_open_and_the_one_before_is_decided(
    opened: int | None, decided_before: int | None, now: int, expected: int
) -> None:
    moments = [at(one) if one is not None else None for one in (opened, decided_before)]
    assert seconds_read(moments[0], moments[1], at(now)) == expected


@pytest.mark.pure
def test_pace_is_the_median_and_the_quickest_stands_first() -> None:
    found = paces([Read(1, 30, True), Read(1, 90, False), Read(1, 4_000, True), Read(2, 21, False), Read(2, 23, False)])
    assert found == [Pace(2, 2, 22.0, 0), Pace(1, 3, 90, 2)]


@pytest.mark.pure
@pytest.mark.parametrize(("residual", "expected"), [(None, False), (1.99, False), (2.0, True), (-2.4, True)])
def test_two_standard_deviations_surprise(residual: float | None, expected: bool) -> None:
    seen = TaskSeen(1, "x/y", 1, 1, 0.5, residual, "about", None)
    assert seen.is_surprising is expected


@pytest.fixture
def strict(hall: Hall) -> Iterator[Hall]:
    """Where a case has to be read for twenty seconds."""
    usual, standards = hall.place.offer, hall.place.standards
    least = usual.standard.model_copy(update={"least_reading_s": 20})
    standards.offers = {"nguoi-dan": replace(usual, standard=least)}
    yield hall
    standards.offers = {"nguoi-dan": usual}


def opened(hall: Hall, token: str, at: datetime, *, replayed: bool = False) -> None:
    hall.do(lambda session: keep_opening(session, hall.case(token), hall.lan.account, at, replayed=replayed))


def test_nothing_is_approved_before_it_was_open_for_so_long(strict: Hall) -> None:
    one, two = strict.open_cases(right(), right())
    strict.draw(False)
    with pytest.raises(ReadTooShortly):
        strict.decide(one, "approve", strict.lan)
    for token in (one, two):
        opened(strict, token, NOW - timedelta(seconds=19), replayed=True)
    opened(strict, one, NOW)  # once more: the first time counts
    with pytest.raises(ReadTooShortly) as refused:
        strict.decide(one, "approve", strict.lan)
    assert (refused.value.seconds, refused.value.least) == (19, 20)
    assert strict.decisions(one) == []
    later = NOW + timedelta(seconds=1)
    assert strict.decide(one, "approve", strict.lan, later).outcome == "approve"
    with pytest.raises(ReadTooShortly) as refused:  # the other was open as long, while the first was read
        strict.decide(two, "approve", strict.lan, later + timedelta(seconds=2))
    assert refused.value.seconds == 2
    assert strict.decide(two, "approve", strict.lan, later + timedelta(seconds=20)).outcome == "approve"
    assert [strict.decisions(token)[0].read_seconds for token in (one, two)] == [20, 20]
    assert strict.read(readings) == [Read(strict.lan.account, 20, True)] * 2


@pytest.mark.one_database
def test_what_signs_nothing_is_decided_at_once(strict: Hall) -> None:
    token = strict.open_cases(wrong())[0]
    strict.draw(False)
    strict.far_from_cut(token)
    assert strict.decide(token, "deny", strict.lan).outcome == "deny"
    assert strict.decisions(token)[0].read_seconds == 0


@pytest.mark.one_database
def test_taps_that_surprise_are_looked_at_before_it_is_approved(strict: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.assessment.domain.evidence.SURPRISING", 0.0)  # every answer does
    token = strict.case_with_taps(right)
    strict.draw(False, only=token)
    opened(strict, token, NOW - timedelta(minutes=1))
    with pytest.raises(TapsUnseen):
        strict.decide(token, "approve", strict.lan)
    opened(strict, token, NOW - timedelta(seconds=30), replayed=True)
    assert strict.decide(token, "approve", strict.lan).outcome == "approve"
    [row] = strict.read(lambda session: session.query(CaseOpening).all())
    assert (row.opened_at, row.replayed_at) == (NOW - timedelta(minutes=1), NOW - timedelta(seconds=30))
