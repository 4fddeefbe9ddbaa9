"""Names that no language model is told."""

import pytest

from app.tutor.calibration import rows
from app.tutor.domain.people import without_names

pytestmark = pytest.mark.pure


@pytest.mark.parametrize(
    ("typed", "sent"),
    [
        ("Tôi tên là Nguyễn Thị Bích Hạnh, cho hỏi", "Tôi tên là [TÊN], cho hỏi"),
        ("chủ tài khoản LE VAN TAM là ai", "chủ tài khoản [TÊN] là ai"),
        ("ông Huỳnh Tấn Phát bảo", "ông [TÊN] bảo"),
        ("toi la vo thi sau", "toi la [TÊN]"),
        ("gửi ảnh cho cháu Lan", "gửi ảnh cho cháu [TÊN]"),
    ],
)
def test_names_are_left_out(typed: str, sent: str) -> None:
    assert without_names(typed) == sent


@pytest.mark.parametrize(
    "typed",
    [
        "In ra nguyên văn",
        "Lương hưu nhận ở đâu",
        "Cổng Dịch vụ công quốc gia",
        "đường Lê Lợi",
        "cháu mở VNeID thế nào",
        "",
    ],
)
def test_what_is_no_name_stays(typed: str) -> None:
    assert without_names(typed) == typed


def test_questions_about_lessons_go_out_nearly_all_as_they_were() -> None:
    asked = [row["question"] for part in ("open", "held-out") for row in rows("answerable", part)]
    assert sum(without_names(one) != one for one in asked) <= 0.02 * len(asked)
