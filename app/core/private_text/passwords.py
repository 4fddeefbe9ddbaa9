"""Passwords: what follows the word, when it is no word of the question itself ("mật khẩu là gì")."""

import re
from collections.abc import Iterator

from app.core.private_text.number_kinds import EXAMPLE
from app.core.private_text.odd_words import TOKEN, TRIMMED, is_glued, is_no_word, is_odd, odd_words
from app.core.private_text.plain import small

# As some dodge a filter: "m@t kh@u", "m.ậ.t k.h.ẩ.u"; "mậc khẩu" is how it is heard.
DODGED = r"m[.]?[a@4][.]?[tc][ .-]{0,2}k[.]?h[.]?[a@4][.]?u"
WORD = (
    rf"(?:{DODGED}|mat ?ma|ma[tc] ?(?:khua|kahu|hkau|kau|khauu+)|mkhau|m[./]?k|passwor[kdt]|passwd|pass+(?! ?code)|pw"
    r"|(?:cau )?tra loi (?:cau hoi )?(?:bi mat|bao mat)|cau hoi (?:bi mat|bao mat)(?: \w+){0,2} (?:tra loi|dap|dien))"
)
# Said without the word: "cái chữ để vô Zalo của tôi là".
ENTRY = r"(?:chu|cau|cum tu|day chu)(?: \w+){0,2} (?:de|dung de|xai de) (?:vo|vao|mo|dang nhap|nhap)"
NAMED = re.compile(rf"(?<![^\W_])(?:{WORD}|{ENTRY}|dang nhap bang)(?![^\W_])")
SIGN = re.compile(
    r"(?<![^\W_])(?:la|thanh|sang|(?<!tinh )bang|(?:hinh nhu|mang mang|chac la)(?: la)?|(?:toi|tui|em|con|bac|minh|ong|ba|me) (?:dat|de|lay|chon)(?: la| chu| cau)?)(?![^\W_])[ ]*[:=]?"
    r"|[:=]|-(?=[ >])>?"
)
HERE = re.compile(
    r"la|(?:hinh nhu|mang mang|chac la)(?: la)?|thanh|sang|\w+ (?:dat|de|lay|chon).*"
)  # behind which words are a password too
QUALIFIED = re.compile(r"[a-z0-9 ()]*")  # "mật khẩu vneid của tôi là"
OPENED = re.compile(r"[\s\"'“”‘’«»(\[]*")
CALLED = re.compile(r"(?:chu|cau|cum tu|tu) (?P<token>[^\s\"“”‘’«».,;?!]+)")  # "là chữ tinhyeu"
LETTERS = re.compile(
    r"(?:hoa|thuong|so|in|gi|nao|cai|ky|ki|viet|co|dau|ma|va|hay|rieng|khac|la|do|de)(?![^\W_])"
)  # what kind of letters
HAS_LETTER = re.compile(r"[^\W\d_]")
CALLED_BEFORE = re.compile(
    r"(?<![^\W_])(?:la|lam|de lam)(?: cai)? $|(?<![^\W_])(?:vao|vo)(?: o| cho| cai)? $"
)  # "emyeuanh là mật khẩu"
SOON, CLOSE = 72, 12  # characters behind the word
# A message that is nothing else: what was asked for in the one before.
ALONE = re.compile(r"(?=\D{0,19}\d)(?!\S{0,20}(?:[/()_]|==|\.(?:vn|com|net|org)))[^\s\0]{7,20}")
OPENING, CLOSING = r"[\"“‘'«]", r"[\"”’'»]"
BETWEEN = rf"(?:(?<![^\W_]){OPENING}[ ]?|{OPENING}(?=\S))(?P<token>[^\"”’'»\n]{{3,60}}?)[ ]?{CLOSING}"
# What stands between quotes behind the word or before "làm mật khẩu", unless it is a button, a message of the machine, or
# an example that somebody asks about.
QUOTED = re.compile(
    rf"(?<![^\W_]){WORD}(?: (?!(?:bam|cham|chon|nhan|nut|roi|thi|o|dong|bao|hien|vao|go)(?![^\W_]))[a-z0-9]+){{0,5}}?(?: cau| chu| cum tu)?[ ]?[:=]?[ ]*{BETWEEN}"
)
QUOTED_BEFORE = re.compile(
    rf"{BETWEEN}[ ]+(?:de |de dat )?(?:lam|la)[ ]+{WORD}(?![^\W_])"
    rf"|(?<![^\W_])(?:lay|chon|dung|dat) (?:cau|cum tu|chu|dong) {BETWEEN.replace('token', 'chosen')}[ ]+(?:de|lam) (?:vao|vo|mo|dang nhap|khoa)"
)
# Words with capitals, or with a number behind them, are no sentence that goes on: "mật khẩu email là Minh Tâm 1955".
CAPITAL = "[A-ZĐÀ-Ỹ]"
NAMES = re.compile(
    rf"{CAPITAL}[^\W\d_]*(?:[ ]{CAPITAL}[^\W\d_]*)+(?:[ ]?\d+)?|(?:[^\W\d_]+[ ]){{1,4}}\d{{2,8}}(?![^\W_]|[ ]?(?:so|chu|ky|lan|nam|thang|ngay))"
)
NUMBERED = re.compile(r"(?:[a-z]+ ){1,4}\d{2,8}(?![^\W_]|[ ]?(?:so|chu|ky|lan|nam|thang|ngay|phut|tuoi))")
LABEL = re.compile(
    r"(?:quen|doi(?= (?:mat|ma|lai|ten|so)|$)|dat lai|nhap|dang|tiep|gui|xac|xong|dong y|huy|luu|khong|chua|sai|dung|qua|hop|phai|toi thieu|"
    r"it nhat|mat khau|tai khoan|cu|moi|la|gi)(?![^\W_])|(?:yeu|manh|trung binh)$"
)
# What is said of passwords as such: "quên mật khẩu là do…", "mật khẩu mạnh là…".
ABOUT = re.compile(
    r"(?<![^\W_])(?:quen|manh|yeu|tot|hoi(?! (?:truoc|xua|do|nam|moi|dau|nay|nao))|o day|goi|nghia|loai|lo|(?<!bi )(?<!bao )mat(?! khau| ma))(?![^\W_])[^,;.?!\n]*$"
)
LOGIN = re.compile(r"(?:ten|tai khoan) dang nhap|ten tai khoan|dang nhap bang")

OWNED = re.compile(
    r"(?<![^\W_])(?<!cho )(?:toi|tui|em|bac|minh|nha|con|chong|vo|me|ba|ong|chau|chi|anh|quan|cu|moi)(?![^\W_])"
)
ASKED = re.compile(
    r"(?:gi|chi|sao|ai|dau|mo|may|bao|nao|the|nhu|cai|chia|chiec|day|chu|so|ngay|phai|do|de|mot|ten|khong|ko|k|hong|hok|"
    r"dung|sai|quen|an toan|nguy|quan|bi|duoc|dc|nen|can|co|cung|rat|kha|qua|dai|ngan|manh|yeu(?! \w+ \w)|kho|thu|dieu|thong|biet|giu|dat|doi|xong|luc|khi|ghep|cai|cong|bi mat|thong tin|yeu to|viec|loai|tieng|tu gi|dang|cach|ngay|nam|ten|so|hop|sinh|moi|cu|vay|ho|ok|on|ha|"
    r"hay|nguoi|nhung|tai san|rieng|het|tat ca|(?:toi|tui)(?! (?:thuong|yeu|nho ba|nho ong|la nguoi|ten))|van|buoc|lop|chac|vi|nhu vay|du|dau|chinh|luon|phan|cong cu|vo|nguyen(?! (?:van|thi|huu|duc|ngoc|minh|thanh)(?![^\W_]))|chua|van|mat khau|mk|pass|ma|o|trong|tren|giong|chung|lau|truoc|hom|tu|lai|cho|theo|bang|gom|toan|nhieu|it|tam|day du|y)"
    r"(?![^\W_])"
)
SURELY_ASKED = re.compile(
    r"(?:gi|sao|ai|dau|mo|la (?:gi|sao|do|de|ngay|ten)|may|nao|the nao|nhu the|do (?:minh|toi|ai)|de (?:lam|bao|giu|cho)|vi|ngay (?:sinh|thang)|nam sinh|ten|so (?:dien thoai|may|cccd|can cuoc)|"
    r"quen|doi (?:lai|o|the|sao)|dat (?:lai|o|the|sao)|nhap|khong (?:nho|biet|duoc|dung|vao|hieu|thay)|ko|k|chua (?:co|biet|dat|nho)|sai|dung|duoc|nen|can|phai|cai (?:gi|nao|chi)|chu (?:hoa|thuong|cai|viet|ky|va)|"
    r"hoi|bi|mat khau|mk|pass|it nhat|toi thieu|gom|tu \d|\d+ (?:ky|chu|so|tu)|cong cu|thong tin|thu (?:khong|ma|gi)|bi mat|rieng|chia khoa|chiec|tai san)(?![^\W_])"
)
ASKED_LAST = re.compile(r"(?<![^\W_])(?:nao|gi|ai|dau|mo)(?: vay| the| a| ha| z| ri| rua)?$")
CHOSEN = re.compile(
    r"(?<![^\W_])(?:toi|tui|em|con|bac|minh|me|o|mk|e|nen)(?: \w+)? (?:dat|de|lay|chon|doi|xai|dung)(?: \w+){0,2} (?:mat ?khau|mat ma|mk|pass\w*)$"
)
# Read with its marks where the text has some: "mưa rơi" is no "rồi".
END = re.compile(
    r"[,.;?!\n]|(?<![^\W_])(?:ma|nhung|roi|sao|thi|gio|vao|khong|ko|do|nha(?=[ ]?(?:[,.;?!\n]|$)| (?:em|con|chau|ban|ad|co|thay)(?![^\W_]))|nhe|a|chau|co|bi|cua|"
    r"may(?= (?:bao|khong|ko|k|noi|van|cu|doi|hien|no|bat|hoi|cung|lai|keu)(?![^\W_]))|no|"
    r"mà|nhưng|rồi|thì|giờ|vào|không(?! (?:không|một|hai|ba|bốn|tư|năm|sáu|bảy|bẩy|tám|chín)(?![^\W_]))|đó|nhé|ạ|cháu|có|bị|của|máy|nó|hả|đúng|phải|được)(?![^\W_])"
)


def passwords(text: str, marked: str) -> Iterator[tuple[int, int]]:
    """Where they stand. `text` is bare, `marked` the same plain text as typed."""
    for named in NAMED.finditer(text):
        found = _behind_sign(text, marked, named.end())
        if found:
            yield found
        first = marked.rfind(" ", 0, max(0, named.start() - SOON)) + 1
        said = CALLED_BEFORE.search(text, first, named.start())
        yield from odd_words(marked, text, first, named.start(), is_odd if said else _is_odd_not_glued)
        yield from odd_words(marked, text, found[1] if found else named.end(), named.end() + SOON, is_odd)
    alone = text.strip()
    if ALONE.fullmatch(alone) and is_odd(marked.strip(), alone):
        yield text.find(alone), text.find(alone) + len(alone)
    for match in (*QUOTED.finditer(text), *QUOTED_BEFORE.finditer(text)):
        group = "token" if match["token"] else "chosen"
        is_example = EXAMPLE.search(text, max(0, match.start() - SOON), match.start(group))
        if not LABEL.match(match[group]) and not is_example:
            yield match.span(group)


def _is_odd_not_glued(word: str, bare_word: str) -> bool:
    """Before the noun: whoever types without spaces glues other words than passwords."""
    return is_odd(word, bare_word) and not is_glued(bare_word)


def _behind_sign(text: str, marked: str, place: int) -> tuple[int, int] | None:
    """After "là", ":", "=": any string that cannot be a word; after a sign, or of one's own password, words as well."""
    sign = SIGN.search(text, place, place + SOON)
    if sign is None or not QUALIFIED.fullmatch(text, place, sign.start()):
        return None
    opened = OPENED.match(text, sign.end())
    start = opened.end() if opened else sign.end()
    if (lead := CALLED.match(text, start)) and is_no_word(
        marked[lead.start("token") : lead.end("token")], lead["token"]
    ):
        return lead.span("token")
    if lead and not LETTERS.match(lead["token"]):
        start = lead.start("token")
    token = TOKEN.match(marked, start, start + SOON)
    if token is None or not HAS_LETTER.search(token[0]) or _is_asked(text, place, sign, start):
        return None
    end = start + len(token[0].rstrip(TRIMMED) or token[0])
    if is_no_word(marked[start:end], text[start:end]):
        return start, end
    if (
        sign[0].rstrip()[-1] in ":=->"
        or (HERE.fullmatch(sign[0].strip()) and not ABOUT.search(text, max(0, place - SOON), sign.start()))
        or OWNED.search(text, place, sign.start())
        or LOGIN.search(text, max(0, place - SOON), place)
        or NAMES.match(marked, start)
    ):
        stop = END.search(text if marked.isascii() else small(marked), end, start + SOON)
        last = start + len(marked[start : stop.start() if stop else start + SOON].rstrip())
        return None if ASKED_LAST.search(text, start, last) else (start, last)
    return None


def _is_asked(text: str, place: int, sign: re.Match[str], start: int) -> bool:
    """Whether what stands there is a question or a remark. Behind a colon, or of what somebody says to have chosen, less is."""
    is_given = sign[0].rstrip()[-1] in ":=" and sign.start() - place <= CLOSE
    is_given = (
        is_given
        or NUMBERED.match(text, start) is not None
        or CHOSEN.search(text, max(0, place - SOON), place) is not None
    )
    return (SURELY_ASKED if is_given else ASKED).match(text, start) is not None
