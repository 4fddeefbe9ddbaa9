"""A service that is killed: as it runs, while people send it forms (tests/sittings/street.py); and a step of it that is cut off
right after it has committed for the first time."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from traceback import print_exc
from typing import Any, NoReturn
from urllib.error import URLError
from urllib.request import ProxyHandler, build_opener

from app.core.config import PROJECT
from tests.live_service import START_S
from tests.sittings.crowd import Crowd, Deed
from tests.sittings.place import NINE

SECRET = "key"  # of tests.sittings.place
LIFE = timedelta(minutes=1)  # on the service's clock
APPLICATION = "killed"  # as PostgreSQL knows it

_open = build_opener(ProxyHandler({})).open


@dataclass(frozen=True)
class Served:
    """The place as `hocvuso serve` opens it, life after life at one address, each a process that is killed."""

    crowd: Crowd
    folder: Path
    port: int
    nursery: "subprocess.Popen[str]"

    def begin(self, life: int) -> int:
        """It answers by now; gives its process id."""
        log = self.folder / f"life-{life}.log"
        process = self._ask({"serve": self.port, "environment": self._environment(life), "log": str(log)})
        deadline = time.monotonic() + START_S
        while not self._is_ready():
            assert time.monotonic() < deadline, log.read_text("utf-8", "replace")[-2000:]
            time.sleep(0.02)
        return process

    def kill(self, process: int) -> None:
        os.kill(process, signal.SIGKILL)
        assert self._ask({"bury": process}) == -signal.SIGKILL

    def _ask(self, wanted: dict[str, object]) -> int:
        assert self.nursery.stdin
        assert self.nursery.stdout
        self.nursery.stdin.write(f"{json.dumps(wanted)}\n")
        self.nursery.stdin.flush()
        return int(self.nursery.stdout.readline())

    def _is_ready(self) -> bool:
        try:
            _open(f"http://127.0.0.1:{self.port}/readyz", timeout=30).close()
        except (URLError, OSError):
            return False
        return True

    def _environment(self, life: int) -> dict[str, str]:
        hall = self.crowd.hall
        url = hall.database.url
        named = url if hall.database.is_sqlite else url.update_query_dict({"application_name": APPLICATION})
        return {
            "HOCVUSO_VAR_DIR": str(self.folder),
            "HOCVUSO_DATABASE_URL": named.render_as_string(hide_password=False),
            "HOCVUSO_CONTENT_DIRS": str(hall.place.root),
            "HOCVUSO_PUBLIC_URL": f"http://127.0.0.1:{self.port}",
            "HOCVUSO_SECRET_KEY": SECRET,
            "HOCVUSO_DEMO": "0",
            "HOCVUSO_CLOCK": (NINE + life * LIFE).isoformat(),
        }


@contextmanager
def open_nursery(folder: Path) -> Iterator["subprocess.Popen[str]"]:
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("HOCVUSO_")}
    command = [sys.executable, "-m", "tests.sittings.nursery"]
    with subprocess.Popen(  # noqa: S603
        command, cwd=folder, env=inherited | {"PYTHONPATH": str(PROJECT)}, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        text=True,
    ) as nursery:  # fmt: skip
        yield nursery


def die_after_commit(crowd: Crowd, deed: Deed) -> None:
    """Carries it out, and is gone as soon as something has been committed."""
    crowd.hall.database.engine.dispose()
    child = os.fork()
    if child == 0:
        _commit_and_die(crowd, deed)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL


def _commit_and_die(crowd: Crowd, deed: Deed) -> NoReturn:
    dialect = crowd.hall.database.engine.dialect
    commit = dialect.do_commit

    def last_commit(connection: Any) -> None:
        commit(connection)
        os.kill(os.getpid(), signal.SIGKILL)

    try:
        dialect.do_commit = last_commit  # type: ignore[assignment,method-assign]
        crowd.hall.do(lambda session: crowd.carry_out(session, deed))
    except Exception:  # told where the parent fails, then gone like any other end
        print_exc()
    finally:
        os._exit(3)
