"""Signed heads of the public log: a promise of what the first entries are, which nobody can take back.

One is kept a day, and whenever somebody asks for one to print. The certificate that somebody takes home carries one of its
own moment, kept nowhere: whoever has it can have it proved that the log still begins with it.
"""

from datetime import datetime

from sqlalchemy import Connection

from app.certification import transparency_log as log
from app.certification.domain.credential import JsonObject
from app.certification.domain.tokens import read
from app.certification.models import LogHead
from app.certification.queries import Head, newest_heads
from app.certification.signer import Signer
from app.certification.signing_keys import verifying_keys
from app.core.clock import VIETNAM
from app.core.db import insert_or_update


def due_head(connection: Connection, signer: Signer, now: datetime, *, daily: bool = False) -> Head | None:
    """Of the log as it is now, kept nowhere yet (keep_head); `daily`: only the first of a day in Vietnam. Gives the newest
    where none is due, None while the log is empty. Everything since the last head is read again first: raises BrokenLog
    where the log is not what was signed of it, and as Signer does."""
    newest = newest_head(connection)
    size = log.size_of(connection)
    if newest is not None and (newest.size == size or (daily and _day(newest.at) == _day(now))):
        return newest
    if size == 0:
        return None
    if newest is not None and log.root_of(connection, newest.size).hex() != head_in(connection, newest.token)["root"]:
        raise log.BrokenLog(newest.size - 1)
    size, root = log.root_made_anew(connection, newest.size if newest else 0)
    token = signer.head(connection, size, now)
    said = head_in(connection, token)
    if said["root"] != root.hex():
        raise log.BrokenLog(size - 1)
    return Head(size, token, datetime.fromisoformat(str(said["at"])))


def keep_head(connection: Connection, head: Head) -> None:
    """One that another server keeps at the same moment says the same."""
    row = insert_or_update(connection.dialect.name, LogHead).values(size=head.size, token=head.token, at=head.at)
    connection.execute(row.on_conflict_do_nothing())


def newest_head(connection: Connection) -> Head | None:
    return next(iter(newest_heads(connection, 1)), None)


def head_in(connection: Connection, token: str) -> JsonObject:
    """What a head says. Raises BadToken."""
    return read(token, "log-head+jwt", verifying_keys(connection))


def _day(at: datetime) -> object:
    return at.astimezone(VIETNAM).date()
