"""Certificates that are promised and wait for the signer in another process (signing_apart.py), which sees only what has
been committed: they are written with what they are about, and signed a moment later."""

from collections.abc import Sequence

from sqlalchemy import delete, exists, select, update
from sqlalchemy.orm import Session

from app.certification import transparency_log
from app.certification.domain.confirmation import Confirmation, as_text
from app.certification.domain.credential import is_what_was_signed, log_entry
from app.certification.domain.status_list import place_in_list
from app.certification.domain.tokens import BadToken, read
from app.certification.models import Certificate, PendingCertificate
from app.certification.signing_keys import verifying_keys, wait_for_turn


def pending_about(session: Session, subject: str) -> PendingCertificate | None:
    return session.scalar(select(PendingCertificate).where(PendingCertificate.subject == subject))


def find_pending(session: Session, code: str) -> PendingCertificate | None:
    return session.get(PendingCertificate, code)


def pending_certificates(session: Session) -> Sequence[PendingCertificate]:
    """The one that was asked for first comes first."""
    wanted = select(PendingCertificate).order_by(PendingCertificate.asked_at, PendingCertificate.code)
    return session.scalars(wanted).all()


def has_pending(session: Session, learner_id: int) -> bool:
    return bool(session.scalar(select(exists().where(PendingCertificate.learner_id == learner_id))))


def take_back(session: Session, code: str) -> bool:
    """Whether it waited: it is not signed any more, or what was signed of it is believed by nobody."""
    gone = delete(PendingCertificate).where(PendingCertificate.code == code).returning(PendingCertificate.code)
    return session.execute(gone).first() is not None


def note_refusal(session: Session, code: str, why: str) -> None:
    session.execute(update(PendingCertificate).where(PendingCertificate.code == code).values(refusal=why[:40]))


def keep_signed(session: Session, code: str, token: str, confirmation: Confirmation) -> bool:
    """The entry of the log and the row, in the caller's transaction. False where it waits no more: another server was
    quicker, or it was taken back. Raises BadToken where this is not what it waits for."""
    connection = session.connection()
    wait_for_turn(connection)
    found = session.get(PendingCertificate, code, populate_existing=True)
    if found is None:
        return False
    signed = read(token, "vc+jwt", verifying_keys(connection))
    is_ours = (confirmation.code, confirmation.salt) == (code, found.salt)
    if not is_ours or not is_what_was_signed(confirmation, place_in_list(found.status_index), signed):
        raise BadToken("other-token")
    at = transparency_log.append(connection, [log_entry("issued", token, confirmation.issued_at)])
    session.add(certificate_row(found, confirmation, token, at))
    session.delete(found)
    session.flush()
    return True


def certificate_row(
    promised: PendingCertificate, confirmation: Confirmation, token: str, log_index: int
) -> Certificate:
    return Certificate(
        code=promised.code,
        subject=promised.subject,
        learner_id=promised.learner_id,
        confirmation=as_text(confirmation),
        token=token,
        status_index=promised.status_index,
        log_index=log_index,
        issued_at=confirmation.issued_at,
        valid_until=confirmation.valid_until,
        show_name=promised.show_name,
    )
