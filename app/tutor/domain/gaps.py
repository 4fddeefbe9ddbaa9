"""Questions without a lesson, as a teacher may read them.

What several learners ask in the same words says nothing of any of them, and is shown as it was asked (redacted, as all
that is kept). What one or two ask a teacher needs as well, or nobody would ever write the first lesson of a topic; yet a
rare question may tell a story, and in a village a name is enough. So it is shown without numbers, names and places, with
nothing else: not when, not beside which lesson, not by how many. Names are recognised by their capital letter, by what
stands before them ("cháu lan"), and by a surname with its usual middle name; a name typed small without any of these
stays, which is why rare questions are for teachers alone.
"""

import re
from collections.abc import Iterator

from app.core.private_text.plain import bare, small

SHARED = 3  # learners
LONGEST = 160  # characters of a rare question
HIDDEN = "…"
SURNAMES = "nguyen|tran|le|pham|hoang|huynh|phan|vu|vo|dang|bui|do|ho|ngo|duong|ly|dinh|truong|trinh|dao|doan|mai|luong|cao|ha|ta|thai|quach"
MIDDLE = "van|thi|huu|duc|ngoc|thanh|minh|xuan|dinh|quang|cong"
# Whose name may follow, as it is typed with marks. "con" and "cô" are many things; "con gái", "cô giáo" are people.
PEOPLE = "ông|bà|anh|chị|em|cháu|chú|dì|cậu|mợ|bác|thầy|vợ|chồng|con gái|con trai|con dâu|con rể|cô giáo|bạn|mẹ|bố|tên là|tên"
PLACES = "xa|phuong|thon|ap|huyen|tinh|lang|to dan pho|khu pho|que o|duong"
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
PLACE_BARE = re.compile(rf"(?<![^\W_])(?:{PLACES}) (?P<name>[a-z]+(?: [a-z]+)?)")
DIGITS = re.compile(r"\d[\d.,/-]*")
CAPITAL = re.compile(r"(?<=[^\W_.?!…\n] )[^\W\d_]+|(?<=, )[^\W\d_]+")
# As Vietnamese is spelt: brands and apps rarely are.
SYLLABLE = re.compile(r"(?:ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdghklmnprstvx])?[aeiouy]{1,3}(?:ch|ng|nh|[cmnpt])?")


def rare_words(question: str) -> str:
    """A redacted question of one or two learners, fit to be read by a teacher."""
    text = " ".join(question.split())[:LONGEST]
    shown, done = [], 0
    for start, end in sorted(_private(text)):
        if start >= done:
            shown += [text[done:start], HIDDEN]
        done = max(done, end)
    return re.sub(rf"{HIDDEN}(?: {HIDDEN})+", HIDDEN, "".join([*shown, text[done:]]))


def _private(text: str) -> Iterator[tuple[int, int]]:
    said = bare(text)
    yield from (match.span() for match in (*DIGITS.finditer(text), *FULL_NAME.finditer(said)))
    yield from (match.span() for match in CAPITAL.finditer(text) if _is_name(match[0]))
    if text.isascii():
        called = [*CALLED_BARE.finditer(said), *PLACE_BARE.finditer(said)]
    else:
        called = [match for match in CALLED.finditer(small(text)) if IS_GIVEN.fullmatch(bare(match["name"]))]
    yield from (match.span("name") for match in called)


def _is_name(word: str) -> bool:
    said = bare(word)
    return word[0].isupper() and not word.isupper() and SYLLABLE.fullmatch(said) is not None
