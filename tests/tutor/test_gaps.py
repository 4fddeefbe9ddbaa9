"""Rare questions, as a teacher reads them: nothing that says who asked."""

import pytest

from app.tutor.domain.gaps import LONGEST, rare_words
from app.tutor.domain.transcript import topic_of

pytestmark = pytest.mark.pure

NAMED = [
    ("Cháu Lan nhà tôi ở xã Quảng Phú bị 3 người lạ nhắn qua Zalo", ("Lan", "Quảng", "Phú", "3")),
    ("chau lan nha toi o xa quang phu bi lua 300k", ("lan", "quang", "phu", "300")),
    ("tên tôi là Trần Thị Mận muốn cấp lại sổ đỏ", ("Trần", "Thị", "Mận")),
    ("tran thi man muon cap lai so do", ("tran", "man")),
    ("ông hùng hàng xóm vay tiền không trả", ("hùng",)),
    ("ÔNG HÙNG vay tiền", ("HÙNG",)),
    ("đăng ký kết hôn với anh Tuấn, Hà Nội", ("Tuấn", "Hà", "Nội")),
    ("con gái Thủy lấy chồng xa thì chuyển khẩu sao", ("Thủy",)),
]
WHOLE = [
    "cấp lại sổ đỏ bị mất ở đâu",
    "muốn bán hàng trên Shopee thì làm sao",
    "Đổi bằng lái xe ở đâu",
    "làm hộ chiếu cho cháu bé",
    "con trai tôi đi tù, làm giấy uỷ quyền",
    "lam giay to cho con moi sinh o dau",
    "[SỐ ĐIỆN THOẠI] gọi tôi hoài",
]


@pytest.mark.parametrize(("question", "names"), NAMED, ids=range(len(NAMED)))
def test_names_places_and_numbers_are_hidden(question: str, names: tuple[str, ...]) -> None:
    words = rare_words(question).replace("…", " ").split()
    assert [name for name in names if name in words] == []
    assert len(words) >= 2


@pytest.mark.parametrize("question", WHOLE, ids=range(len(WHOLE)))
def test_what_says_nothing_of_anybody_can_be_read(question: str) -> None:
    assert rare_words(question) == question


def test_long_story_is_cut() -> None:
    assert len(rare_words("chuyện dài " * 100)) <= LONGEST


def test_topic_is_the_same_for_the_same_words() -> None:
    assert topic_of("Giá vàng hôm nay?") == topic_of("gia  vang hom nay") != topic_of("giá bạc hôm nay")
    assert topic_of("???") == topic_of("[OTP] [SỐ THẺ]") == ""
