"""Numbers with a meaning, phones and addresses are found wherever a teacher's text can stand, and nothing else is."""

import pytest

from app.courses.domain.blocks import Prose
from app.courses.domain.diagnostics import Reporter
from app.courses.domain.markdown import Writing, render_markdown
from app.courses.domain.prose import judge_prose
from tests.courses.judging import TODAY, judge_lesson, sample_facts, sample_terms
from tests.courses.places import FRONT_MATTER, PLACES, STEP_TITLE, lesson_with, position

pytestmark = pytest.mark.pure

FACTS, TERMS = sample_facts(), sample_terms()
LOOSE = {
    "12": "number-in-prose",
    "mười lăm triệu đồng": "number-in-prose",
    "ba ngày": "number-in-prose",
    "0912 345 678": "phone-in-prose",
    "vi-du.com.vn": "url-in-prose",
}


@pytest.mark.battery
@pytest.mark.parametrize("place", PLACES)
def test_loose_values_are_told_wherever_text_stands(place: str) -> None:
    text = lesson_with(place, f"chừng {', '.join(LOOSE)} nhé")
    expected = {(*position(text, loose), code) for loose, code in LOOSE.items()}
    if place in FRONT_MATTER or place in STEP_TITLE:
        expected = {(line, 1, code) for line, _column, code in expected}  # plain text: the line is enough
    diagnostics = judge_lesson(text).diagnostics
    assert {(found.line, found.column, found.code) for found in diagnostics} == expected
    assert len(diagnostics) == len(LOOSE)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Chuyển trên 10 triệu đồng", "10 triệu"),
        ("Chuyển trên 5 triệu", "5 triệu"),
        ("Mất 200.000đ", "200.000"),
        ("Chờ 5 phút", "5 phút"),
        ("Chờ 5-phút", "5-phút"),
        ("Chờ 5  phút", "5  phút"),
        ("Chờ 5\nphút", "5 phút"),
        ("Chờ 5\u00a0phút", "5 phút"),
        ("Chờ ５ phút", "５ phút"),
        ("Giảm 5%", "5%"),
        ("Giảm 5 %", "5 %"),
        ("Giảm 5 phần trăm", "5 phần trăm"),
        ("Từ 1/7/2025", "1/7/2025"),
        ("Theo 69/2024", "69/2024"),
        ("Gọi 113", "113"),
        ("Làm 24/7", "24/7"),
        ("Đủ 12 bước", "12"),
        ("Năm triệu đồng", "Năm triệu đồng"),
        ("MƯỜI TRIỆU ĐỒNG", "MƯỜI TRIỆU ĐỒNG"),
        ("hai mươi mốt triệu", "hai mươi mốt triệu"),
        ("một trăm linh năm nghìn", "một trăm linh năm nghìn"),
        ("hai trăm nghìn", "hai trăm nghìn"),
        ("ba tỷ rưỡi", "ba tỷ"),
        ("một triệu", "một triệu"),
        ("chờ hai mươi bốn giờ", "hai mươi bốn giờ"),
        ("chờ bốn mươi lăm phút", "bốn mươi lăm phút"),
        ("bảy mươi lăm tuổi", "bảy mươi lăm tuổi"),
        ("trong sáu tháng", "sáu tháng"),
        ("hai ba ngày", "hai ba ngày"),
        ("mười tiếng", "mười tiếng"),
        ("ba  ngày", "ba  ngày"),
    ],
)
def test_number_with_a_meaning_is_found(text: str, found: str) -> None:
    assert [(finding.code, finding.text) for finding in judge_prose(text)] == [("number-in-prose", found)]


@pytest.mark.parametrize(
    "phone",
    ["0912345678", "0912 345 678", "0912.345.678", "0912-345-678", "+84 912 345 678", "024 3825 1234", "1900 0368",
     "1900.0368", "18001096", "1800 1096"],
)  # fmt: skip
def test_phone_is_found(phone: str) -> None:
    assert [(finding.code, finding.text) for finding in judge_prose(f"Gọi {phone}, rồi chờ.")] == [
        ("phone-in-prose", phone)
    ]


@pytest.mark.parametrize(
    "address",
    ["https://dichvucong.gov.vn", "http://a.example/b?c=d", "HTTPS://A.EXAMPLE", "www.vneid.gov.vn", "dichvucong.gov.vn",
     "abc.vn", "abc.vn/dang-nhap", "abc.com", "abc.com.vn", "a-b.net", "abc.org", "abc.info"],
)  # fmt: skip
def test_address_is_found(address: str) -> None:
    assert [(finding.code, finding.text) for finding in judge_prose(f"Vào {address} nhé")] == [
        ("url-in-prose", address)
    ]


def test_each_stretch_is_told_once() -> None:
    text = "Gọi 1900 0368 hay vào https://a.example/10 trước 10 ngày"
    assert [finding.code for finding in judge_prose(text)] == ["url-in-prose", "phone-in-prose", "number-in-prose"]


def test_same_value_twice_is_told_at_both_lines() -> None:
    text = lesson_with("paragraph", "Một `10 triệu`.\n\nHai 10 triệu.\n\nBa 10 triệu.")
    first = position(text, "Hai 10")[0]
    found = [(d.line, d.column) for d in judge_lesson(text).diagnostics]
    assert found == [(first, 5), (first + 2, 4)]


@pytest.mark.parametrize(
    "split",
    ["chừng **5** triệu đồng", "chừng 5 **triệu** đồng", "chừng mười\ntriệu đồng", "chừng *mười* triệu", "chừng ba\nngày",
     "chừng **ba ngày**", "chừng [ba](/bai-hoc/quet-ma) ngày", "chừng &#53; phút", "chừng \\5 phút"],
)  # fmt: skip
def test_bold_and_line_ends_hide_no_number(split: str) -> None:
    assert [d.code for d in judge_lesson(lesson_with("paragraph", split)).diagnostics] == ["number-in-prose"]


HARMLESS = [
    "Làm lại một lần nữa.",
    "VNeID có hai mức.",
    "Bài này có ba bước.",
    "Mức 2 dùng được đủ việc.",
    "Bước 1, bước 2, rồi bước 3.",
    "Năm nay bác bao nhiêu tuổi?",
    "Cả năm mới có một ngày Tết.",
    "Một ngày nào đó, một năm nữa, một tuần sau.",
    "Năm tháng trôi qua.",
    "Ba mẹ năm nay đã già.",
    "Cả hai mức năm nay vẫn dùng.",
    "Chờ vài phút, mấy hôm, nửa tiếng.",
    "Chạm **Quên mật khẩu**, rồi chạm **Tiếp tục**.",
    "Người ta gọi là 'tiền ảo', bác đừng tin.",
    "It's OK, bác's điện thoại.",
    "Bà con gọi là Tư, là Năm, là Bảy.",
    "Mấy triệu người đang dùng.",
    "Tỉ mỉ từng chút một.",
    "Không mất một đồng nào.",
    "Trả tiền rau `150.000 đồng` bằng `0912 345 678`.",
    "Đừng vào `dichvucong.gov.vn.example`.",
    "Ví dụ `mười triệu đồng` trong `ba ngày`.",
    "Chữ a < b và b > a, hay là a <3.",
    "Dấu & và dấu # và dấu [ngoặc].",
    "Thứ tự là: một, hai, ba.",
    "Cứ 5 người thì 4 người dùng.",
    "v.v. rồi đi. Về nhà.",
    "Hỏi mã [[?otp]] và [[?otp|mã ấy]].",
    "Trên [[han-muc-thu]] thì hỏi. [[han-muc-thu:cau]]",
]


@pytest.mark.parametrize("text", HARMLESS)
def test_harmless_words_are_not_told(text: str) -> None:
    reporter = Reporter("a.md")
    render_markdown(Prose(text, 1), Writing(FACTS, TERMS, set(), TODAY, reporter))
    assert reporter.found == []


def test_digits_of_a_fact_are_not_told() -> None:
    from tests.courses.judging import judge
    from tests.sample_content import FACT

    always_open = FACT.replace('gia-tri: "10"\n  don-vi: triệu đồng', 'gia-tri: "24/7"')
    always_open = always_open.replace("trên 10 triệu đồng", "24/7")
    assert always_open != FACT
    assert judge({"facts/thu.yaml": always_open}).diagnostics == ()
