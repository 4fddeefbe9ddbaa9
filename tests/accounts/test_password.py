"""Long enough, not in every thief's list, not one's own name; one-time passwords are strong and easy to say."""

import itertools
import math
import random
import re
import unicodedata
from collections.abc import Callable

import pytest

from app.accounts.domain.password import (
    DIGITS,
    GROUPS,
    LONGEST,
    ONE_TIME,
    ONSETS,
    RHYMES,
    SYLLABLES,
    complaint,
    least_length,
    one_time_password,
)  # fmt: skip
from app.accounts.domain.roles import Role

pytestmark = pytest.mark.pure

GOOD = "hoa sen nở muộn"  # 15 characters


def seeded(seed: int) -> Callable[[int], int]:
    return random.Random(seed).randrange  # noqa: S311 - these passwords open nothing


def judge(password: str, role: Role = Role.TEACHER) -> str:
    return complaint(password, role, "tran-van-binh", "Trần Văn Bình")


@pytest.mark.parametrize("role", [Role.TEACHER, Role.ASSESSOR, Role.OFFICIAL, Role.ADMIN])
def test_staff_need_fifteen_characters(role: Role) -> None:
    assert least_length(role) == 15
    assert judge(GOOD, role) == ""
    assert "15" in judge(GOOD[:-1], role)


def test_learners_need_eight_characters() -> None:
    assert judge("mưa rào ", Role.LEARNER) == ""  # the blank at the end counts
    assert "8" in judge("mưa rào", Role.LEARNER)


def test_length_counts_letters_not_marks() -> None:
    short = unicodedata.normalize("NFD", "ốiồi ổi")
    assert len(short) > 8
    assert "8" in judge(short, Role.LEARNER)


def test_longest_password_is_bounded() -> None:
    sentence = "một con vịt xòe ra hai cái cánh, " * 10
    assert judge(sentence[:LONGEST]) == ""
    assert str(LONGEST) in judge(sentence[: LONGEST + 1])


@pytest.mark.parametrize(
    "password",
    [
        "123456789012345", "098765432109876", "aaaaaaaaaaaaaaa", "abcabcabcabcabc", "123412341234123", "abcdefghijklmno",
        "passwordpassword"[:8] + "1234567", "Qwertyuiopasdfg", "administrator99", "Mật khẩu 1234567", "!!!!!!!!!!!!!!!",
        "2024 vietnam 2024", "1-2-3-4-5-6-7-8-9",
    ],
)  # fmt: skip
def test_guessable_passwords_are_refused(password: str) -> None:
    assert "dễ đoán" in judge(password)


@pytest.mark.parametrize("password", ["tran-van-binh-hoa-sen", "TRẦN VĂN BÌNH hoa sen", "hoa sen TranVanBinh"])
def test_own_name_is_refused_in_any_spelling(password: str) -> None:
    assert "tên" in judge(password)


def test_name_is_refused_even_when_the_login_is_another() -> None:
    assert "tên" in complaint("hoa sen Trần Văn Bình", Role.TEACHER, "co-giao-7", "Trần Văn Bình")
    assert "tên" in complaint("hoa sen co giao 7", Role.TEACHER, "co-giao-7", "Trần Văn Bình")


def test_short_name_does_not_forbid_a_syllable() -> None:
    assert complaint("hoa sen nở muộn năm nay", Role.TEACHER, "hoa-2", "Hoa") == ""


@pytest.mark.parametrize(
    "password", ["日本語の長い文章はとても安全です", "correct horse battery", "một hai ba bốn năm", "!@#$%^&*()_+{}|"]
)
def test_ordinary_passphrases_are_good(password: str) -> None:
    assert judge(password) == ""


def test_one_time_password_cannot_become_ones_own() -> None:
    assert "một lần" in judge(one_time_password(seeded(1)))


def test_one_time_password_looks_like_words_and_digits() -> None:
    below = seeded(2)
    for _ in range(200):
        password = one_time_password(below)
        assert re.fullmatch(r"[a-z]{4,12}-[a-z]{4,12}-[a-z]{4,12}-[0-9]{5}", password)
        assert ONE_TIME.fullmatch(password)


def test_one_time_password_has_sixty_bits() -> None:
    syllables = [onset + rhyme for onset, rhyme in itertools.product(ONSETS, RHYMES)]
    groups = {"".join(pair) for pair in itertools.product(syllables, repeat=SYLLABLES)}
    # No two draws may spell the same group, or there are fewer passwords than the draws promise.
    assert len(groups) == len(syllables) ** SYLLABLES
    assert GROUPS * math.log2(len(groups)) + DIGITS * math.log2(10) >= 60


def test_every_draw_is_used() -> None:
    asked: list[int] = []

    def below(limit: int) -> int:
        asked.append(limit)
        return limit - 1

    assert one_time_password(below) == "xuixui-xuixui-xuixui-99999"
    assert math.log2(math.prod(asked)) == pytest.approx(62.1, abs=0.05)
    assert one_time_password(lambda _: 0) == "baba-baba-baba-00000"
