"""One key signs at a time, its private half is in a file of the service alone, and old ones go on verifying."""

import stat
import threading
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from app.certification.domain.credential import claims
from app.certification.domain.tokens import BadToken, VerifyingKey, read, sign
from app.certification.models import SigningKey
from app.certification.signing_keys import NoKey, change_key, signing_key, verifying_keys
from app.core.db import Database
from tests.certification.certified import AT, CONFIRMATION, ISSUER, STATUS_URL

CLAIMS = claims(CONFIRMATION, ISSUER, 7, STATUS_URL)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "keys"


def test_first_key_is_made_once_and_stays(database: Database, folder: Path) -> None:
    with database.transaction() as connection:
        first = signing_key(connection, folder, AT)
    with database.transaction() as connection:
        assert signing_key(connection, folder, AT + timedelta(days=9)).id == first.id
    assert read(sign(CLAIMS, "vc+jwt", first.id, first.key), "vc+jwt", keys_of(database)) == CLAIMS


def test_servers_that_start_together_agree_on_one_key(database: Database, folder: Path) -> None:
    found: list[str] = []

    def ask() -> None:
        with database.transaction() as connection:
            found.append(signing_key(connection, folder, AT).id)

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 4
    assert len(set(found)) == 1
    with database.reading.connect() as connection:
        assert connection.scalar(select(func.count()).select_from(SigningKey)) == 1


def test_after_a_change_the_old_key_verifies_and_signs_nothing_new(database: Database, folder: Path) -> None:
    later = AT + timedelta(days=365)
    with database.transaction() as connection:
        old = signing_key(connection, folder, AT - timedelta(days=1))
        kept = sign(CLAIMS, "vc+jwt", old.id, old.key)
        new = change_key(connection, folder, later)
    assert new.id != old.id
    keys = keys_of(database)
    assert read(kept, "vc+jwt", keys) == CLAIMS
    backdated = sign(CLAIMS | {"nbf": int(later.timestamp())}, "vc+jwt", old.id, old.key)
    with pytest.raises(BadToken, match="time"):
        read(backdated, "vc+jwt", keys)


def test_private_half_is_in_no_table_and_nobody_elses_to_read(database: Database, folder: Path) -> None:
    with database.transaction() as connection:
        key = signing_key(connection, folder, AT)
        public = connection.scalars(select(SigningKey.public)).one()
    assert '"d"' not in public
    (file,) = folder.iterdir()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert str(key.key.as_dict(private=True)["d"]) in file.read_text("utf-8")


def test_lost_file_is_told(database: Database, folder: Path) -> None:
    with database.transaction() as connection:
        signing_key(connection, folder, AT)
    next(folder.iterdir()).unlink()
    with database.transaction() as connection, pytest.raises(NoKey):
        signing_key(connection, folder, AT)


def keys_of(database: Database) -> Mapping[str, VerifyingKey]:
    with database.reading.connect() as connection:
        return verifying_keys(connection)
