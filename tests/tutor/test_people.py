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
        ("toi ten la tran hong lan, hoi ve the", "toi ten la [TÊN], hoi ve the"),
        ("tên tôi là đỗ gia huy", "tên tôi là [TÊN]"),
        ("con tôi là Bùi Gia Hân học lớp 5", "con tôi là [TÊN] học lớp 5"),
        ("họ tên: Y Moan Êban", "họ tên: [TÊN]"),
        ("chồng tôi là lê hùng", "chồng tôi là [TÊN]"),
        ("Lê Lan nhờ tôi hỏi", "[TÊN] nhờ tôi hỏi"),
        ("thẻ đứng tên Nông Hoàng Yến", "thẻ đứng tên [TÊN]"),
        ("Lai Thị Sen gửi", "[TÊN] gửi"),
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
        "tôi là nông dân",
        "tôi tên là gì trên VNeID",
        "quê ở Thái Bình, chợ Trần Phú",
        "tên là đổi được không",
        "con tôi là cao lớn",
        "cháu mở VNeID thế nào",
        "",
    ],
)
def test_what_is_no_name_stays(typed: str) -> None:
    assert without_names(typed) == typed


def test_questions_about_lessons_go_out_nearly_all_as_they_were() -> None:
    asked = [row["question"] for part in ("open", "held-out") for row in rows("answerable", part)]
    assert sum(without_names(one) != one for one in asked) <= 0.02 * len(asked)
