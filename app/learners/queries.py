"""Selects: who is on a phone, who belongs to an account."""

from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.learners.domain.device import Device
from app.learners.models import Learner

NEW = timedelta(minutes=10)  # after which a first reply that was lost is not waited for any more


def learners_of(session: Session, device: Device) -> list[Learner | None]:
    """In the order of the phone; None where a learner was deleted meanwhile."""
    found = session.scalars(select(Learner).where(Learner.id.in_(device.learners)))
    by_id = {learner.id: learner for learner in found}
    return [by_id.get(learner) for learner in device.learners]


def find_learner(session: Session, learner_id: int | None) -> Learner | None:
    return session.get(Learner, learner_id) if learner_id is not None else None


def is_new_guest(session: Session, learner_id: int, now: datetime) -> bool:
    """Made a moment ago for a first answer, and nobody's yet: without a name, without an account."""
    learner = session.get(Learner, learner_id)
    return learner is not None and not learner.name and learner.account_id is None and now - learner.created_at < NEW


def learner_of_account(session: Session, account_id: int) -> Learner | None:
    return session.scalar(select(Learner).where(Learner.account_id == account_id))


def count_readers(session: Session) -> dict[tuple[str, str], int]:
    """How many learners there are of each audience and comfort of reading."""
    kinds = (Learner.audience, Learner.comfort)
    rows = session.execute(select(*kinds, func.count()).group_by(*kinds))
    return {(audience, comfort): count for audience, comfort, count in rows}
