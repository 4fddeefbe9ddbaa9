"""A copy of the whole database in one file, taken while the service runs, and put back while it stands still.

SQLite: `VACUUM INTO`, one consistent moment; copying the file of a running database with `cp` gives a broken one.
PostgreSQL: its own programs (pg_dump, pg_restore, psql), of the server's version or newer, found on PATH.
"""

import os
import shutil
import sqlite3
import subprocess
import tempfile
from collections.abc import Collection, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from sqlalchemy import URL, create_engine, make_url, text
from sqlalchemy.exc import SQLAlchemyError

KEPT = "{}.truoc-khi-lay-lai"  # what was there before a restore, beside it
BESIDE = ("-wal", "-shm", "-journal")  # SQLite reads them into whatever lies under the name
# What the server itself does there (autovacuum) has no user; of other users' connections not everybody may see the kind.
USED = """SELECT FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()
  AND usesysid IS NOT NULL AND coalesce(backend_type, 'client backend') = 'client backend'"""
RUNNING = "Dịch vụ đang chạy. Hãy dừng dịch vụ và máy ký rồi lấy lại."

# Every table is locked when this looks again, and whoever came since waits. What has just ended takes a moment to go.
ANEW = f"""SET client_min_messages = warning;
SET lock_timeout = '10s';
DROP SCHEMA public CASCADE;
DO $$ BEGIN
  FOR waited IN 1..20 LOOP
    PERFORM pg_stat_clear_snapshot();
    IF NOT EXISTS ({USED}) THEN RETURN; END IF;
    PERFORM pg_sleep(0.1);
  END LOOP;
  RAISE EXCEPTION '{RUNNING}';
END $$;
CREATE SCHEMA public;
"""


class BackupRefused(Exception):
    """In Vietnamese, with what to do."""


def back_up(url: str, file: Path) -> None:
    """Writes `file` in one piece: it is whole or not there. Raises BackupRefused where it exists, or the database does not."""
    if file.exists():
        raise BackupRefused(f"Đã có tệp {file}. Hãy đặt tên khác: bản sao lưu cũ không bị ghi đè.")
    if not file.absolute().parent.is_dir():
        raise BackupRefused(f"Chưa có thư mục {file.absolute().parent}.")
    address = make_url(url)
    with _told(), _unfinished(file) as part:
        if address.get_backend_name() == "sqlite":
            _copy_sqlite(_database_file(address), part)
        else:
            _run("pg_dump", address, "--format=custom", "--no-owner", "--no-privileges", f"--file={part}")


def restore(url: str, file: Path, known: Collection[str]) -> Path | None:
    """Puts the copy in the database's place. What was there is kept in the file that is given back (None where nothing was).
    `known`: the versions of the schema that this program can bring up to date. Raises BackupRefused, and then nothing has
    changed, where `file` is no sound backup of one of them or somebody uses the database."""
    address = make_url(url)
    if not file.is_file():
        raise BackupRefused(f"Không thấy tệp {file}.")
    with _told():
        if address.get_backend_name() == "sqlite":
            return _restore_sqlite(file, _database_file(address), known)
        return _restore_postgres(file, address, known)


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except (OSError, sqlite3.Error, SQLAlchemyError) as failure:
        reason = str(failure).strip().splitlines()[0]
        raise BackupRefused(f"Không làm được, dữ liệu giữ nguyên: {reason}") from failure


def _database_file(address: URL) -> Path:
    """Where it really lies: a link stays one."""
    if not address.database or address.database == ":memory:":
        raise BackupRefused("Cơ sở dữ liệu này chỉ ở trong bộ nhớ, không sao lưu được.")
    return Path(address.database).resolve()


def _copy_sqlite(database: Path, copy: Path) -> None:
    if not database.is_file():
        raise BackupRefused(f"Chưa có cơ sở dữ liệu {database}.")
    with closing(sqlite3.connect(database, timeout=30, isolation_level=None)) as connection:
        connection.execute("VACUUM INTO ?", (str(copy),))


def _restore_sqlite(file: Path, database: Path, known: Collection[str]) -> Path | None:
    kept = _free_name(database)
    with _unfinished(database) as part:
        shutil.copyfile(file, part)
        _check_sqlite(part, file, known)
        there = database.is_file()
        if there:
            _stop_if_used(database)
            _take_after(database, part)
            os.link(database, kept)  # no moment without a database
        for rest in BESIDE:
            with suppress(FileNotFoundError):
                Path(f"{database}{rest}").rename(f"{kept}{rest}")
    return kept if there else None


def _take_after(database: Path, part: Path) -> None:
    """Whoever could open the database can open the one that takes its place."""
    now = database.stat()
    part.chmod(now.st_mode & 0o777)
    if (now.st_uid, now.st_gid) != (os.getuid(), os.getgid()):
        os.chown(part, now.st_uid, now.st_gid)


def _check_sqlite(copy: Path, file: Path, known: Collection[str]) -> None:
    try:
        with closing(sqlite3.connect(copy)) as connection:
            sound = [row[0] for row in connection.execute("PRAGMA integrity_check")] == ["ok"]
            version = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    except sqlite3.DatabaseError:
        sound, version = False, None
    if not sound or not version:
        raise BackupRefused(f"Tệp {file} không phải bản sao lưu lành lặn. Cơ sở dữ liệu giữ nguyên.")
    _stop_if_newer(version[0], known)


def _stop_if_newer(version: str, known: Collection[str]) -> None:
    if version not in known:
        raise BackupRefused(
            f"Bản sao lưu này của một bản Học Vụ Số mới hơn ({version}). Hãy nâng cấp dịch vụ rồi lấy lại. Cơ sở dữ liệu giữ nguyên."
        )


def _stop_if_used(database: Path) -> None:
    """SQLite leaves write-ahead logging only for the last one that has the file open; its log is then in the file."""
    with closing(sqlite3.connect(database, timeout=0, isolation_level=None)) as connection:
        try:
            connection.execute("PRAGMA journal_mode=DELETE")
        except sqlite3.OperationalError:
            raise BackupRefused(RUNNING) from None
        except sqlite3.DatabaseError:
            pass  # broken beyond reading: what a restore is for


def _restore_postgres(file: Path, address: URL, known: Collection[str]) -> Path:
    """In one transaction: all of the copy, or all that was there."""
    script = _run("pg_restore", None, "--no-owner", "--no-privileges", "--file=-", str(file))
    _, _, rows = script.partition(b"COPY public.alembic_version (version_num) FROM stdin;\n")
    if not rows:
        raise BackupRefused(f"Tệp {file} không phải bản sao lưu của Học Vụ Số. Cơ sở dữ liệu giữ nguyên.")
    _stop_if_newer(rows.split(b"\n", 1)[0].decode(), known)
    engine = create_engine(address)
    with engine.connect() as connection:
        used = connection.scalar(text(f"SELECT EXISTS ({USED})"))
    engine.dispose()
    if used:
        raise BackupRefused(RUNNING)
    kept = _free_name(file)
    back_up(address.render_as_string(hide_password=False), kept)
    how = ("--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1", "--set=SHOW_CONTEXT=never")
    _run("psql", address, *how, given=ANEW.encode() + script)
    return kept


def _free_name(file: Path) -> Path:
    first = Path(KEPT.format(file))
    return next(path for path in (first, *(Path(f"{first}-{n}") for n in range(2, 10_000))) if not path.exists())


@contextmanager
def _unfinished(file: Path) -> Iterator[Path]:
    """An empty file beside `file` that only we may read; what was written there takes its place when the block ends well,
    also through a power cut."""
    file.absolute().parent.mkdir(parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(prefix=f"{file.name}.", suffix=".dang-ghi", dir=file.absolute().parent)
    os.close(descriptor)
    part = Path(name)
    try:
        yield part
        with part.open("rb") as written:
            os.fsync(written.fileno())
        part.replace(file)
    finally:
        part.unlink(missing_ok=True)
    folder = os.open(file.absolute().parent, os.O_RDONLY)
    with suppress(OSError):
        os.fsync(folder)
    os.close(folder)


def _run(program: str, address: URL | None, *arguments: str, given: bytes | None = None) -> bytes:
    """What it wrote. The password goes by the environment: other people on the machine see arguments."""
    environment: Mapping[str, str] = os.environ
    if address is not None:
        password = address.password or address.query.get("password")
        plain = address.difference_update_query(["password"]).set(drivername="postgresql", password=None)
        arguments = (*arguments, f"--dbname={plain.render_as_string()}")
        if password:
            environment = {**os.environ, "PGPASSWORD": str(password)}
    try:
        done = subprocess.run(  # noqa: S603
            [program, *arguments], input=given, capture_output=True, env=environment, check=False
        )
    except FileNotFoundError:
        raise BackupRefused(f"Máy này chưa có {program}. Hãy cài gói postgresql-client rồi thử lại.") from None
    if done.returncode:
        reason = done.stderr.decode(errors="replace").strip().splitlines()
        raise BackupRefused(f"{program} báo lỗi, không có gì bị thay đổi: {reason[-1] if reason else done.returncode}")
    return done.stdout
