"""Protection around every request, in plain ASGI: response headers, and unsafe methods from our own pages only."""

from urllib.parse import urlsplit

from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.web.errors import refuse

CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'; object-src 'none'; manifest-src 'self'"
)
PAGE_HEADERS = (
    ("Content-Security-Policy", CSP),
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "same-origin"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=()"),
)
TRANSPORT = ("Strict-Transport-Security", "max-age=31536000")
SAFE_METHODS = {"GET", "HEAD", "OPTIONS"}


def page_headers(*, https: bool) -> tuple[tuple[str, str], ...]:
    return (*PAGE_HEADERS, TRANSPORT) if https else PAGE_HEADERS


class ResponseHeaders:
    def __init__(self, app: ASGIApp, *, https: bool) -> None:
        self._app = app
        self._headers = [(name.lower().encode(), value.encode()) for name, value in page_headers(https=https)]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                given = {name for name, _ in message["headers"]}
                message["headers"] = [*message["headers"], *(pair for pair in self._headers if pair[0] not in given)]
            await send(message)

        await self._app(scope, receive, send_with_headers if scope["type"] == "http" else send)


class BodyLimit:
    """A body of more than `most` bytes, declared or counted, is refused with a page. (The framework's own limit says so
    in English, without our headers.)"""

    def __init__(self, app: ASGIApp, *, most: int) -> None:
        self._app = app
        self._most = most

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        declared = dict(scope["headers"]).get(b"content-length", b"")
        if declared.isdigit() and int(declared[:12]) > self._most:
            await refuse(413, scope, receive, send)
            return
        size = 0

        async def counted_receive() -> Message:
            nonlocal size
            message = await receive()
            size += len(message.get("body", b""))
            if size > self._most:
                raise HTTPException(413)
            return message

        await self._app(scope, counted_receive, send)


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
        try:
            return urlsplit(origin.decode("latin-1")).netloc == headers.get(b"host", b"").decode("latin-1")
        except ValueError:  # such as "https://["
            return False
    # Neither header: not a browser. Harmless as long as it brings no one's cookie.
    return b"cookie" not in headers
