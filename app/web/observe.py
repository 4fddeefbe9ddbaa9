"""One log line and one measurement per request, with a request id and nothing about the person."""

import time
from functools import cache
from typing import Any

import structlog
from prometheus_client import Histogram
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.core.ids import new_token
from app.core.logging import log_request

SECONDS = Histogram("hocvuso_request_seconds", "Requests that were not prebuilt", ["route", "status"])
QUIET = {"healthz", "readyz", "metrics"}


class Observe:
    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request_id = new_token()
        scope.setdefault("state", {})["request_id"] = request_id
        structlog.contextvars.bind_contextvars(request_id=request_id)
        started = time.perf_counter()
        status = 500

        async def send_with_id(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [*message["headers"], (b"x-request-id", request_id.encode())]
            await send(message)

        try:
            await self._app(scope, receive, send_with_id)
        finally:
            _record(scope, status, time.perf_counter() - started)
            structlog.contextvars.clear_contextvars()


def _record(scope: Scope, status: int, seconds: float) -> None:
    route: Any = scope.get("route")
    name = getattr(route, "name", None) or "none"
    _timer(name, status).observe(seconds)
    if name not in QUIET:
        log_request(scope["state"]["request_id"], scope["method"], name, status, seconds)


@cache  # names and statuses are few; looking a label up costs more than counting
def _timer(name: str, status: int) -> Histogram:
    return SECONDS.labels(name, str(status))
