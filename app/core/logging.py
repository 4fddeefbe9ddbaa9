"""Structured JSON logs. Events carry names from an allow-list only: no query string, body, address or person."""

import asyncio
import logging
import sys
from collections import deque
from collections.abc import MutableMapping
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

import structlog

ALLOWED = {
    "event",
    "level",
    "timestamp",
    "request_id",
    "method",
    "route",
    "status",
    "ms",
    "error",
    "file",
    "lessons",
    "diagnostics",
    "revision",
    "address",
    "count",
    "where",
    "why",
}


_ended: deque[str] = deque()


class _Lines:
    """Prints one line per event. A full disk takes the log away, never the work that wanted to say something."""

    def msg(self, line: str) -> None:
        with suppress(OSError, ValueError):
            sys.stderr.write(f"{line}\n")  # in one: another thread's line would come before the end of this one
            sys.stderr.flush()

    debug = info = warning = error = critical = msg


def keep_allowed(_logger: object, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    return {name: value for name, value in event.items() if name in ALLOWED}


def log_request(request_id: str, method: str, route: str, status: int, seconds: float) -> None:
    """The one line that every request writes, made without the processors above: they would cost more than the page.
    Every value is ours; a method that is no plain word is not repeated. On an event loop the lines of the requests that
    end together are written together, right after them: each write lets other threads go first."""
    now = datetime.now(UTC).isoformat(timespec="milliseconds")
    _ended.append(
        f'{{"event": "request", "level": "info", "timestamp": "{now}", "request_id": "{request_id}", '
        f'"method": "{method if method.isalpha() and len(method) < 10 else "?"}", "route": "{route}", '
        f'"status": {status}, "ms": {seconds * 1000:.1f}}}'
    )
    try:
        asyncio.get_running_loop().call_soon(write_ended)
    except RuntimeError:
        write_ended()


def write_ended() -> None:
    """The lines of the requests that have ended and still wait for their loop."""
    lines = []
    with suppress(IndexError):
        while True:
            lines.append(_ended.popleft())
    if lines:
        _Lines().msg("\n".join(lines))


def configure_logging(level: int = logging.INFO) -> None:
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            keep_allowed,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=_Lines,
    )
