"""The code on the card; when guessing ends."""

from random import Random

import pytest

from app.accounts.domain.learner_login import (
    SecretKind,
    as_code,
    check_digit,
    is_closed,
    new_code,
    shown_code,
)
from app.accounts.domain.login import as_login, as_phone

pytestmark = pytest.mark.pure
RANDOM = Random(11)  # noqa: S311 - no secret
CODES = [new_code(RANDOM.randrange) for _ in range(60)]


def test_check_digit_is_that_of_the_published_example() -> None:
    assert check_digit("572") == "4"  # Damm, 2004
    assert check_digit("5724") == "0"


def test_every_single_wrong_digit_is_found() -> None:
    for code in CODES:
        for place in range(9):
            wrong = [code[:place] + digit + code[place + 1 :] for digit in "0123456789" if digit != code[place]]
            assert [as_code(text) for text in wrong] == [None] * 9


def test_every_pair_of_digits_the_wrong_way_round_is_found() -> None:
    for code in CODES:
        for place in range(8):
            swapped = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
            assert swapped == code or as_code(swapped) is None


def test_code_may_be_typed_as_it_is_read() -> None:
    for code in CODES:
        shown = shown_code(code)
        assert len(shown) == 11
        assert [as_code(text) for text in (code, shown, shown.replace(" ", "-"), shown.replace(" ", "."))] == [code] * 4
        assert as_login(shown) == code


def test_code_is_never_taken_for_a_phone_number() -> None:
    for code in CODES:
        assert as_phone(code) is None
        assert as_phone("0" + code) is None
        assert as_phone("+84" + code) is None


def test_login_that_is_a_name_is_shown_as_it_is() -> None:
    assert shown_code("bac-tu-2") == "bac-tu-2"


@pytest.mark.parametrize(("kind", "most"), [(SecretKind.PIN, 100), (SecretKind.PICTURES, 20)])
def test_guessing_ends_after_so_many_wrong_ones(kind: SecretKind, most: int) -> None:
    assert not is_closed(kind, most)
    assert is_closed(kind, most + 1)
