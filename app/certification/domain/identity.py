"""The number of an identity card, for a province that must know whether two accounts are one person: never kept, only what a
key makes of it.

There are few enough such numbers to try them all, so that a plain hash would hide nothing: without the key this one does.
"""

import hmac
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from hashlib import sha256
from typing import Literal, TypeAlias

from app.core.ids import digest

DIGITS = 12
# Codes of the provinces of birth, and of sex with century (Circular 07/2016/TT-BCA of the Ministry of Public Security); the
# numbers given out before provinces were merged stay.
_CODES = (
    "001 002 004 006 008 010 011 012 014 015 017 019 020 022 024 025 026 027 030 031 033 034 035 036 037 038 040 042 044 045 "
    "046 048 049 051 052 054 056 058 060 062 064 066 067 068 070 072 074 075 077 079 080 082 083 084 086 087 089 091 092 093 "
    "094 095 096"
)
PROVINCES = frozenset(_CODES.split())
CENTURIES = {"0": 1900, "1": 1900, "2": 2000, "3": 2000}

Refusal: TypeAlias = Literal["", "length", "province", "birth"]


@dataclass(frozen=True, repr=False)
class Read:
    """`number` of twelve digits, or why what was typed can be none. Never printed."""

    number: str
    refusal: Refusal = ""


def read_identity(typed: str, year: int) -> Read:
    """Blanks, dots and hyphens between the digits do not matter. `year`: this one, in which the youngest was born."""
    number = "".join(letter for letter in typed if letter not in " .-\u00a0")
    if len(number) != DIGITS or not (number.isascii() and number.isdigit()):
        return Read("", "length")
    if number[:3] not in PROVINCES:
        return Read("", "province")
    century = CENTURIES.get(number[3])
    if century is None or century + int(number[4:6]) > year:
        return Read("", "birth")
    return Read(number)


def identity_mac(key: bytes, number: str) -> str:
    """HMAC-SHA-256 of the digits (RFC 2104), base64url without padding: 43 characters."""
    return urlsafe_b64encode(hmac.digest(key, number.encode("ascii"), sha256)).rstrip(b"=").decode()


def key_name(key: bytes) -> str:
    """Twelve hexadecimal digits that tell keys apart and say nothing of them."""
    return digest(f"identity key\0{hmac.digest(key, b'name', sha256).hex()}")[:12]
