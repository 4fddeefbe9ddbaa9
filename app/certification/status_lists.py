"""The signed list of what was revoked, as it is at this moment; nothing of it is kept."""

from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection

from app.certification.domain.credential import Issuer
from app.certification.domain.status_list import status_claims
from app.certification.domain.tokens import sign
from app.certification.queries import revoked_places
from app.certification.signing_keys import key_in_use


def signed_list(connection: Connection, number: int, keys: Path, issuer: Issuer, now: datetime) -> str:
    """Raises NoKey."""
    key = key_in_use(connection, keys)
    said = status_claims(revoked_places(connection, number), number, issuer, max(now, key.since))
    return sign(said, "statuslist+jwt", key.id, key.key)
