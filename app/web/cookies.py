"""How our cookies are written: their names, flags and length of life."""

from starlette.responses import Response

from app.core.config import Settings

LONGEST_S = 400 * 24 * 3600  # browsers keep no cookie longer


def guarded(settings: Settings, name: str) -> str:
    """The cookie's real name: browsers keep `__Host-` cookies only where transport is safe."""
    return f"__Host-{name}" if settings.secure_cookies else name


def set_cookie(
    settings: Settings, response: Response, name: str, value: str, *, script: bool = False, max_age: int = LONGEST_S
) -> None:
    """`script`: scripts may read it. `value` holds cookie octets only (RFC 6265 §4.1.1). Written out by hand: the standard
    library's cookie takes longer than the rest of the header."""
    flags = f"{'; Secure' if settings.secure_cookies else ''}{'' if script else '; HttpOnly'}"
    cookie = f"{name}={value}; Max-Age={max_age}; Path=/; SameSite=lax{flags}"
    response.raw_headers.append((b"set-cookie", cookie.encode("ascii")))


def drop_cookie(settings: Settings, response: Response, name: str, *, script: bool = False) -> None:
    # With the same attributes: a browser ignores a __Host- cookie without them, even one that deletes.
    response.delete_cookie(name, path="/", secure=settings.secure_cookies, httponly=not script, samesite="lax")
