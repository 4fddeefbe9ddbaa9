"""What is asked of a signer in another process, and what it answers: a line of JSON each.

It is asked by name for what the database holds; there is no way to hand it something to sign.
"""

import json
import re
from dataclasses import asdict, dataclass
from typing import Any, Literal, TypeAlias, get_args

from app.certification.domain.credential import canonical

Act: TypeAlias = Literal["certificate", "head", "statuses", "key"]
ACTS: tuple[Act, ...] = get_args(Act)
MOST_ASKED, MOST_REPLIED = 200, 200_000  # bytes of a line
NUMBER, CODE = re.compile(r"[0-9]{1,12}"), re.compile(r"[0-9A-Z]{12}")
KNOWN: dict[Act, re.Pattern[str]] = {
    "certificate": CODE, "head": NUMBER, "statuses": NUMBER, "key": re.compile(r""),
}  # fmt: skip


@dataclass(frozen=True)
class Request:
    """`of`: the code of a certificate that waits, the size of the log, the number of a status list, nothing for a new key."""

    act: Act
    of: str

    @property
    def line(self) -> bytes:
        return canonical(asdict(self)) + b"\n"


@dataclass(frozen=True)
class Replied:
    """`token` as it was signed, `text` what a certificate says; of a key its name and its public half. `refusal`: why not.
    `away`: not now."""

    token: str = ""
    text: str = ""
    refusal: str = ""
    away: bool = False

    @property
    def line(self) -> bytes:
        return canonical(asdict(self)) + b"\n"


def read_request(line: bytes) -> Request | None:
    """None for whatever is not written as Request.line writes it."""
    asked = _object(line)
    if asked is None or asked.keys() != {"act", "of"} or asked["act"] not in ACTS or not isinstance(asked["of"], str):
        return None
    request = Request(asked["act"], asked["of"])
    return request if KNOWN[request.act].fullmatch(request.of) and request.line == line else None


def read_reply(line: bytes) -> Replied:
    """Raises ValueError."""
    replied = _object(line)
    if replied is None or replied.keys() != asdict(Replied()).keys():
        raise ValueError(len(line))
    return Replied(str(replied["token"]), str(replied["text"]), str(replied["refusal"]), away=bool(replied["away"]))


def _object(line: bytes) -> dict[str, Any] | None:
    try:
        found = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None
