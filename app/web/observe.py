"""One log line and one measurement per request, with a request id and nothing about the person."""

from functools import cache
from typing import Any

from prometheus_client import Histogram
from starlette.types import Scope

from app.core.logging import log_request

SECONDS = Histogram("hocvuso_request_seconds", "Requests that were not prebuilt", ["route", "status"])
QUIET = {"healthz", "readyz", "metrics"}


def record(scope: Scope, status: int, seconds: float) -> None:
    route: Any = scope.get("route")
    name = getattr(route, "name", None) or "none"
    _timer(name, status).observe(seconds)
    if name not in QUIET:
        log_request(scope["state"]["request_id"], scope["method"], name, status, seconds)


@cache  # names and statuses are few; looking a label up costs more than counting
def _timer(name: str, status: int) -> Histogram:
    return SECONDS.labels(name, str(status))
