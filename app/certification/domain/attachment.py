"""The file that somebody takes home: the signed certificate, with the proof that it stands in the public log.

It is checked without asking us: a key, a signature, a path in the tree to a head that we signed. It comes as JSON, inside
of the PDF as an attachment, or as the bare token.
"""

import json
import re
import zlib
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Final

FORMAT: Final = "hoc-vu-so/giay-xac-nhan/1"
NAME: Final = "giay-xac-nhan.json"
TOKEN = re.compile(r"[A-Za-z0-9_-]{10,400}\.[A-Za-z0-9_-]{10,19000}\.[A-Za-z0-9_-]{20,400}")
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
