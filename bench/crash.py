"""The service killed (SIGKILL) at random moments while 200 people sit the test and assessors decide, on SQLite and on PostgreSQL:
nothing acknowledged is lost or doubled, the proofs of the log hold. It is tests/sittings/test_sitting_crashes.py at full size,
some minutes for each; two numbers: so many people, so many kills.
"""

import os
import subprocess
import sys

from app.core.config import PROJECT
from tests.sittings.test_sitting_crashes import REPORTED

PEOPLE, KILLS = 200, 40
TEST = "tests/sittings/test_sitting_crashes.py::test_nothing_that_was_acknowledged_is_lost_or_doubled"


def main() -> int:
    people, kills = sys.argv[1:3] if len(sys.argv) > 2 else (PEOPLE, KILLS)
    asked = {"CRASH_PEOPLE": str(people), "CRASH_KILLS": str(kills)}
    return max([_run(backend, asked) for backend in ("sqlite", "postgres")])


def _run(backend: str, asked: dict[str, str]) -> int:
    """1 where something was found: then all that the test says is shown."""
    command = [sys.executable, "-m", "pytest", "-s", "-q", "-p", "no:cacheprovider", f"{TEST}[{backend}]"]
    ran = subprocess.run(command, cwd=PROJECT, env=os.environ | asked, capture_output=True, text=True, check=False)  # noqa: S603
    lines = [line.removeprefix(REPORTED) for line in ran.stdout.splitlines() if line.startswith(REPORTED)]
    if ran.returncode or not lines:
        print(f"{ran.stdout}\n{ran.stderr}", file=sys.stderr)
        return 1
    print(*lines, sep="\n", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
