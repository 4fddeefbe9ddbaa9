"""Names of people in what learners ask: by a surname with its usual middle name, by capital letters behind a surname, and
by what stands before them ("cháu Lan", "tôi tên là …")."""

import re
from collections.abc import Iterator

from app.core.private_text.places import NAME
from app.core.private_text.plain import bare, small

UNNAMED = "[TÊN]"
SURNAMES = "nguyen|tran|le|pham|hoang|huynh|phan|vu|vo|dang|bui|do|ho|ngo|duong|ly|dinh|truong|trinh|dao|doan|mai|luong|cao|ha|ta|thai|quach"
# Known by their capital letters only: small they are words.
RARER = (
    "au|bach|chau|chu|dam|danh|diep|giang|han|hua|khuat|kieu|kim|la|lai|lam|luu|ma|mac|nghiem|nong|ong|phi|phung|quan|tang|thach|tieu|to|ton|"
    "tong|trieu|ung|vuong"
)
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
# Small, these are words of every question: "huy" is also "hủy".
GIVEN_IN_FULL = f"{GIVEN}|huy|vy|uyen|tram|khang|nghi|dang|khue|lam|ha|huan|khiem|cat|thy|tung|ngo|nguu|tho"
IS_GIVEN = re.compile(GIVEN)
FULL_NAME = re.compile(rf"(?<![^\W_])(?:{SURNAMES}) (?:{MIDDLE}) [a-z]+")
CALLED = re.compile(rf"(?<![^\W_])(?:{PEOPLE}) (?P<name>[^\W\d_]+)")
CALLED_BARE = re.compile(rf"(?<![^\W_])(?:{bare(PEOPLE)}) (?P<name>{GIVEN})(?![^\W_])")
# A surname and what follows it with capitals: "Huỳnh Tấn Phát", "LE VAN TAM". Two words are also a street or a king.
CAPITALISED = re.compile(rf"(?<![^\W_]){NAME}(?: {NAME}){{2,4}}(?![^\W_])")
SURNAME = re.compile(rf"(?:{SURNAMES}|{RARER}) ")
# Two words are a name where the second is one, unless they name a place: "Lê Lan", but "đường Lê Lợi", "Thái Bình".
TWO = re.compile(rf"(?<![^\W_]){NAME} {NAME}(?![^\W_]| {NAME})")
TWO_BARE = re.compile(rf"(?:{SURNAMES}) (?:{GIVEN_IN_FULL})")
PLACES = re.compile(
    r"(?:ha (?:giang|nam|tien|dong)|cao bang|thai (?:binh|nguyen|lan)|hoang (?:sa|mai)|ho tay|mai (?:chau|linh)|ta van|duong tinh)"
)
OF_A_PLACE = re.compile(
    r"(?:duong|pho|ngo|hem|cho|cau|truong|xa|phuong|quan|huyen|tinh|ho|song|nui|vua|cong vien|benh vien|den|chua|tuong|ap|thon|dai hoc|tieu hoc|khu|san) $"
)
# Whoever says a name says so: "tôi tên là", "họ tên:", "chồng tôi là".
SAID = re.compile(
    r"(?<![^\W_])(?:(?:ho )?ten(?: (?:toi|tui|em|chau|bac|minh|con|ong|ba|that|day du|nguoi nhan|chu the|chu tai khoan))?(?: la|:)?|"
    r"(?:toi|tui|em|con|chau|bac|minh|chong|vo|me|bo|anh|chi|ong|ba|co|chu|bac)(?: (?:toi|tui|em|minh|trai|gai|dau|re))? (?:ten )?la|nguoi nhan(?: la|:)) "
)
# What is said: a surname with one to three words, the last of them a given name; or with capitals whatever it is.
SAID_NAME = re.compile(
    rf"(?!(?:dang|dung|do) (?:nhap|ky|chu|do|tin))(?:{SURNAMES}) (?:[a-z]{{2,6}} ){{0,2}}(?:{GIVEN_IN_FULL})(?![^\W_])(?! (?:gi|nao|sao)(?![^\W_]))"
)
SAID_CAPITALS = re.compile(rf"{NAME}(?: {NAME}){{1,4}}(?![^\W_])")


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
    for match in TWO.finditer(text):
        pair = said[match.start() : match.end()]
        is_place = PLACES.fullmatch(pair) or OF_A_PLACE.search(said, max(0, match.start() - 12), match.start())
        if TWO_BARE.fullmatch(pair) and not is_place:
            yield match.span()
    for cue in SAID.finditer(said):
        name = SAID_CAPITALS.match(text, cue.end()) or SAID_NAME.match(said, cue.end())
        if name:
            yield name.span()


def called(text: str, *, capital: bool = False) -> Iterator[tuple[int, int]]:
    """`capital`: only what is written as a name."""
    if text.isascii() and not capital:
        yield from (match.span("name") for match in CALLED_BARE.finditer(bare(text)))
        return
    for match in CALLED.finditer(small(text)):
        start, end = match.span("name")
        if IS_GIVEN.fullmatch(bare(match["name"])) and (text[start].isupper() or not capital):
            yield start, end
