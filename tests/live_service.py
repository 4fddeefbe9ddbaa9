"""The service as people run it: its own process on 127.0.0.1, with a folder of its own, no demo people."""

import os
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from urllib.error import URLError
from urllib.request import ProxyHandler, build_opener

from app.accounts.domain.roles import Role
from app.core.config import PROJECT, Settings
from app.core.db import Database
from tests import cast

NOW = "2026-11-22T09:00"  # the shipped facts and lessons are fresh on this day, in Vietnam
KEY = "a key for this run alone, of no worth"
START_S, STOP_S = 120, 60  # end a hang; a busy machine may take its time

_open = build_opener(ProxyHandler({})).open


@dataclass(frozen=True)
class LiveService:
    url: str
    settings: Settings
    process_id: int

    def hire(self, role: Role) -> str:
        """Someone of this role with cast.PASSWORD; gives the login."""
        database = Database(self.settings.database_url)
        login = cast.hire(database, self.settings, role)
        database.close()
        return login

    def query(self, sql: str, *values: object) -> list[tuple[object, ...]]:
        """What the SQLite file says, read beside the service."""
        path = Database(self.settings.database_url).url.database
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
            return connection.execute(sql, values).fetchall()


@contextmanager
def live_process(
    arguments: list[str], ready_url: str, folder: Path, environment: Mapping[str, str] = MappingProxyType({})
) -> Iterator[int]:
    """Python with these arguments until the block ends; gives its process id as soon as `ready_url` answers."""
    folder.mkdir(parents=True, exist_ok=True)
    log = folder / "output.log"
    with log.open("wb") as output:
        process = subprocess.Popen(  # noqa: S603
            [sys.executable, *arguments],
            cwd=folder,  # away from a developer's .env
            env={**outer_environment(), "PYTHONPATH": str(PROJECT), **environment},
            stdout=output, stderr=output,
        )  # fmt: skip
    try:
        wait_until_ready(ready_url, lambda: process.poll() is None, log)
        yield process.pid
    finally:
        process.terminate()
        try:
            process.wait(STOP_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(STOP_S)


Start = Callable[[list[str], str, Path, Mapping[str, str]], AbstractContextManager[int]]


@contextmanager
def live_service(
    folder: Path,
    content: Path | Sequence[Path] = PROJECT / "content",
    database_url: str = "",
    start: Start = live_process,
) -> Iterator[LiveService]:
    """Migrates, starts, waits until it is ready, and stops it by its process id."""
    roots = (content,) if isinstance(content, Path) else tuple(content)
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    settings = Settings(
        _env_file=None, env="dev", var_dir=folder, database_url=database_url, content_dirs=roots, demo=False,
        public_url=url, secret_key=KEY,
    )  # fmt: skip
    environment = {
        "HOCVUSO_VAR_DIR": str(folder),
        "HOCVUSO_DATABASE_URL": settings.database_url,
        "HOCVUSO_CONTENT_DIRS": os.pathsep.join(map(str, roots)),
        "HOCVUSO_PUBLIC_URL": url,
        "HOCVUSO_SECRET_KEY": KEY,
        "HOCVUSO_DEMO": "0",
        "HOCVUSO_CLOCK": NOW,
    }
    with start(["-m", "app", "serve", "--port", str(port)], f"{url}/readyz", folder, environment) as process_id:
        yield LiveService(url, settings, process_id)


def outer_environment() -> dict[str, str]:
    """Without a developer's settings."""
    return {name: value for name, value in os.environ.items() if not name.startswith("HOCVUSO_")}


def wait_until_ready(url: str, is_alive: Callable[[], bool], log: Path) -> None:
    until = time.monotonic() + START_S
    while time.monotonic() < until and is_alive():
        try:
            _open(url, timeout=30).close()
        except (URLError, OSError):
            time.sleep(0.05)
        else:
            return
    raise RuntimeError(f"it did not start:\n{log.read_text(encoding='utf-8', errors='replace')[-2000:]}")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
