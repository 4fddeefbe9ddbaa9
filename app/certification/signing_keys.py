"""The keys that sign certificates: public halves in the database, private ones in files that only the service may read.

One key signs at a time. After a change the old one verifies what it signed, for ever.
"""

import json
import os
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from joserfc.jwk import ECKey
from sqlalchemy import Connection, insert, select, text, update

from app.certification.domain.tokens import VerifyingKey, new_key
from app.certification.models import SigningKey
from app.core.ids import digest

CHANGING = 0x68767332  # of pg_advisory_xact_lock: one server makes the next key


class NoKey(Exception):
    """The database names a key whose file is not in the folder: a backup was restored without it, or it was moved."""


@dataclass(frozen=True)
class PrivateKey:
    """`public`: its other half as it is published. `is_new`: made just now, so that the log has to hear of it."""

    id: str
    key: ECKey
    since: datetime
    public: str
    is_new: bool = False


def signing_key(connection: Connection, folder: Path, now: datetime) -> PrivateKey:
    """The one in use; the first is made when it is first needed, in the caller's transaction, which must be one that
    writes. Raises NoKey."""
    wait_for_turn(connection)
    row = _in_use(connection)
    return _private(folder, row) if row else _add_key(connection, folder, now)


def key_in_use(connection: Connection, folder: Path) -> PrivateKey:
    """For what is signed again and again and kept nowhere. Raises NoKey, also before there is a first one."""
    row = _in_use(connection)
    if row is None:
        raise NoKey("")
    return _private(folder, row)


def change_key(connection: Connection, folder: Path, now: datetime) -> PrivateKey:
    """From now on another one signs. In the caller's transaction, as above."""
    wait_for_turn(connection)
    connection.execute(update(SigningKey).where(SigningKey.until.is_(None)).values(until=now))
    return _add_key(connection, folder, now)


def verifying_keys(connection: Connection) -> Mapping[str, VerifyingKey]:
    """All that ever signed, by id."""
    rows = connection.execute(select(SigningKey.id, SigningKey.public, SigningKey.since, SigningKey.until))
    return {
        id_: VerifyingKey(id_, ECKey.import_key(json.loads(public)), since, until) for id_, public, since, until in rows
    }


def wait_for_turn(connection: Connection) -> None:
    """Whoever issues and whoever changes the key come one after the other, until their transactions end."""
    if connection.dialect.name != "sqlite":  # SQLite has one writer at a time anyway
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": CHANGING})


def _in_use(connection: Connection) -> tuple[str, datetime, str] | None:
    wanted = select(SigningKey.id, SigningKey.since, SigningKey.public).where(SigningKey.until.is_(None))
    return connection.execute(wanted).one_or_none()


def _add_key(connection: Connection, folder: Path, now: datetime) -> PrivateKey:
    """The file comes first: a key that nothing names harms nobody, a name without its key stops everything."""
    key = new_key()
    public = json.dumps(key.as_dict(private=False), sort_keys=True)
    id_ = f"{now:%Y%m%d}-{digest(public)[:12]}"
    _write(folder, id_, json.dumps(key.as_dict(private=True)))
    since = now.replace(microsecond=0)
    connection.execute(insert(SigningKey).values(id=id_, public=public, since=since, until=None))
    return PrivateKey(id_, key, since, public, is_new=True)


def _private(folder: Path, row: tuple[str, datetime, str]) -> PrivateKey:
    id_, since, public = row
    try:
        key = ECKey.import_key(json.loads((folder / f"{id_}.json").read_text("utf-8")))
        return PrivateKey(id_, key, since, public)
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
