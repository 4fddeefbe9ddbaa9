"""What a certificate says: what somebody was seen doing, by whom, under which framework version, until when.

It is called "xác nhận hoàn thành trên ứng dụng": the service's own word, not the State's confirmation.
"""

from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import Literal, TypeAlias

Assurance: TypeAlias = Literal["tu-luyen", "giam-sat", "tham-dinh"]
ASSURANCE: dict[Assurance, str] = {
    "tu-luyen": "Đã tự luyện, không có người giám sát",
    "giam-sat": "Đã được giám sát lúc làm bài",
    "tham-dinh": "Đã được giám sát và người thẩm định xem lại",
}

# Letters and digits that are not taken for one another when read aloud or copied by hand.
CODE_ALPHABET = "234679ACDEFGHJKMNPQRTUVWXYZ"
CODE_LENGTH = 12


@dataclass(frozen=True)
class SkillSeen:
    """`performed`: at least one task of it was done on a look-alike screen, not chosen from a list."""

    id: str
    name: str
    performed: bool


@dataclass(frozen=True)
class Confirmation:
    """`code`: CODE_LENGTH letters of CODE_ALPHABET. `holder`: the name as the holder wants it printed. `place` and
    `supervisor`: of a class sitting, "" where there was none. `salt`: random hex; with it `holder` can be checked against
    the credential, without it nobody finds the name by trying."""

    code: str
    holder: str
    salt: str
    framework: str
    framework_name: str
    framework_version: str
    assurance: Assurance
    skills: tuple[SkillSeen, ...]
    issued_at: datetime
    valid_until: date
    place: str = ""
    supervisor: str = ""

    @property
    def holder_hash(self) -> str:
        """As Open Badges 3.0 hashes an identity: SHA-256 of the name followed by the salt, in hex."""
        return sha256((self.holder + self.salt).encode()).hexdigest()


def shown_code(code: str) -> str:
    """In groups of four, as it is printed and read aloud."""
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))


def read_code(typed: str) -> str | None:
    """A code as somebody types it: small letters, blanks and hyphens do not matter. None for what can be none."""
    letters = "".join(letter for letter in typed.upper() if not letter.isspace() and letter not in "-–—._")
    is_code = len(letters) == CODE_LENGTH and all(letter in CODE_ALPHABET for letter in letters)
    return letters if is_code else None
