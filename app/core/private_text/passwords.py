"""Passwords: what follows the word, when it is no word of the question itself ("mật khẩu là gì")."""

import re
from collections.abc import Iterator
from itertools import islice

from app.core.private_text.number_kinds import EXAMPLE

# As some dodge a filter: "m@t kh@u", "m.ậ.t k.h.ẩ.u"; "mậc khẩu" is how it is heard.
DODGED = r"m[.]?[a@4][.]?[tc][ .-]{0,2}k[.]?h[.]?[a@4][.]?u"
WORD = rf"(?:{DODGED}|mat ?ma|mkhau|m[.]?k|passwor[kdt]|passwd|pass(?! ?code)|pw)"
# Said without the word: "cái chữ để vô Zalo của tôi là".
ENTRY = r"(?:chu|cau|cum tu|day chu)(?: \w+){0,2} (?:de|dung de|xai de) (?:vo|vao|mo|dang nhap|nhap)"
NAMED = re.compile(rf"(?<![^\W_])(?:{WORD}|{ENTRY}|dang nhap bang)(?![^\W_])")
SIGN = re.compile(r"(?<![^\W_])(?:la|thanh|(?<!tinh )bang)(?![^\W_])[ ]*[:=]?|[:=]|-(?=[ >])>?")
QUALIFIED = re.compile(r"[a-z0-9 ]*")  # "mật khẩu vneid của tôi là"
OPENED = re.compile(r"[\s\"'“”‘’«»(\[]*")
CALLED = re.compile(r"(?:chu|cau|cum tu|tu) (?P<token>[^\s\"“”‘’«».,;?!]+)")  # "là chữ tinhyeu"
TOKEN = re.compile(r"[^\s\"“”‘’«»]+")
HAS_LETTER = re.compile(r"[^\W\d_]")
TRIMMED = ".,;:?)]'…"
SOON = 72  # characters behind the word
BEHIND = re.compile(rf"(?<!\S)(?P<token>[^\s\"'“”]{{4,40}})[\"'”]?[ ]+(?:la|lam)[ ]+{WORD}(?![^\W_])")
# "tôi nhập Gaotam#25 vào chỗ mật khẩu"
TYPED = re.compile(
    rf"(?<![^\W_])(?:nhap|go|danh|dien|bam|xai|dung)[ ]+[\"'“]?(?P<token>[^\s\"'“”]{{6,40}})[\"'”]?[ ][^.?!\n]{{0,40}}?{WORD}(?![^\W_])"
)

# "mật khẩu … chữ t chữ h rồi 1960"
SPELT = re.compile(
    rf"(?<![^\W_]){WORD}[^.?!\n]{{0,40}}?[ ](?P<token>(?:chu [a-z][ ,]+(?:roi |hoa |thuong )?){{2,12}}(?:so )?\d{{0,12}})"
)
OPENING, CLOSING = r"[\"“‘'«]", r"[\"”’'»]"
BETWEEN = rf"{OPENING}[ ]?(?P<token>[^\"”’'»\n]{{3,60}}?)[ ]?{CLOSING}"
# What stands between quotes behind the word or before "làm mật khẩu", unless it is a button, a message of the machine, or
# an example that somebody asks about.
QUOTED = re.compile(
    rf"(?<![^\W_]){WORD}(?: (?!(?:bam|cham|chon|nhan|nut|roi|thi|o|dong|bao|hien|vao|go)(?![^\W_]))[a-z0-9]+){{0,5}}?(?: cau| chu| cum tu)?[ ]?[:=]?[ ]*{BETWEEN}"
)
QUOTED_BEFORE = re.compile(rf"{BETWEEN}[ ]+(?:de |de dat )?(?:lam|la)[ ]+{WORD}(?![^\W_])")
# Words with capitals, or with a number behind them, are no sentence that goes on: "mật khẩu email là Minh Tâm 1955".
CAPITAL = "[A-ZĐÀ-Ỹ]"
NAMES = re.compile(
    rf"{CAPITAL}[^\W\d_]*(?:[ ]{CAPITAL}[^\W\d_]*)+(?:[ ]?\d+)?|(?:[^\W\d_]+[ ]){{1,4}}\d{{2,8}}(?![^\W_]|[ ]?(?:so|chu|ky|lan|nam|thang|ngay))"
)
LABEL = re.compile(
    r"(?:quen|doi|dat lai|nhap|dang|tiep|gui|xac|xong|dong y|huy|luu|khong|chua|sai|dung|yeu|manh|trung binh|qua|hop|phai|toi thieu|"
    r"it nhat|mat khau|tai khoan|cu|moi|la|gi)(?![^\W_])"
)
LOGIN = re.compile(r"(?:ten|tai khoan) dang nhap|ten tai khoan|dang nhap bang")

SYLLABLE = re.compile(r"(?:ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdghklmnpqrstvx])?[aeiouy]{1,3}(?:ng|nh|ch|[cmnpt])?")
KNOWN = re.compile(
    r"vneid|zalo|facebook|fb|gmail|google|iphone\d*\w*|ipad\d*|icloud|android\d*|wifi\d?|wi-fi\d?|otp|pin|vcb|mb\d?|momo|"
    r"viettel|vnpt|app\d?|ios\d*|windows\d*|win\d+|email|password|passcode|passwd|pass|mk|stk|tk|cvv|atm|sms|link|web|smart|internet|face|id|ngan|hang|[35]g|"
    r"\d+(?:[.,]\d+)?(?:g|gb|mb|ghz|k|tr|h|p|s|kg|km|tuoi|lan|so|chu|d|dong)|\d{1,3}|\d+[./-]\d+(?:[./-]\d+)?"
)
OWNED = re.compile(
    r"(?<![^\W_])(?<!cho )(?:toi|tui|em|bac|minh|nha|con|chong|vo|me|ba|ong|chau|chi|anh|quan|cu|moi)(?![^\W_])"
)
ASKED = re.compile(
    r"(?:gi|chi|sao|ai|dau|mo|may|bao|nao|the|nhu|cai|chia|chiec|day|chu|so|ngay|phai|do|de|mot|ten|khong|ko|k|hong|hok|"
    r"dung|sai|quen|an|nguy|quan|bi|duoc|dc|nen|can|co|cung|rat|kha|qua|dai|ngan|manh|yeu|kho|thu|dieu|thong|biet|giu|dat|doi|xong|luc|khi|ghep|cai)"
    r"(?![^\W_])"
)
END = re.compile(
    r"[,.;?!\n]|(?<![^\W_])(?:ma|nhung|roi|sao|thi|gio|vao|khong|ko|do|nha|nhe|a|chau|con|co|bi|cua|may|no)(?![^\W_])"
)


def passwords(text: str, marked: str) -> Iterator[tuple[int, int]]:
    """Where they stand. `text` is bare, `marked` the same plain text as typed."""
    for named in NAMED.finditer(text):
        found = _behind_sign(text, marked, named.end())
        if found:
            yield found
        yield from _soon_behind(text, marked, found[1] if found else named.end())
    for match in (*BEHIND.finditer(text), *TYPED.finditer(text)):
        start, end = match.span("token")
        if _is_mixed(marked[start:end]) and not KNOWN.fullmatch(text[start:end]):
            yield start, end
    for match in SPELT.finditer(text):
        yield match.span("token")
    for match in (*QUOTED.finditer(text), *QUOTED_BEFORE.finditer(text)):
        if not LABEL.match(match["token"]) and not EXAMPLE.search(
            text, max(0, match.start() - SOON), match.start("token")
        ):
            yield match.span("token")


def _behind_sign(text: str, marked: str, place: int) -> tuple[int, int] | None:
    """After "là", ":", "=": any string that cannot be a word; after a sign, or of one's own password, words as well."""
    sign = SIGN.search(text, place, place + SOON)
    if sign is None or not QUALIFIED.fullmatch(text, place, sign.start()):
        return None
    opened = OPENED.match(text, sign.end())
    start = opened.end() if opened else sign.end()
    if (lead := CALLED.match(text, start)) and _is_secret(
        marked[lead.start("token") : lead.end("token")], lead["token"]
    ):
        return lead.span("token")
    token = TOKEN.match(marked, start, start + SOON)
    if token is None or not HAS_LETTER.search(token[0]) or ASKED.match(text, start):
        return None
    end = start + len(token[0].rstrip(TRIMMED) or token[0])
    if _is_secret(marked[start:end], text[start:end]):
        return start, end
    if (
        sign[0].rstrip()[-1] in ":=->"
        or OWNED.search(text, place, sign.start())
        or LOGIN.search(text, max(0, place - SOON), place)
        or NAMES.match(marked, start)
    ):
        stop = END.search(text, end, start + SOON)
        return start, start + len(marked[start : stop.start() if stop else start + SOON].rstrip())
    return None


def _soon_behind(text: str, marked: str, place: int) -> Iterator[tuple[int, int]]:
    """In the same sentence, among the next words: letters mixed with digits or signs."""
    for token in islice(TOKEN.finditer(marked, place, place + SOON), 12):
        word = token[0].strip(TRIMMED + "([")
        start = token.start() + token[0].find(word)
        end = start + len(word)
        if len(word) >= 4 and _is_mixed(word) and not KNOWN.fullmatch(text[start:end]):
            yield start, end
        if token[0][-1] in ".?!":
            return


def _is_secret(word: str, bare_word: str) -> bool:
    if len(word) < 3 or KNOWN.fullmatch(bare_word) or word.isdigit():
        return False
    return _is_mixed(word) or not SYLLABLE.fullmatch(bare_word)


def _is_mixed(word: str) -> bool:
    """Letters and digits, or signs inside it, as no word has them."""
    has_letter, has_digit = any(c.isalpha() for c in word), any(c.isdigit() for c in word)
    has_sign = re.search(r"[^\w\s]|_", word[1:-1] + ("" if word[-1:] in TRIMMED else word[-1:])) is not None
    return (has_letter and has_digit) or (has_letter and has_sign and re.search(r"[@#$%^&*!_+=~]", word) is not None)
