"""Identifiers: random tokens, signatures, content versions, slugs."""

import base64
import hashlib
import hmac
import os
import re
import secrets
from functools import lru_cache

SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
SLUG_MAX = 60
TOKENS_AT_ONCE = 256
_spare_tokens: list[str] = []
os.register_at_fork(after_in_child=_spare_tokens.clear)  # two processes must not give out the same ones


def new_token() -> str:
    """128 random bits, 22 URL-safe characters; never the same twice. (Every request needs one. Asking the system for a
    few bytes gives the turn to another thread, and getting it back takes longer than the request.)"""
    while True:
        try:
            return _spare_tokens.pop()
        except IndexError:
            _spare_tokens.extend(_tokens_of(os.urandom(16 * TOKENS_AT_ONCE)))


def _tokens_of(random: bytes) -> list[str]:
    pieces = (random[start : start + 16] for start in range(0, len(random), 16))
    return [base64.urlsafe_b64encode(piece)[:22].decode() for piece in pieces]


def new_number() -> int:
    """62 random bits, never 0: an id that is not given twice, even after a database was restored or made anew."""
    return secrets.randbits(62) or 1


def is_token(value: str) -> bool:
    return re.fullmatch(r"[A-Za-z0-9_-]{22}", value) is not None


def digest(value: str) -> str:
    """SHA-256 in hexadecimal: how a secret is kept so that it can be recognised but not read."""
    return hashlib.sha256(value.encode()).hexdigest()


def version_of(text: str, key: bytes = b"") -> str:
    """The version of a text: 12 hexadecimal digits (48 bits). With a key nobody can try guesses of the text on it, where
    the text holds what is not shown; without one it is the start of the SHA-256."""
    if not key:
        return digest(text)[:12]
    return hashlib.blake2b(f"version\0{text}".encode(), key=_fitted(key), digest_size=6).hexdigest()


def is_version(value: str) -> bool:
    return re.fullmatch(r"[0-9a-f]{12}", value) is not None


def is_slug(value: str) -> bool:
    return len(value) <= SLUG_MAX and SLUG.fullmatch(value) is not None


def signature(key: bytes, purpose: str, value: str) -> str:
    """Keyed BLAKE2b (RFC 7693) of 128 bits over the purpose and the value; the purpose keeps one use from serving
    another."""
    mac = hashlib.blake2b(f"{purpose}\0{value}".encode(), key=_fitted(key), digest_size=16).digest()
    return base64.urlsafe_b64encode(mac).rstrip(b"=").decode()


@lru_cache(maxsize=8)
def _fitted(key: bytes) -> bytes:
    """BLAKE2b takes keys of up to 64 bytes; a settings file may hold any length."""
    return hashlib.sha512(key).digest()


def is_signature(key: bytes, purpose: str, value: str, claimed: str) -> bool:
    return hmac.compare_digest(signature(key, purpose, value).encode(), claimed.encode())
