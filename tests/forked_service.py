"""A running service within a second: a process that has the program imported, its routes known, the shipped content
compiled and an SQLite file migrated waits, and each service is forked off it. From there on it is `hocvuso serve`, which
waits for no disk and compiles no template that another of them has (tests/test_serve.py starts the program from nothing).
"""

import atexit
import gc
import json
import os
import runpy
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import traceback
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import date, datetime
from functools import cache, partial
from pathlib import Path

from jinja2 import Environment, FileSystemBytecodeCache
from sqlalchemy import make_url

from app.core.config import PROJECT, Settings
from app.courses.domain.compilation import Compiled
from app.courses.domain.exercises import Kinds
from app.courses.domain.source import SourceFile
from tests.live_service import KEY, NOW, STOP_S, LiveService, live_service, outer_environment, wait_until_ready

ALONE = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}  # a fork takes one thread along


@contextmanager
def forked_service(folder: Path, content: Path | Sequence[Path] = PROJECT / "content") -> Iterator[LiveService]:
    """As live_service."""
    with live_service(folder, content, start=forked_process) as running:
        yield running


@contextmanager
def forked_process(arguments: list[str], ready_url: str, folder: Path, environment: Mapping[str, str]) -> Iterator[int]:
    """As live_process, of the program alone: `-m app …`."""
    folder.mkdir(parents=True, exist_ok=True)
    log = folder / "output.log"
    process_id = _fork(arguments[2:], folder, log, environment)
    try:
        wait_until_ready(ready_url, lambda: _runs(process_id), log)
        yield process_id
    finally:
        _stop(process_id)


def _fork(arguments: list[str], folder: Path, log: Path, environment: Mapping[str, str]) -> int:
    parent = _parent()
    assert parent.stdin
    assert parent.stdout
    print(json.dumps([arguments, str(folder), str(log), dict(environment)]), file=parent.stdin, flush=True)
    return int(parent.stdout.readline())


@cache
def _parent() -> "subprocess.Popen[str]":
    """One for each process of tests; it ends when its input does."""
    parent = subprocess.Popen(
        [sys.executable, "-m", "tests.forked_service"],
        cwd=PROJECT,
        env=outer_environment() | ALONE,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    atexit.register(parent.communicate)
    return parent


def _runs(process_id: int) -> bool:
    try:
        os.kill(process_id, 0)
    except ProcessLookupError:
        return False
    return True


def _stop(process_id: int) -> None:
    until = time.monotonic() + STOP_S
    with suppress(ProcessLookupError):
        os.kill(process_id, signal.SIGTERM)
        while time.monotonic() < until:
            os.kill(process_id, 0)
            time.sleep(0.02)
        os.kill(process_id, signal.SIGKILL)


def _wait_for_orders() -> None:
    """In the parent. Who was forked off and has ended leaves nothing behind: _runs sees it."""
    with tempfile.TemporaryDirectory() as folder:
        migrated = _prepare(Path(folder))
        signal.signal(signal.SIGCHLD, signal.SIG_IGN)
        for order in iter(sys.stdin.readline, ""):
            process_id = os.fork()
            if not process_id:
                signal.signal(signal.SIGCHLD, signal.SIG_DFL)
                _become_service(migrated, *json.loads(order))
            print(process_id, flush=True)  # noqa: T201 - the answer


def _prepare(folder: Path) -> Path:
    """Gives an empty database, migrated."""
    import app.cli.serve  # noqa: F401 - with all that the program imports
    import app.main as program
    from app.cli import migrate
    from app.core import db
    from app.web import render

    db.SYNCHRONOUS = "OFF"
    kept = FileSystemBytecodeCache(str(folder))
    render.Environment = partial(Environment, bytecode_cache=kept)  # type: ignore[attr-defined, assignment]
    program._routes()
    _remember_shipped()
    migrated = folder / "migrated.sqlite"
    migrate(Settings(_env_file=None, var_dir=folder, database_url=f"sqlite:///{migrated}", demo=False))
    gc.collect()
    gc.freeze()
    return migrated


def _remember_shipped() -> None:
    """What came of the shipped files comes of them again: nothing in it is ever changed."""
    from app.courses import library
    from app.courses.domain.compilation import compile_catalogue
    from app.courses.folders import read_folders
    from app.quiz.domain.kinds import KINDS

    shipped = tuple(read_folders([PROJECT / "content"], []).values())
    day, key = datetime.fromisoformat(NOW).date(), KEY.encode()
    compiled = compile_catalogue(shipped, day, KINDS, key)

    def compile_others(files: Iterable[SourceFile], today: date, kinds: Kinds, version_key: bytes = b"") -> Compiled:
        asked = (tuple(files), today, version_key)
        if asked == (shipped, day, key) and kinds is KINDS:
            return compiled
        return compile_catalogue(asked[0], today, kinds, version_key)

    library.compile_catalogue = compile_others  # type: ignore[attr-defined]


def _become_service(migrated: Path, arguments: list[str], folder: str, log: str, environment: dict[str, str]) -> None:
    """In the child; never returns."""
    os.chdir(folder)
    os.environ.update(environment)
    url = make_url(environment["HOCVUSO_DATABASE_URL"])
    if url.get_backend_name() == "sqlite" and url.database and not Path(url.database).exists():
        shutil.copy(migrated, url.database)
    with Path(log).open("wb") as output, Path(os.devnull).open("rb") as nothing:
        for number, file in enumerate((nothing, output, output)):
            os.dup2(file.fileno(), number)
    sys.argv = ["hocvuso", *arguments]
    try:
        runpy.run_module("app", run_name="__main__")
    except SystemExit:
        pass
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(0)  # nobody asks: its log tells


if __name__ == "__main__":
    _wait_for_orders()
