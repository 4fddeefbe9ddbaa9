"""Who signs: this process itself, with keys that it can read, or another one that alone can (signing_apart.py).

What is signed is made of rows, never of what somebody says they hold.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

from sqlalchemy import Connection

from app.certification.domain.credential import Issuer, JsonObject, head_statement
from app.certification.domain.merkle_tree import Hash
from app.certification.domain.tokens import sign
from app.certification.signing_keys import PublicHalf, key_in_use, make_key
from app.certification.status_lists import signed_list
from app.certification.transparency_log import root_of


class SignerAway(Exception):
    """It does not answer now: nothing is lost, and asking again is the remedy."""


class SignerRefuses(Exception):
    """`why`: a word for the operator."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class Signer(Protocol):
    """Raises NoKey, SignerAway, SignerRefuses; IndexError for what the log does not have."""

    def head(self, connection: Connection, size: int, now: datetime) -> str:
        """Of the first `size` entries of the log."""

    def statuses(self, connection: Connection, number: int, now: datetime) -> str:
        """The list of what was revoked, of this number."""

    def make_key(self, now: datetime) -> PublicHalf:
        """The next one; it signs nothing until the database names it."""


@dataclass(frozen=True)
class SignerHere:
    """With the keys in this folder."""

    keys: Path
    issuer: Issuer

    def head(self, connection: Connection, size: int, now: datetime) -> str:
        return self.head_of(connection, size, root_of(connection, size), now)

    def head_of(
        self, connection: Connection, size: int, root: Hash, now: datetime, restored: Sequence[JsonObject] = ()
    ) -> str:
        """As domain.credential.head_statement."""
        key = key_in_use(connection, self.keys)
        told = head_statement(size, root, max(now, key.since), self.issuer, restored)
        return sign(told, "log-head+jwt", key.id, key.key)

    def statuses(self, connection: Connection, number: int, now: datetime) -> str:
        return signed_list(connection, number, self.keys, self.issuer, now)

    def make_key(self, now: datetime) -> PublicHalf:
        return make_key(self.keys, now)
