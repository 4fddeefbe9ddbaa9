"""Names of people in what learners ask: by a surname with its usual middle name, by capital letters behind a surname, and
by what stands before them ("cháu Lan")."""

import re
from collections.abc import Iterator

from app.core.private_text.places import NAME
from app.core.private_text.plain import bare, small

UNNAMED = "[TÊN]"
SURNAMES = "nguyen|tran|le|pham|hoang|huynh|phan|vu|vo|dang|bui|do|ho|ngo|duong|ly|dinh|truong|trinh|dao|doan|mai|luong|cao|ha|ta|thai|quach"
MIDDLE = "van|thi|huu|duc|ngoc|thanh|minh|xuan|dinh|quang"
# Whose name may follow, as it is typed with marks. "con" and "cô" are many things; "con gái", "cô giáo" are people.
PEOPLE = "ông|bà|anh|chị|em|cháu|chú|dì|cậu|mợ|bác|thầy|vợ|chồng|con gái|con trai|con dâu|con rể|cô giáo|bạn|mẹ|bố|tên là|tên"
GIVEN = (
    "an|anh|bao|bich|binh|canh|cam|chau|chi|chien|chinh|cong|cuc|cuong|dai|dan|dao|dat|diem|diep|dieu|dinh|doan|dong|"
    "duc|dung|duy|duyen|gam|gia|giang|giao|hai|ham|han|hang|hanh|hao|hau|hien|hiep|hieu|hoa|hoai|hoan|hoang|hoi|hong|"
    "hue|hung|huong|huu|huyen|khanh|khoa|khoi|kien|kieu|kim|ky|lan|lanh|lap|le|lien|liem|linh|loan|loc|loi|long|luan|"
    "luc|luong|luu|luyen|ly|mai|man|manh|mien|minh|mo|muoi|my|nam|nga|ngan|nghia|ngoc|nguyen|nguyet|nhan|nhat|nhi|nhu|"
    "nhung|ninh|oanh|phat|phi|phong|phu|phuc|phung|phuoc|phuong|quan|quang|que|quoc|quy|quyen|quynh|sang|sau|sen|sinh|son|suong|"
    "tai|tam|tan|thach|thai|tham|thang|thanh|thao|thi|thien|thinh|tho|thoa|thoai|thom|thong|thu|thuan|thuc|thuy|thuong|tien|tinh|"
    "toan|ton|trang|tri|trinh|truc|trung|truong|tu|tuan|tung|tuyen|tuyet|ty|van|vi|vien|viet|vinh|vui|vuong|xuan|yen"
)
IS_GIVEN = re.compile(GIVEN)
FULL_NAME = re.compile(rf"(?<![^\W_])(?:{SURNAMES}) (?:{MIDDLE}) [a-z]+")
CALLED = re.compile(rf"(?<![^\W_])(?:{PEOPLE}) (?P<name>[^\W\d_]+)")
CALLED_BARE = re.compile(rf"(?<![^\W_])(?:{bare(PEOPLE)}) (?P<name>{GIVEN})(?![^\W_])")
# A surname and what follows it with capitals: "Huỳnh Tấn Phát", "LE VAN TAM". Two words are also a street or a king.
CAPITALISED = re.compile(rf"(?<![^\W_]){NAME}(?: {NAME}){{2,4}}(?![^\W_])")
SURNAME = re.compile(rf"(?:{SURNAMES}) ")


def without_names(text: str, instead: str = UNNAMED) -> str:
    """As it may leave this machine; nor does a name help to find a lesson."""
    shown, done = [], 0
    for start, end in sorted((*full_names(text), *called(text, capital=True))):
        if start >= done:
            shown += [text[done:start], instead]
        done = max(done, end)
    return "".join([*shown, text[done:]])


def full_names(text: str) -> Iterator[tuple[int, int]]:
    said = bare(text)
    for match in FULL_NAME.finditer(said):
        last = match.start() + match[0].rindex(" ") + 1
        if text.isascii() or (text[match.start()].isupper() and text[last].isupper()):  # "nguyên văn", "Lương hưu nhận"
            yield match.span()
    yield from (match.span() for match in CAPITALISED.finditer(text) if SURNAME.match(said, match.start()))


def called(text: str, *, capital: bool = False) -> Iterator[tuple[int, int]]:
    """`capital`: only what is written as a name."""
    if text.isascii() and not capital:
        yield from (match.span("name") for match in CALLED_BARE.finditer(bare(text)))
        return
    for match in CALLED.finditer(small(text)):
        start, end = match.span("name")
        if IS_GIVEN.fullmatch(bare(match["name"])) and (text[start].isupper() or not capital):
            yield start, end
