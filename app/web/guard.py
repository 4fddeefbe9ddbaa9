"""What stands around every request, in one layer of plain ASGI: a request id, one log line and one measurement;
response headers; our own names only; a limit of body and of time; unsafe methods from our own pages only; and, whatever goes wrong inside,
a page in Vietnamese. (Six layers of this and the framework's compression cost a third of a millisecond a request.)"""

import asyncio
import time
from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

import structlog
from fastapi import FastAPI
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.core.ids import new_token
from app.web.errors import log_unexpected, refuse
from app.web.observe import record
from app.web.security import SAFE_METHODS, is_for_us, is_same_origin, page_headers


class Upload(NamedTuple):
    """At one address: so many bytes, and what to say of more ("" for what is said everywhere)."""

    most: int
    refusal: str


class Guard:
    """`hosts`: the names under which we answer, any if there are none; `most_body` in bytes, more for the addresses of
    `uploads`; `seconds` until a request
    that has not begun to answer is told to try again."""

    def __init__(
        self,
        behind: ASGIApp,
        app: FastAPI,
        *,
        https: bool,
        hosts: frozenset[str],
        most_body: int,
        seconds: float,
        uploads: Mapping[str, Upload] = MappingProxyType({}),
    ) -> None:
        self._behind = behind
        self._app = app
        self._headers = [(name.lower().encode(), value.encode()) for name, value in page_headers(https=https)]
        self._hosts = hosts
        self._most_body = most_body
        self._uploads = uploads
        self._seconds = seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._behind(scope, receive, send)
            return
        started = time.perf_counter()
        scope["app"] = self._app
        exchange = _Exchange(scope, receive, send, self._headers)
        structlog.contextvars.bind_contextvars(request_id=exchange.request_id)
        timer = asyncio.get_running_loop().call_later(self._seconds, exchange.give_up)
        try:
            await self._answer(exchange, scope, receive)
        except Exception as error:
            log_unexpected(error, env=self._app.state.settings.env)
            if not exchange.has_begun:
                await refuse(500, scope, receive, exchange.send)
        finally:
            timer.cancel()
            await exchange.refused()
            record(scope, exchange.status, time.perf_counter() - started)
            structlog.contextvars.clear_contextvars()

    async def _answer(self, exchange: "_Exchange", scope: Scope, receive: Receive) -> None:
        headers = dict(scope["headers"])
        if not is_for_us(self._hosts, scope["path"], headers):
            await refuse(421, scope, receive, exchange.send)
            return
        if scope["method"] in SAFE_METHODS:
            await self._behind(scope, receive, exchange.send)
            return
        declared = headers.get(b"content-length", b"")
        upload = self._uploads.get(scope["path"], Upload(self._most_body, ""))
        if declared.isdigit() and int(declared[:12]) > upload.most:
            await refuse(413, scope, receive, exchange.send, upload.refusal)
        elif not is_same_origin(headers):
            await refuse(403, scope, receive, exchange.send)
        else:
            await self._behind(scope, _limited(receive, upload.most), exchange.send)


class _Exchange:
    """One request and the answer to it."""

    __slots__ = ("_headers", "_receive", "_refusal", "_scope", "_send", "has_begun", "request_id", "status")

    def __init__(self, scope: Scope, receive: Receive, send: Send, headers: list[tuple[bytes, bytes]]) -> None:
        self._scope, self._receive, self._send, self._headers = scope, receive, send, headers
        self._refusal: asyncio.Future[None] | None = None
        self.has_begun = False
        self.status = 500
        self.request_id = scope.setdefault("state", {})["request_id"] = new_token()

    async def send(self, message: Message) -> None:
        if self._refusal is None:  # else the person has been told that nothing was kept
            await self._send_now(message)

    async def _send_now(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.has_begun = True
            self.status = message["status"]
            given = message["headers"]
            names = {name for name, _ in given}
            ours = [pair for pair in self._headers if pair[0] not in names]
            message["headers"] = [*given, *ours, (b"x-request-id", self.request_id.encode())]
        await self._send(message)

    def give_up(self) -> None:
        """Every wait has an end. A frozen database ignores every timeout of its own, and a thread that waits for it
        cannot be cancelled, only left behind: cancelling the request around it would close a database session under a
        thread that still uses it."""
        if not self.has_begun:
            self._scope["state"]["refused"] = True  # from now on web/deps.py commits nothing for this request
            self._refusal = asyncio.ensure_future(refuse(503, self._scope, self._receive, self._send_now))

    async def refused(self) -> None:
        """The refusal, if there is one, is on its way before the server may take the request for ended."""
        if self._refusal is not None:
            await self._refusal


def _limited(receive: Receive, most: int) -> Receive:
    """A body of more than `most` bytes is refused with a page. (The framework's own limit says so in English.)"""
    size = 0

    async def receive_limited() -> Message:
        nonlocal size
        message = await receive()
        size += len(message.get("body", b""))
        if size > most:
            raise HTTPException(413)
        return message

    return receive_limited
