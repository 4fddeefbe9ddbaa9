"""What people are called, and what a paper shows."""

import pytest

from app.sittings.domain.full_names import is_as_called

pytestmark = pytest.mark.pure


@pytest.mark.parametrize("name", ["Lan", "Bà Ba", "bà ba", "CHÚ TƯ", "Út Lan", "Mẹ Nguyễn Thị Thứ", "Anh Đào"])
def test_what_somebody_is_called_is_asked_about(name: str) -> None:
    assert is_as_called(name)


@pytest.mark.parametrize(
    "name", ["Nguyễn Thị Lan", "Ông Văn Tùng", "Chu Văn An", "Hồ Chí", "Y Moan Ênuôl", "Bá Văn Con", "Cao Bá Quát"]
)
def test_full_name_is_not(name: str) -> None:
    assert not is_as_called(name)
