"""What people are called, and what a paper shows."""

import pytest

from app.sittings.domain.full_names import is_as_called, says_who

pytestmark = pytest.mark.pure


@pytest.mark.parametrize("name", ["Lan", "Bà Ba", "bà ba", "CHÚ TƯ", "Út Lan", "Mẹ Nguyễn Thị Thứ", "Anh Đào"])
def test_what_somebody_is_called_is_asked_about(name: str) -> None:
    assert is_as_called(name)


@pytest.mark.parametrize(
    "name", ["Nguyễn Thị Lan", "Ông Văn Tùng", "Chu Văn An", "Hồ Chí", "Y Moan Ênuôl", "Bá Văn Con", "Cao Bá Quát"]
)
def test_full_name_is_not(name: str) -> None:
    assert not is_as_called(name)


@pytest.mark.parametrize(
    ("note", "is_told"),
    [
        ("Nguyễn Thị Lan quét được", True),
        ("nguyen thi lan quét được", True),
        ("cô Thị Lan quét được", True),
        ("Bác Lan, quét được", True),
        ("hẹn ở bình minh", True),
        ("bác lần đầu quét chưa được, ba lần sau thì lần nào cũng được", False),
        ("bác tự quét, không hỏi ai", False),
    ],
)
def test_note_that_tells_whose_test_it_is_is_known(note: str, is_told: bool) -> None:
    assert says_who(note, "Nguyễn Thị Lan", "Xã Bình Minh") is is_told


@pytest.mark.parametrize("name", ["", "Lan"])
def test_short_name_makes_no_other_word_a_name(name: str) -> None:
    assert not says_who("hỏi lan man, ba lần mới quét được, xã hội", name, "Xã D")
