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
    id: str
    key: ECKey


def signing_key(connection: Connection, folder: Path, now: datetime) -> PrivateKey:
    """The one in use; the first is made when it is first needed, in the caller's transaction, which must be one that
    writes. Raises NoKey."""
    current = _in_use(connection)
    return _private(folder, current) if current else _add_key(connection, folder, now)


def change_key(connection: Connection, folder: Path, now: datetime) -> PrivateKey:
    """From now on another one signs. In the caller's transaction, as above."""
    _in_use(connection)
    connection.execute(update(SigningKey).where(SigningKey.until.is_(None)).values(until=now))
    return _add_key(connection, folder, now)


def verifying_keys(connection: Connection) -> Mapping[str, VerifyingKey]:
    """All that ever signed, by id."""
    rows = connection.execute(select(SigningKey.id, SigningKey.public, SigningKey.since, SigningKey.until))
    return {
        id_: VerifyingKey(id_, ECKey.import_key(json.loads(public)), since, until) for id_, public, since, until in rows
    }


def _in_use(connection: Connection) -> str | None:
    if connection.dialect.name != "sqlite":  # SQLite has one writer at a time anyway
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": CHANGING})
    found: str | None = connection.scalar(select(SigningKey.id).where(SigningKey.until.is_(None)))
    return found


def _add_key(connection: Connection, folder: Path, now: datetime) -> PrivateKey:
    """The file comes first: a key that nothing names harms nobody, a name without its key stops everything."""
    key = new_key()
    public = json.dumps(key.as_dict(private=False), sort_keys=True)
    id_ = f"{now:%Y%m%d}-{digest(public)[:12]}"
    _write(folder, id_, json.dumps(key.as_dict(private=True)))
    connection.execute(insert(SigningKey).values(id=id_, public=public, since=now.replace(microsecond=0), until=None))
    return PrivateKey(id_, key)


def _private(folder: Path, id_: str) -> PrivateKey:
    try:
        return PrivateKey(id_, ECKey.import_key(json.loads((folder / f"{id_}.json").read_text("utf-8"))))
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
