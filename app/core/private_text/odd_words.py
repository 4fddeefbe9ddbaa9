"""Words that no sentence has: letters mixed with digits or signs, words glued together. Beside the word "mật khẩu" they
are one."""

import re
from collections.abc import Callable, Iterator

TOKEN = re.compile(r"[^\s\"“”‘’«»]+")
TRIMMED = ".,;:?)]'…"
GOES_ON = re.compile(r"[.,;](?:mà|ma|thì|thi|sao|nó|no|nên|nen|rồi|roi|có|co|giờ|gio)\Z")  # "Nam.dinh18.mà máy"
EXAMPLE_BEFORE = re.compile(r"(?<![^\W_])(?:kieu|nhu|vi du|vd|dang)[\W_]+$")
SHORTEST, SHORTEST_GLUED = 4, 6
SHORTEST_ALONE, LONGEST_ALONE = 6, 40
SYLLABLE = re.compile(r"(?:ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdghklmnpqrstvx])?[aeiouy]{1,3}(?:ng|nh|ch|[cmnpt])?")
# "emyeuanh": words with no space between them. At most eight, so that reading stays quick.
GLUED = re.compile(rf"(?:{SYLLABLE.pattern}){{2,8}}")
LETTER = re.compile(r"[^\W\d_]")
CAPITAL_INSIDE = re.compile(r"[^\W\d_A-ZĐÀ-Ỹ][A-ZĐ]")
# Addresses of pages and letters, names of people in messages, numbers of papers and laws.
ELSEWHERE = re.compile(
    r"[()<>]|https?:|www\.|/|\.(?:vn|com|net|org|gov|info|top|xyz|apk|pdf|jpe?g|png|docx?|zip)(?![a-z])|^@|^#|^[a-z0-9.]+@[a-z0-9-]+\.[a-z]"
)
STRONG_SIGN = re.compile(r"(?=.*\d)[^\W_]+[@#$%^&*!~_+=]+[^\W_]|(?=.*[A-Za-z]\d|.*\d[A-Za-z]).+[@#$%^&*~_]$")
JOINED = re.compile(
    r"(?=.*(?:-.*_|_.*-|\d))[^\W\d_]+(?:[-_][^\W\d_]+){2,}(?:[-_]?\d+)?|(?=.*\d)[^\W_]+(?:[-_][^\W_]+){3,}"
)
CHAINED = re.compile(r"(?=.{12})[a-z]+(?:[-_][a-z]+){2,}|[a-z]+(?:[-_][a-z]+){3,}")  # "tra-da-via-he"
NAME_AND_NUMBER = re.compile(rf"(?:(?:{SYLLABLE.pattern})\.?){{2,6}}[-_.]?\d{{1,8}}")
MIXED = re.compile(
    r"[a-z]{3,}\d{1,4}[a-z]{2,}|[A-Z][a-z]+\d+[a-z]{2,}|[a-z]+\.?[A-Z]+[a-z]*\d|[A-Z][a-z]*\d+[a-z]+\d|\d[a-z]+[A-Z]|[a-z]\d+[A-Z]"
)
KNOWN = re.compile(
    r"err(?:or)?[-_]\w+|camera|dichvucong\w*|video|online|banking|viet[a-z]*|vina[a-z]*|mobi[a-z]*|agri[a-z]*|saga[a-z]*|techcom[a-z]*|sacom[a-z]*|lazada|shop[a-z]*|tiki|tiktok|youtube|"
    r"messenger|chrome|laptop|tablet|(?:samsung|oppo|xiaomi|vivo|realme|nokia|huawei|redmi)(?:[a-z]{0,3}\d{1,4}[a-z]{0,4})?|apple|microsoft|outlook|yahoo|hotmail|telegram|"
    r"instagram|twitter|netflix|spotify|bidv|cccd|cmnd|pass[a-z]*|account|login|modem|router|menu|robot|covid\d*|grab|check|reset|update|"
    r"zalopay|shopee[a-z]*|vpbank|tpbank|hdbank|abbank|lpbank|vietq?r|qr|apps?|game|admin|server|photo|card|credit|debit|money|hacker|"
    r"smartbanking|ebanking|ibanking|mobile|phone|smartphone|digi[a-z]*|token|sim[a-z]*|matkhau|taikhoan|nganhang|dienthoai|vneid|zalo|facebook|fb|gmail|google|iphone\d*\w*|ipad\d*|icloud|android\d*|wifi\d?|wi-fi\d?|otp|pin|vcb|mb\d?|momo|"
    r"viettel|vnpt|app\d?|ios\d*|windows\d*|win\d+|email|password|passcode|passwd|pass|mk|stk|tk|cv[vc]2?|atm|sms|link|web|smart|internet|face|id|ngan|hang|[35]g|"
    r"[vh]tv\d*|[vh]tc\d*|youtube\d*|note\d*|galaxy\w*|chatgpt\d*|\d+(?:[.,]\d+)*(?:g|gb|mb|ghz|k|tr|trieu|cu|ty|h|p|s|kg|km|m|tuoi|lan|so|chu|d|dong|thang|ngay|nam)\d{0,3}|"
    r"\d{1,3}|\d+[./-]\d+(?:[./-]\d+)?"
)


def odd_words(
    marked: str, text: str, start: int, end: int, is_one: Callable[[str, str], bool]
) -> Iterator[tuple[int, int]]:
    """Between two places of the text; `is_one`: of a word as typed, and bare."""
    for token in TOKEN.finditer(marked, start, end):
        word = GOES_ON.sub("", token[0].lstrip("([*'").rstrip(TRIMMED + "*"))
        first = token.start() + token[0].find(word)
        last = first + len(word)
        if is_one(word, text[first:last]) and not EXAMPLE_BEFORE.search(text, max(0, first - 12), first):
            yield first, last


def is_odd(word: str, bare_word: str) -> bool:
    is_strange = (
        is_mixed(word)
        or is_glued(bare_word)
        or CHAINED.fullmatch(bare_word) is not None
        or CAPITAL_INSIDE.search(word) is not None
    )
    return len(word) >= SHORTEST and not KNOWN.fullmatch(bare_word) and is_strange


def is_surely_secret(word: str, bare_word: str) -> bool:
    """As nothing but a password is written, whatever is spoken of: "Bichngoc@68", "Kc7#mQ29x"."""
    if not SHORTEST_ALONE <= len(word) <= LONGEST_ALONE or ELSEWHERE.search(bare_word) or KNOWN.fullmatch(bare_word):
        return False
    has_letters = len(LETTER.findall(bare_word)) >= 3
    return has_letters and (STRONG_SIGN.search(word) is not None or JOINED.fullmatch(word) is not None)


def is_likely_login(word: str, bare_word: str) -> bool:
    """Where somebody tells of logging in: words glued to a number, capitals and numbers by turns."""
    if not SHORTEST_ALONE <= len(word) <= LONGEST_ALONE or ELSEWHERE.search(bare_word) or KNOWN.fullmatch(bare_word):
        return False
    return (
        is_surely_secret(word, bare_word)
        or NAME_AND_NUMBER.fullmatch(bare_word) is not None
        or MIXED.search(word) is not None
    )


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
