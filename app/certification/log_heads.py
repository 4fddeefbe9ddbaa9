"""Signed heads of the public log: a promise of what the first entries are, which nobody can take back.

One is kept a day, and whenever somebody asks for one to print. The certificate that somebody takes home carries one of its
own moment, kept nowhere: whoever has it can have it proved that the log still begins with it.
"""

from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, insert

from app.certification import transparency_log as log
from app.certification.domain.credential import Issuer, JsonObject, head_statement
from app.certification.domain.merkle_tree import Hash
from app.certification.domain.tokens import read, sign
from app.certification.models import LogHead
from app.certification.queries import Head, newest_heads
from app.certification.signing_keys import key_in_use, verifying_keys, wait_for_turn
from app.core.clock import VIETNAM


def keep_head(
    connection: Connection, folder: Path, issuer: Issuer, now: datetime, *, daily: bool = False
) -> Head | None:
    """Of the log as it is now, in the caller's writing transaction; `daily`: only the first of a day in Vietnam. Gives the
    newest head, None while the log is empty. Everything since the last head is read again first: raises BrokenLog where the
    log is not what was signed of it, NoKey."""
    wait_for_turn(connection)
    newest = next(iter(newest_heads(connection, 1)), None)
    size = log.size_of(connection)
    if newest is not None and (newest.size == size or (daily and _day(newest.at) == _day(now))):
        return newest
    if size == 0:
        return None
    if newest is not None and log.root_of(connection, newest.size).hex() != head_in(connection, newest.token)["root"]:
        raise log.BrokenLog(newest.size - 1)
    size, root = log.root_made_anew(connection, newest.size if newest else 0)
    head = Head(size, _signed(connection, folder, issuer, size, root, now), now)
    connection.execute(insert(LogHead).values(size=size, token=head.token, at=now))
    return head


def head_now(connection: Connection, folder: Path, issuer: Issuer, size: int, now: datetime) -> str:
    """Signed for somebody who takes it away. Raises NoKey."""
    return _signed(connection, folder, issuer, size, log.root_of(connection, size), now)


def _signed(connection: Connection, folder: Path, issuer: Issuer, size: int, root: Hash, now: datetime) -> str:
    key = key_in_use(connection, folder)
    return sign(head_statement(size, root, max(now, key.since), issuer), "log-head+jwt", key.id, key.key)


def head_in(connection: Connection, token: str) -> JsonObject:
    """What a head says. Raises BadToken."""
    return read(token, "log-head+jwt", verifying_keys(connection))


def _day(at: datetime) -> object:
    return at.astimezone(VIETNAM).date()
