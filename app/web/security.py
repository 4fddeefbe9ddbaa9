"""Protection of every page: response headers, and unsafe methods from our own pages only."""

import re
from collections.abc import Mapping, Set
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
_HOST = re.compile(r"(?:\[([0-9a-f:.]+)\]|([a-z0-9._-]+?))\.?(?::\d{1,5})?")
PROBES = {"/healthz", "/readyz"}
SAFE_METHODS = {"GET", "HEAD", "OPTIONS"}


def page_headers(*, https: bool) -> tuple[tuple[str, str], ...]:
    return (*PAGE_HEADERS, TRANSPORT) if https else PAGE_HEADERS


def host_of(headers: Mapping[bytes, bytes]) -> str:
    """The name that the request asked for, without its port; "" for none that could be one."""
    match = _HOST.fullmatch(headers.get(b"host", b"").decode("latin-1").lower())
    return (match[1] or match[2]) if match else ""


def is_for_us(hosts: Set[str], path: str, headers: Mapping[bytes, bytes]) -> bool:
    """Whether the request asks for one of our names; without `hosts` any name is ours. Probes come by address."""
    return not hosts or path in PROBES or host_of(headers) in hosts


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
