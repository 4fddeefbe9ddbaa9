"""A number is never told as one that would have reached what it missed."""

import re
from datetime import UTC, datetime

import pytest

from app.assessment.domain.lost_skills import LostSkill, as_text
from app.assessment.models import Case
from app.assessment.views.lost_skills import lost_lines
from app.assessment.views.words import limit, percent, probability, recommendation

SHARES = [number / 2_000 for number in range(2_001)]
LIMITS = 0.07, 0.1, 0.29, 0.5, 0.9, 0.925, 0.95, 0.975


def told(words: str) -> float:
    return float(words.removesuffix(" %").replace(",", ".")) / 100


@pytest.mark.parametrize(
    ("share", "limits", "expected"),
    [
        (0.8996, {"at_least": 0.9}, "89 %"),
        (0.9, {"at_least": 0.9}, "90 %"),
        (0.9004, {"at_least": 0.9}, "90 %"),
        (0.1004, {"at_most": 0.1}, "11 %"),
        (0.1, {"at_most": 0.1}, "10 %"),
        (0.07, {"at_least": 0.07}, "7 %"),
        (0.0699, {"at_least": 0.07}, "6 %"),
        (0.8996, {}, "90 %"),
        (0.9996, {"at_least": 1.0}, "trên 99 %"),
        (0.0004, {"at_most": 0.0}, "dưới 1 %"),
    ],
)
def test_percent_is_rounded_away_from_what_it_missed(share: float, limits: dict[str, float], expected: str) -> None:
    assert percent(share, **limits) == expected


@pytest.mark.parametrize("at", LIMITS)
def test_what_missed_a_limit_is_told_on_its_own_side(at: float) -> None:
    assert told(limit(at)) == pytest.approx(at)
    for share in (one for one in SHARES if 0.01 <= one <= 0.99):
        low, high = told(percent(share, at_least=at)), told(percent(share, at_most=at))
        assert low < at or share >= at, share
        assert high > at or share <= at, share
        assert max(abs(low - share), abs(high - share)) <= 0.01 + 1e-9


@pytest.mark.parametrize(("certify_at", "deny_at"), [(0.95, 0.1), (0.9, 0.05), (0.8, 0.2)])
def test_where_the_machine_dared_say_nothing_the_number_never_looks_sure(certify_at: float, deny_at: float) -> None:
    for share in (one for one in SHARES if deny_at < one < certify_at):
        for said in (probability("refer", share), recommendation("refer", share), recommendation("exhausted", share)):
            found = re.search(r"[\d,]+ %", said)
            assert found
            assert deny_at < told(found[0]) < certify_at, share
    assert probability("certify", 0.9504) == "95 %"


def test_skill_that_just_misses_what_a_certificate_wants_is_told_below_it() -> None:
    lost = LostSkill("quet-ma", "Quét mã", 3, 1, 0.8996)
    [line] = lost_lines(
        Case(certificate_code="ma", lost_skills=as_text([lost]), lost_at=datetime(2026, 11, 23, tzinfo=UTC))
    )
    assert "mới chắc 89 % là tới mức (cần từ 90 %)" in line
