"""The second start: from `hocvuso serve`, with a database that is there, until the service is ready. The goal is 5 s; on a
busy machine look at the processor's time.
"""

import os
import tempfile
from pathlib import Path
from time import perf_counter

from tests.live_service import live_service

STARTS, GOAL_S = 3, 5.0


def main() -> int:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        wall, processor = start(folder)
        print(f"first start, which makes the database: {wall:.1f} s, {processor:.1f} s of the processor")
        later = [start(folder) for _ in range(STARTS)]
    for wall, processor in later:
        print(f"later start: {wall:.1f} s, {processor:.1f} s of the processor (goal {GOAL_S:g} s)")
    return 0 if min(later)[0] <= GOAL_S else 1


def start(folder: Path) -> tuple[float, float]:
    """Seconds until it is ready, and of the processor."""
    began = perf_counter()
    with live_service(folder) as service:
        return perf_counter() - began, processor_s(service.process_id)


def processor_s(process_id: int) -> float:
    """What Linux has counted for it, its threads and what they waited for in the system."""
    fields = Path(f"/proc/{process_id}/stat").read_text("utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
