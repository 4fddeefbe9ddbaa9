"""None of the facts that authors get wrong is taught, and nobody is named (shared/domain-facts.md §6)."""

import re

import pytest

from tests.content.shipped import CATALOGUE, LESSONS, shown, taught

# What authors get wrong: shared/domain-facts.md §6, by the number of the item, as far as words can give it away.
WRONG = [
    (1, r"\b757\b"),
    (2, r"[Cc]hứng chỉ (?:kỹ năng|số|phổ cập|bình dân)"),
    (3, r"\b(?:8|tám) bậc\b|\b(?:4|bốn) trình độ\b"),
    (4, r"\b23 năng lực\b|\b\d\.\d\.CB\d"),
    (6, r"(?<![Kk]hông có )(?<![\"“])\bmức (?:ba|3)\b|\b59/2022\b"),
    (7, r"đặt (?:lại )?mã OTP|mã khóa (?:được )?gửi (?:về|qua)|mật khẩu (?:gồm )?6 số"),
    (8, r"(?:dùng|mở|đăng nhập) (?:được )?(?:VNeID )?(?:trên )?(?:hai|2|nhiều) (?:máy|điện thoại)"),
    (9, r"công an (?:sẽ )?(?:gọi điện|gọi|nhắn) (?:cho bác )?(?:để )?(?:kích hoạt|cập nhật|đồng bộ)"),
    (10, r"\b63 tỉnh\b|(?:công an|ủy ban|chọn|điền|ra|lên) (?:quận|huyện|thị xã)\b"),
    (11, r"dichvucong\.(?!gov\.vn)\w+|cổng (?:dịch vụ công )?(?:của |riêng của )?tỉnh (?:vẫn|còn|đang) (?:mở|dùng)"),
    (12, r"(?:vẫn|cứ|còn) (?:nộp|nhận) (?:được )?(?:hồ sơ )?giấy"),
    (13, r"Sở (?:Giao thông|GTVT|Tư pháp)|dvc4\.gplx"),
    (14, r"\b2345\b|[Tt]ừ (?:10|20) triệu|\b(?:10|20) triệu (?:đồng )?trở lên"),
    (15, r"[Vv]í .{0,40}\b100 triệu"),
    (16, r"Mobile Money.{0,60}\b10 triệu|thí điểm"),
    (17, r"hết hạn.{0,40}vẫn (?:chuyển|giao dịch|rút|dùng)|hộ chiếu.{0,40}ngân hàng"),
    (18, r"(?i)nhà phát triển|gỡ lỗi USB|USB debug|developer"),
    (
        19,
        r"[Nn]gân hàng (?:sẽ |có thể )?gửi (?:cho bác )?(?:đường dẫn|đường link|link)|chưa có thông tin.{0,30}an toàn",
    ),
    (20, r"màn hình (?:báo )?(?:chuyển )?thành công.{0,40}(?:là đủ|là xong|thì giao hàng|là nhận được)"),
    (21, r"\b13/2023\b"),
    (22, r"\b24/2018\b|\b86/2015\b"),
    (23, r"(?:phát trực tiếp|livestream).{0,40}không cần (?:xác thực|định danh)"),
    (24, r"thuế khoán|\b(?:100|200) triệu (?:đồng )?(?:một|mỗi|/) ?năm"),
    (25, r"Thông tin và Truyền thông|TT&TT|\bNCSC\b|\b(?:156|5656)\b|1900 ?0368|khonggianmang"),
]
WRONG_SAMPLES = {
    1: "Theo mục 757", 2: "Bác có chứng chỉ kỹ năng số", 3: "gồm 8 bậc", 4: "23 năng lực", 6: "lên mức ba", 7: "đặt lại mã OTP",
    8: "dùng VNeID trên hai máy", 9: "công an gọi điện kích hoạt", 10: "ra công an huyện", 11: "vào dichvucong.hanoi.gov.vn",
    12: "vẫn nhận hồ sơ giấy", 13: "Sở Tư pháp", 14: "chuyển từ 10 triệu đồng", 15: "Ví điện tử chuyển tối đa 100 triệu", 16: "đang thí điểm",
    17: "Thẻ hết hạn thì vẫn chuyển được", 18: "bật chế độ nhà phát triển", 19: "ngân hàng sẽ gửi đường dẫn",
    20: "màn hình báo thành công là đủ", 21: "13/2023", 22: "24/2018", 23: "livestream thì không cần xác thực", 24: "nộp thuế khoán",
    25: "gọi 156",
}  # fmt: skip
BRANDS = (
    r"(?i)\b(?:vietcombank|vcb|vietinbank|bidv|agribank|techcombank|mb ?bank|vpbank|tpbank|acb|sacombank|shb|vib|hdbank|ocb|msb|"
    r"lpbank|eximbank|seabank|nam a bank|abbank|pvcombank|cake|timo|momo|zalopay|vnpay|viettel ?(?:pay|money)|vnpt ?(?:pay|money)|"
    r"mobifone money|shopeepay|airpay|moca|payoo|smartpay|napas|apple pay|google pay|samsung pay|visa|mastercard)\b"
)
TITLE_AND_NAME = (
    r"(?:Tổng Bí thư|Bí thư|Chủ tịch nước|Chủ tịch|Thủ tướng|Phó Thủ tướng|Bộ trưởng|Thứ trưởng|Giám đốc|Đại tướng|Thượng tướng|Trung tướng)"
    r" (?:[A-ZĐ]\w+ ){1,3}[A-ZĐ]\w+"
)
OFFICE_HOLDERS = r"Tô Lâm|Phạm Minh Chính|Lương Cường|Trần Thanh Mẫn|Lương Tam Quang|Nguyễn Mạnh Hùng|Phạm Đức Long|Lê Minh Hoan|Hồ Đức Phớc"
FACT_TEXTS = [f"{fact.text} · {fact.statement}" for fact in CATALOGUE.facts.values()]
TERM_TEXTS = [f"{term.word} · {term.meaning}" for term in CATALOGUE.terms.values()]


@pytest.mark.parametrize(("number", "pattern"), WRONG)
def test_wrong_fact_is_nowhere_taught(number: int, pattern: str) -> None:
    texts = [text for lesson in LESSONS for text in taught(lesson)] + FACT_TEXTS + TERM_TEXTS
    assert [text for text in texts if re.search(pattern, text)] == [], f"domain-facts.md §6, item {number}"


@pytest.mark.parametrize(("number", "pattern"), WRONG)
def test_wrong_fact_would_be_found(number: int, pattern: str) -> None:
    assert re.search(pattern, WRONG_SAMPLES[number])


@pytest.mark.parametrize("pattern", [BRANDS, TITLE_AND_NAME, OFFICE_HOLDERS])
def test_no_bank_no_wallet_and_no_office_holder_is_named(pattern: str) -> None:
    """In what learners read; a source may be a bank's own page."""
    texts = [text for lesson in LESSONS for text in shown(lesson)] + FACT_TEXTS + TERM_TEXTS
    assert [text for text in texts if re.search(pattern, text)] == []


def test_names_would_be_found() -> None:
    assert re.search(BRANDS, "Mở MoMo ra")
    assert re.search(TITLE_AND_NAME, "Bộ trưởng Nguyễn Văn A ký")
    assert not re.search(TITLE_AND_NAME, "Bác hỏi Chủ tịch xã nhé")
