"""Protection of every page: response headers, and unsafe methods from our own pages only."""

from collections.abc import Mapping
from urllib.parse import urlsplit

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


def is_same_origin(headers: Mapping[bytes, bytes]) -> bool:
    """Cross-site requests may not change anything: Fetch metadata, with Origin against Host for browsers that send
    none (plain HTTP on a local network). Needs no token, so cached and offline pages keep working.
    Source: OWASP CSRF cheat sheet (2025), Go 1.25 net/http CrossOriginProtection."""
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
