"""`python -m tests.sittings.nursery`: has loaded the service once, and begins `hocvuso serve` as often as it is told, each time in
a process of its own. A life then costs what it does, not what loading costs.

A line in: {"serve": port, "environment": {…}, "log": file}, a line out: the process id; {"bury": process id}, a line out: how
it ended."""

import json
import os
import sys
from typing import Any, NoReturn

from app.cli.serve import serve
from app.main import _routes


def main() -> None:
    _routes()  # found out once, as in every service (app/main.py)
    for line in sys.stdin:
        wanted = json.loads(line)
        if "bury" in wanted:
            _say(os.waitstatus_to_exitcode(os.waitpid(wanted["bury"], 0)[1]))
            continue
        child = os.fork()
        if child == 0:
            _live(wanted)
        _say(child)


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
