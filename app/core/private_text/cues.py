"""Words that say what a number beside them is. Written without marks: matched in bare text, whole words only."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

Kind = Literal["otp", "pin", "cvv", "password", "card", "id_number", "phone", "account", "email", "address", "doubtful"]
Meaning = Literal[
    "otp", "pin", "cvv", "password", "card", "id_number", "phone", "account", "some code", "said", "bank", "public"
]

SECRET: frozenset[Meaning] = frozenset({"otp", "pin", "password", "cvv", "card"})  # what opens an account or a phone
BANKS = (
    "vietcombank|vcb|techcombank|tcb|acb|mb ?bank|mb|bidv|agribank|vietinbank|sacombank|vpbank|tpbank|vib|hdbank|shb|"
    "ocb|msb|scb|eximbank|seabank|lpbank|lienvietpostbank|bac a bank|nam a bank|pvcombank|ncb|abbank|vietbank|cake|timo"
)
PUBLIC_CODES = (
    "khach hang|ho so|so ho so|ho so|bien nhan|don|don hang|van don|vung|vung trong|so vung trong|vach|qr|giam gia|"
    "khuyen mai|uu dai|buu chinh|buu dien|loi|nuoc|quoc gia|tinh|xa|phuong|mon|hang|hang hoa|san pham|cong to|"
    "dong ho|nguon|chung khoan|co phieu|truong|lop|thu tuc|benh|benh nhan|chuyen bay|ve (?:may bay|tau|xe|xem)|dat cho|dat ve|tham chieu|thu tu|hieu|xe"
)
# The first that fits counts, so what is more particular stands first.
CUES: tuple[tuple[Meaning, str], ...] = (
    (
        "cvv",
        r"cvv2?|cvc2?|csc|(?:ba|3|may) (?:con |chu )?so (?:o |in |ghi )?(?:mat|phia|dang|ben) (?:kia|trong)(?: (?:cai |cua )?the)?|(?:ba|3) (?:con |chu )?so(?: \w+){0,3} (?:dang |phia |mat |o )sau(?: lung)?(?: the)?|(?:so|ma) bao mat (?:o |mat |dang |phia )?sau(?: lung)?(?: the)?|(?:ma )?(?:ba|3) so (?:o |in )?(?:dang |mat )?sau(?: the)?|so o? ?mat sau(?: the)?|(?:ma )?so (?:o |in |ghi |dang |phia )?(?:mat )?sau(?: lung| mat)? (?:cai |chiec |cua )?the|(?:ba|3) (?:con |chu )?so (?:o |dang |mat |phia )?(?:sau|cuoi)(?: the)?(?= ?[:=]? ?(?:la )?\d)|(?:ba|3) (?:con |chu )?so sau the|(?:mat sau|lung)(?: the)?(?: co| la)? (?:ghi|in)|(?:dang |phia )?sau (?:lung )?the|ma (?:an toan |bao mat |in |o )?(?:mat |dang )?sau the|ma (?:an toan|bao mat|kiem tra)(?: cua)? the|(?:o |in )?(?:mat sau|sau lung|lung)(?: the)?(?: co| la| ghi| in)* (?:ma|(?:ba |3 )?so)|so o (?:sau )?lung(?: the)?",
    ),
    (
        "otp",
        r"(?:nhan|gui|doi|xin) (?:cho \w+ )?(?:day |con )?so(?! (?:tai|tk|dien|dt|can|cccd|the|may|zalo|tien))|(?:con |day )?so (?:\w+ ){0,2}(?:nhan|gui|goi)(?: tin)?(?: den| ve| qua| cho)?(?: \w+)? la|(?:ma )?(?:smart ?|sms ?)?[o0][ .-]?t[ .-]?p|opt|o[ -]?te[ -]?pe|(?:ma|ma so) (?:bi mat )?(?:dung )?mot lan",
    ),
    (
        "id_number",
        r"the (?:bao hiem|can cuoc|cccd|bhyt|bhxh)(?: y te| xa hoi| cong dan)?|ma (?:so )?(?:bao hiem|bhxh|bhyt)(?: xa hoi| y te)?|so (?:so )?(?:bao hiem|bhxh|bhyt)",
    ),
    (
        "id_number",
        r"can cuoc(?: cong dan)?|cccd|cmnd|cmt(?:nd)?|chung minh(?: thu| nhan dan)?|(?:so|ma) dinh danh(?: ca nhan)?",
    ),
    (
        "id_number",
        r"bhyt|bhxh|bao hiem (?:y te|xa hoi)|ho chieu|passport|mst|ma so thue|gplx|giay phep lai xe|bang lai(?: xe)?",
    ),
    (
        "pin",
        r"ma pin|p[.-]i[.-]n|(?<!may )(?<!may co )(?<!sac )(?<!cuc )pin(?! du phong)(?! [1-9]\d{1,2}00 (?:con|xai|dung duoc|tot|ben|trau))|(?<=may )pin(?! \d+00(?!\d))|pass ?code|ma khoa|may (?:\w+ )?mo(?: bang)?(?= \d)|may (?:\w+ )?mo bang|khoa cua(?: dien tu)?|(?:ma )?mo (?:duoc )?(?:khoa|may|dien thoai)(?: dien thoai| may)?|khoa (?:man hinh|may|dien thoai)|ma (?:man hinh|the|atm|rut tien)|mat ma",
    ),
    (
        "pin",
        r"(?:ma )?so (?:pin|bi mat)|ma (?:so )?bi mat|so (?:de )?bam|(?:ma )?ket sat|ma ket|o khoa so|khoa so|(?:ma )?khoa (?:cua|cong|vali|ket)",
    ),
    (
        "public",
        rf"(?:ma|ma so|so) (?:{PUBLIC_CODES})|hoa don|don hang|ho so(?: so)?|xe buyt(?: so)?|so seri|serial|seri|ve so(?! 0)|xo so|imei|model|bien so|so khung|tong dai|hotline|duong day nong|ma giao dich ft",
    ),
    (
        "otp",
        r"(?:ma|code|so) (?:xac (?:nhan|thuc|minh)|kich hoat|dang nhap|giao dich|gd|bao mat|an toan|kiem tra|khoi phuc|chuyen tien|hai lop|2 lop|hai buoc|2 buoc)",
    ),
    ("password", r"mat ?khau|ma[tc] ?(?:khua|kahu|hkau|kau|khauu+)|mkhau|m[./]k|mk|password|passwd|pass+|pw"),
    ("account", r"stk|so tk|so tai khoan|tai khoan(?: ngan hang)?|tk(?: ngan hang)?|account"),
    ("card", r"(?:so )?the(?: (?:atm|ngan hang|tin dung|ghi no|visa|napas|noi dia))*|visa|master ?card|atm"),
    ("phone", r"sdt|so dt|dt|dien thoai|so (?:may|dien thoai|zalo|di dong|phone)|phone|di dong"),
    ("bank", BANKS + r"|ck|chuyen khoan|chuyen (?:nham )?(?:vao|vo|toi|den|qua)|momo|zalopay|viettel money"),
    ("some code", r"(?:(?:day|con) )?ma(?: so)?|day (?:chu )?so|code|(?:6|sau|4|bon) (?:chu )?so"),
    (
        "said",
        r"so (?:\w+ ){0,2}(?:ve|den)(?: may)? la|doc|nhap|(?:bam|go) so|gui (?:ve|toi|den|vo|vao)|hien(?: len| ra)?|tin(?: nhan)? (?:ghi|bao|la|co|den|ve)",
    ),
)
CUE = re.compile(
    r"(?<![^\W_])(?:" + "|".join(f"(?P<c{place}>{words})" for place, (_, words) in enumerate(CUES)) + r")(?![^\W\d_])"
)
# With its marks, the first word of a cue is another one: "mà" is no "mã".
SPELT = {
    "ma": ("mã",),
    "the": ("thẻ",),
    "doc": ("đọc",),
    "so": ("số",),
    "day": ("dãy",),
    "mo": ("mở",),
    "khoa": ("khóa", "khoá", "khoả"),
    "mat": ("mật", "mặt", "mậc", "mạt"),
    "dt": ("đt", "dt"),
}
WORD = re.compile(r"[^\W_]+")
STOP = re.compile(r"(?<!\.)[.?!](?:\s|$)")


@dataclass(frozen=True)
class Cue:
    start: int
    end: int
    meaning: Meaning


class Cues:
    """Of one text: bare, and in small letters as typed."""

    def __init__(self, text: str, marked: str) -> None:
        self._text = text
        self._found = [*_found(text, marked)]
        self._starts = [cue.start for cue in self._found]
        self._meanings = {cue.meaning for cue in self._found}

    def before(self, place: int, within: int) -> Sequence[Cue]:
        """Those that end before the place in the same sentence, the nearest first, at most four."""
        last = bisect_left(self._starts, place)
        near = [cue for cue in reversed(self._found[max(0, last - 4) : last]) if place - within <= cue.end <= place]
        return [cue for cue in near if not STOP.search(self._text, cue.end, place)]

    def after(self, place: int, within: int) -> Sequence[Cue]:
        first = bisect_left(self._starts, place)
        near = [cue for cue in self._found[first : first + 4] if cue.start <= place + within]
        return [cue for cue in near if not STOP.search(self._text, place, cue.start)]

    def anywhere(self, meanings: frozenset[Meaning]) -> bool:
        return not meanings.isdisjoint(self._meanings)


def _found(text: str, marked: str) -> Iterator[Cue]:
    match = CUE.search(text)
    while match:
        first = WORD.match(text, match.start())
        last = first.end() if first else match.end()
        typed = marked[match.start() : last]
        if typed.isascii() or typed in SPELT.get(text[match.start() : last], (typed,)):
            last = match.end()
            yield Cue(match.start(), last, CUES[int((match.lastgroup or "c0")[1:])][0])
        match = CUE.search(text, last)


@dataclass(frozen=True)
class Reading:
    """One text: in small letters, the same without marks, and the words in it that say what a number is."""

    marked: str
    text: str
    cues: Cues
