"""The process that alone can read the private keys. It is asked for what the database holds, by name; whether it may be signed
it sees there itself, by rows that have been committed (`Warrant`), and it makes what it signs of these rows. What it last
signed of the log it remembers beside the keys (head_memory.py).

Its log has a line for each signature, with the hash that the public log knows it by, and nothing about a person.
"""

import os
import shutil
import socket
import threading
import time
from collections import Counter
from contextlib import nullcontext, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from socketserver import BaseRequestHandler, ThreadingMixIn, UnixStreamServer
from typing import Any

import structlog
from sqlalchemy import Connection, event, exists, select
from sqlalchemy.orm import Session

from app.certification.composing import OTHER_NAMES, NoWarrant, Warrant, signed_with
from app.certification.domain.confirmation import as_text
from app.certification.domain.credential import token_hash
from app.certification.domain.signing import MOST_ASKED, Replied, Request, read_request
from app.certification.head_memory import LOUD, HeadMemory, Memory, Overtaken, require_extends, require_same_log
from app.certification.models import Certificate
from app.certification.pending import find_pending
from app.certification.queries import certificate_about, last_list
from app.certification.signer import SignerHere
from app.certification.signing_apart import read_line
from app.certification.signing_keys import NoKey, key_in_use, unnamed_keys
from app.certification.transparency_log import root_of
from app.core.batch import UNAVAILABLE
from app.core.clock import Clock
from app.core.db import Database

ASKED_WITHIN_S = 2.0
AT_ONCE = 8  # requests; the next is told to come again
MOST_UNNAMED = 20  # keys that were made and never used
ALARMS = LOUD | {
    OTHER_NAMES: "MÁY KÝ KHÔNG KÝ một giấy: giấy sẽ ghi những kỹ năng khác với những gì hai người thẩm định đã thống nhất. Có ai sửa cơ sở dữ liệu, hay máy tính lại khác đi. Mở lại hồ sơ ấy cho người thẩm định xem.",
}  # fmt: skip

log = structlog.get_logger()


@dataclass(frozen=True)
class SigningOffice:
    """`refused` counts, by why."""

    database: Database
    signer: SignerHere
    warrant: Warrant
    clock: Clock
    refused: Counter[str] = field(default_factory=Counter)
    overtaken: Overtaken = field(default_factory=Overtaken)
    turn: threading.Lock = field(default_factory=threading.Lock)  # heads are signed one after another

    @property
    def memory(self) -> HeadMemory:
        return HeadMemory(self.signer.keys)

    def answer(self, line: bytes) -> bytes:
        request = read_request(line)
        try:
            if request is None:
                raise NoWarrant("unreadable")
            with self.turn if request.act == "head" else nullcontext():
                replied = self._asked(request)
        except NoWarrant as refusal:
            replied = self._refused(request, refusal.why)
        except NoKey:
            replied = self._refused(request, "no-key")
        except UNAVAILABLE as error:
            log.warning("the database is away", error=type(error).__name__)
            replied = Replied(away=True)
        except Exception as error:  # whatever it is, it signs nothing and goes on
            log.exception("signing failed", error=type(error).__name__)
            replied = self._refused(request, "failed")
        else:
            if request.act == "key":
                log.info("made key", where=replied.token)
            else:
                log.info(f"signed {request.act}", where=token_hash(replied.token))
        return replied.line

    def _asked(self, request: Request) -> Replied:
        """Nothing is signed, but a key made, while the log is not the one of which the last head was signed."""
        known = self.memory.read()
        with self.database.session(writes=False) as session:
            if request.act != "key":
                require_same_log(session.connection(), known)
            return self._done(session, request, known)

    def look(self) -> str:
        """Whether the log is the one it was, in words for whoever starts this; "" where it is, or cannot be read now."""
        try:
            known = self.memory.read()
            with self.database.reading.connect() as connection:
                require_same_log(connection, known)
        except NoWarrant as refusal:
            return LOUD[refusal.why]
        except UNAVAILABLE:
            return ""
        return ""

    def _refused(self, request: Request | None, why: str) -> Replied:
        self.refused[why] += 1
        if why in ALARMS:
            log.critical(ALARMS[why], error=why, count=self.refused[why])
        log.warning("refused", where=request.act if request else "", error=why, count=self.refused[why])
        return Replied(refusal=why)

    def _done(self, session: Session, request: Request, known: Memory) -> Replied:
        match request.act:
            case "certificate":
                return self._certificate(session, request.of)
            case "head":
                return self._head(session.connection(), int(request.of), known)
            case "statuses":
                return self._statuses(session, int(request.of))
            case "key":
                return self._key(session)

    def _certificate(self, session: Session, code: str) -> Replied:
        now, promised = self.clock.now(), find_pending(session, code)
        if promised is None:
            raise NoWarrant("not-waiting")
        wanted = self.warrant(session, promised.subject, now)
        if wanted.learner_id != promised.learner_id:
            raise NoWarrant("other-learner")
        is_taken = exists().where(Certificate.status_index == promised.status_index)
        if session.scalar(select(is_taken)) or certificate_about(session, promised.subject) is not None:
            raise NoWarrant("issued-before")
        key = key_in_use(session.connection(), self.signer.keys)
        token, confirmation = signed_with(key, wanted, promised, self.signer.issuer, now)
        return Replied(token, as_text(confirmation))

    def _head(self, connection: Connection, size: int, known: Memory) -> Replied:
        """It is remembered before anybody has it."""
        if size < self.overtaken.least(known.size, time.monotonic()):
            raise NoWarrant("head-is-older")
        try:
            root = root_of(connection, size)
            require_extends(connection, known, size, root)
        except IndexError:
            raise NoWarrant("no-such-size") from None
        token = self.signer.head_of(connection, size, root, self.clock.now(), known.restored)
        if size > known.size:
            self.memory.keep(replace(known, size=size, root=root.hex(), token=token))
            self.overtaken.signed(size, time.monotonic())
        return Replied(token)

    def _statuses(self, session: Session, number: int) -> Replied:
        if not 1 <= number <= last_list(session.connection()):
            raise NoWarrant("no-such-list")
        return Replied(self.signer.statuses(session.connection(), number, self.clock.now()))

    def _key(self, session: Session) -> Replied:
        if unnamed_keys(session.connection(), self.signer.keys) >= MOST_UNNAMED:
            raise NoWarrant("too-many-keys")
        made = self.signer.make_key(self.clock.now())
        return Replied(made.id, made.public)


def read_only(database: Database) -> Database:
    """Whatever it is asked, it changes no row: the database itself refuses."""
    said = "PRAGMA query_only = ON" if database.is_sqlite else "SET default_transaction_read_only TO on"

    @event.listens_for(database.engine, "connect")
    def _only_read(connection: Any, _record: object) -> None:
        cursor = connection.cursor()
        cursor.execute(said)
        cursor.close()
        if not database.is_sqlite:
            connection.commit()

    return database


class AlreadySigning(Exception):
    """Another signer answers at this socket."""


class SigningServer(ThreadingMixIn, UnixStreamServer):
    """At a socket that only this user, or with `group` that group, can open. Raises AlreadySigning, OSError; LookupError for a
    group that there is not."""

    daemon_threads = True
    request_queue_size = 32

    def __init__(self, path: Path, office: SigningOffice, group: str = "") -> None:
        self._office, self._path = office, path
        self._places = threading.BoundedSemaphore(AT_ONCE)
        _clear(path)
        umask = os.umask(0o177)
        try:
            super().__init__(str(path), BaseRequestHandler)
        finally:
            os.umask(umask)
        if group:
            shutil.chown(path, group=group)
            path.chmod(0o660)

    def finish_request(self, request: Any, _address: object) -> None:
        """Whoever is slow, says nothing or goes away costs one place for a moment."""
        with suppress(OSError, ValueError):
            if not self._places.acquire(blocking=False):
                request.sendall(Replied(away=True).line)
                return
            try:
                line = read_line(request, MOST_ASKED, time.monotonic() + ASKED_WITHIN_S)
                request.settimeout(ASKED_WITHIN_S)
                request.sendall(self._office.answer(line))
            finally:
                self._places.release()

    def server_close(self) -> None:
        super().server_close()
        self._path.unlink(missing_ok=True)


def _clear(path: Path) -> None:
    """A socket that was left by a signer that was killed."""
    if is_answered(path):
        raise AlreadySigning
    path.unlink(missing_ok=True)


def is_answered(path: Path) -> bool:
    with socket.socket(socket.AF_UNIX) as probe:
        try:
            probe.connect(str(path))
        except OSError:
            return False
    return True
