"""What may not be typed into prose: numbers with a meaning, phones, addresses. They belong in a fact, so that they are
dated, sourced and corrected in one place. A made-up example goes in `backticks` and is never judged here."""

import re
from dataclasses import dataclass

# The look-behind lets each run of letters be tried once: a long one costs its length, not the square of it.
ENDINGS = r"(?:vn|com|net|org|info|me|ly|gl|io|app|xyz|top|site|online|shop|link|club|cc|asia)"
URL = re.compile(rf"https?://\S+|www\.\S+|(?<![\w.-])[\w-][\w.-]*\.{ENDINGS}\b(?:/\S*)?", re.IGNORECASE)
PHONE = re.compile(r"(?<!\d)(?:(?:\+?84|0)(?:[ .-]?\d){8,10}|1[89]00(?:[ .]?\d){4,6})(?!\d)")
UNITS = r"(?:phần trăm|đồng|nghìn|ngàn|triệu|tỷ|tỉ|phút|giây|giờ|ngày|tuần|tháng|năm|tuổi|km|kg|lần một ngày)"
NUMBER = re.compile(rf"\d+(?:[.,/]\d+)*[ -]{{0,2}}{UNITS}\b|\d+ ?%|\d+(?:[.,]\d+)?k\b|\d(?:[\d.,/]*\d)+", re.IGNORECASE)
WORD = r"(?:một|mốt|hai|ba|bốn|tư|năm|lăm|nhăm|sáu|bảy|bẩy|tám|chín|mười|mươi|chục|trăm|linh|lẻ)"
# "một đồng" is a saying; money of this size is counted in hundreds or tens.
AMOUNT = re.compile(
    rf"\b{WORD}(?: {{1,2}}{WORD}){{0,8}} {{1,2}}(?:(?:nghìn|ngàn|triệu|tỷ|tỉ)\b(?: đồng)?|(?<=trăm )đồng\b|(?<=chục )đồng\b)",
    re.IGNORECASE,
)
# "thứ ba tuần sau", "tháng hai năm nay", "tháng mười hai năm nay", "bác Ba năm nay": a day, a month, a person.
KIN = ("bác", "cô", "chú", "anh", "chị", "ông", "bà", "dì", "cậu", "mợ", "thím", "em", "cụ")
NAMED = r"(?<!\bthứ )(?!(?:(?<=\btháng )|(?<=\btháng mười ))\w+(?: {1,2}\w+)? {1,2}năm\b)" + "".join(
    rf"(?!(?<=\b{kin} )(?-i:[A-Z]))" for kin in KIN
)
# "một ngày" is no number, and "năm" before a unit mostly means year ("năm tháng", "năm nay").
PERIOD = re.compile(
    rf"\b{NAMED}(?:hai|ba|bốn|sáu|bảy|bẩy|tám|chín|mười)(?: {{1,2}}{WORD}){{0,8}}"
    r" {1,2}(?:giây|phút|tiếng|giờ|ngày|tuần|tháng|năm|tuổi)\b",
    re.IGNORECASE,
)
RAW_HTML = re.compile(r"</?[a-zA-Z][^<>]*>|<!--|<\?|<!\[")
BROKEN_REFERENCE = re.compile(r"\[\[(?:[^\[\]]*\]\])?|\]\]")
SPACE = re.compile(r"\s")


@dataclass(frozen=True)
class Finding:
    """`text` as typed, found at `start` of the text that was judged."""

    code: str
    text: str
    start: int
    message: str


RULES = (
    (
        "broken-reference",
        BROKEN_REFERENCE,
        "Dấu “{text}” ở đây không đọc được. Viết đủ [[ma-du-kien]] trên một dòng; ở tên bài, tên bước thì không dùng được.",
    ),
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
    """The findings of one run of plain text, each stretch of it counted once. A line end is a space like any other."""
    findings = []
    text = SPACE.sub(" ", text)
    for code, pattern, message in RULES:
        matches = list(pattern.finditer(text))
        for match in matches:
            found = match.group().strip(" .,;:")
            findings.append(Finding(code, found, match.start(), message.format(text=found)))
        if matches:
            text = pattern.sub(lambda match: "\x00" * len(match.group()), text)
    return findings
