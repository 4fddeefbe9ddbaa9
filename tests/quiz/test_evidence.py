"""Which answers say anything, and that reports can keep their sorts apart."""

from datetime import UTC, datetime, timedelta

import pytest

from app.quiz.domain.ability import Item, chance_of_success
from app.quiz.domain.evidence import Evidence, Sort, Tally, Try, in_sequence, launch_item, tallies

pytestmark = pytest.mark.pure

MORNING = datetime(2026, 11, 21, 2, tzinfo=UTC)
ITEM = Item(1, 0, (0,))


@pytest.mark.parametrize(("earlier", "assisted", "which", "counts"), [
    (None, False, "first", True), (None, True, "first", False),
    (timedelta(hours=3), False, "same-day", False), (timedelta(hours=3), True, "same-day", False),
    (timedelta(hours=10), False, "later", True), (timedelta(days=1), False, "later", True),
    (timedelta(days=1), True, "later", False),
])  # fmt: skip
def test_only_unassisted_first_tries_of_a_day_count(
    earlier: timedelta | None, assisted: bool, which: Try, counts: bool
) -> None:
    before = MORNING - earlier if earlier else None
    piece = Evidence(MORNING, ("otp",), "a", ITEM, 1, "practice", assisted, before)
    assert (piece.which_try, piece.counts) == (which, counts)


def test_history_is_tallied_by_mode_help_and_try() -> None:
    def piece(hours: float, question: str, score: float, assisted: bool = False) -> Evidence:
        mode = "drill" if question == "d" else "practice"
        return Evidence(MORNING + timedelta(hours=hours), ("otp",), question, ITEM, score, mode, assisted)  # type: ignore[arg-type]

    history = [piece(0, "a", 0), piece(1, "a", 1), piece(2, "b", 1, True), piece(3, "d", 1), piece(30, "a", 0.5)]
    assert tallies(in_sequence(history)) == {
        Sort("practice", False, "first"): Tally(1, 0),
        Sort("practice", False, "same-day"): Tally(1, 1),
        Sort("practice", True, "first"): Tally(1, 1),
        Sort("drill", False, "first"): Tally(1, 1),
        Sort("practice", False, "later"): Tally(1, 0),
    }


@pytest.mark.parametrize(("options", "c"), [(4, 0.25), (2, 0.5), (None, 0.0)])
def test_launch_item_is_done_seven_times_in_ten_by_somebody_at_the_cut(options: int | None, c: float) -> None:
    item = launch_item(options, cut=0.3)
    assert item.c == c
    assert chance_of_success(item, 0.3) == pytest.approx(0.7, abs=1e-6)


def test_launch_item_refuses_what_guessing_alone_reaches() -> None:
    with pytest.raises(ValueError, match="guessing"):
        launch_item(2, cut=0, sufficient=0.5)
