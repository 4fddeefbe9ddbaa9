"""Use cases: who keeps the certification bank, with its keys. Nobody both keeps it and supervises who is asked from it."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.accounts.appointments import appoint, locked_teacher
from app.accounts.domain.duties import Duty
from app.courses.domain.standards import read_standard
from app.sittings.domain.retakes import months_after
from app.sittings.models import Sitting, StandardVersion, Supervision
from app.sittings.steering import is_open


class HasOpenClass(Exception):
    """They are supervising people who are asked from it."""


def grant_bank(session: Session, login: str, now: datetime) -> tuple[str, datetime | None]:
    """The login as it is stored, and until when certificates from classes of theirs may be valid; None: there are none.
    Raises NoSuchLogin, NoTeacher, HasOpenClass. Nothing changes for who has it."""
    account = locked_teacher(session, login)  # nobody opens a class meanwhile
    classes = session.scalars(
        select(Supervision).where(Supervision.supervisor_id == account.id, Supervision.closed_at.is_(None))
    )
    if any(is_open(one, now) for one in classes):
        raise HasOpenClass
    return appoint(session, login, Duty.BANK, now), supervised_until(session, account.id, now)


def supervised_until(session: Session, account_id: int, now: datetime) -> datetime | None:
    """When the last certificate may end that somebody got in a class of this person; None when none is valid any more."""
    mine = (
        select(func.max(Sitting.active_at), StandardVersion.text)
        .join(Supervision, Supervision.id == Sitting.supervision_id)
        .join(StandardVersion, StandardVersion.version == Sitting.standard_version)
        .where(Supervision.supervisor_id == account_id)
        .group_by(StandardVersion.version, StandardVersion.text)
    )
    ends = (months_after(at, read_standard(text).valid_months) for at, text in session.execute(mine))
    return max((end for end in ends if end > now), default=None)
