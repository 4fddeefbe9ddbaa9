"""Questions to the tutor without a model: forty a second for a minute, and what lesson pages notice of it.

The day of an event: each question is one learner's POST and the page it leads to, kept in the database like any other. They
come when they come, whether the service is ready or not, so a service that falls behind shows it. A probe of its own
process loads lesson pages before and meanwhile; only the ratio of the two means anything on a busy machine.
"""

import asyncio
import json
import multiprocessing
import os
import random
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from http.client import HTTPConnection
from multiprocessing.queues import Queue
from multiprocessing.synchronize import Event
from pathlib import Path
from urllib.parse import urlencode, urlsplit

from app.core.clock import Clock
from app.core.config import PROJECT
from app.core.db import Database
from app.core.ids import new_token
from app.learners.domain.device import Device, encode
from app.learners.service import create_guests
from tests.live_service import LiveService, live_service

RATE, SECONDS, IDLE_S = 40, 60, 10
LEARNERS = 400
MOST_P95_S, MOST_SLOWER = 1.5, 2.0
PROBE_EVERY_S = 0.05
TIMEOUT_S = 30
EVALUATION = PROJECT / "app" / "tutor" / "evaluation"
LESSON = "/bai-hoc/quen-mat-khau?buoc=2"


@dataclass
class Asked:
    """Seconds from when a question was due until its page was read; what went wrong."""

    seconds: list[float] = field(default_factory=list)
    statuses: Counter[str] = field(default_factory=Counter)

    @property
    def errors(self) -> int:
        return self.statuses.total() - self.statuses["200"]


def main() -> int:
    load = os.getloadavg()[0]
    with tempfile.TemporaryDirectory(prefix="hocvuso-bench-") as name, live_service(Path(name)) as service:
        cookies, questions = _people(service), _questions()
        asyncio.run(_ask_all(service.url, cookies, questions, RATE, 3))  # warms up
        idle = _probe(service.url, lambda: time.sleep(IDLE_S))
        asked, used = Asked(), _processor_s(service)

        def event() -> None:
            nonlocal asked
            asked = asyncio.run(_ask_all(service.url, cookies, questions, RATE, SECONDS))

        busy = _probe(service.url, event)
        used = _processor_s(service) - used
        kept = service.query("SELECT count(*) FROM tutor_message")[0][0]
    print(f"{os.cpu_count()} cores, load average before: {load:.1f}")
    each = 1000 * used / len(asked.seconds)
    print(f"processor time of the service: {each:.1f} ms a question, {each * RATE / 10:.0f} % of one core")
    return _tell(asked, idle, busy, int(str(kept)))


def _processor_s(service: LiveService) -> float:
    """Of its process, whatever else the machine does; with the lesson pages that the probe reads."""
    fields = Path(f"/proc/{service.process_id}/stat").read_text("ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _tell(asked: Asked, idle: list[float], busy: list[float], kept: int) -> int:
    p50, p95 = _quantile(asked.seconds, 50), _quantile(asked.seconds, 95)
    slower = statistics.median(busy) / statistics.median(idle)
    print(f"{len(asked.seconds)} questions, {RATE} a second: p50 {1000 * p50:.0f} ms, p95 {1000 * p95:.0f} ms, "
          f"longest {1000 * max(asked.seconds):.0f} ms; {asked.errors} errors {dict(asked.statuses)}; {kept} messages kept")  # fmt: skip
    print(f"lesson pages: idle p50 {1000 * statistics.median(idle):.1f} ms (n={len(idle)}), meanwhile p50 "
          f"{1000 * statistics.median(busy):.1f} ms, p95 {1000 * _quantile(busy, 95):.1f} ms (n={len(busy)}): {slower:.2f} times")  # fmt: skip
    goals = {
        f"p95 at most {MOST_P95_S} s": p95 <= MOST_P95_S,
        "no errors": asked.errors == 0,
        f"lesson pages at most {MOST_SLOWER} times their idle time": slower <= MOST_SLOWER,
    }
    for goal, holds in goals.items():
        print(f"{'met   ' if holds else 'MISSED'} {goal}")
    return 0 if all(goals.values()) else 1


def _quantile(values: list[float], percent: int) -> float:
    return statistics.quantiles(values, n=100, method="inclusive")[percent - 1]


def _questions() -> list[str]:
    rows = [("answerable", "question"), ("not_answerable", "message")]
    return [
        json.loads(line)[key]
        for name, key in rows
        for line in (EVALUATION / f"{name}.jsonl").read_text("utf-8").splitlines()
    ]


def _people(service: LiveService) -> list[str]:
    """The cookies of their phones."""
    database = Database(service.settings.database_url)
    with database.transaction() as connection:
        learners = create_guests(connection, LEARNERS, Clock().now())
    database.close()
    return [f"__Host-may={encode(Device((learner,), learner), service.settings.secret)}" for learner in learners]


# The learners


async def _ask_all(url: str, cookies: list[str], questions: list[str], rate: int, seconds: int) -> Asked:
    chance, asked = random.Random(1), Asked()  # noqa: S311 - the same crowd in every run
    begin = asyncio.get_running_loop().time()
    async with asyncio.TaskGroup() as crowd:
        for number in range(rate * seconds):
            due = begin + number / rate
            crowd.create_task(_ask(url, due, chance.choice(cookies), chance.choice(questions), asked))
    return asked


async def _ask(url: str, due: float, cookie: str, question: str, asked: Asked) -> None:
    loop = asyncio.get_running_loop()
    await asyncio.sleep(due - loop.time())
    body = urlencode({"cau-hoi": question, "khoa": new_token()}).encode()
    try:
        async with asyncio.timeout(TIMEOUT_S):
            status, location = await _request(url, "POST", "/tro-ly", cookie, body)
            if status == 303:
                status, _ = await _request(url, "GET", location.partition("#")[0], cookie)
        asked.statuses[str(status)] += 1
    except (OSError, TimeoutError, asyncio.IncompleteReadError, ValueError) as error:
        asked.statuses[type(error).__name__] += 1
    asked.seconds.append(loop.time() - due)


async def _request(url: str, method: str, path: str, cookie: str, body: bytes = b"") -> tuple[int, str]:
    """A phone's connection of its own; status and location."""
    address = urlsplit(url)
    reader, writer = await asyncio.open_connection(address.hostname, address.port)
    try:
        head = [
            f"{method} {path} HTTP/1.1", f"Host: {address.netloc}", f"Cookie: {cookie}", "Connection: close", "Accept-Encoding: gzip",
            "Sec-Fetch-Site: same-origin", "Content-Type: application/x-www-form-urlencoded", f"Content-Length: {len(body)}", "", "",
        ]  # fmt: skip
        writer.write("\r\n".join(head).encode() + body)
        await writer.drain()
        answer = await reader.read()
    finally:
        writer.close()
    lines = answer.partition(b"\r\n\r\n")[0].decode("latin-1").split("\r\n")
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines[1:])}
    return int(lines[0].split()[1]), headers.get("location", "")


# The reader of lessons


def _probe(url: str, meanwhile: Callable[[], object]) -> list[float]:
    """Seconds that a lesson page takes, again and again, until `meanwhile` is over."""
    over = multiprocessing.Event()
    found: Queue[list[float]] = multiprocessing.Queue()
    reader = multiprocessing.Process(target=_read_lessons, args=(url, over, found), daemon=True)
    reader.start()
    try:
        meanwhile()
    finally:
        over.set()
    times: list[float] = found.get(timeout=TIMEOUT_S)
    reader.join(TIMEOUT_S)
    return times


def _read_lessons(url: str, over: Event, found: "Queue[list[float]]") -> None:
    connection, times = HTTPConnection(urlsplit(url).netloc, timeout=TIMEOUT_S), []
    while not over.is_set():
        began = time.perf_counter()
        connection.request("GET", LESSON, headers={"Accept-Encoding": "gzip"})
        connection.getresponse().read()
        times.append(time.perf_counter() - began)
        time.sleep(PROBE_EVERY_S)
    found.put(times)


if __name__ == "__main__":
    sys.exit(main())
