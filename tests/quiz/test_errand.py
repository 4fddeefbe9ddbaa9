"""Why a question is asked is said in its address, and nothing but our own words is believed."""

import pytest

from app.quiz.domain.errand import IN_LESSON, PLACEMENT, practice_of, read_errand, review_of

pytestmark = pytest.mark.pure


def test_errand_survives_its_address() -> None:
    for errand in (review_of("vneid-dang-nhap"), practice_of("tt-ma-qr"), PLACEMENT, IN_LESSON):
        assert read_errand(errand.address) == errand


def test_errand_says_how_the_answer_counts_and_where_one_goes_on() -> None:
    review = review_of("tt-ma-qr")
    assert (review.mode, review.route, dict(review.values)) == ("review", "review_next", {"skill": "tt-ma-qr"})
    assert (PLACEMENT.mode, PLACEMENT.route, dict(PLACEMENT.values)) == ("placement", "placement_next", {})


@pytest.mark.parametrize(
    "address", ["", "on-tap", "on-tap.", "lam-quen.tt-ma-qr", "on-tap.A", "on-tap.a/b", "on-tap." + "a" * 61]
)
def test_anything_else_is_asked_as_in_the_lesson(address: str) -> None:
    assert read_errand(address) is IN_LESSON
