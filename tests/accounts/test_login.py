"""One account, however its login or phone number is typed."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.accounts.domain.login import LONGEST_LOGIN, as_login, as_phone, free_login, login_stem

pytestmark = pytest.mark.pure

SPELLINGS = [
    "0912345678", " 0912 345 678 ", "0912.345.678", "091-234-5678", "(091) 2345678", "+84912345678", "+84 912 345 678",
    "84912345678", "0084912345678", "+84 (0) 912345678", "０９１２３４５６７８", "0912\u00a0345\u00a0678",
    "\u202a0912345678\u202c",
]  # fmt: skip


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_spellings_of_one_phone_are_one_number(spelling: str) -> None:
    assert as_phone(spelling) == "0912345678"


@pytest.mark.parametrize(
    "text", ["", "091234567", "09123456789", "0112345678", "+85912345678", "912345678", "nguyen-van-a", "0912345678a"]
)
def test_anything_else_is_no_phone(text: str) -> None:
    assert as_phone(text) is None


def test_landline_is_a_phone() -> None:
    assert as_phone("+84 24 3825 1234") == "02438251234"


@pytest.mark.battery
@given(st.text())
def test_phone_is_digits_from_zero_and_stays_itself(text: str) -> None:
    phone = as_phone(text)
    assert phone is None or (re.fullmatch(r"0[0-9]{9,10}", phone) and as_phone(phone) == phone)


@pytest.mark.parametrize(
    "typed",
    [
        "Nguyễn Thị Hòa",
        "nguyen-thi-hoa",
        " NGUYEN THI HOA ",
        "Nguye\u0302\u0303n Thi\u0323 Ho\u0300a",
        "nguyen.thi_hoa",
    ],
)
def test_spellings_of_one_login_are_one_login(typed: str) -> None:
    assert as_login(typed) == "nguyen-thi-hoa"


def test_crossed_d_is_d() -> None:
    assert as_login("Đặng Đình Đức") == "dang-dinh-duc"


@given(st.text())
def test_login_is_a_short_slug_and_stays_itself(text: str) -> None:
    login = as_login(text)
    assert login == "" or re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", login)
    assert len(login) <= LONGEST_LOGIN
    assert as_login(login) == login


@given(st.text(max_size=60), st.sets(st.integers(2, 30)))
def test_free_login_is_free_fits_and_is_no_phone(name: str, numbers: set[int]) -> None:
    stem = login_stem(name, "teacher")
    taken = {stem, *(f"{stem}-{number}" for number in numbers)}
    login = free_login(stem, taken)
    assert login not in taken
    assert len(login) <= LONGEST_LOGIN
    assert as_phone(login) is None
    assert as_login(login) == login


def test_long_name_leaves_room_for_a_number() -> None:
    stem = login_stem("Công Tằng Tôn Nữ " * 4, "teacher")
    assert as_login(free_login(stem, {stem})) == f"{stem}-2"


def test_taken_login_gets_the_next_number() -> None:
    assert free_login("an", set()) == "an"
    assert free_login("an", {"an"}) == "an-2"
    assert free_login("an", {"an", "an-2", "an-4"}) == "an-3"


@pytest.mark.parametrize("name", ["0912345678", "李小龍", "…", ""])
def test_name_without_a_latin_letter_uses_the_role(name: str) -> None:
    assert login_stem(name, "teacher") == "teacher"
