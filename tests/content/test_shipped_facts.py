"""No bank, no wallet and no office holder is named. (Wrong facts: test_wrong_facts.py.)"""

import re

import pytest

from tests.content.shipped import CATALOGUE, LESSONS, shown

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


@pytest.mark.parametrize("pattern", [BRANDS, TITLE_AND_NAME, OFFICE_HOLDERS])
def test_no_bank_no_wallet_and_no_office_holder_is_named(pattern: str) -> None:
    """In what learners read; a source may be a bank's own page."""
    texts = [text for lesson in LESSONS for text in shown(lesson)] + FACT_TEXTS + TERM_TEXTS
    assert [text for text in texts if re.search(pattern, text)] == []


def test_names_would_be_found() -> None:
    assert re.search(BRANDS, "Mở MoMo ra")
    assert re.search(TITLE_AND_NAME, "Bộ trưởng Nguyễn Văn A ký")
    assert not re.search(TITLE_AND_NAME, "Bác hỏi Chủ tịch xã nhé")
