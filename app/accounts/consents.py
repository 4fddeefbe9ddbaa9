"""What learners agreed to: written down, shown, taken back, with what each taking back erases (domain.consent)."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from app.accounts.domain.consent import TEXTS, Purpose
from app.accounts.models import Account, Consent, LearnerLogin, TrustedPerson


def give(session: Session, learner_id: int, purpose: Purpose, now: datetime) -> None:
    """The learner has just agreed to today's text; agreeing twice is agreeing once."""
    if not holds(session, learner_id, purpose):
        version = TEXTS[purpose].version
        session.add(Consent(learner_id=learner_id, purpose=purpose.value, text_version=version, at=now))
        session.flush()


def holds(session: Session, learner_id: int, purpose: Purpose) -> bool:
    return any(
        row.purpose == purpose.value and row.text_version == TEXTS[purpose].version and row.withdrawn_at is None
        for row in consents_of(session, learner_id)
    )


def consents_of(session: Session, learner_id: int) -> Sequence[Consent]:
    """Oldest first, also those taken back."""
    return session.scalars(select(Consent).where(Consent.learner_id == learner_id).order_by(Consent.id)).all()


def taken_back_since(session: Session, learner_id: int, purpose: Purpose, since: datetime) -> bool:
    """Agreeing anew is for what comes after it."""
    rows = consents_of(session, learner_id)
    return any(row.purpose == purpose.value and row.withdrawn_at and row.withdrawn_at >= since for row in rows)


def withdraw(session: Session, learner_id: int, account_id: int | None, purpose: Purpose, now: datetime) -> None:
    """What was kept for this purpose is erased; `account_id`: None for a guest. Of Purpose.ACCOUNT everything is, which
    app.privacy asks about once more and does: raises ValueError. What Purpose.CERTIFICATE was given for, app.sittings ends."""
    if purpose is Purpose.ACCOUNT:
        raise ValueError("the whole account ends with this consent")
    if purpose is Purpose.PHONE:
        session.execute(update(Account).where(Account.id == account_id).values(phone_mac=None))
    if purpose is Purpose.RECOVERY:
        mine = update(LearnerLogin).where(LearnerLogin.account_id == account_id)
        session.execute(mine.values(question="", answer_hash=""))
        session.execute(delete(TrustedPerson).where(TrustedPerson.account_id == account_id))
    standing = update(Consent).where(Consent.learner_id == learner_id, Consent.withdrawn_at.is_(None))
    session.execute(standing.where(Consent.purpose == purpose.value).values(withdrawn_at=now))
