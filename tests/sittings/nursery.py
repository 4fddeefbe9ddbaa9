"""`python -m tests.sittings.nursery`: has loaded the service once, and begins `hocvuso serve` as often as it is told, each time in
a process of its own. A life then costs what it does, not what loading costs.

A line in: {"serve": port, "environment": {…}, "log": file}, a line out: the process id; {"bury": process id}, a line out: how
it ended."""

import json
import os
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NoReturn

import uvicorn

from app.cli.invocation import migrate
from app.cli.serve import serve
from app.core.config import Settings
from app.main import create_app
from tests.sittings.sample_bank import write_bank


def main() -> None:
    _live_once()
    for line in sys.stdin:
        wanted = json.loads(line)
        if "bury" in wanted:
            _say(os.waitstatus_to_exitcode(os.waitpid(wanted["bury"], 0)[1]))
            continue
        child = os.fork()
        if child == 0:
            _live(wanted)
        _say(child)


def _live_once() -> None:
    """What a process finds out with its first application, those that are forked off it know. Its log is no answer."""
    answers = os.dup(sys.stdout.fileno())
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    with TemporaryDirectory() as folder:
        settings = Settings(
            _env_file=None, var_dir=Path(folder), database_url="", content_dirs=(write_bank(Path(folder) / "bank"),), demo=False
        )  # fmt: skip
        migrate(settings)
        pages = create_app(settings)
        pages.app.state.library.refresh()
        pages.app.state.meaning.close()
        pages.app.state.database.close()
        uvicorn.Config(pages).load()
    sys.stdout.flush()
    os.dup2(answers, sys.stdout.fileno())
    os.close(answers)


def _live(wanted: dict[str, Any]) -> NoReturn:
    try:
        os.environ |= wanted["environment"]
        log = os.open(wanted["log"], os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        for descriptor in (sys.stdout.fileno(), sys.stderr.fileno()):
            os.dup2(log, descriptor)
        serve(port=wanted["serve"])
    finally:
        os._exit(3)  # nobody has ended it


def _say(number: int) -> None:
    sys.stdout.write(f"{number}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
