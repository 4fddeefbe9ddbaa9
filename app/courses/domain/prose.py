"""What may not be typed into prose: numbers with a meaning, phones, addresses. They belong in a fact, so that they are
dated, sourced and corrected in one place. A made-up example goes in `backticks` and is never judged here."""

import re
from dataclasses import dataclass

URL = re.compile(r"https?://\S+|www\.\S+|\b[\w-]+(?:\.[\w-]+)*\.(?:vn|com|net|org|info)\b(?:/\S*)?", re.IGNORECASE)
PHONE = re.compile(r"(?<!\d)(?:(?:\+?84|0)(?:[ .-]?\d){8,10}|1[89]00(?:[ .]?\d){4,6})(?!\d)")
UNITS = r"(?:%|phần trăm|đồng|nghìn|ngàn|triệu|tỷ|tỉ|phút|giây|giờ|ngày|tuần|tháng|năm|tuổi|km|kg|lần một ngày)"
NUMBER = re.compile(rf"\d+(?:[.,/]\d+)*[ -]?{UNITS}\b|\d+%|\d(?:[\d.,/]*\d)+", re.IGNORECASE)
WORDS = r"(?:một|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười|mươi|trăm|vài chục)"
AMOUNT = re.compile(rf"\b{WORDS}(?: {WORDS})* (?:nghìn|ngàn|triệu|tỷ|tỉ)\b(?: đồng)?", re.IGNORECASE)
PERIOD = re.compile(
    r"\b(?:hai|ba|bốn|sáu|bảy|tám|chín|mười|hai mươi|ba mươi)(?: \w+)? (?:giây|phút|tiếng|ngày|tuần|tháng|năm|tuổi)\b",
    re.IGNORECASE,
)
RAW_HTML = re.compile(r"</?[a-zA-Z][^<>]*>|<!--|<\?|<!\[")


@dataclass(frozen=True)
class Finding:
    """`text` as typed, so that its line and column can be found again."""

    code: str
    text: str
    message: str


RULES = (
    ("raw-html", RAW_HTML, "Không viết mã HTML trong bài (“{text}”). Xóa các dấu < > và dùng cách viết của bài học."),
    ("url-in-prose", URL, "Địa chỉ “{text}” phải là một dữ kiện. Thêm nó vào content/facts rồi viết [[ma-du-kien]]."),
    (
        "phone-in-prose",
        PHONE,
        "Số điện thoại “{text}” phải là một dữ kiện. Thêm vào content/facts rồi viết [[ma-du-kien]].",
    ),
    (
        "number-in-prose",
        AMOUNT,
        "Con số “{text}” phải là một dữ kiện: viết [[ma-du-kien]]. Nếu chỉ là ví dụ, đặt trong dấu `…`.",
    ),
    (
        "number-in-prose",
        PERIOD,
        "Thời gian “{text}” phải là một dữ kiện: viết [[ma-du-kien]]. Nếu chỉ là ví dụ, đặt trong dấu `…`.",
    ),
    (
        "number-in-prose",
        NUMBER,
        "Con số “{text}” phải là một dữ kiện: viết [[ma-du-kien]]. Nếu chỉ là ví dụ, đặt trong dấu `…`.",
    ),
)


def judge_prose(text: str) -> list[Finding]:
    """The findings of one run of plain text, each stretch of it counted once."""
    findings = []
    for code, pattern, message in RULES:
        for match in pattern.finditer(text):
            found = match.group().strip(" .,;:")
            findings.append(Finding(code, found, message.format(text=found)))
        text = pattern.sub(lambda match: "\x00" * len(match.group()), text)
    return findings
