"""What is asked of two people before somebody is let back in."""

from datetime import UTC, datetime, timedelta

import pytest

from app.accounts.domain.recovery import (
    LASTS,
    MOST_TRIES,
    answer_complaint,
    as_answer,
    as_recovery_code,
    is_open,
    may_help,
    new_recovery_code,
)
from app.accounts.domain.roles import Role

pytestmark = pytest.mark.pure
NOON = datetime(2026, 11, 30, 5, 0, tzinfo=UTC)


@pytest.mark.parametrize("typed", ["Cái Bè", "cái bè", "CÁI BÈ", "cai be", " Cái  Bè. ", "Ca\u0301i Be\u0300", "caibe"])
def test_answer_is_the_same_however_it_is_typed(typed: str) -> None:
    assert as_answer(typed) == "caibe"


def test_other_answers_stay_different() -> None:
    assert len({as_answer(text) for text in ("Cái Bè", "Cái Răng", "Đồng Tháp", "Dồng", "Mít 2", "Mít 3")}) == 6
    assert as_answer("Đào") == as_answer("dao")


@pytest.mark.parametrize("text", ["", " ", "?!", "a", "aaaa", "AA aa", "x" * 61])
def test_answer_that_anybody_could_try_is_refused(text: str) -> None:
    assert answer_complaint(text)


def test_answer_of_a_few_letters_is_good() -> None:
    assert answer_complaint("Mít") == ""


@pytest.mark.parametrize("role", list(Role))
def test_others_help_only_whoever_named_them(role: Role) -> None:
    assert may_help(role, trusted=True)
    assert may_help(role, trusted=False) == (role in {Role.TEACHER, Role.OFFICIAL, Role.ADMIN})


def test_code_is_good_for_half_an_hour_five_tries_and_one_use() -> None:
    ends = NOON + LASTS
    assert is_open(MOST_TRIES, ends, None, ends - timedelta(seconds=1))
    assert not is_open(MOST_TRIES + 1, ends, None, NOON)
    assert not is_open(1, ends, None, ends)
    assert not is_open(1, ends, NOON, NOON)


def test_code_is_six_digits_however_it_is_read() -> None:
    assert new_recovery_code(lambda _: 42) == "000042"
    assert as_recovery_code(" 000 042 ") == as_recovery_code("０００-042") == "000042"
