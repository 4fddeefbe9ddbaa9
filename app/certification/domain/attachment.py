"""The file that somebody takes home: the signed certificate, with the proof that it stands in the public log.

It is checked without asking us: a key, a signature, a path in the tree to a head that we signed. It comes as JSON, inside
of the PDF as an attachment, or as the bare token.
"""

import json
import re
import zlib
from base64 import urlsafe_b64decode
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Final

FORMAT: Final = "hoc-vu-so/giay-xac-nhan/1"
NAME: Final = "giay-xac-nhan.json"
TOKEN = re.compile(r"[A-Za-z0-9_-]{10,400}\.[A-Za-z0-9_-]{10,19000}\.[A-Za-z0-9_-]{20,400}")
# With blanks taken out of the text around it: it begins as JSON does ('{"'), and a signature of ES256 has one length.
HEAD = re.compile(r"eyJ[A-Za-z0-9_-]{10,400}\.[A-Za-z0-9_-]{10,19000}\.[A-Za-z0-9_-]{86}")
HASH = re.compile(r"[0-9a-f]{64}")
STREAM = re.compile(rb"stream\r?\n(.*?)endstream", re.DOTALL)
MOST_BYTES = 1_000_000  # of a file; ours have about 60,000
MOST_STREAMS, MOST_UNPACKED = 500, 60_000


@dataclass(frozen=True)
class Attachment:
    """`entry`: the line of the log, number `index` of `size`; `proof`: hashes in hexadecimal, from the bottom up; `head`: the
    signed head of those `size` entries."""

    credential: str
    entry: str
    index: int
    size: int
    proof: tuple[str, ...]
    head: str


def as_file(attachment: Attachment) -> bytes:
    return json.dumps({"format": FORMAT, **asdict(attachment)}, ensure_ascii=False, indent=1).encode()


def tokens_in(file: bytes) -> list[str]:
    """The tokens that a file carries, each once: it is the token itself, our JSON, or a PDF with that attached. What was packed
    is unpacked within bounds."""
    if len(file) > MOST_BYTES:
        return []
    texts = _attached(file) if file.lstrip()[:5] == b"%PDF-" else iter([file])
    return list(dict.fromkeys(token for text in texts if (token := _token_of(text)) is not None))


def is_ours_by_form(file: bytes) -> bool:
    """Whether it is a paper or a file as we write them, whatever is in it."""
    return (file.lstrip()[:1] == b"{" and _member(file, "format") == FORMAT) or file.lstrip()[:5] == b"%PDF-"


class BadProof(Exception):
    """A file tells of the log, and not as `as_file` does."""


def proofs_in(file: bytes) -> list[Attachment]:
    """What a file that carries a token tells of the log, each once; none of one that carries the token alone. Raises
    BadProof."""
    texts = _attached(file) if file.lstrip()[:5] == b"%PDF-" else iter([file])
    try:
        told = [_once(text.decode("utf-8")) for text in texts if text.lstrip()[:1] == b"{"]
    except (ValueError, RecursionError) as error:
        raise BadProof from error
    return list(dict.fromkeys(_attachment(one) for one in told if "head" in one))


def _attachment(told: dict[str, object]) -> Attachment:
    proof, numbers = told.get("proof"), (told.get("index"), told.get("size"))
    texts = told.get("credential"), told.get("entry"), told.get("head")
    hashes = proof if isinstance(proof, list) else [None]
    is_written = all(isinstance(one, str) and HASH.fullmatch(one) for one in hashes)
    if not is_written or any(type(one) is not int for one in numbers) or not all(isinstance(one, str) for one in texts):
        raise BadProof
    return Attachment(*texts[:2], *numbers, tuple(hashes), texts[2])  # type: ignore[arg-type]  # as was just seen


def heads_in(file: bytes) -> list[str]:
    """What calls itself a signed head of the log, each once: inside of a certificate file or of its paper, as
    `hocvuso certificate head` prints one, or the token itself with whatever line breaks a mail put into it."""
    if len(file) > MOST_BYTES:
        return []
    if file.lstrip()[:5] == b"%PDF-":
        found = [_member(text, "head") for text in _attached(file)]
    elif file.lstrip()[:1] == b"{":
        found = [_member(file, name) for name in ("head", "token")]
    else:
        found = HEAD.findall("".join(file.decode("utf-8", "replace").split()))
    return list(dict.fromkeys(token for token in found if _is_head(token)))


def _member(text: bytes, name: str) -> str:
    try:
        return str(_once(text.decode("utf-8")).get(name, ""))
    except (ValueError, RecursionError):
        return ""


def _is_head(token: str) -> bool:
    if not HEAD.fullmatch(token):
        return False
    header = token.partition(".")[0]
    try:
        return b'"typ":"log-head+jwt"' in urlsafe_b64decode(header + "=" * (-len(header) % 4))
    except ValueError:  # a letter was lost: no bytes have this many
        return False


def _token_of(text: bytes) -> str | None:
    try:
        written = text.decode("utf-8").strip()
    except UnicodeDecodeError:
        return None
    if written.startswith("{"):
        try:
            written = str(_once(written).get("credential", ""))
        except (ValueError, RecursionError):
            return None
    return written if TOKEN.fullmatch(written) else None


def _once(text: str) -> dict[str, object]:
    """Raises ValueError for JSON in which a name stands twice: two readers could each take another one."""

    def pairs(found: list[tuple[str, object]]) -> dict[str, object]:
        if len({name for name, _ in found}) != len(found):
            raise ValueError(text[:20])
        return dict(found)

    read: dict[str, object] = json.loads(text, object_pairs_hook=pairs)
    return read


def _attached(pdf: bytes) -> Iterator[bytes]:
    for number, stream in enumerate(STREAM.finditer(pdf)):
        if number == MOST_STREAMS:
            return
        packed = stream[1]
        try:
            text = zlib.decompressobj().decompress(packed, MOST_UNPACKED)
        except zlib.error:
            text = packed  # as other programs save it
        if text.lstrip()[:1] == b"{" and FORMAT.encode() in text[:200]:
            yield text
