"""Numbers that are nobody's: counts, money, dates, years, the numbers of laws, forms and models."""

import re
from collections.abc import Sequence

from app.core.private_text.cues import SECRET, Cue, Meaning, Reading
from app.core.private_text.numbers import Run

# In small letters with their marks, and without where that is no other word.
MONEY = r"đồng|dong|đ|d|vnđ|vnd|k|nghìn|nghin|ngàn|ngan|triệu|trieu|tr|tỷ|tỉ|ty|củ|usd|đô|phần trăm|phan tram"
UNIT = (
    MONEY
    + r"|độ|phút|phut|giây|giay|giờ|gio|tiếng|tieng|ngày|ngay|tuần|tuan|tháng|thang|năm|tuổi|tuoi|lần|lan|chữ|ký tự|"
    r"ki tu|ky tu|chữ số|chu so|số|người|nguoi|điểm|diem|cái|cây|căn|ký|kg|km|mét|met|m2|lít|gb|mb|tb|mah|ghz|hz|w|inch|"
    r"bước|buoc|bài|câu|thủ tục|thu tuc|tỉnh|tinh|xã|huyện|hộ|nhà|chiếc|viên|gói|quả|món|trang|đầu số|bữa|khoản|mức|loại|"
    r"trăm|tram|chục|chuc|riêng|th"
)
UNIT_BEHIND = re.compile(rf"[ ]{{0,2}}(?:(?:{UNIT})(?![^\W_])|[%₫$°])")
# Behind what may be a code, only what cannot begin another word: "4829 k biết", "4829 đồng ý", "4829 phút trước" count nothing.
MEASURE_BEHIND = re.compile(
    r"(?:(?:k|đ|d|tr|củ|cu|tỷ|tỉ|ty|usd|đô|mah)(?![^\W_])|[ ]{0,2}(?:(?:(?:đồng|dong)(?! (?:ý|y|tình|tinh)(?![^\W_]))|vnđ|vnd|nghìn|nghin|ngàn|ngan|triệu|trieu|"
    r"usd|mah|phần trăm|phan tram|chữ số|chu so|ký tự|ky tu|(?:giây|giay|phút|phut)(?! (?:trước|truoc|nữa|nua|mới|moi|sau)))(?![^\W_])|[%₫$]))"
)
GROUPED_MONEY = re.compile(r"[1-9]\d{0,2}(?:\.\d{3})+|[1-9]\d{0,2}(?:,\d{3})+")
DATE = re.compile(
    r"(?:0?[1-9]|[12]\d|3[01])[/.-](?:0?[1-9]|1[0-2])(?:[/.-](?:19|20)\d\d)?|(?:0?[1-9]|1[0-2])[/.-](?:19|20)\d\d"
)
SHORT_NUMBERS = re.compile(r"(?:11\d|15[67])(?:[,;]? ?(?:11\d|15[67])){0,12}")  # "113, 114, 115"
ISSUER = "9704"  # every domestic card begins so
YEAR = re.compile(r"(?:19|20)\d\d(?:[ ,;–-]+(?:19|20)\d\d){0,5}")
BIRTH = re.compile(r"sinh|nam|ngay|iphone|samsung|oppo|redmi|may")  # what people make a secret of, or keep it on
LAW_BEHIND = re.compile(r"[/-](?:[a-z]{2,5}-)?[a-z]{2,6}|\.[a-z]\d")
LABEL_BEFORE = re.compile(
    r"(?<![^\W_])(nghi dinh|thong tu|luat|quyet dinh|cong van|nghi quyet|chi thi|nd|qd|so hieu|dieu|nam|thang|ngay|hom|luc|"
    r"sinh|tuoi|lop|buoc|muc(?: do)?|phien ban|ios|android|iphone|samsung|galaxy|redmi|oppo|vivo|xiaomi|realme|nokia|windows|"
    r"han|han the|tien dien|tien nuoc|tru|doi|exp|kenh|mau|phieu|to khai|huyet ap|gia|het|khoang|hon|tren|duoi|tong dai|hotline|dau so|nap|luong|no|vay|ti so|ty le|bai|"
    r"cau|trang|kiem tra|quoc lo|duong|so nha|hem|ngo|ngach|kiet|to|ap|khu pho|xe|bien so|lo|model|ma loi|loi)"
    r"[\s:]{1,2}(?:so[\s:]{1,2})?$"
)  # fmt: skip
# Of these, what a code is not even where codes are spoken of.
NAMED = re.compile(
    r"nghi dinh|thong tu|luat|quyet dinh|cong van|nghi quyet|chi thi|nd|qd|so hieu|dieu|nam|thang|ngay|sinh|phien ban|ios|android|iphone|samsung|galaxy|redmi|"
    r"oppo|vivo|xiaomi|realme|nokia|windows|kenh|mau|phieu|gia|tong dai|hotline|dau so|nap|quoc lo|duong|so nha|hem|ngo|bien so|model|ma loi|loi|tien \w+"
)
CODE_BEFORE = re.compile(r"[a-z][.-]?\Z")  # H29.12-240101-0001, CT01, 13C
TOLD_ALOUD: frozenset[Meaning] = SECRET | {"some code", "said"}
CODES: frozenset[Meaning] = frozenset({"otp", "pin"})


def is_of_a_code(reading: Reading, run: Run, before: Sequence[Cue]) -> bool:
    """H29.12-240101-0001, CT01, 91/2025/QH15; but not "otp482915"."""
    letter = CODE_BEFORE.search(reading.text, max(0, run.start - 2), run.start)
    is_said = any(cue.end == run.start or cue.meaning in CODES for cue in before[:2])  # "G-482915"
    return bool((letter and not is_said) or LAW_BEHIND.match(reading.text, run.end))


def is_nobodys(reading: Reading, run: Run, meaning: Meaning | None = None) -> bool:
    """Counts, dates, years, laws. A PIN may be a year, and a secret of five digits or more whatever stands before it."""
    written = reading.text[run.start : run.end]
    is_dictated = len(run.groups) > 3 and all(len(group.digits) == 1 for group in run.groups)
    is_code = meaning in SECRET or (meaning == "some code" and (len(run.digits) > 5 or is_dictated))
    counted = MEASURE_BEHIND if is_code else UNIT_BEHIND
    if run.digits == ISSUER or counted.match(reading.marked, run.end) or is_money(reading, run):
        return True
    is_surely_code = "mã" in reading.marked or reading.marked.isascii()  # not "mà"
    is_secret = meaning in SECRET or (meaning == "some code" and is_surely_code)
    is_long_secret = meaning in SECRET and len(run.digits) > 4
    label = LABEL_BEFORE.search(reading.text, max(0, run.start - 24), run.start)
    if meaning != "pin" and not is_long_secret and DATE.fullmatch(written):
        return True
    is_named = label is not None and NAMED.fullmatch(label[1]) is not None
    if YEAR.fullmatch(written) and meaning != "pin" and (meaning != "otp" or is_named):
        return True
    if not is_code and SHORT_NUMBERS.fullmatch(written):
        return True
    if label is None or is_long_secret or (is_secret and not is_named):
        return False
    return not (meaning in ("pin", "password") and BIRTH.match(label[1]))


def is_money(reading: Reading, run: Run) -> bool:
    """In groups of three behind dots, as sums are written. Beside talk of codes only round sums: "pin thẻ 190.563"."""
    if not GROUPED_MONEY.fullmatch(reading.text, run.start, run.end):
        return False
    return run.digits.endswith("00") or not reading.cues.anywhere(TOLD_ALOUD)
