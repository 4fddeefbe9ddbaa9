"""Which six digits are too easy to guess."""

from random import Random

import pytest

from app.accounts.domain.pin import BIRTHDAY, EASY, KNOWN, NOT_SIX, as_pin, complaint, one_time_pin

pytestmark = pytest.mark.pure


@pytest.mark.parametrize(
    "pin",
    [
        "111111", "123456", "654321", "012345", "890123", "121212", "123123", "112233", "998877", "123321", "686868", "100001",
        "888868", "147258", "159753",
    ],
)  # fmt: skip
def test_pins_that_many_people_choose_are_refused(pin: str) -> None:
    assert complaint(pin) == EASY


@pytest.mark.parametrize("pin", ["010160", "311259", "590217", "290248", "195506", "081972", "021595"])
def test_pins_that_could_be_a_birthday_are_refused(pin: str) -> None:
    """Day first, year first, month first, and a month beside a whole year."""
    assert complaint(pin) == BIRTHDAY


@pytest.mark.parametrize("pin", ["483916", "907264", "561839", "739405"])
def test_other_pins_are_taken(pin: str) -> None:
    assert complaint(pin) == ""


@pytest.mark.parametrize("pin", ["", "12345", "1234567", "12a456", "48391x", "４８３９１"])
def test_anything_but_six_digits_is_no_pin(pin: str) -> None:
    assert complaint(as_pin(pin)) == NOT_SIX


@pytest.mark.parametrize("typed", ["483916", " 483 916 ", "48 39 16", "４８３９１６", "48\u00a03916"])
def test_pin_may_be_typed_with_blanks_and_on_any_keyboard(typed: str) -> None:
    assert as_pin(typed) == "483916"


def test_pin_is_not_a_piece_of_a_number_that_others_know() -> None:
    assert complaint("483916", "0912483916") == KNOWN
    assert complaint("483916", "651292126", "") == ""


@pytest.mark.battery
def test_nine_of_ten_pins_are_left_to_choose_from() -> None:
    refused = sum(complaint(f"{number:06}") != "" for number in range(0, 10**6, 37))
    assert 0.05 < refused / (10**6 / 37) < 0.12


def test_one_time_pin_is_a_good_one() -> None:
    tries = iter([111_111, 123_456, 10_160, 483_916])
    assert one_time_pin(lambda _: next(tries)) == "483916"
    random = Random(7)  # noqa: S311 - no secret
    made = [one_time_pin(random.randrange) for _ in range(200)]
    assert all(complaint(pin) == "" for pin in made)
    assert len(set(made)) > 190
