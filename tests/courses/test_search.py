"""Finding a lesson by what a person types."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.courses.domain.catalogue import EMPTY
from app.courses.domain.search import FILLERS, LONGEST, MOST_FOUND, SearchIndex, search_index
from tests.courses.judging import judge
from tests.courses.many_courses import many_courses

pytestmark = pytest.mark.pure

FOUND = judge(many_courses()).catalogue


def wishes(typed: str, index: SearchIndex = FOUND.search) -> list[str]:
    return [FOUND.lessons[slug].about.wish for slug in index.find(typed)]


@pytest.mark.parametrize(
    "typed",
    [
        "quên mật khẩu VNeID",
        "quen mat khau vneid",
        "QUÊN  MẬT KHẨU!!!",
        "tôi bị quên mật khẩu thì làm sao hả cháu",
        "mật khẩu tôi quên mất rồi",
        "quên vn eid",
        "quen mk vneid",
        "que\u0302n ma\u0323\u0302t kha\u0309\u0302u",  # letters and marks apart, as some phones send them
    ],
)
def test_wish_is_found_however_it_is_typed(typed: str) -> None:
    assert wishes(typed)[0] == "Tôi quên mật khẩu VNeID"


def test_two_syllables_together_say_more_than_apart() -> None:
    assert wishes("chuyển tiền")[:2] == ["Tôi muốn chuyển tiền mà không nhầm người", "Tôi lỡ chuyển tiền nhầm"]
    assert "Tôi sợ bị lừa mất tiền" not in wishes("chuyển tiền nhầm")


def test_word_of_the_wish_counts_more_than_one_of_the_course() -> None:
    found = wishes("điện thoại")
    assert found[0] == "Tôi đổi điện thoại, muốn mở lại VNeID"
    assert "Chữ trên máy nhỏ quá, tôi đọc không được" in found  # of the course about phones


def test_rare_word_counts_more_than_common_ones() -> None:
    assert wishes("học nghề ảnh")[0] == "Tôi lỡ gửi ảnh nhầm người"


@pytest.mark.parametrize("typed", ["", "   ", "?!…", "tôi muốn", "xe đạp điện tử tế giá rẻ", "日本語", "123"])
def test_nothing_is_found_where_nothing_fits(typed: str) -> None:
    assert wishes(typed) == []


def test_lessons_that_fit_alike_come_in_their_order_and_not_too_many() -> None:
    found = FOUND.search.find("học nghề")
    assert len(found) == MOST_FOUND
    assert list(found) == sorted(found, key=list(FOUND.lessons).index)


def test_empty_catalogue_finds_nothing() -> None:
    assert EMPTY.search.find("mật khẩu") == ()


def test_word_that_looks_like_a_filler_without_its_marks_is_found() -> None:
    """ "cho" is a filler, "chợ" is not; typed bare it may be either."""
    lesson = replace(next(iter(FOUND.lessons.values())), slug="ban-o-cho")
    about = lesson.about.model_copy(update={"wish": "Tôi bán ở chợ", "title": "Ở chợ", "summary": "Bán hàng."})
    others = [(one, "Khóa") for one in FOUND.lessons.values()]
    index = search_index([*others, (replace(lesson, about=about), "Khóa")])
    for typed in ("chợ", "ở chợ", "cho", "CHỢ", "tôi ở chợ"):
        assert "ban-o-cho" in index.find(typed), typed
    assert "tôi" in FILLERS


@pytest.mark.battery
@given(st.text())
def test_any_text_gives_lessons_of_the_catalogue_and_the_same_ones_again(typed: str) -> None:
    found = FOUND.search.find(typed)
    assert set(found) <= FOUND.lessons.keys()
    assert len(set(found)) == len(found) <= MOST_FOUND
    assert found == FOUND.search.find(typed[:LONGEST])
