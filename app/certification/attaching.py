"""What somebody takes home of a certificate: the file that proves it, and the paper with that file inside."""

from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection

from app.certification.domain.attachment import Attachment
from app.certification.domain.credential import Issuer
from app.certification.log_heads import head_now
from app.certification.models import Certificate
from app.certification.transparency_log import entry_at, prove_inclusion, size_of


def attachment_of(
    connection: Connection, certificate: Certificate, keys: Path, issuer: Issuer, now: datetime
) -> Attachment:
    """With a head of the log as it is now. Raises NoKey; IndexError where the log has lost the entry."""
    index, size = certificate.log_index, size_of(connection)
    proof = prove_inclusion(connection, index, size)
    return Attachment(
        credential=certificate.token,
        entry=entry_at(connection, index) or "",
        index=index,
        size=size,
        proof=tuple(one.hex() for one in proof.hashes),
        head=head_now(connection, keys, issuer, size, now),
    )
