"""Which passwords are good enough, and how one-time passwords are made.

NIST 800-63B-4: length and a block list, no rules about character kinds, no expiry. Learners 8 characters (they hold no
one else's data and guessing is throttled), staff 15.
"""

import re
import unicodedata
from collections.abc import Callable

from app.accounts.domain.roles import Role

LONGEST = 200  # characters; a bound for the hash, not a rule of taste
SHORTEST_NAME = 4  # a shorter name or login is part of too many good passwords

COMMON = (
    "password", "passw0rd", "matkhau", "matkhaumoi", "qwerty", "qwertyuiop", "qwertyuiopasdfg", "asdfghjkl", "iloveyou",
    "anhyeuem", "emyeuanh", "vietnam", "hocvuso", "xinchao", "khongbiet", "giaovien", "admin", "administrator",
    "welcome",
)  # fmt: skip
RUNS = ("01234567890123456789", "09876543210987654321", "abcdefghijklmnopqrstuvwxyz")

# Syllables that sound different in every part of the country (no s/x, l/n, tr/ch, v/d, an/ang) and need no marks.
ONSETS = ("b", "ch", "d", "h", "kh", "l", "m", "nh", "ph", "t", "th", "x")
RHYMES = ("a", "ai", "ao", "am", "ang", "e", "em", "eo", "i", "im", "o", "oi", "om", "ong", "u", "ui")
GROUPS, SYLLABLES, DIGITS = 3, 2, 5
_SYLLABLE = f"(?:{'|'.join(ONSETS)})(?:{'|'.join(RHYMES)})"
ONE_TIME = re.compile(rf"(?:(?:{_SYLLABLE}){{{SYLLABLES}}}-){{{GROUPS}}}[0-9]{{{DIGITS}}}")


def least_length(role: Role) -> int:
    """In characters."""
    return 15 if role.is_staff else 8


def complaint(password: str, role: Role, login: str, name: str) -> str:
    """Why this password is refused, in Vietnamese; empty when it is good. Spaces count, also at the ends."""
    text = unicodedata.normalize("NFC", password)
    if len(text) < least_length(role):
        return f"Mật khẩu cần ít nhất {least_length(role)} ký tự. Ba bốn từ ghép lại là dễ nhớ mà khó đoán."
    if len(text) > LONGEST:
        return f"Mật khẩu dài quá. Chỉ được nhiều nhất {LONGEST} ký tự."
    if ONE_TIME.fullmatch(text):
        return "Đây là mật khẩu chỉ dùng một lần. Mời đặt mật khẩu khác."
    if is_guessable(text):
        return "Mật khẩu này dễ đoán quá: nhiều người dùng, hoặc lặp đi lặp lại. Mời đặt mật khẩu khác."
    if _holds(text, login) or _holds(text, name):
        return "Mật khẩu không được chứa tên hay tên đăng nhập. Mời đặt mật khẩu khác."
    return ""


def is_guessable(text: str) -> bool:
    """A short piece over and over, a run of the keyboard, or a common word with nothing but digits around it."""
    folded = _fold(text) or text
    if re.fullmatch(r"(.{1,4})\1{2,}.{0,3}", folded) or any(folded in run for run in RUNS):
        return True
    words = re.fullmatch(r"[0-9]*([^0-9]+)[0-9]*", folded)
    return words is not None and words[1] in COMMON


def _holds(text: str, name: str) -> bool:
    folded = _fold(name)
    return len(folded) >= SHORTEST_NAME and folded in _fold(text)


def _fold(text: str) -> str:
    """Letters and digits only, without marks and case."""
    folded = unicodedata.normalize("NFKD", text.casefold()).replace("đ", "d")
    return "".join(character for character in folded if character.isalnum())


def one_time_password(below: Callable[[int], int]) -> str:
    """Such as "bamchi-lotheo-khangxu-48273", easy to read aloud. `below(n)` is a uniform number from 0 to n-1.

    62.1 bits: 6 syllables of 12 onsets and 16 rhymes (log2 192 = 7.58 each) and 5 digits (16.6)."""
    groups = ["".join(_syllable(below) for _ in range(SYLLABLES)) for _ in range(GROUPS)]
    return "-".join([*groups, f"{below(10**DIGITS):0{DIGITS}}"])


def _syllable(below: Callable[[int], int]) -> str:
    return ONSETS[below(len(ONSETS))] + RHYMES[below(len(RHYMES))]
