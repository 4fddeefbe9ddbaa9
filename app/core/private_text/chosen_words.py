"""Passwords of any words, by how a sentence tells of choosing or typing one: "đặt … làm mật khẩu", "đổi từ … sang …", "máy hỏi
mật khẩu, tôi điền …", "… hay …"; and codes of letters and digits beside the word "mã"."""

import re
from collections.abc import Iterator

from app.core.private_text.cues import Cues
from app.core.private_text.number_kinds import EXAMPLE
from app.core.private_text.odd_words import KNOWN, is_odd
from app.core.private_text.passphrases import ANYWHERE_TALK, TALK, is_talk
from app.core.private_text.plain import words

NOUN = (
    r"(?:mat ?khau|mat ma|ma[tc] ?(?:khua|kahu|hkau|kau)|mkhau|m[./]?k|passwor[kdt]|passwd|pass+(?! ?code)|pw|"
    r"cau (?:hoi|tra loi) (?:bi mat|bao mat))"
)
HAS_NOUN = re.compile(rf"(?<![^\W_]){NOUN}(?![^\W_])")
WORD = r"[^\s,;.?!:\n\"“”‘’«»()]+"
WORDS = rf"{WORD}(?: {WORD}){{0,7}}?"
END = (
    r"(?= (?:thi|ma|nhung|nen|hay|hoac|roi|van|no|may(?= (?:bao|khong|ko|k|noi|van|cu|doi|hien|no|bat|hoi|cung|lai|keu))|co|duoc|dc|khong|ko|k|hong|bi|nhe|nha(?= ?(?:[,.;?!\n]|$))|nghen|a|di|do|day|dung|phai|de|cho|vi|sao|la|lam|vao|vo(?= (?:o|duoc|dc|hong|khong|hoai|mai|ma|thi|roi|no|may|cho)(?![^\W_])| ?[,.;?!]| ?$)|mai|hoai|luon|xong|gio)(?![^\W_])"
    r"|[ ]?[,.;?!:\n()\"”’»]|[ ]?$)"
)
SOMEBODY = r"(?:toi|tui|em|bac|con|minh|ong|ba|me|chau|co|e|no|ho|chi|anh|bo|cha|thay|tao|vo|chong)"
# What a password may be made of, when somebody asks how one is made: "lấy ngày sinh làm mật khẩu".
OF_A_KIND = re.compile(
    r"(?:(?:dung|lay|dat|xai|chon) )?(?:ngay|nam|thang|ten|so|bien so|sinh nhat|gi|cai gi|sao|the nao|nao|chung|mot|cung|mat khau|mk|pass|chinh|van tay|khuon mat|bai|ca|nhung|cac|tu|chu|ma|no|do|day|the|vay|"
    r"lai|khong|duoc|nen|cau(?: (?:tho|hat|ca dao|noi|nao|gi|do|nay))?$|cum tu|sdt|cccd|can cuoc|dien thoai|gmail|email|nhieu|it|xong|san|bang|theo|may|moi|cu|cho)(?![^\W_])"
)
MADE = re.compile(
    rf"(?<![^\W_])(?:dat|lay|dung|chon|xai|de|ghep|viet|muon)(?: (?:cau|chu|cum tu|tu|dong|bai))? (?P<token>{WORDS}) (?:de |de dat |dat )?(?:lam|thanh)(?: cai| chung)? {NOUN}(?![^\W_])"
)
# "đặt mật khẩu bằng câu …": three words at least, and no question about such passwords.
NAMED_AFTER = re.compile(
    rf"(?<![^\W_])(?:dat|de|lay|chon|dung) (?:cai )?{NOUN}(?: \w+){{0,2}} (?:bang|theo) (?:(?:loi )?bai hat|cau(?: (?:tho|hat|noi|ca dao))?|cum tu)"
    rf"(?! (?:tho|hat|noi|ca dao)(?![^\W_]))(?: la)? (?!(?:co|on|minh|rieng|de|do|chu|kho|ma|nay|nao|gi|dai|quen)(?![^\W_]))(?P<token>{WORD} {WORD} {WORDS}){END}"
)
CALLED = re.compile(
    rf"(?:^|[.!?\n:,] ?)(?P<token>{WORD}(?: {WORD}){{0,6}}?) (?:la|chinh la|moi la|co phai la|phai) (?:cai )?{NOUN} (?:cua |zalo|fb|facebook|wifi|vneid|gmail|email|may|momo|cu|moi|dang nhap|toi|tui|bac|ba|ong|minh|nha)"
)
SWAPPED = re.compile(
    rf"(?<![^\W_])tu (?:cau |chu )?(?P<token>{WORDS}) (?:sang|thanh|qua|chuyen sang|doi thanh) (?:cau |chu )?(?P<other>{WORDS}){END}"
)
TYPED = re.compile(
    rf"(?<![^\W_]){SOMEBODY}(?: (?:da|thu|cu|moi|lien|vua|co|lai|toan|van|hay|deu|bam|nho|nghi|nghi ra|tra loi|dap|chi|tinh)){{0,3}} "
    rf"(?:dien|go|nhap|danh|tra loi(?: la)?|dap(?: la)?|viet|ghi|thu|chon|nghi ra|dat|de|dung|xai|bam)(?: (?:la|chu|cau|cum tu|vao|vo|dung|liền))? (?P<token>{WORDS}){END}"
)
USED = re.compile(
    rf"(?<![^\W_])(?:{SOMEBODY}(?: (?:van|dang|toan|hay|chi|cu|da)){{0,2}} (?:dung|xai|de|dat|chon|lay) {NOUN}(?: (?:cu|moi|nay|chung))?|{NOUN} (?:cu|moi|truoc|sau|thu hai|kia))(?: la)? (?P<token>{WORDS}){END}"
)
DIGIT = r"(?:khong|mot|hai|ba|bon|nam|sau|bay|tam|chin|\d)"
REPEATED = re.compile(rf"(?<![^\W_])(?P<token>{DIGIT} con (?:so )?{DIGIT})(?![^\W_])(?! \w+ \w+ tuoi)")
LISTED = re.compile(rf"(?<![^\W_]){NOUN}[^.!\n:]{{0,48}}[:?] ?(?P<token>{WORDS}){END}")
OR = re.compile(
    rf"[\"”’»' ,]*(?<![^\W_])(?:hay(?: la)?|hoac(?: la)?|voi|va|roi(?: den)?|khong phai|chu khong phai)(?: la)? [\"“‘'«]?(?P<token>{WORDS}){END}"
)
QUOTES = re.compile(r"[\"“‘«](?P<token>[^\"“”‘’«»\n]{4,60})[\"”’»]")
# What machines say, and buttons.
SHOWN = re.compile(
    r"(?<![^\W_])(?:mat ?khau|tai khoan|dang (?:nhap|ky|xuat)|xac (?:nhan|thuc|minh)|thu lai|tiep|quen|doi|dat lai|ky tu|hop le|khong|sai|dung|qua (?:ngan|yeu|dai)|thanh cong|that bai|"
    r"nhap|gui|huy|luu|dong y|bo qua|cai dat|ho tro|hoan tat|quay lai|bao mat|ma|otp|pin|ban|vui long|chua|loi|khoa|mo|den|bam|chon|yeu|manh|password|login|sign|next|ok|error|wrong|invalid)(?![^\W_])"
)
# Of what stands around typing and choosing, beside what talk of passwords has in any case.
AROUND_TYPING = words(
    "sim tieng tiep dong huy luu gui bo qua cai them sot nham sai lien trong chu so het nhieu lan mai hoai tung cham "
    "nhanh deu toan giong theo bang phim ban tay mat to nho thuong dau cach ky mot lung vay the xuong ten ngay nam vo "
    "van lam minh sinh chung rieng ra len xem lai khoan qr otp pin ma vneid zalo facebook fb may app web link trang"
)
LETTERS = words("thuong het chu dau ca va toan ky")  # "viết hoa hết"
OTHER_TALK = words("lan ngon phut giay lop buoc ky")
AT_FIRST = TALK - words("con hai ba mot bon nam ong chau em co ho")  # a phrase of three words may begin so
INSIDE = (ANYWHERE_TALK | OTHER_TALK) - {"may"}  # "máy" ends a phrase, "mây" is of it
CAPITAL = re.compile(r"[A-ZĐÀ-Ỹ]")
# "KX7-93Q", "A7K29Q", "kx793q"; no forms, channels, plates or models.
CODE = re.compile(
    r"(?<![\w.@/-])(?=[A-Z-]*\d)(?=[\d-]*[A-Z])[A-Z0-9]{2,8}(?:-[A-Z0-9]{2,8}){0,3}(?![\w@/-])"
    r"|(?<![\w.@/-])(?=[a-z]*\d[a-z]*\d)(?=\d*[a-z]\d*[a-z])(?:[a-z]{1,3}\d{1,3}){2,3}[a-z]{0,3}(?![\w@/-])"
)
SHORTEST_CODE, NEAR = 5, 60


def chosen_words(text: str, marked: str) -> Iterator[tuple[int, int]]:
    """Where they stand. `text` is bare, `marked` the same as typed."""
    if not HAS_NOUN.search(text):
        return
    for match in (*MADE.finditer(text), *CALLED.finditer(text)):
        if not OF_A_KIND.match(match["token"]):
            yield from _with_others(text, marked, match.span("token"))
    for match in NAMED_AFTER.finditer(text):
        start, end = match.span("token")
        if _is_chosen(text[start:end], marked[start:end]):
            yield start, end
    for pattern in (SWAPPED, TYPED, USED, LISTED):
        for match in pattern.finditer(text):
            for group in ("token", "other") if pattern is SWAPPED else ("token",):
                start, end = match.span(group)
                if _is_chosen(text[start:end], marked[start:end]):
                    yield from _with_others(text, marked, (start, end))
    for match in REPEATED.finditer(text):
        yield match.span("token")
    for match in QUOTES.finditer(marked):
        start, end = match.span("token")
        if not EXAMPLE.search(text, max(0, start - NEAR), start) and _is_quoted(text[start:end], marked[start:end]):
            yield from _with_others(text, marked, (start, end))


def codes(text: str, marked: str, cues: Cues) -> Iterator[tuple[int, int]]:
    """Codes of letters and digits near what names a code in the same sentence."""
    for match in CODE.finditer(marked):
        start, end = match.span()
        if sum(character.isalnum() for character in match[0]) < SHORTEST_CODE or KNOWN.fullmatch(text[start:end]):
            continue
        near = (*cues.before(start, NEAR)[:1], *cues.after(end, NEAR)[:1])
        if any(cue.meaning in ("otp", "some code") for cue in near) and all(cue.meaning != "public" for cue in near):
            yield start, end


def _with_others(text: str, marked: str, found: tuple[int, int]) -> Iterator[tuple[int, int]]:
    """This, and what is named beside it: "A hay B"."""
    yield found
    other = OR.match(text, found[1])
    if other:
        start, end = other.span("token")
        phrase, typed = text[start:end], marked[start:end]
        is_beside_one = is_odd(marked[slice(*found)], text[slice(*found)]) and " " in phrase
        if _is_chosen(phrase, typed) or (is_beside_one and not is_talk(phrase, typed, frozenset(), INSIDE)):
            yield start, end


def _is_chosen(phrase: str, marked: str) -> bool:
    """A word that no sentence has, or a phrase in which nothing speaks of typing. A name has capitals behind the first word."""
    first, *rest = phrase.split()
    if not rest:
        return is_odd(marked, phrase)
    named = all(CAPITAL.match(word) or word.isdigit() for word in marked.split())
    if named:
        return True
    if first in AROUND_TYPING or (first == "hoa" and rest[0] in LETTERS):
        return False
    return not is_talk(phrase, marked, AT_FIRST, INSIDE)


def _is_quoted(phrase: str, marked: str) -> bool:
    return (len(phrase.split()) > 1 or is_odd(marked, phrase)) and not SHOWN.search(phrase)
