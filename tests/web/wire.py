"""What really goes over the wire: one ASGI exchange, the bytes and every header as they were sent."""

import asyncio
import gzip
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

import brotli
from starlette.types import ASGIApp, Message

FORM = "application/x-www-form-urlencoded"
FROM_HERE = {"host": "testserver", "sec-fetch-site": "same-origin"}


@dataclass(frozen=True)
class Reply:
    """`seconds` is how long it took to begin to answer."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    seconds: float

    def header(self, name: str) -> str:
        return ", ".join(self.all(name))

    def all(self, name: str) -> list[str]:
        return [value for other, value in self.headers if other == name]

    @property
    def text(self) -> str:
        """The body decoded as its headers say."""
        encoding = self.header("content-encoding")
        decoded = (
            {"br": brotli.decompress, "gzip": gzip.decompress, "": bytes}[encoding](self.body) if self.body else b""
        )
        return str(decoded, "utf-8")

    @property
    def is_html(self) -> bool:
        return self.header("content-type").startswith("text/html")


@dataclass
class Wire:
    """A client without any mercy: it sends what it is told, and shows all that came back. One loop for all it sends."""

    app: ASGIApp
    defaults: Mapping[str, str] = field(default_factory=lambda: FROM_HERE)
    runner: asyncio.Runner = field(default_factory=asyncio.Runner)

    def close(self) -> None:
        self.runner.close()

    def get(self, target: str, **headers: str) -> Reply:
        return self.send("GET", target, headers={name.replace("_", "-"): value for name, value in headers.items()})

    def send(
        self, method: str, target: str, *, headers: Mapping[str, str] | None = None, body: bytes = b"",
        chunk: int = 1 << 20,
    ) -> Reply:  # fmt: skip
        """`target` as in a request line, percent-encoded; header values are sent as latin-1."""
        sent = self._send(method, target, {**self.defaults, **(headers or {})}, body, chunk)
        return self.runner.get_loop().run_until_complete(sent)  # to run it in the runner sets up signals each time

    async def _send(self, method: str, target: str, headers: Mapping[str, str], body: bytes, chunk: int) -> Reply:
        path, _, query = target.partition("?")
        scope: dict[str, Any] = {
            "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": method, "scheme": "https",
            "path": unquote(path), "raw_path": path.encode("latin-1"), "query_string": query.encode("latin-1"),
            "root_path": "", "client": ("203.0.113.7", 4711), "server": ("testserver", 443),
            "headers": [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers.items()],
        }  # fmt: skip
        parts = [body[start : start + chunk] for start in range(0, len(body), chunk)] or [b""]
        waiting: list[Message] = [
            {"type": "http.request", "body": part, "more_body": number < len(parts)}
            for number, part in enumerate(parts, 1)
        ]
        sent: list[Message] = []
        started = answered = time.perf_counter()

        async def receive() -> Message:
            if waiting:
                return waiting.pop(0)
            await asyncio.sleep(3600)
            return {"type": "http.disconnect"}

        async def send(message: Message) -> None:
            nonlocal answered
            if not sent:
                answered = time.perf_counter()
            sent.append(message)

        await self.app(scope, receive, send)
        start = sent[0]
        return Reply(
            start["status"],
            tuple((name.decode("latin-1").lower(), value.decode("latin-1")) for name, value in start["headers"]),
            b"".join(message.get("body", b"") for message in sent[1:]),
            answered - started,
        )
