"""Whose certificates are one person's, by what is kept of identity numbers (domain/identity.py)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, SQLColumnExpression, delete, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from app.certification.domain.identity import identity_mac, key_name
from app.certification.models import Certificate, LearnerIdentity, PendingCertificate
from app.core.db import insert_or_update


@dataclass(frozen=True)
class Matched:
    """A certificate that stands, with what is kept of its holder's number."""

    key: str
    mac: str
    code: str
    issued_at: datetime
    valid_until: date


def keep_identity(session: Session, key: bytes, learner_id: int, number: str, now: datetime) -> None:
    """`number` as domain.identity.read_identity gives it; another number of the same learner takes its place."""
    kept = {"key": key_name(key), "mac": identity_mac(key, number), "at": now}
    row = insert_or_update(session.get_bind().dialect.name, LearnerIdentity).values(learner_id=learner_id, **kept)
    session.execute(row.on_conflict_do_update(index_elements=["learner_id"], set_=kept))


def has_identity(session: Session, learner_id: int) -> bool:
    return session.get(LearnerIdentity, learner_id) is not None


def forget_identity(session: Session, learner_id: int) -> None:
    session.execute(delete(LearnerIdentity).where(LearnerIdentity.learner_id == learner_id))


def certified_elsewhere(session: Session, learner_id: int) -> int:
    """How many other learners with this learner's number hold a certificate that stands."""
    own, other = aliased(LearnerIdentity), aliased(LearnerIdentity)
    wanted = (
        select(func.count())
        .select_from(own)
        .join(other, (other.key == own.key) & (other.mac == own.mac) & (other.learner_id != own.learner_id))
        .where(own.learner_id == learner_id, holds_certificate(other.learner_id))
    )
    return session.scalar(wanted) or 0


def holds_certificate(learner: SQLColumnExpression[int]) -> ColumnElement[bool]:
    """One that stands, or that is to be signed."""
    stands = exists().where(Certificate.learner_id == learner, Certificate.revoked_at.is_(None))
    return or_(stands, exists().where(PendingCertificate.learner_id == learner))


def identities_certified(session: Session) -> Sequence[Matched]:
    """For a province to compare with its own list, by the order of what was issued."""
    wanted = (
        select(
            LearnerIdentity.key, LearnerIdentity.mac, Certificate.code, Certificate.issued_at, Certificate.valid_until
        )
        .join(Certificate, Certificate.learner_id == LearnerIdentity.learner_id)
        .where(Certificate.revoked_at.is_(None))
        .order_by(Certificate.log_index)
    )
    return [Matched(*row) for row in session.execute(wanted)]
