"""Login names and phone numbers: one spelling for the many ways in which people type them."""

import re
import unicodedata
from collections.abc import Collection

LONGEST_LOGIN = 40  # characters
ROOM_FOR_NUMBER = 5
PHONE = re.compile(r"(?:(?:\+|00)?840?|0)([35789][0-9]{8}|2[0-9]{9})")
SEPARATORS = re.compile(r"[\s.()\-–/]+")


def as_phone(text: str) -> str | None:
    """The number as dialled at home ("0912345678"), from any usual spelling (+84, 0084, dots, full-width digits);
    None when it is not a Vietnamese phone number."""
    folded = unicodedata.normalize("NFKC", text)
    visible = "".join(character for character in folded if unicodedata.category(character) != "Cf")
    match = PHONE.fullmatch(SEPARATORS.sub("", visible))
    return f"0{match[1]}" if match else None


def as_login(text: str) -> str:
    """Lower-case ASCII words joined by "-", at most LONGEST_LOGIN characters: "Nguyễn Thị Hòa" is "nguyen-thi-hoa". Digits
    alone, as on a learner's card, are not joined by anything: "651 292 126" is "651292126"."""
    folded = unicodedata.normalize("NFKD", text.casefold()).replace("đ", "d")
    plain = "".join(character for character in folded if not unicodedata.combining(character))
    login = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:LONGEST_LOGIN].rstrip("-")
    return login if re.search(r"[a-z]", login) else login.replace("-", "")


def login_stem(name: str, otherwise: str) -> str:
    """The login wished for; `otherwise` when the name has no Latin letter, so that a login is never taken for a phone
    number. Leaves room for "-2", "-3"…"""
    stem = as_login(name)[: LONGEST_LOGIN - ROOM_FOR_NUMBER].rstrip("-")
    return stem if re.search(r"[a-z]", stem) else otherwise


def free_login(stem: str, taken: Collection[str]) -> str:
    """The stem, or the stem with the lowest free number from 2."""
    number, login = 1, stem
    while login in taken:
        number += 1
        login = f"{stem}-{number}"
    return login
