"""What a certificate says: what somebody was seen doing, by whom, under which framework version, until when.

It is called "xác nhận hoàn thành trên ứng dụng": the service's own word, not the State's confirmation.
"""

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from hashlib import sha256
from hmac import compare_digest
from typing import Literal, TypeAlias

Assurance: TypeAlias = Literal["tu-luyen", "giam-sat", "tham-dinh"]
ASSURANCE: dict[Assurance, str] = {
    "tu-luyen": "Đã tự luyện, không có người giám sát",
    "giam-sat": "Đã được giám sát lúc làm bài",
    "tham-dinh": "Đã được giám sát và người thẩm định xem lại",
}

Device: TypeAlias = Literal["own", "borrowed", "class"]
DEVICE: dict[Device, str] = {
    "own": "Làm trên máy của người có giấy",
    "borrowed": "Làm trên máy mượn",
    "class": "Làm trên máy của lớp",
}
HELPED = {True: "Có người giúp bấm", False: "Không thấy có người giúp bấm"}

# Letters and digits that are not taken for one another when read aloud or copied by hand.
CODE_ALPHABET = "234679ACDEFGHJKMNPQRTUVWXYZ"
CODE_LENGTH = 12


@dataclass(frozen=True)
class SkillSeen:
    """`performed`: at least one task of it was done, not chosen from a list. `tasks`: how many of its own were scored; 0 in
    what was issued while groups of skills were named."""

    id: str
    name: str
    performed: bool
    tasks: int = 0


@dataclass(frozen=True)
class Confirmation:
    """`code`: CODE_LENGTH letters of CODE_ALPHABET. `holder`: the name as the holder wants it printed. `place` and
    `supervisor`: of a class sitting, "" where there was none. `assisted` (somebody helped to press) and `device` (whose
    phone): None in what was issued before they were asked for. `given_by`, `signed_by`: the body and the person that the
    standard of the framework names, "" in what was issued before. `salt`: random hex; with it `holder` can be checked against
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
    assisted: bool | None = None
    device: Device | None = None
    given_by: str = ""
    signed_by: str = ""

    @property
    def is_supervised(self) -> bool:
        return self.assurance != "tu-luyen"

    @property
    def is_by_skill(self) -> bool:
        """Whether each skill that it names has evidence of its own."""
        return all(skill.tasks for skill in self.skills)

    @property
    def circumstances(self) -> tuple[str, ...]:
        """Sentences without their full stop: who pressed, on whose phone; none where that is not known."""
        helped = () if self.assisted is None else (HELPED[self.assisted],)
        return helped + (() if self.device is None else (DEVICE[self.device],))

    @property
    def signatories(self) -> tuple[str, ...]:
        """Sentences without their full stop: who gives it, who signs; none where that is not known."""
        given = (f"Nơi cấp: {self.given_by}",) if self.given_by else ()
        return given + ((f"Người ký: {self.signed_by}",) if self.signed_by else ())

    @property
    def holder_hash(self) -> str:
        """As Open Badges 3.0 hashes an identity: SHA-256 of the name followed by the salt, in hex."""
        return sha256((self.holder + self.salt).encode()).hexdigest()

    def is_held_by(self, name: str, holder_hash: str) -> bool:
        """Whether a name, as app.web.forms.clean_name leaves it, is the one behind the hash: as it was typed, with capitals
        or without."""
        spellings = (name, name.title(), name.upper(), name.lower())
        return any(compare_digest(replace(self, holder=one).holder_hash, holder_hash) for one in spellings)


def as_text(confirmation: Confirmation) -> str:
    return json.dumps(asdict(confirmation), ensure_ascii=False, sort_keys=True, default=_written)


def from_text(text: str) -> Confirmation:
    """What as_text wrote."""
    kept = json.loads(text)
    return Confirmation(
        **kept
        | {
            "skills": tuple(SkillSeen(**skill) for skill in kept["skills"]),
            "issued_at": datetime.fromisoformat(kept["issued_at"]),
            "valid_until": date.fromisoformat(kept["valid_until"]),
        }
    )


def _written(value: date) -> str:
    return value.isoformat()


def new_code(choose: Callable[[str], str]) -> str:
    """`choose` picks a letter: 12 of 27 letters are 57 bits."""
    return "".join(choose(CODE_ALPHABET) for _ in range(CODE_LENGTH))


def shown_code(code: str) -> str:
    """In groups of four, as it is printed and read aloud."""
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))


def read_code(typed: str) -> str | None:
    """A code as somebody types it: small letters, blanks and hyphens do not matter. None for what can be none."""
    letters = "".join(letter for letter in typed.upper() if not letter.isspace() and letter not in "-–—._")
    is_code = len(letters) == CODE_LENGTH and all(letter in CODE_ALPHABET for letter in letters)
    return letters if is_code else None
