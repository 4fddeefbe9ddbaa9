"""Passwords that somebody wrote down or logs in with; and the words of talk about passwords, which none begins with."""

import re
from collections.abc import Iterator

from app.core.private_text.odd_words import is_likely_login, is_surely_secret, odd_words
from app.core.private_text.plain import small, words

# Words of talk about passwords: whatever begins with one, or holds one of the second, is no password.
TALK = words(
    "la hay cong hoac moi khac mang len giup cua cho thi khong ngan cung rieng vi o dai cang tot va gi roi ay facebook ho "
    "dien de kieu zalo quan tung vao vo sao wifi wi the ba kho cu may co that iphone ra he manh yeu gium dum nay kia do "
    "khoa toi tui nen don bang xai luc phai voi dang nhieu it nguoi em hom sai dung quen bao giong cap mot hai bi fb nghia "
    "email gmail dat nhap go doi thanh nao bon tu con sang chuyen chua ma ban qua vs ko k hong hok can bit biet thu list "
    "goi lo luon tuong tra cai ntn vd tim noi nua nghe nha nhe a ha vay rua ri hi mo chi dau luu nho giu xem coi ghi viet "
    "chep doc dua hoi mat lay tao tai in san mac dinh tinh thoai chu so ky ki thuong tren duoi trong ngoai sau truoc "
    "day du an toan lau lan lai gui xac hop thoi xong duoc dc khi neu nhu thay deu van mai hoai rat kha chung tat ca cac "
    "nhung ai ong bac chau anh me chong bo cha nam ngay thang tuan tuoi gio phut vneid vssid icloud momo app ung trang web "
    "khoan nut muc man hinh cham nhanh tieng sinh trac tay khuon gom truong lap cau chia het han muon giao dich hang ta "
)
ANYWHERE_TALK = words(
    "quen doi nhap go sai dung bi duoc dc khong ko la gi nao sao the may nen phai can ai toi tui luu xem vao vo dang mat "
    "cho va voi chu so ky tu hon nhung cac hay hoac o dau bao nhieu nhiu dai ngan an toan chac "
)
# With its marks, what of these is another word: "mây" is no "máy".
SPELT = {
    "may": ("máy", "mấy"),
    "giay": ("giây",),
    "lan": ("lần",),
    "ngon": ("ngón",),
    "lop": ("lớp",),
    "so": ("số",),
    "chu": ("chữ", "chú"),
    "de": ("để", "dễ", "đề"),
    "do": ("đó", "độ"),
    "vo": ("vô",),
    "yeu": ("yếu",),
    "khoa": ("khóa", "khoá"),
    "la": ("là", "lạ"),
    "mang": ("mạng",),
    "doi": ("đổi", "đòi", "đợi"),
    "dien": ("điện", "điền"),
    "cu": ("cũ", "cứ"),
    "bang": ("bằng",),
    "moi": ("mới", "mỗi", "mọi"),
    "trang": ("trang",),
    "nen": ("nên",),
    "hon": ("hơn",),
    "sao": ("sao",),
    "cho": ("cho", "chỗ"),
    "go": ("gõ",),
    "can": ("cần", "căn"),
    "mat": ("mặt", "mật", "mất"),
}
# Written down where one keeps such things, and put between quotes.
NOTED = re.compile(
    r"(?<![^\W_])(?:ghi|viet|chep|luu|de|dan)(?: \w+){0,3}? (?:vo|so|so tay|giay|lich|to|manh|bia|lung|op|vach|tuong|cuon)(?: \w+){0,6}?(?: la| dong| chu| cau)?[ ]?[:]?[ ]?"
    r"[\"“‘'«](?P<token>[^\"”’'»\n]{4,60})[\"”’'»]"
)
# Where somebody logs in, or types what is not taken.
LOGIN = re.compile(
    r"(?<![^\W_])(?:dang nhap|tai khoan|icloud|hop thu|thu dien tu|gmail|email|ban phim|vneid|vssid|facebook|fb|zalo|wifi|mat ?khau|mk|pass|ky tu|chu hoa|chu thuong|"
    r"bao sai|van sai|khong khop|khong chinh xac|khong vao duoc|vo hong duoc|vo khong duoc|dat khoa|mo khoa|mo (?:dien thoai|may)|go|dat theo|(?:em|toi|tui|bac|con) dat|ghep)(?![^\W_])"
)
# Names of accounts and networks look alike.
CALLED_SO = re.compile(
    r"(?<![^\W_])(?:ten dang nhap|user(?:name)?|nick|facebook|fb|ten|wifi|mang|trang|kenh|nhom)[ :]+(?:la )?$"
)
SOON = 24  # characters before a word


def noted_passwords(text: str) -> Iterator[tuple[int, int]]:
    """Where they stand; `text` is bare."""
    if LOGIN.search(text):
        for match in NOTED.finditer(text):
            yield match.span("token")


def login_words(text: str, marked: str) -> Iterator[tuple[int, int]]:
    """Words that look like passwords: more of them where somebody tells of logging in. `marked`: as typed."""
    is_one = is_likely_login if LOGIN.search(text) else is_surely_secret
    for start, end in odd_words(marked, text, 0, len(text), is_one):
        if "@" in text[start:end] or not CALLED_SO.search(text, max(0, start - SOON), start):
            yield start, end


def is_talk(
    phrase: str, marked: str, at_first: frozenset[str] = TALK, anywhere: frozenset[str] = ANYWHERE_TALK
) -> bool:
    """A "con" or a "nhà" within a phrase may be of it; at its beginning it is talk."""
    both = [*zip(phrase.split(), small(marked).split(), strict=False)]
    said = [bare for bare, typed in both if typed.isascii() or typed in SPELT.get(bare, (typed,))]
    is_first = bool(said) and both[0][0] == said[0]
    return (is_first and said[0] in at_first) or not anywhere.isdisjoint(said[1:] if is_first else said)
