"""Three pictures as a secret."""

from itertools import permutations

import pytest

from app.accounts.domain.pictures import LENGTH, PICTURES, SAME, SIDE_BY_SIDE, as_secret, complaint, parse, written

pytestmark = pytest.mark.pure


def test_order_is_part_of_the_secret() -> None:
    assert as_secret(("ga", "nha", "chia")) != as_secret(("nha", "ga", "chia"))


def test_no_pin_or_password_is_the_same_secret() -> None:
    assert as_secret(("ga", "nha", "chia")) == "hinh:ga.nha.chia"


@pytest.mark.parametrize("names", [(), ("ga",), ("ga", "nha"), ("ga", "nha", "chia", "hoa"), ("ga", "nha", "khong-co")])
def test_anything_but_three_known_pictures_is_no_secret(names: tuple[str, ...]) -> None:
    with pytest.raises(ValueError, match="three"):
        as_secret(names)


def test_one_picture_twice_is_refused() -> None:
    assert complaint(("ga", "nha", "ga")) == SAME


@pytest.mark.parametrize(
    "names", [("ga", "ca", "trau"), ("meo", "trau", "ca"), ("ga", "hoa", "nha"), ("den", "xe", "cay")]
)
def test_pictures_side_by_side_are_refused(names: tuple[str, ...]) -> None:
    """In a row or in a column, to either side: what somebody presses without thinking."""
    assert complaint(names) == SIDE_BY_SIDE


def test_thousands_of_orders_are_left() -> None:
    left = [names for names in permutations(PICTURES, LENGTH) if not complaint(names)]
    assert len(left) == 16 * 15 * 14 - 2 * 14 - 2 * 8


@pytest.mark.parametrize("text", ["", "ga.", ".ga", "ga..ca", "ga,ca", "GA", "ga.khong-co"])
def test_what_no_page_sends_is_no_picture(text: str) -> None:
    assert parse(text) == ()


def test_pictures_are_read_as_they_were_written() -> None:
    assert parse(written(("ga", "nha"))) == ("ga", "nha")
