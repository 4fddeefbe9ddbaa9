"""Pages and answers a second, against a bare ASGI hello on the same server in the same minute.

Every round visits every target once, so that whatever else the machine does touches all of them; only ratios and
medians mean anything. Needs wrk. Answers are acknowledged after their durable commit: the rows in the database are
counted against the replies.
"""

import json
import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import ProxyHandler, Request, build_opener

from sqlalchemy import func, select, text

from app.core.clock import Clock
from app.core.config import PROJECT
from app.core.db import Database
from app.core.ids import new_token, version_of
from app.courses.domain.catalogue import Catalogue
from app.courses.domain.exercises import Exercise
from app.courses.domain.lessons import Lesson
from app.courses.library import check_folders
from app.learners.domain.device import Device, encode
from app.learners.service import create_guests
from app.quiz.answer_log import NewAnswer, write_answers
from app.quiz.domain.choice_question import ChoiceQuestion
from app.quiz.domain.kinds import KINDS
from app.quiz.models import Answer
from tests.live_service import LiveService, free_port, live_process, live_service
from tests.postgres import postgres_server

ROUNDS, SECONDS, CONNECTIONS = 5, 2, 32
LEARNERS, ANSWERS_EACH = 500, 12
SCRIPT = Path(__file__).with_suffix(".lua")
PHONE = "Accept-Encoding: br, gzip\r\n"
SETTLE_S = 1.0  # what was under way when wrk stopped is committed by then

_open = build_opener(ProxyHandler({})).open


class CannotRun(Exception):
    """Something this benchmark needs is not there, or what it measured is not what it says."""


@dataclass(frozen=True)
class Run:
    rate: float  # replies a second
    p95_ms: float
    replies: int
    refused: int  # status 400 and above
    broken: int  # sockets


@dataclass
class Target:
    """`least` is the goal as a share of the hello's rate. `rows` counts what the answers leave in the database."""

    name: str
    url: str
    requests: Path
    least: float = 0.0
    rows: Callable[[], int] | None = None
    runs: list[Run] = field(default_factory=list)


def main() -> int:
    load = os.getloadavg()[0]
    try:
        if shutil.which("wrk") is None:
            raise CannotRun("wrk is needed (Debian, Ubuntu: apt-get install wrk).")
        with tempfile.TemporaryDirectory(prefix="hocvuso-bench-") as name, ExitStack() as stack:
            targets = [*_targets(Path(name), stack)]
            for number in range(ROUNDS + 1):  # the first one only warms up
                for target in targets:
                    print(f"round {number} of {ROUNDS}: {target.name}", file=sys.stderr)
                    run = _visit(target, seed=number)
                    if number:
                        target.runs.append(run)
    except CannotRun as failure:
        print(failure, file=sys.stderr)
        return 2
    print(f"{os.cpu_count()} cores, load average before: {load:.1f} (others' work takes from the slower targets most)")
    return _tell(targets)


# The targets


def _targets(folder: Path, stack: ExitStack) -> Iterator[Target]:
    catalogue = check_folders([PROJECT / "content"], Clock().today(), KINDS).catalogue
    yield Target("hello, bare ASGI", hello := stack.enter_context(_hello(folder / "hello")), _get(folder, hello, "/"))

    service = stack.enter_context(live_service(folder / "sqlite"))
    people, answering = (_people(service, catalogue, seed) for seed in (1, 2))  # an answer makes work for the next page
    lesson = f"/bai-hoc/{next(iter(catalogue.lessons))}"
    known = f"If-None-Match: {_etag(service.url + lesson)}\r\n"
    yield Target("lesson", service.url, _get(folder, service.url, lesson), 0.5)
    yield Target("lesson, not changed (304)", service.url, _get(folder, service.url, lesson, [known]), 0.5)
    yield Target("front page of a learner", service.url, _get(folder, service.url, "/", people), 0.05)
    yield Target("progress of a learner", service.url, _get(folder, service.url, "/tien-bo", people), 0.05)
    answers = _answers(folder, service, catalogue, answering)
    yield Target("answer, SQLite WAL FULL", service.url, answers, 0.04, _counter(service, stack))
    yield Target("front page after answers", service.url, _get(folder, service.url, "/", answering))

    server = stack.enter_context(postgres_server(durable=True))
    service = stack.enter_context(live_service(folder / "postgres", database_url=server))
    answers = _answers(folder, service, catalogue, _people(service, catalogue, 1))
    yield Target("answer, PostgreSQL", service.url, answers, 0.04, _counter(service, stack))


@contextmanager
def _hello(folder: Path) -> Iterator[str]:
    """On uvicorn with the settings of `hocvuso serve`."""
    url = f"http://127.0.0.1:{(port := free_port())}"
    arguments = ["-m", "uvicorn", "bench._hello:app", "--port", str(port), "--log-level", "warning"]
    arguments += ["--no-access-log", "--no-server-header", "--no-proxy-headers"]
    with live_process(arguments, url, folder):
        yield url


def _people(service: LiveService, catalogue: Catalogue, seed: int) -> list[str]:
    """Learners with a few answers each; gives the header lines of their phones."""
    _require_durable(database := Database(service.settings.database_url))
    chance, now = random.Random(seed), Clock().now()  # noqa: S311 - the same people in every run
    questions = [*_questions(catalogue)]
    with database.transaction() as connection:
        learners = create_guests(connection, LEARNERS, now)
    for learner in learners:
        answers = [
            NewAnswer(new_token(), learner, lesson.slug, exercise.slug, version, choice.id, float(choice.right), now)
            for lesson, exercise, question in chance.sample(questions, ANSWERS_EACH)
            for version, choice in ((_version(lesson, service), chance.choice(question.choices)),)
        ]
        with database.transaction() as connection:
            write_answers(connection, answers)
    database.close()
    cookies = (encode(Device((learner,), learner), service.settings.secret) for learner in learners)
    return [f"Cookie: __Host-may={cookie}\r\n" for cookie in cookies]


def _version(lesson: Lesson, service: LiveService) -> str:
    return version_of(lesson.source, service.settings.secret)


def _require_durable(database: Database) -> None:
    """The benchmark is worth nothing when commits do not wait for the disk."""
    question = "PRAGMA synchronous" if database.is_sqlite else "SELECT current_setting('fsync')"
    with database.engine.connect() as connection:
        found = connection.execute(text(question)).scalar()
    if found not in (2, "on"):
        raise CannotRun(f"this database does not wait for the disk: {question} gives {found}")


def _questions(catalogue: Catalogue) -> Iterator[tuple[Lesson, Exercise, ChoiceQuestion]]:
    for lesson in catalogue.lessons.values():
        for exercise in lesson.exercises:
            if isinstance(exercise.body, ChoiceQuestion):
                yield lesson, exercise, exercise.body


def _counter(service: LiveService, stack: ExitStack) -> Callable[[], int]:
    database = Database(service.settings.database_url)
    stack.callback(database.close)

    def count() -> int:
        with database.session(writes=False) as session:
            return session.scalar(select(func.count()).select_from(Answer)) or 0

    return count


def _etag(url: str) -> str:
    with _open(Request(url, headers={"Accept-Encoding": "br"}), timeout=10) as reply:  # noqa: S310 - our own service
        return str(reply.headers["ETag"])


# What wrk sends: whole requests, written down before the clock starts


def _get(folder: Path, url: str, path: str, extra: list[str] | None = None) -> Path:
    start = f"GET {path} HTTP/1.1\r\nHost: {urlsplit(url).netloc}\r\n{PHONE}"
    return _write(folder, _table([f"{start}{header}\r\n" for header in extra or [""]]))


def _answers(folder: Path, service: LiveService, catalogue: Catalogue, people: list[str]) -> Path:
    """A press on "Trả lời" as htmx sends it, by any of these people, to any question; the key is put in by wrk."""
    before, after = [], []
    key = "k" * 22
    for number, (lesson, exercise, question) in enumerate(_questions(catalogue)):
        for choice in question.choices:
            rest = f"&phien-ban={_version(lesson, service)}&cau-tra-loi={choice.id}"
            for person in people[number % 20 :: 20]:
                before.append(
                    f"POST /bai-hoc/{lesson.slug}/cau-hoi/{exercise.slug} HTTP/1.1\r\nHost: {urlsplit(service.url).netloc}\r\n"
                    f"{PHONE}{person}Sec-Fetch-Site: same-origin\r\nHX-Request: true\r\n"
                    "Content-Type: application/x-www-form-urlencoded\r\n"
                    f"Content-Length: {len(f'khoa={key}{rest}')}\r\n\r\nkhoa="
                )
                after.append(rest)
    return _write(folder, f"{{ before = {_table(before)}, after = {_table(after)} }}")


def _table(texts: list[str]) -> str:
    return "{ " + ", ".join(json.dumps(one) for one in texts) + " }"


def _write(folder: Path, table: str) -> Path:
    path = folder / f"{new_token()}.lua"
    path.write_text(f"return {table}\n", encoding="ascii")
    return path


# Measuring


def _visit(target: Target, seed: int) -> Run:
    before = target.rows() if target.rows else 0
    command = [
        "wrk", "-t1", f"-c{CONNECTIONS}", f"-d{SECONDS}s", "-s", str(SCRIPT), target.url,
        "--", str(target.requests), str(time.time_ns() % 2**31 + seed),
    ]  # fmt: skip
    finished = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)  # noqa: S603
    if finished.returncode:
        raise CannotRun(f"wrk failed: {finished.stdout}{finished.stderr}")
    said = json.loads(finished.stdout.splitlines()[-1])
    good = said["requests"] - said["refused"]
    if target.rows:
        _require_rows(target, good, before)
    return Run(said["requests"] / said["seconds"], said["p95_ms"], said["requests"], said["refused"], said["broken"])


def _require_rows(target: Target, acknowledged: int, before: int) -> None:
    """One row per acknowledgement; of the requests that wrk left unread at its end some were written as well."""
    assert target.rows
    time.sleep(SETTLE_S)
    rows = target.rows() - before
    if not acknowledged <= rows <= acknowledged + CONNECTIONS:
        raise CannotRun(f"{target.name}: {acknowledged} acknowledged, {rows} rows written")


def _tell(targets: list[Target]) -> int:
    hello = targets[0]
    print(f"{CONNECTIONS} connections, {ROUNDS} rounds of {SECONDS} s, medians; H is the hello of the same round\n")
    print(f"{'target':<28}{'req/s':>9}{'x H':>8}{'goal':>7}{'p95 ms':>9}{'refused':>9}{'broken':>8}")
    missed = []
    for target in targets:
        share = statistics.median(run.rate / base.rate for run, base in zip(target.runs, hello.runs, strict=True))
        rate = statistics.median(run.rate for run in target.runs)
        p95 = statistics.median(run.p95_ms for run in target.runs)
        refused, broken = sum(run.refused for run in target.runs), sum(run.broken for run in target.runs)
        goal = f"{target.least:.2f}" if target.least else ""
        print(f"{target.name:<28}{rate:>9,.0f}{share:>8.3f}{goal:>7}{p95:>9.1f}{refused:>9}{broken:>8}")
        if share < target.least:
            missed.append(f"{target.name}: {share:.3f} x H, the goal is {target.least}")
        if refused or broken:
            missed.append(f"{target.name}: {refused} refused, {broken} broken")
    for line in missed:
        print(f"MISSED  {line}")
    return 1 if missed else 0
