"""One key signs at a time, its private half is in a file of the service alone, and old ones go on verifying."""

import stat
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, update

from app.certification.domain.credential import claims
from app.certification.domain.tokens import BadToken, VerifyingKey, read, sign
from app.certification.models import SigningKey
from app.certification.signing_keys import (
    NoKey,
    PrivateKey,
    PublicHalf,
    begin_key,
    key_in_use,
    make_key,
    unnamed_keys,
    verifying_keys,
    wrongly_ended,
)
from app.core.db import Database
from tests.certification.certified import AT, CONFIRMATION, ISSUER, STATUS_URL

CLAIMS = claims(CONFIRMATION, ISSUER, 7, STATUS_URL)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "keys"


def begin(database: Database, folder: Path, at: datetime) -> PublicHalf:
    with database.transaction() as connection:
        made = make_key(folder, at)
        begin_key(connection, made, at)
    return made


def in_use(database: Database, folder: Path) -> PrivateKey:
    with database.reading.connect() as connection:
        return key_in_use(connection, folder)


def test_key_signs_once_the_database_names_it(database: Database, folder: Path) -> None:
    with pytest.raises(NoKey):
        in_use(database, folder)
    made = begin(database, folder, AT)
    make_key(folder, AT)  # of which nobody knows
    first = in_use(database, folder)
    assert (first.id, first.since) == (made.id, AT)
    assert read(sign(CLAIMS, "vc+jwt", first.id, first.key), "vc+jwt", keys_of(database)) == CLAIMS
    with database.reading.connect() as connection:
        assert unnamed_keys(connection, folder) == 1


def test_after_a_change_the_old_key_verifies_and_signs_nothing_new(database: Database, folder: Path) -> None:
    later = AT + timedelta(days=365)
    begin(database, folder, AT - timedelta(days=1))
    old = in_use(database, folder)
    kept = sign(CLAIMS, "vc+jwt", old.id, old.key)
    assert begin(database, folder, later).id == in_use(database, folder).id != old.id
    keys = keys_of(database)
    assert read(kept, "vc+jwt", keys) == CLAIMS
    backdated = sign(CLAIMS | {"nbf": int(later.timestamp())}, "vc+jwt", old.id, old.key)
    with pytest.raises(BadToken, match="time"):
        read(backdated, "vc+jwt", keys)


def test_old_key_signs_nothing_new_whatever_its_row_says(database: Database, folder: Path) -> None:
    """The end of a key stands in its row; the log has the beginning of the next one."""
    later = AT + timedelta(days=365, microseconds=7)
    begin(database, folder, AT - timedelta(days=1))
    old = in_use(database, folder)
    begin(database, folder, later)
    with database.transaction() as connection:
        assert wrongly_ended(connection) == []
        for until in (later + timedelta(days=9), None, later - timedelta(days=9)):
            connection.execute(update(SigningKey).where(SigningKey.id == old.id).values(until=until))
            assert wrongly_ended(connection) == [old.id]
            assert not verifying_keys(connection)[old.id].was_in_use(later + timedelta(seconds=1))


def test_private_half_is_in_no_table_and_nobody_elses_to_read(database: Database, folder: Path) -> None:
    begin(database, folder, AT)
    with database.reading.connect() as connection:
        public = connection.scalars(select(SigningKey.public)).one()
    assert '"d"' not in public
    (file,) = folder.iterdir()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert str(in_use(database, folder).key.as_dict(private=True)["d"]) in file.read_text("utf-8")


def test_lost_file_is_told(database: Database, folder: Path) -> None:
    begin(database, folder, AT)
    next(folder.iterdir()).unlink()
    with pytest.raises(NoKey):
        in_use(database, folder)


def keys_of(database: Database) -> Mapping[str, VerifyingKey]:
    with database.reading.connect() as connection:
        return verifying_keys(connection)
