"""Argon2, slow on purpose: passwords are hashed and compared here, never more than two at a time."""

from threading import BoundedSemaphore

from pwdlib.hashers.argon2 import Argon2Hasher

# OWASP's second choice for Argon2id (2025): 19 MiB, 2 passes. Two at a time, or a flood of sign-ins takes the machine.
HASHER = Argon2Hasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
TURNS = BoundedSemaphore(2)
LONGEST_WAIT_S = 3.0
# The hash of a random password that nobody knows: an unknown login costs the same time as a known one.
NOBODYS_HASH = "$argon2id$v=19$m=19456,t=2,p=1$DUfgUEMoUDHRNW6hey9PLA$GXGJ86GkaLy/IhNn0WkdGSLBWUKL6xmQPkKwT2SMSa8"


class HashingBusy(Exception):
    """Too many passwords wait to be hashed: ask the person to try again in a moment."""


def hash_password(password: str) -> str:
    """Raises HashingBusy."""
    with _Turn():
        return HASHER.hash(password)


def matches(password: str, hashed: str) -> bool:
    """Raises HashingBusy."""
    with _Turn():
        return HASHER.verify(password, hashed)


class _Turn:
    """One of the two places for hashing; the wait for it ends. Raises HashingBusy."""

    def __enter__(self) -> None:
        if not TURNS.acquire(timeout=LONGEST_WAIT_S):
            raise HashingBusy

    def __exit__(self, *_: object) -> None:
        TURNS.release()
