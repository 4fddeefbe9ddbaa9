"""Pages that are the same bytes for everyone: rendered and compressed once, answered before the framework.

This is the seam for launch day: whatever serves page bytes faster replaces this file only.
"""

import gzip
import hashlib
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import brotli
from fastapi import FastAPI
from prometheus_client import Counter
from starlette.types import ASGIApp, Message, Receive, Scope, Send

Headers = list[tuple[bytes, bytes]]
_ACCEPTED = re.compile(rb"(?:^|[\s,])(br|gzip)\s*(?=,|$|;\s*q=(?!0(?:\.0*)?\s*(?:,|$)))")
_REPEATED = {b"cache-control", b"vary"}  # a 304 repeats these (RFC 9110 §15.4.5); the browser keeps the rest

SERVED = Counter("hocvuso_prebuilt_total", "Prebuilt pages and assets served", ["status"])
_FRESH, _UNCHANGED = SERVED.labels("200"), SERVED.labels("304")


@dataclass(frozen=True, slots=True, eq=False)
class Prebuilt:
    """One body in three encodings, with the headers of each answer ready to send. Each encoding has an ETag of its own:
    a strong one stands for the very bytes (RFC 9110 §8.8.3.3)."""

    etags: dict[bytes, bytes]
    bodies: dict[bytes, bytes]
    headers: dict[bytes, Headers]
    unchanged: dict[bytes, Headers]


def prebuild(body: bytes, content_type: str, *, headers: Iterable[tuple[str, str]], quality: int = 9) -> Prebuilt:
    """Brotli `quality` is 0–11: 9 takes half a millisecond a page; 11, for assets, a hundred times that for 8 % less."""
    name = hashlib.sha256(body).hexdigest()[:16].encode()
    common: Headers = [(name.lower().encode(), value.encode()) for name, value in headers]
    # The default window of 4 MB costs 5 ms to set up for a page of 4 KB; 64 KB compresses it as well.
    bodies = {
        b"br": brotli.compress(body, quality=quality, lgwin=16),
        b"gzip": gzip.compress(body, 9, mtime=0),
        b"": body,
    }
    etags = {encoding: b'"%s%s"' % (name, b"-" + encoding if encoding else b"") for encoding in bodies}
    whole = {
        encoding: [
            (b"content-type", content_type.encode()),
            (b"content-length", str(len(encoded)).encode()),
            (b"etag", etags[encoding]),
            *common,
            *([(b"content-encoding", encoding)] if encoding else []),
        ]
        for encoding, encoded in bodies.items()
    }
    repeated = [pair for pair in common if pair[0] in _REPEATED]
    unchanged = {encoding: [(b"etag", etag), *repeated] for encoding, etag in etags.items()}
    return Prebuilt(etags, bodies, whole, unchanged)


# What to send for a request, with headers of this answer alone (cookies).
Find = Callable[[Scope, dict[bytes, bytes]], tuple[Prebuilt, Headers] | None]


class PrebuiltPages:
    """ASGI: answers GET and HEAD from `find`, passes everything else on to `behind`, which leads to the application."""

    def __init__(self, app: FastAPI, behind: ASGIApp, find: Find) -> None:
        self.app = app
        self._behind = behind
        self._find = find

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["method"] in ("GET", "HEAD"):
            headers = dict(scope["headers"])
            found = self._find(scope, headers)
            if found is not None:
                await _send(*found, headers, scope["method"] == "HEAD", send)
                return
            if scope["method"] == "HEAD":
                await self._behind({**scope, "method": "GET"}, receive, _without_body(send))
                return
        await self._behind(scope, receive, send)


def _without_body(send: Send) -> Send:
    """HEAD is answered as GET, less the body."""

    async def send_head(message: Message) -> None:
        if message["type"] == "http.response.body":
            message = {**message, "body": b""}
        await send(message)

    return send_head


@lru_cache(maxsize=512)  # browsers send a handful of different ones
def accepted(accept_encoding: bytes) -> tuple[bytes, ...]:
    """Which of br and gzip the browser takes (RFC 9110 §12.5.3)."""
    return tuple(_ACCEPTED.findall(accept_encoding))


async def _send(page: Prebuilt, extra: Headers, headers: dict[bytes, bytes], head: bool, send: Send) -> None:
    takes = accepted(headers.get(b"accept-encoding", b""))
    encoding = b"br" if b"br" in takes else b"gzip" if b"gzip" in takes else b""
    if_none_match = headers.get(b"if-none-match")
    if if_none_match is not None and page.etags[encoding] in if_none_match:
        _UNCHANGED.inc()
        await send({"type": "http.response.start", "status": 304, "headers": [*page.unchanged[encoding], *extra]})
        await send({"type": "http.response.body", "body": b""})
        return
    _FRESH.inc()
    start: dict[str, Any] = {"type": "http.response.start", "status": 200, "headers": [*page.headers[encoding], *extra]}
    await send(start)
    await send({"type": "http.response.body", "body": b"" if head else page.bodies[encoding]})
