"""Protection around every request, in plain ASGI: response headers, and unsafe methods from our own pages only."""

from urllib.parse import urlsplit

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.web.errors import refuse

CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'; object-src 'none'; manifest-src 'self'"
)
PAGE_HEADERS = (
    ("Content-Security-Policy", CSP),
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "same-origin"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=()"),
)
SAFE_METHODS = {"GET", "HEAD", "OPTIONS"}


class ResponseHeaders:
    def __init__(self, app: ASGIApp, *, https: bool) -> None:
        self._app = app
        self._headers = [*PAGE_HEADERS]
        if https:
            self._headers.append(("Strict-Transport-Security", "max-age=31536000"))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in self._headers:
                    headers.setdefault(name, value)
            await send(message)

        await self._app(scope, receive, send_with_headers if scope["type"] == "http" else send)


class SameOrigin:
    """Cross-site requests may not change anything: Fetch metadata, with Origin against Host for browsers that send
    none (plain HTTP on a local network). Needs no token, so cached and offline pages keep working.
    Source: OWASP CSRF cheat sheet (2025), Go 1.25 net/http CrossOriginProtection."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["method"] not in SAFE_METHODS and not is_same_origin(scope["headers"]):
            await refuse(403, scope, receive, send)
        else:
            await self._app(scope, receive, send)


def is_same_origin(raw_headers: list[tuple[bytes, bytes]]) -> bool:
    headers = dict(raw_headers)
    site = headers.get(b"sec-fetch-site")
    if site is not None:
        return site in (b"same-origin", b"none")
    origin = headers.get(b"origin")
    if origin is not None:
        return urlsplit(origin.decode("latin-1")).netloc == headers.get(b"host", b"").decode("latin-1")
    # Neither header: not a browser. Harmless as long as it brings no one's cookie.
    return b"cookie" not in headers
