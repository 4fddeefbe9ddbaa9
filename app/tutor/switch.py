"""The switch of the language model: an admin turns it, and every process asks it before each use."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.tutor.models import ModelSwitch

SHOWN_SWITCHINGS = 10


def is_on(session: Session) -> bool:
    newest = select(ModelSwitch.is_on).order_by(ModelSwitch.id.desc()).limit(1)
    return session.scalar(newest) is not False


def switch(session: Session, account_id: int, now: datetime, *, on: bool) -> None:
    """From the next question on, in every process. Switching to what it is changes nothing."""
    if is_on(session) is not on:
        session.add(ModelSwitch(is_on=on, account_id=account_id, at=now))


def switchings(session: Session) -> Sequence[ModelSwitch]:
    """The newest first."""
    return session.scalars(select(ModelSwitch).order_by(ModelSwitch.id.desc()).limit(SHOWN_SWITCHINGS)).all()
