"""Numbers in words are the numbers in figures."""

import pytest

from app.tutor.domain.fidelity.text import words_of

pytestmark = pytest.mark.pure


def said(text: str) -> list[str]:
    return [word.form for word in words_of(text)]


@pytest.mark.parametrize(
    ("text", "forms"),
    [
        ("mười hai ngày", ["#12", "ngày"]),
        ("hai mươi lăm bước", ["#25", "bước"]),
        ("một trăm linh năm triệu đồng", ["#105000000", "đồng"]),
        ("300 triệu đồng", ["#300000000", "đồng"]),
        ("10.000.000 đồng", ["#10000000", "đồng"]),
        ("năm ngày", ["#5", "ngày"]),
        ("2 năm", ["#2", "năm"]),
        ("hai năm", ["#2", "năm"]),
        ("năm 2026", ["năm", "#2026"]),
        ("mười lăm năm", ["#15", "năm"]),
        ("hai ba lần", ["#2", "#3", "lần"]),
        ("23h30", ["#23", "giờ", "#30"]),
        ("ba mẹ", ["cha_mẹ"]),
        ("một máy", ["một", "máy"]),
        ("1/07/2025", ["date:1/7/2025"]),
        ("1 tháng 7 năm 2025", ["date:1/7/2025"]),
        ("1900.0368", ["phone:19000368"]),
    ],
)
def test_number_is_read(text: str, forms: list[str]) -> None:
    assert said(text) == forms
