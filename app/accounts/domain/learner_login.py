"""How a learner signs in without e-mail: what the secret is, the code on the card, and when guessing ends."""

import re
from collections.abc import Callable
from enum import StrEnum

CODE_LENGTH = 9  # digits, the last a check digit
FIRST_DIGITS = "146"  # of no Vietnamese phone number, with its 0 or typed without it

# Damm, H. M. (2004), Total anti-symmetrische Quasigruppen: the table of order 10. Finds every single wrong digit and every
# pair of neighbours the wrong way round.
DAMM = (
    "0317598642", "7092154863", "4206871359", "1750983426", "6123045978",
    "3674209581", "5869720134", "8945362017", "9438617205", "2581436790",
)  # fmt: skip


class SecretKind(StrEnum):
    PASSWORD = "password"  # noqa: S105 - a kind, not a password
    PIN = "pin"
    PICTURES = "pictures"


# Wrong ones in a row after which no secret is right any more, until a helper has helped: NIST 800-63B-4, §3.2.2 allows a
# hundred; three pictures have 3,360 orders, so that twenty tries find them once in 168 times.
MOST_WRONG = {SecretKind.PASSWORD: 10_000, SecretKind.PIN: 100, SecretKind.PICTURES: 20}


def is_closed(kind: SecretKind, wrong: int) -> bool:
    """`wrong`: tries since the last right one, with this one."""
    return wrong > MOST_WRONG[kind]


def check_digit(digits: str) -> str:
    """Of decimal digits (Damm, 2004)."""
    interim = 0
    for digit in digits:
        interim = int(DAMM[interim][int(digit)])
    return str(interim)


def new_code(below: Callable[[int], int]) -> str:
    """Nine digits that cannot be taken for a phone number. `below(n)` is a uniform number from 0 to n-1."""
    first = FIRST_DIGITS[below(len(FIRST_DIGITS))]
    digits = f"{first}{below(10 ** (CODE_LENGTH - 2)):0{CODE_LENGTH - 2}}"
    return digits + check_digit(digits)


def as_code(text: str) -> str | None:
    """The code as it is stored, from any usual spelling; None when it is none, for example mistyped."""
    digits = re.sub(r"[\s.\-–]+", "", text)
    is_code = re.fullmatch(rf"[0-9]{{{CODE_LENGTH}}}", digits) and check_digit(digits) == "0"
    return digits if is_code else None


def shown_code(login: str) -> str:
    """In groups of three, as it is read aloud; a login that is a name stays as it is."""
    return " ".join(re.findall("...", login)) if as_code(login) else login
