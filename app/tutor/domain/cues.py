"""What kind of thing a question asks for, and which sentences say such a thing; and which say nothing to who asks."""

import re
from collections.abc import Sequence

TAIL = 14  # syllables: what is asked stands at the end of a long question

HOW = re.compile(r"\b(?:cách|bấm|chạm|chỗ nào|ở đâu|mục nào|thế nào|sao|kiểu gì)\b")
WHAT_TO_DO = re.compile(r"\b(?:làm gì|phải làm|làm sao|làm thế nào|báo ai|gọi ai|gọi cho ai)\b")
HOW_MUCH = re.compile(r"\b(?:bao nhiêu|mấy|bao lâu|bao giờ|số nào|số gì|phí|tốn)\b")
WHERE = re.compile(r"\b(?:ai|đâu|chỗ nào|nơi nào|cơ quan nào|trang nào)\b")
MAY = re.compile(r"\b(?:được không|có nên|nên không|có sao|có phải|đúng không|thật không|có thật|thật hay)\b|không$")

ORDER = re.compile(
    r"\b(?:mở|chạm|bấm|gõ|chọn|kéo|vuốt|giữ|tìm|điền|nhập|quét|gạt|bật|tắt|vào|áp|nạp|rút|viết|chụp|gửi|xem)\b",
    re.IGNORECASE,
)
DEED = re.compile(r"\b(?:gọi|báo|ra|đến|mang|hỏi|cúp|tắt|dừng|nhờ|bấm|chặn|đổi|khóa)\b", re.IGNORECASE)
NUMBER = re.compile(r"\d|\b(?:miễn phí|lệ phí|mất tiền)\b")
PLACE = re.compile(
    r"công an|ngân hàng|người nhà|cán bộ|chủ hộ|bác sĩ|trạm y tế|trung tâm|tổng đài|bảo hiểm xã hội|nhà mạng|ủy ban"
    r"|cửa hàng|Cài đặt|\bgóc\b|→|\bmục\b",
    re.IGNORECASE,
)
RULING = re.compile(r"\b(?:không|đừng|được|nên|chưa|phải|giả|thật)\b", re.IGNORECASE)

# What leads to a drill, and what is said of every look-alike: nobody asks for it.
DRILL = re.compile(
    r"\b(?:chuyện|địa chỉ|tên)\b[^:]*\bbịa\b(?! ra)|chọn thật hay lừa|\bbác chọn rồi nói\b|\.vi-du\b|đoán theo (?:cái )?đuôi"
    r"|^Nhầm (?:thì mình xem lại|không sao)|^Chuyện nào (?:cũng có lời|bác cũng)|^Bác xét từng chuyện"
    r"|^(?:Bây giờ|Giờ|Nào,?|Mời) bác (?:hãy )?(?:thử|tập|làm|chọn)\b|^Bác (?:thử làm|tập thế này|làm thử)\b|^Có khi lừa nhiều hơn",
    re.IGNORECASE,
)
GREETING = re.compile(r"^(?:Xin )?chào (?:bác|các bác|mừng)\b|^Cảm ơn bác\b", re.IGNORECASE)
LOOKS_OTHERWISE = re.compile(
    r"\bchữ (?:hoặc chỗ nút|trên máy)\b.*\bkhác\b|^Tên (?:các )?mục.*có thể (?:khác|đổi)|^Bác (?:cứ )?tìm chữ gần giống"
    r"|^(?:Mỗi|Có) (?:máy|hãng|hãng máy|ví|sàn|sàn bán hàng|trợ lý)\b.*\b(?:một khác|một kiểu|màn hình riêng|một chỗ|một cách)",
    re.IGNORECASE,
)
NEVER_ALONE = re.compile(r"^[^:]*\?$|:$")  # a bare question, or a line that leads to something


def asked_at_the_end(meant: Sequence[str]) -> str:
    return " ".join(meant[-TAIL:])


def says_nothing(text: str) -> bool:
    """Whether a sentence is none that could answer: it leads to a drill or to what follows, greets, asks the reader, or
    says that screens differ."""
    return any(idle.search(text) for idle in (DRILL, GREETING, LOOKS_OTHERWISE, NEVER_ALONE))


def suits(tail: str, text: str) -> int:
    """Of how many kinds that the end of a question asks for a sentence says something."""
    kinds = ((HOW, ORDER), (WHAT_TO_DO, DEED), (HOW_MUCH, NUMBER), (WHERE, PLACE), (MAY, RULING))
    return sum(bool(asks.search(tail) and says.search(text)) for asks, says in kinds)
