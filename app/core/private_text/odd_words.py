"""Words that no sentence has: letters mixed with digits or signs, words glued together. Beside the word "mật khẩu" they
are one."""

import re
from collections.abc import Iterator

TOKEN = re.compile(r"[^\s\"“”‘’«»]+")
TRIMMED = ".,;:?)]'…"
EXAMPLE_BEFORE = re.compile(r"(?<![^\W_])(?:kieu|nhu|vi du|vd|dang)[\W_]+$")
SHORTEST, SHORTEST_GLUED = 4, 6
SYLLABLE = re.compile(r"(?:ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdghklmnpqrstvx])?[aeiouy]{1,3}(?:ng|nh|ch|[cmnpt])?")
# "emyeuanh": words with no space between them. At most eight, so that reading stays quick.
GLUED = re.compile(rf"(?:{SYLLABLE.pattern}){{2,8}}")
KNOWN = re.compile(
    r"camera|video|online|banking|viet\w*|vina\w*|mobi\w*|agri\w*|saga\w*|techcom\w*|sacom\w*|lazada|shop\w*|tiki|tiktok|youtube|"
    r"messenger|chrome|laptop|tablet|samsung|oppo|xiaomi|vivo|realme|nokia|huawei|apple|microsoft|outlook|yahoo|hotmail|telegram|"
    r"instagram|twitter|netflix|spotify|bidv|cccd|cmnd|pass\w*|account|login|modem|router|menu|robot|covid\d*|grab|check|reset|update|"
    r"zalopay|shopee\w*|vpbank|tpbank|hdbank|abbank|lpbank|vietq?r|qr|apps?|game|admin|server|photo|card|credit|debit|money|hacker|"
    r"smartbanking|ebanking|ibanking|mobile|phone|smartphone|digi\w*|token|sim\w*|matkhau|taikhoan|nganhang|dienthoai|vneid|zalo|facebook|fb|gmail|google|iphone\d*\w*|ipad\d*|icloud|android\d*|wifi\d?|wi-fi\d?|otp|pin|vcb|mb\d?|momo|"
    r"viettel|vnpt|app\d?|ios\d*|windows\d*|win\d+|email|password|passcode|passwd|pass|mk|stk|tk|cvv|atm|sms|link|web|smart|internet|face|id|ngan|hang|[35]g|"
    r"\d+(?:[.,]\d+)*(?:g|gb|mb|ghz|k|tr|h|p|s|kg|km|tuoi|lan|so|chu|d|dong)|\d{1,3}|\d+[./-]\d+(?:[./-]\d+)?"
)


def odd_words(marked: str, text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Between two places of the text."""
    for token in TOKEN.finditer(marked, start, end):
        word = token[0].lstrip("([*'").rstrip(TRIMMED + "*")
        first = token.start() + token[0].find(word)
        last = first + len(word)
        if is_odd(word, text[first:last]) and not EXAMPLE_BEFORE.search(text, max(0, first - 12), first):
            yield first, last


def is_odd(word: str, bare_word: str) -> bool:
    return len(word) >= SHORTEST and not KNOWN.fullmatch(bare_word) and (is_mixed(word) or is_glued(bare_word))


def is_no_word(word: str, bare_word: str) -> bool:
    """Whether it cannot be a word of the sentence that it ends."""
    if len(word) < 3 or KNOWN.fullmatch(bare_word) or word.isdigit():
        return False
    return is_mixed(word) or not SYLLABLE.fullmatch(bare_word)


def is_glued(bare_word: str) -> bool:
    """Several words without a space."""
    return (
        len(bare_word) >= SHORTEST_GLUED
        and GLUED.fullmatch(bare_word) is not None
        and not SYLLABLE.fullmatch(bare_word)
    )


def is_mixed(word: str) -> bool:
    """Letters and digits, or signs inside it, as no word has them."""
    has_letter, has_digit = any(c.isalpha() for c in word), any(c.isdigit() for c in word)
    has_sign = re.search(r"[^\w\s]|_", word[1:-1] + ("" if word[-1:] in TRIMMED else word[-1:])) is not None
    return (has_letter and has_digit) or (has_letter and has_sign and re.search(r"[@#$%^&*!_+=~]", word) is not None)
