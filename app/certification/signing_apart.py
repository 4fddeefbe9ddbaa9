"""The signer in a process of its own, asked over a socket on this machine: a line there, a line back (domain/signing.py).

Whoever asks needs no key and knows none. A signer that is away or slow is told so at once or after a few seconds; what was
to be signed waits in the database.
"""

import socket
import threading
import time
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection

from app.certification.domain.signing import MOST_REPLIED, Act, Replied, Request, read_reply
from app.certification.signer import SignerAway, SignerRefuses
from app.certification.signing_keys import NoKey, PublicHalf

ANSWERS_WITHIN_S = 3.0


class SignerApart:
    """`wanted` is set when something is to be signed, `head_wanted` when a head of the log is (signing_worker.py)."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.wanted, self.head_wanted = threading.Event(), threading.Event()

    def want_head(self) -> None:
        self.head_wanted.set()
        self.wanted.set()

    def certificate(self, code: str) -> tuple[str, str]:
        """The token, and as domain.confirmation.as_text what it says. Raises SignerAway, SignerRefuses, NoKey."""
        replied = self._ask("certificate", code)
        return replied.token, replied.text

    def head(self, _connection: Connection, size: int, _now: datetime) -> str:
        return self._ask("head", str(size)).token

    def statuses(self, _connection: Connection, number: int, _now: datetime) -> str:
        return self._ask("statuses", str(number)).token

    def make_key(self, _now: datetime) -> PublicHalf:
        replied = self._ask("key", "")
        return PublicHalf(replied.token, replied.text)

    def _ask(self, act: Act, of: str) -> Replied:
        try:
            replied = read_reply(self._exchanged(Request(act, of).line))
        except (OSError, ValueError) as error:
            raise SignerAway from error
        if replied.away:
            raise SignerAway
        if replied.refusal == "no-key":
            raise NoKey("")
        if replied.refusal:
            raise SignerRefuses(replied.refusal)
        return replied

    def _exchanged(self, line: bytes) -> bytes:
        until = time.monotonic() + ANSWERS_WITHIN_S
        with socket.socket(socket.AF_UNIX) as connection:
            connection.settimeout(ANSWERS_WITHIN_S)
            connection.connect(str(self._path))
            connection.sendall(line)
            return read_line(connection, MOST_REPLIED, until)


def read_line(connection: socket.socket, most: int, until: float) -> bytes:
    """With its end, before the clock (time.monotonic) says `until`. Raises OSError, ValueError for one that is too long or
    has no end."""
    read = bytearray()
    while not read.endswith(b"\n"):
        left = until - time.monotonic()
        if left <= 0:
            raise TimeoutError
        connection.settimeout(left)
        some = connection.recv(65_536)
        read += some
        if not some or len(read) > most:
            raise ValueError(len(read))
    return bytes(read)
