"""Numbers that are nobody's: counts, money, dates, years, the numbers of laws, forms and models."""

import re
from collections.abc import Sequence
from itertools import pairwise

from app.core.private_text.cues import SECRET, WORD, Cue, Meaning, Reading
from app.core.private_text.numbers import LIST_SIGN, Run
from app.core.private_text.plain import words

# In small letters with their marks, and without where that is no other word.
# "Đồng" of a fellow is no money: "739204 đồng chí công an".
FELLOW = r"(?:đồng|dong)(?! (?:ý|y|tình|tinh|chí|chi(?! phi| tra| phí| trả)|nghiệp|nghiep|đội|doi|bào|bao)(?![^\W_]))"
MONEY = FELLOW + r"|đ|d|vnđ|vnd|k|nghìn|nghin|ngàn|ngan|triệu|trieu|tr|tỷ|tỉ|ty|củ|usd|đô|phần trăm|phan tram"
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
    rf"(?:(?:k|đ|d|tr|củ|cu|tỷ|tỉ|ty|usd|đô|mah)(?![^\W_])|[ ]{{0,2}}(?:(?:{FELLOW}|vnđ|vnd|nghìn|nghin|ngàn|ngan|triệu|trieu|"
    r"usd|mah|phần trăm|phan tram|chữ số|chu so|ký tự|ky tu|(?:giây|giay|phút|phut)(?! (?:trước|truoc|nữa|nua|mới|moi|sau)))(?![^\W_])|[%₫$]))"
)
DICTATING = re.compile(r"(?<![^\W_])(?:bam|go|nhap|an|danh|quay|ghi|doc|la|ne|:)[: ]*$")
# Dates with a short year, shares, addresses of machines, versions, sizes, rates.
SMALL_NUMBERS = re.compile(
    r"(?:0?[1-9]|[12]\d|3[01])([/.-])(?:0?[1-9]|1[0-2])\1\d\d|(\d\d)[ /:-]\2|\d{1,3}(?:\.\d{1,3}){3}|\d{1,2}[.,]\d{1,2}(?:(?: ?[-–;] ?| )\d{1,2}[.,]\d{1,2})+|\d{1,3}[.,]\d{4,7}"
)
LISTED_BEFORE = re.compile(
    r"(?<![^\W_])(?:ngay|thu|lop|khoi|tuoi|sinh|nam|thang|kenh|quoc lo|tinh lo|duong|xe|tau|khoa|dot|to|cap|tang|benh vien|covid|tu|dieu|khoan|muc|bai|cau|buoc|trang|lai|phien ban|toa do)"
    r" (?:\d{1,3}[a-z]?[ ,./-]+){0,4}$|\d[.]$"
)
STEP = 10  # between neighbours of a list
BESIDE, BEFORE, AROUND = 24, 48, 160  # characters
SPOKEN = 6  # digits, from which on words for them are hardly a sentence: "ba bốn năm nay", "sau ba năm"
UNCOUNTED = 8  # digits, from which on nothing is counted but money
GROUPED_MONEY = re.compile(r"[1-9]\d{0,2}(?:\.\d{3})+|[1-9]\d{0,2}(?:,\d{3})+")
DATE = re.compile(
    r"(?:0?[1-9]|[12]\d|3[01])[/.-](?:0?[1-9]|1[0-2])(?:[/.-](?:19|20)\d\d)?|(?:0?[1-9]|1[0-2])[/.-](?:19|20)\d\d"
)
SHORT_NUMBERS = re.compile(r"(?:11\d|15[67])(?:[,;]? ?(?:11\d|15[67])){0,12}")  # "113, 114, 115"
SHORT_ALONE = re.compile(r"(?:11\d|15[67])(?:\|(?:11\d|15[67]))*")  # the same, group by group, with words between
ISSUER = "9704"  # every domestic card begins so
YEAR = re.compile(r"(?:19\d|20[0-4])\d(?:[ ,;–-]+(?:19\d|20[0-4])\d){0,5}")
BIRTH = re.compile(r"sinh|nam|ngay|iphone|samsung|oppo|redmi|may")  # what people make a secret of, or keep it on
LAW_BEHIND = re.compile(r"[/-](?:[a-z]{2,5}-)?[a-z]{2,6}|\.[a-z]\d")
LAW = re.compile(
    r"(?<![^\W_])(?:luat|nghi dinh|thong tu|nghi quyet|quyet dinh|chi thi|cong van|de an|van ban)(?![^\W_])"
)
LAW_NUMBER = re.compile(r"\d{1,4}/(?:19|20)\d\d")  # "69/2024 thay cho 59/2022"
LABEL_BEFORE = re.compile(
    r"(?<![^\W_])(nghi dinh|thong tu|luat|quyet dinh|cong van|nghi quyet|chi thi|nd|qd|so hieu|dieu|nam|thang|ngay|hom|luc|"
    r"sinh|tuoi|lop|buoc|muc(?: do)?|phien ban|ios|android|iphone|samsung|galaxy|redmi|oppo|vivo|xiaomi|realme|nokia|windows|"
    r"han|han the|tien dien|tien nuoc|tru|doi|exp|kenh|mau|phieu|to khai|huyet ap|gia|het|khoang|hon|tren|duoi|tong dai|hotline|dau so|nap|luong|no|vay|ti so|ty le|bai|"
    r"cau|trang|kiem tra|npk|quoc lo|duong|so nha|hem|ngo|ngach|kiet|to|ap|khu pho|xe|bien so|lo|model|ma loi|loi)"
    r"[\s:]{1,2}(?:so[\s:]{1,2})?$"
)  # fmt: skip
# Of these, what a code is not even where codes are spoken of.
NAMED = re.compile(
    r"nghi dinh|thong tu|luat|quyet dinh|cong van|nghi quyet|chi thi|nd|qd|so hieu|dieu|nam|thang|ngay|sinh|phien ban|ios|android|iphone|samsung|galaxy|redmi|"
    r"oppo|vivo|xiaomi|realme|nokia|windows|kenh|mau|phieu|gia|tong dai|hotline|dau so|nap|npk|quoc lo|duong|so nha|hem|ngo|bien so|model|ma loi|loi|tien \w+"
)
CODE_BEFORE = re.compile(r"[a-z][.-]?\Z")  # H29.12-240101-0001, CT01, 13C
# Whom everybody may call or write to: 1022 the authorities, 156 and 5656 about calls and messages that nobody wants,
# 1400–1409 for gifts, 14xx and 80xx of those who run the networks.
KNOWN = re.compile(r"11\d|15[67]|1022|5656|140\d|1414|1441|1444|10(?:55|68|77|80|88)|9119|9198|888|999")
# Between the word for a code and such a number, where it is none: "bị hỏi mã thì gọi 1022".
TURNED_TO = re.compile(
    r"[,.;?!\n]|(?<![^\W_])(?:goi|bao|nhan|gui|soan|den|phan anh|hoi|tin|thi|hay|hoac|tong dai|dau so|so)(?![^\W_])"
)
GIVEN = 30  # characters
# Where nobody tells a secret: what is dialled or written to, what something costs or holds, how many there are.
DIALLED_BEFORE = re.compile(
    r"(?<![^\W_])(?:goi|alo|(?:nhan|soan|gui|goi)[^.?!\n]{0,24}? (?:toi|den|ve|qua|vao|gui|goi|cho|tu)|nhan(?: tin)?|soan(?: tin)?|soan[^.?!\n]{0,20}|"
    r"tin(?: nhan)?[^.?!\n]{0,16} tu|(?:bao|phan anh|khieu nai)[^.?!\n]{0,16} (?:toi|den|ve|qua)|(?:cuoc goi|goi den|nhan[^.?!\n]{0,12}) tu|dau so|tong dai|hotline|dich vu|"
    r"11\d|15[67]|1022|5656)(?: (?:dien|tin|so|lai|ngay|thang|hay|hoac|va|thu))* $"
)
COST_BEFORE = re.compile(
    r"(?<![^\W_])(?:gia(?: \w+)?|het|tru|ton|mat|phi|cuoc|tien(?: \w+)?|no|vay|luong(?: huu)?|chuyen(?: khoan)?|ck|nap|rut|tra|dong|mua|ban|thu|lai|cong to(?: \w+)?|"
    r"dong ho(?: \w+)?|chi so(?: \w+)?|vang|con trong|con lai|du phong|khoang|hon|gan|chung|tam|toi da|toi thieu|dai|rong|tong(?: cong)?|nuoi|loi[ ]?-?)[ ]?[:]?[ ]?$"
)
SUM_BEFORE = re.compile(
    r"(?<![^\W_])(?:het|tru|ton|phi|cuoc|tien(?: \w+)?|vay|luong|nap|rut|tra|dong|mua|thu|lai|con (?:du|lai)|tong(?: cong)?|du|chi|bu|thua|thieu|hoan)(?: (?:mat|them|la|lai|co|ve))? $"
)
COUNT_BEHIND = re.compile(
    r" (?:con (?:ga|vit|lon|heo|bo|ca|tom|chim|trau|de|ngan|cut|cho|meo)|(?:mot|moi|1) (?:ky|can|kg|gio|ngay|thang|lit|met|chai|thung|bao|nam|luot)|hoc vien|ba con|ho dan|dan|"
    r"thanh vien|ban|luot|buoc|phieu|suat|cuon|con trung|m2|calo|kcal)(?![^\W_])| (?:den|toi) \d{4}(?!\d)|x\d|[ ]?[x×*][ ]?\d"
)
# What people have numbers of where nobody speaks of codes.
TOPIC = re.compile(
    r"(?<![^\W_])(?:vang|do la|usd|euro|ty gia|xang|gao|lua|gia(?: \w+)?|phi|cuoc|so (?:dien|nuoc|seri|hieu|thu tu|bao danh|xe|phong)|tien (?:dien|nuoc|nha|hang|phong)|dong ho|cong to|dien tich|"
    r"thua|ruong|ban do|nghi dinh|thong tu|luat|van ban|cong van|quyet dinh|nghi quyet|de an|xo so|ve so|giai (?:dac biet|nhat|nhi|ba)|bien (?:so|kiem soat)|tuyen|chuyen (?:bay|xe|tau)|phong|"
    r"giuong|tang|seri|serial|camera|tivi|ti vi|may (?:in|giat|lanh|anh)|dan so|hoi vien|nhan khau|luot|ma hang|don hang|don|van don|dau so|tin tu|tong dai|hotline|nha mang|mang nao|la mang|"
    r"cuoc goi|goi (?:tu|nho|den|lai)|doanh thu|thuong|luong|ung ho|quyen gop|kilo|lai suat|diem|huyet ap|duong huyet)(?![^\W_])"
)
THOUSANDS = re.compile(r"(?<![^\W_])(?:nghin|ngan|trieu|ty|tram) $")
# Of the words above, those that are others with other marks: "nó" is no "nợ", "thử" no "thu". Without marks they say nothing.
SPELT = {
    "no": ("nợ",), "lai": ("lãi",), "thu": ("thu",), "vay": ("vay",), "ban": ("bán",), "mat": ("mất",), "tra": ("trả",), "chi": ("chi", "chỉ"), "du": ("dư",),
    "thua": ("thừa", "thua", "thửa"), "bu": ("bù",), "cau": ("câu",), "loi": ("lỗi",), "han": ("hạn",), "kiem": ("kiểm",), "mau": ("mẫu", "màu"), "ap": ("ấp", "áp"), "lo": ("lô",),
    "xe": ("xe",), "to": ("tổ", "tờ"), "luc": ("lúc",), "hon": ("hơn",), "gan": ("gần",), "dai": ("dài",), "dong": ("đóng", "đồng"), "trong": ("trong",), "tam": ("tầm",), "chung": ("chừng",),
    "het": ("hết",), "con": ("còn",), "doi": ("đời",), "dung": ("dùng",), "nap": ("nạp",),
}  # fmt: skip
UNSURE = words("no lai thu vay ban mat tra chi du thua bu cau loi han lo dai con doi gan")
# Said of it, whatever stands before: "đơn hàng 739204 là mã xác nhận của tôi", "lỗi 482917 nó gửi về máy".
CALLED_A_CODE = re.compile(
    r"[^.?!\n]{0,24}?(?<![^\W_])(?:la|lam|thanh) (?:cai )?(?:ma (?:xac|nhan|kich|pin|otp|khoa|mo)|otp|pin|passcode|mat ?(?:khau|ma))(?![^\W_])"
    r"|[ ,]*(?:no |may |ho |vua )?(?:gui|nhan|goi) (?:ve|toi|den|qua|vo|vao) (?:may|dien thoai|tin|cho)(?![^\W_])"
)
# Of what has a number of its own, some make a code.
TAKEN = re.compile(
    r"(?<![^\W_])(?:lay|dung|dat|chon|xai|ghep)(?: luon)?(?: cai)?(?: (?:bon|sau|4|6) so(?: cuoi)?)? (?:bien|so|ma) (?:so |hieu |xe |nha |hang )*(?:\w+ ){0,2}$"
)
CHOSEN: frozenset[Meaning] = frozenset({"pin", "password"})
TOLD_ALOUD: frozenset[Meaning] = SECRET | {"some code", "said"}
CODES: frozenset[Meaning] = frozenset({"otp", "pin"})


def is_of_a_code(reading: Reading, run: Run, before: Sequence[Cue]) -> bool:
    """H29.12-240101-0001, CT01, 91/2025/QH15; but not "otp482915"."""
    letter = CODE_BEFORE.search(reading.text, max(0, run.start - 2), run.start)
    is_said = any(cue.end == run.start or cue.meaning in CODES for cue in before[:2])  # "G-482915"
    return bool((letter and not is_said) or LAW_BEHIND.match(reading.text, run.end))


def is_called_a_code(reading: Reading, run: Run) -> bool:
    """Whatever stands before it: "đơn hàng 739204 là mã xác nhận", "passcode khó đoán, tôi lấy biển số xe 598213"."""
    if run.is_spoken:
        return False
    start = max(0, run.start - BEFORE)
    if CALLED_A_CODE.match(reading.text, run.end):
        return not DIALLED_BEFORE.search(reading.text, start, run.start)
    return reading.cues.anywhere(CHOSEN) and TAKEN.search(reading.text, start, run.start) is not None


def is_nobodys(reading: Reading, run: Run, meaning: Meaning | None = None) -> bool:
    """Counts, dates, years, laws. A PIN may be a year, and a secret of five digits or more whatever stands before it."""
    written = reading.text[run.start : run.end]
    is_dictated = len(run.groups) > 3 and all(len(group.digits) == 1 for group in run.groups)
    is_code = meaning in SECRET or (meaning in ("some code", "said") and (len(run.digits) > 5 or is_dictated))
    counted = MEASURE_BEHIND if is_code or len(run.digits) >= UNCOUNTED else UNIT_BEHIND
    if run.digits == ISSUER or counted.match(reading.marked, run.end) or is_money(reading, run):
        return True
    is_surely_code = "mã" in reading.marked or reading.marked.isascii()  # not "mà"
    is_secret = meaning in SECRET or (meaning == "some code" and is_surely_code)
    is_long_secret = meaning in SECRET and len(run.digits) > 4
    label = label_before(reading, run)
    if LAW_NUMBER.fullmatch(written) and LAW.search(reading.text):
        return True
    if meaning != "pin" and not is_long_secret and DATE.fullmatch(written):
        return True
    is_named = label is not None and NAMED.fullmatch(label[1]) is not None
    if YEAR.fullmatch(written) and meaning != "pin" and (meaning != "otp" or is_named):
        return True
    if not is_code and (SHORT_NUMBERS.fullmatch(written) or SHORT_ALONE.fullmatch(run.grouped)):
        return True
    if label is None or is_long_secret or (is_secret and not is_named):
        return False
    return not (meaning in ("pin", "password") and BIRTH.match(label[1]))


def label_before(reading: Reading, run: Run) -> re.Match[str] | None:
    """What the number is said to be: "nghị định", "năm", "mẫu"."""
    return _meant(reading, LABEL_BEFORE.search(reading.text, max(0, run.start - BESIDE), run.start))


def _meant(reading: Reading, match: re.Match[str] | None) -> re.Match[str] | None:
    """The match, unless its first word is another one as it is typed."""
    word = WORD.match(reading.text, match.start()) if match else None
    if word is None:
        return match
    typed = reading.marked[word.start() : word.end()]
    if typed.isascii() and reading.marked.isascii():
        return None if typed in UNSURE else match
    return match if typed in SPELT.get(word[0], (typed,)) else None


def is_money(reading: Reading, run: Run) -> bool:
    """In groups of three behind dots, as sums are written. Beside talk of codes only round sums: "pin thẻ 190.563"."""
    if not GROUPED_MONEY.fullmatch(reading.text, run.start, run.end):
        return False
    return run.digits.endswith("00") or not reading.cues.anywhere(TOLD_ALOUD)


def is_known(reading: Reading, run: Run, before: Sequence[Cue]) -> bool:
    """A number that everybody may call, unless it is given as a code: "mã mở máy để 1022"."""
    if len(run.groups) > 1 or run.is_spoken or not KNOWN.fullmatch(run.digits):
        return False
    return not any(
        cue.meaning in TOLD_ALOUD
        and run.start - cue.end < GIVEN
        and (cue.end + 1 >= run.start or not TURNED_TO.search(reading.text, cue.end, run.start))
        for cue in before[:1]
    )


def is_public(reading: Reading, run: Run) -> bool:
    """Whether something says of a number of four digits or more that it is no secret. What nothing is said of is one:
    without a number a question is answered as well, and a code that is kept can be used."""
    if run.digits.endswith("000") or run.digits in "12345678910" or COUNT_BEHIND.match(reading.text, run.end):
        return True
    if reading.cues.anywhere(SECRET):
        return False
    if run.is_spoken and (YEAR.fullmatch(run.digits) or not _is_dictated(reading, run)):
        return True
    if is_of_topic(reading, run):
        return True
    if not reading.cues.anywhere(TOLD_ALOUD) and (
        TOPIC.search(reading.text, max(0, run.start - AROUND), run.end + AROUND)
        or (1 < len(run.groups) < len(run.digits) and LIST_SIGN.search(reading.text, run.start, run.end))
        or reading.text[run.end : run.end + 1].isalpha()
    ):
        return True
    start = max(0, run.start - BEFORE)
    is_short = len(run.digits) < 6
    return bool(
        run.digits.endswith("00")
        or THOUSANDS.search(reading.text, start, run.start)
        or _meant(reading, COST_BEFORE.search(reading.text, start, run.start))
        or (is_short and DIALLED_BEFORE.search(reading.text, start, run.start))
    )


def is_of_topic(reading: Reading, run: Run) -> bool:
    """Whether it is a date, a list or a rate by its looks, or what people have numbers of is named before it; and codes
    nowhere."""
    start = max(0, run.start - BESIDE)
    if reading.cues.anywhere(TOLD_ALOUD):
        return False
    if _is_list(run) or SMALL_NUMBERS.fullmatch(reading.text, run.start, run.end):
        return True
    is_of_small = len(run.groups) > 1 and max(len(group.digits) for group in run.groups) < 4 and not run.is_spoken
    if is_of_small and LISTED_BEFORE.search(reading.text, max(0, run.start - BESIDE), run.start):
        return True
    near = TOPIC.search(reading.text, start, run.start) or _meant(
        reading, SUM_BEFORE.search(reading.text, start, run.start)
    )
    return near is not None


def _is_list(run: Run) -> bool:
    """ "15 16 17", "60-65-70": small numbers that go up."""
    counted = [group.digits for group in run.groups]
    if len(counted) < 2 or {len(one) for one in counted} != {2} or run.is_spoken:
        return False
    return all(0 < int(other) - int(one) <= STEP for one, other in pairwise(counted))


def _is_dictated(reading: Reading, run: Run) -> bool:
    """Words for digits that are hardly a sentence: many, a nought among them, or behind what is pressed or read out."""
    if len(run.digits) >= SPOKEN:
        return True
    has_nought = "0" in run.digits[:-1] and not reading.marked.isascii()
    return has_nought or DICTATING.search(reading.text, max(0, run.start - 12), run.start) is not None
