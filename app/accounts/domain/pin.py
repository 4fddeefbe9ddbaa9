"""The six digits a learner signs in with, instead of a password: which are too easy to guess, how a one-time one is made.

A thief guesses what people choose: birthdays, years, runs, one digit over and over (Bonneau, Preibusch & Anderson, 2012,
"A birthday present every eleven wallets?"). Some nine of a hundred PINs are refused for it. What is left is throttled
(domain.throttle) and closed after a hundred wrong ones in a row (domain.learner_login).
"""

import re
import unicodedata
from collections.abc import Callable
from datetime import date

LENGTH = 6  # digits
RUNS = ("01234567890123456789", "98765432109876543210")
# Lines and corners of the keypad, and what people take for lucky.
KEYPAD = frozenset({
    "147258", "258147", "147369", "369147", "258369", "369258", "147852", "159753", "357159", "159357", "741852", "963852", "142536",
    "415263", "131420", "521314", "683979", "393979",
})  # fmt: skip

NOT_SIX = "Mã cần đúng 6 chữ số, ví dụ như số trên vé xe."
EASY = "Mã này nhiều người đặt, kẻ gian dễ đoán. Mời bác chọn 6 số khác."
BIRTHDAY = "Mã này giống ngày sinh, người quen dễ đoán. Mời bác chọn 6 số khác."
KNOWN = "Mã này nằm trong số điện thoại hay mã thẻ của bác. Mời bác chọn 6 số khác."


def as_pin(text: str) -> str:
    """The digits alone, of whatever keyboard, without the blanks people type between them; anything else as it is."""
    folded = "".join(unicodedata.normalize("NFKC", text).split())
    return folded if re.fullmatch(rf"[0-9]{{{LENGTH}}}", folded) else text


def complaint(pin: str, *known: str) -> str:
    """Why this PIN (of `as_pin`) is refused, in Vietnamese; "" when it is good. `known`: numbers that others know of this
    person, such as the phone number."""
    if not re.fullmatch(rf"[0-9]{{{LENGTH}}}", pin):
        return NOT_SIX
    if is_easy(pin):
        return EASY
    if is_date(pin):
        return BIRTHDAY
    return KNOWN if any(pin in number for number in known) else ""


def is_easy(pin: str) -> bool:
    """One or two digits only, a run, a piece over and over, pairs, a mirror, a line of the keypad."""
    return (
        len(set(pin)) <= 2
        or any(pin in run for run in RUNS)
        or re.fullmatch(r"(.{2})\1\1|(.{3})\2|(.)\3(.)\4(.)\5", pin) is not None
        or pin == pin[::-1]
        or pin in KEYPAD
    )


def is_date(pin: str) -> bool:
    """Day, month and year of two digits in any order people write them, or a month or day beside a year from 1900 to 2099."""
    first, middle, last = int(pin[:2]), int(pin[2:4]), int(pin[4:])
    if any(_is_day(day, month) for day, month in ((first, middle), (middle, first), (last, middle))):
        return True
    return re.search(r"^(19|20)\d\d(0[1-9]|1[0-2])$|^(0[1-9]|1[0-2])(19|20)\d\d$", pin) is not None


def _is_day(day: int, month: int) -> bool:
    try:
        return bool(date(2000, month, day))  # a leap year
    except ValueError:
        return False


def one_time_pin(below: Callable[[int], int]) -> str:
    """Good by `complaint`. `below(n)` is a uniform number from 0 to n-1."""
    while complaint(pin := f"{below(10**LENGTH):0{LENGTH}}"):
        pass
    return pin
