"""Lighthouse, mobile with its default throttling, three times a page; fails when a page misses a goal.

Needs Debian's chromium and npm. Laboratory numbers: a simulated slow 4G and a processor four times slower than this one.
"""

import json
import math
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from importlib.metadata import distribution
from pathlib import Path
from typing import Any
from urllib.request import ProxyHandler, build_opener

from app.core.config import PROJECT
from tests.live_service import live_service

LIGHTHOUSE = PROJECT / "tests" / "lighthouse"
ROUNDS, ATTEMPTS = 3, 3
LESSON = "/bai-hoc/hai-muc-dinh-danh"
PAGES = ("/", "/bai-hoc", LESSON, f"{LESSON}/xong", "/dang-nhap")
CHROMIUM_FLAGS = (
    "--headless=new --no-sandbox --disable-gpu --disable-background-networking --disable-component-update "
    "--disable-sync --no-first-run"
)
Report = dict[str, Any]  # Lighthouse's own JSON

_open = build_opener(ProxyHandler({})).open


class CannotRun(Exception):
    """Something this benchmark needs is not there."""


@dataclass(frozen=True)
class Measure:
    name: str
    read: Callable[[Report], float]
    form: str
    is_met: Callable[[float], bool] = lambda _value: True
    goal: str = ""


def _score(category: str) -> Callable[[Report], float]:
    return lambda report: round(100 * (report["categories"][category]["score"] or 0))


def _audit(name: str, scale: float = 1) -> Callable[[Report], float]:
    return lambda report: report["audits"][name].get("numericValue", math.inf) / scale


def _requests(report: Report) -> float:
    return len(report["audits"]["network-requests"]["details"]["items"])


MEASURES = (
    Measure("performance", _score("performance"), ".0f", lambda value: value >= 99, "at least 99"),
    Measure("accessibility", _score("accessibility"), ".0f", lambda value: value == 100, "100"),
    Measure("best-practices", _score("best-practices"), ".0f", lambda value: value == 100, "100"),
    Measure("seo", _score("seo"), ".0f", lambda value: value == 100, "100"),
    Measure("LCP s", _audit("largest-contentful-paint", 1000), ".2f", lambda value: value <= 1.2, "at most 1.2"),
    Measure("CLS", _audit("cumulative-layout-shift"), ".3f", lambda value: value == 0, "0"),
    Measure("TBT ms", _audit("total-blocking-time"), ".0f"),
    Measure("bytes", _audit("total-byte-weight"), ".0f"),
    Measure("requests", _requests, ".0f"),
)


def main() -> int:
    try:
        chromium = _chromium()
        _install()
        with tempfile.TemporaryDirectory() as folder, live_service(Path(folder)) as service:
            pages = (*PAGES, _question_page(service.url))
            reports: dict[str, list[Report]] = {page: [] for page in pages}
            for number in range(1, ROUNDS + 1):
                for page in pages:
                    print(f"round {number} of {ROUNDS}: {page}", file=sys.stderr)
                    reports[page].append(_judge(service.url + page, chromium))
    except CannotRun as failure:
        print(failure, file=sys.stderr)
        return 2
    return _tell(reports)


def _tell(reports: dict[str, list[Report]]) -> int:
    """Prints the medians and what was missed; 1 when anything was."""
    width = max(map(len, reports))
    print(f"{'page':<{width}}  " + "  ".join(measure.name for measure in MEASURES))
    missed = []
    for page, runs in reports.items():
        cells = []
        for measure in MEASURES:
            median = statistics.median(measure.read(run) for run in runs)
            cells.append(format(median, f">{len(measure.name)}{measure.form}"))
            if not measure.is_met(median):
                missed.append(f"{page}: {measure.name} is {median:{measure.form}}, the goal is {measure.goal}")
        print(f"{page:<{width}}  " + "  ".join(cells))
    for line in missed:
        print(f"MISSED  {line}")
    for line in sorted({f"{page}: {failed}" for page, runs in reports.items() for failed in _failed_audits(runs)}):
        print(f"FAILED  {line}")
    load = os.getloadavg()[1]
    if missed and load > (os.cpu_count() or 1):
        print(f"The machine was busy (load {load:.1f}): performance, LCP and TBT are worse than on a quiet one.")
    return 1 if missed else 0


def _failed_audits(runs: list[Report]) -> Iterator[str]:
    """What Lighthouse found wrong, outside performance, whose audits are advice."""
    for run in runs:
        for name in ("accessibility", "best-practices", "seo"):
            for part in run["categories"][name]["auditRefs"]:
                audit = run["audits"][part["id"]]
                if part["weight"] and audit["score"] is not None and audit["score"] < 1:
                    yield f"{name}, {part['id']}: {audit['title']}"


def _judge(url: str, chromium: str) -> Report:
    """Chromium now and then loses the trace of a page load ("NO_NAVSTART"): Lighthouse asks for another go."""
    for _ in range(ATTEMPTS - 1):
        with suppress(CannotRun):
            return _judged(url, chromium)
    return _judged(url, chromium)


def _judged(url: str, chromium: str) -> Report:
    # Playwright's wheel ships a Node that Lighthouse supports; Debian's is older than it asks for.
    node = distribution("playwright").locate_file("playwright/driver/node")
    with tempfile.TemporaryDirectory() as folder:
        kept = Path(folder) / "report.json"
        command = [str(node), str(LIGHTHOUSE / "node_modules/lighthouse/cli/index.js"), url, "--quiet"]
        done = subprocess.run(  # noqa: S603 - our own command
            [*command, "--output=json", f"--output-path={kept}", f"--chrome-flags={CHROMIUM_FLAGS}"],
            env={**os.environ, "CHROME_PATH": chromium},
            capture_output=True,
            text=True,
            timeout=180,
            check=False,
        )
        if done.returncode:
            raise CannotRun(f"Lighthouse failed on {url}:\n{done.stderr[-2000:]}")
        report: Report = json.loads(kept.read_text(encoding="utf-8"))
        return report


def _question_page(address: str) -> str:
    """The first question of the lesson, by the link that its steps lead to."""
    for number in range(1, 30):
        with _open(f"{address}{LESSON}?buoc={number}", timeout=10) as answer:
            link = re.search(rf'"({LESSON}/cau-hoi/[^"]+)"', answer.read().decode())
        if link:
            return link[1]
    raise CannotRun(f"No question was found in {LESSON}.")


def _chromium() -> str:
    names = (os.environ.get("CHROMIUM"), "chromium", "chromium-browser", "google-chrome")
    found = next((path for name in names if name and (path := shutil.which(name))), None)
    if found is None:
        raise CannotRun("No Chromium: apt-get install chromium")
    return found


def _install() -> None:
    lock, installed = LIGHTHOUSE / "package-lock.json", LIGHTHOUSE / "node_modules" / ".package-lock.json"
    if installed.exists() and installed.stat().st_mtime >= lock.stat().st_mtime:
        return
    npm = shutil.which("npm")
    if npm is None:
        raise CannotRun("No npm: apt-get install npm")
    done = subprocess.run([npm, "ci", "--no-audit", "--no-fund"], cwd=LIGHTHOUSE, check=False)  # noqa: S603 - npm, found
    if done.returncode:
        raise CannotRun("npm ci failed in tests/lighthouse")
