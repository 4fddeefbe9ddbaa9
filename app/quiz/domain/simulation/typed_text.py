"""What a learner types into a pretend field: compared here, then forgotten.

Nobody is asked for a real secret, yet people type what they know by heart. So only the outcome leaves this module.
"""

import re
import unicodedata
from typing import Literal

from app.quiz.domain.simulation.screens import Control

Outcome = Literal["right", "wrong", "looks-real"]
RealKind = Literal["card", "phone", "id", "old-id", "account", "otp"]

LONGEST_TYPED = 100  # characters that are looked at
GAPS = re.compile(r"[\s.,()\-]+")
RUN = re.compile(r"\+?\d(?:[\s.,()\-]*\d){5,}")
# Mobile and landline numbers, at home or with the country code.
PHONE = re.compile(r"0[2-9]\d{8,9}|(?:\+|00)?84[2-9]\d{8,9}")
SLIP = 2  # digits that a hand gets wrong; further off is another number


def without_marks(text: str) -> str:
    """Lower case, without tone and letter marks, single spaces: as a tired hand types."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
    return " ".join(bare.replace("đ", "d").split())


def judge_typed(control: Control, typed: str) -> Outcome:
    """Digits are compared without gaps, words without marks and case, a password exactly; an optional entry takes
    anything. What is neither right nor a slip of the hand and has the shape of a real number is "looks-real"."""
    typed = typed[:LONGEST_TYPED]
    if is_same(control, typed):
        return "right"
    if not _is_slip(typed, control.value) and looks_real(typed):
        return "looks-real"
    return "wrong" if control.value else "right"


def is_same(control: Control, typed: str) -> bool:
    if control.kind == "password":
        return unicodedata.normalize("NFC", typed.strip()) == control.value
    if control.kind == "text":
        return without_marks(typed) == without_marks(control.value)
    return _compact(typed) == _compact(control.value)


def looks_real(text: str) -> RealKind | None:
    """The kind of real number that a text seems to hold: a bank card of 13 to 19 digits (check digit: Luhn, US patent
    2,950,048, 1960), a phone number of Vietnam, an ID number of 12 digits or of 9, another number of 9 digits or more
    like that of an account, a one-time code of 6."""
    for run in RUN.findall(unicodedata.normalize("NFKC", text)):
        compact = GAPS.sub("", run)
        digits = compact.removeprefix("+")
        if 13 <= len(digits) <= 19 and _passes_luhn(digits):
            return "card"
        if PHONE.fullmatch(compact):
            return "phone"
        by_length: dict[int, RealKind] = {6: "otp", 9: "old-id", 12: "id"}
        kind = by_length.get(len(digits), "account" if len(digits) > 9 else None)
        if kind:
            return kind
    return None


def _compact(text: str) -> str:
    return GAPS.sub("", unicodedata.normalize("NFKC", text)).casefold()


def _is_slip(typed: str, value: str) -> bool:
    typed, value = _compact(typed), _compact(value)
    return len(typed) == len(value) and sum(a != b for a, b in zip(typed, value, strict=True)) <= SLIP


def _passes_luhn(digits: str) -> bool:
    doubled = [int(d) * (1 + place % 2) for place, d in enumerate(reversed(digits))]
    return sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0
