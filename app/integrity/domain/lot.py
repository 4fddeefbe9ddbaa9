"""Who is tested again by a stranger: drawn by lot, from a seed whose digest is published before and which is told
afterwards, mixed with what the public log had become by then, so that nobody can be spared or chosen, nobody knows the lot
before, whoever reads the seed included, and it can be drawn again."""

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256

from app.quiz.domain.detection import Share, share

LEAST_SHARE, MOST_SHARE = 0.03, 0.05


@dataclass(frozen=True)
class Rechecked:
    """What was claimed and what a stranger then saw, of the same people."""

    claimed: Share
    confirmed: Share


def lot_seed(secret: str, root: str) -> str:
    """SHA-256 of "<secret>/<root>" in hexadecimal; `root`: the head of the public log, in hexadecimal."""
    return sha256(f"{secret}/{root}".encode()).hexdigest()


def is_drawn(name: str, seed: str, rate: float) -> bool:
    """`rate` is the share (0–1) of names that are drawn. The name's number is the first 64 bits of SHA-256 of
    "<seed>/<name>": whoever has seed and names draws the same."""
    number = int.from_bytes(sha256(f"{seed}/{name}".encode()).digest()[:8])
    return number < rate * 2**64


def drawn(names: Iterable[str], seed: str, rate: float) -> tuple[str, ...]:
    """In the order of the lot, so that the first of them are a lot as well."""
    chosen = [name for name in names if is_drawn(name, seed, rate)]
    return tuple(sorted(chosen, key=lambda name: sha256(f"{seed}/{name}".encode()).digest()))


def rechecked(claimed: int, confirmed: int, of: int, sat_again: int) -> Rechecked:
    """`claimed` of `of` people were certified at first; `confirmed` of the `sat_again` who were drawn and came were seen to
    be able. With 95 % intervals (app/quiz/domain/detection.py)."""
    return Rechecked(share(claimed, of), share(confirmed, sat_again))
