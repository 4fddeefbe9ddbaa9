"""The keys that sign certificates: public halves in the database, private ones in files that only the service may read.

One key signs at a time. After a change the old one verifies what it signed, for ever.
"""

import json
import os
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import zip_longest
from pathlib import Path

from joserfc.jwk import ECKey
from sqlalchemy import Connection, insert, select, text, update

from app.certification import transparency_log
from app.certification.domain.credential import key_entry
from app.certification.domain.tokens import VerifyingKey, new_key
from app.certification.models import LogEntry, SigningKey
from app.core.ids import digest

CHANGING = 0x68767332  # of pg_advisory_xact_lock: one server makes the next key


class NoKey(Exception):
    """The database names a key whose file is not in the folder: a backup was restored without it, or it was moved."""


@dataclass(frozen=True)
class PublicHalf:
    """`public`: a JWK, as it is published."""

    id: str
    public: str


@dataclass(frozen=True)
class PrivateKey:
    id: str
    key: ECKey
    since: datetime


def key_in_use(connection: Connection, folder: Path) -> PrivateKey:
    """For what is signed again and again and kept nowhere. Raises NoKey, also before there is a first one."""
    row = _in_use(connection)
    if row is None:
        raise NoKey("")
    return _private(folder, row)


def has_key(connection: Connection) -> bool:
    return _in_use(connection) is not None


def begin_key(connection: Connection, made: PublicHalf, now: datetime) -> None:
    """From now on this one signs, and no other; it stands in the log before anything that it signed. In the caller's
    transaction, which waited for its turn."""
    since = now.replace(microsecond=0)
    at = transparency_log.append(connection, [key_entry(made.id, made.public, since)])
    connection.execute(update(SigningKey).where(SigningKey.until.is_(None)).values(until=now))
    connection.execute(insert(SigningKey).values(id=made.id, public=made.public, since=since, until=None, log_index=at))


def verifying_keys(connection: Connection) -> Mapping[str, VerifyingKey]:
    """All that ever signed, by id: those of which the public log tells. Whoever writes a key of their own into the table, or
    lets one have signed earlier than it did, or on after the next one began, is not believed."""
    kept = SigningKey.id, SigningKey.public, SigningKey.since, SigningKey.until
    rows = connection.execute(
        select(*kept, LogEntry.text).join(LogEntry, LogEntry.index == SigningKey.log_index).order_by(LogEntry.index)
    )
    logged = [
        VerifyingKey(id_, ECKey.import_key(json.loads(public)), since, until)
        for id_, public, since, until, entry in rows
        if entry == key_entry(id_, public, since).decode()
    ]
    return {key.id: _until_the_next(key, following) for key, following in zip_longest(logged, logged[1:])}


def wrongly_ended(connection: Connection) -> list[str]:
    """The ids of keys that ended, by their rows, at another time than the next one began."""
    told = select(SigningKey.id, SigningKey.since, SigningKey.until).order_by(SigningKey.log_index)
    rows = connection.execute(told).all()
    following = zip_longest(rows, (since for _, since, _ in rows[1:]))
    return [id_ for (id_, _, until), since in following if (until and until.replace(microsecond=0)) != since]


def _until_the_next(key: VerifyingKey, following: VerifyingKey | None) -> VerifyingKey:
    """Its end stands in its row alone; the log has the second in which the next one began."""
    if following is None:
        return key
    last = following.since + timedelta(seconds=1)
    return replace(key, until=min(key.until or last, last))


def wait_for_turn(connection: Connection) -> None:
    """Whoever issues and whoever changes the key come one after the other, until their transactions end. Nobody waits for it
    who has appended to the log already (transparency_log.wait_to_append): two who wait for each other wait for ever."""
    if connection.dialect.name != "sqlite":  # SQLite has one writer at a time anyway
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": CHANGING})


def _in_use(connection: Connection) -> tuple[str, datetime] | None:
    wanted = select(SigningKey.id, SigningKey.since).where(SigningKey.until.is_(None))
    return connection.execute(wanted).one_or_none()


def make_key(folder: Path, now: datetime) -> PublicHalf:
    """The file comes before the row: a key that nothing names harms nobody, a name without its key stops everything."""
    key = new_key()
    public = json.dumps(key.as_dict(private=False), sort_keys=True)
    id_ = f"{now:%Y%m%d}-{digest(public)[:12]}"
    _write(folder, id_, json.dumps(key.as_dict(private=True)))
    return PublicHalf(id_, public)


def unnamed_keys(connection: Connection, folder: Path) -> int:
    """How many files hold a key that never signed anything."""
    named = set(connection.scalars(select(SigningKey.id)))
    return sum(file.stem not in named for file in folder.glob("*.json"))


def _private(folder: Path, row: tuple[str, datetime]) -> PrivateKey:
    id_, since = row
    try:
        return PrivateKey(id_, ECKey.import_key(json.loads((folder / f"{id_}.json").read_text("utf-8"))), since)
    except (OSError, ValueError) as error:
        raise NoKey(id_) from error


def _write(folder: Path, id_: str, text_: str) -> None:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor = os.open(folder / f"{id_}.json", os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text_)
        file.flush()
        os.fsync(file.fileno())
    directory = os.open(folder, os.O_RDONLY)
    with suppress(OSError):  # where a folder cannot be synced, as on some network disks
        os.fsync(directory)
    os.close(directory)
