"""Days between reviews of a mastered skill."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from app.quiz.domain.review import ReviewCard, begin, recall, review

pytestmark = pytest.mark.pure

DAY = date(2026, 11, 21)


def intervals(card: ReviewCard, *scores: float) -> list[int]:
    days = []
    for score in scores:
        card = review(card, card.due, score)
        days.append(card.interval)
    return days


def test_right_reviews_come_after_2_11_46_and_163_days() -> None:
    card = begin(DAY)
    assert (card.interval, card.due, card.last_review) == (2, date(2026, 11, 23), DAY)
    assert intervals(card, 1, 1, 1) == [11, 46, 163]


def test_after_a_lapse_reviews_come_after_2_5_and_12_days() -> None:
    assert intervals(begin(DAY), 1, 0, 1, 1) == [11, 2, 5, 12]


def test_slow_or_half_right_comes_sooner_than_right_and_later_than_wrong() -> None:
    card = review(begin(DAY), DAY + timedelta(days=2), 1)
    right, slow, half, wrong = (
        review(card, card.due, score, slow=slow).interval
        for score, slow in ((1, False), (1, True), (0.5, False), (0.4, False))
    )
    assert wrong < slow < right
    assert half == slow


def test_late_review_that_succeeds_earns_a_longer_rest() -> None:
    card = begin(DAY)
    assert review(card, card.due + timedelta(days=10), 1).interval > review(card, card.due, 1).interval


def test_recall_is_nine_in_ten_when_due_and_falls_slowly() -> None:
    card = replace(begin(DAY), stability=10.0)
    assert recall(card, DAY) == 1
    assert recall(card, DAY + timedelta(days=10)) == pytest.approx(0.9)
    assert recall(card, DAY + timedelta(days=100)) < 0.8


def test_same_reviews_give_the_same_card_again() -> None:
    first, second = (review(begin(DAY), DAY + timedelta(days=2), 1) for _ in range(2))
    assert first == second
