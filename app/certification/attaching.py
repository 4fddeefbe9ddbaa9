"""What somebody takes home of a certificate: the file that proves it, and the paper with that file inside."""

from datetime import datetime

from sqlalchemy import Connection

from app.certification.domain.attachment import Attachment
from app.certification.models import Certificate
from app.certification.signer import Signer
from app.certification.transparency_log import entry_at, prove_inclusion, size_of


def attachment_of(connection: Connection, certificate: Certificate, signer: Signer, now: datetime) -> Attachment:
    """With a head of the log as it is now, signed for who takes it away. Raises as Signer does; IndexError where the log has
    lost the entry."""
    index, size = certificate.log_index, size_of(connection)
    proof = prove_inclusion(connection, index, size)
    return Attachment(
        credential=certificate.token,
        entry=entry_at(connection, index) or "",
        index=index,
        size=size,
        proof=tuple(one.hex() for one in proof.hashes),
        head=signer.head(connection, size, now),
    )
