"""Use cases: a teacher is appointed to a duty, and relieved of it."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts import queries
from app.accounts.domain.duties import Duty
from app.accounts.domain.login import as_login
from app.accounts.domain.roles import Role
from app.accounts.models import Account, Appointment
from app.accounts.service import NoSuchLogin


class NoTeacher(Exception):
    """Only teachers are appointed; admins have every duty."""


def appoint(session: Session, login: str, duty: Duty, now: datetime) -> str:
    """Gives the login as it is stored. Raises NoSuchLogin, NoTeacher. Nothing changes for who has the duty."""
    teacher = locked_teacher(session, login)
    if _held(session, teacher.id, duty) is None:
        session.add(Appointment(account_id=teacher.id, duty=duty, granted_at=now))
    return teacher.login


def relieve(session: Session, login: str, duty: Duty, now: datetime) -> str:
    """Gives the login as it is stored. Raises NoSuchLogin. Nothing changes for who has not the duty."""
    account = _account(session, login)
    held = _held(session, account.id, duty)
    if held is not None:
        held.taken_at = now
    return account.login


def locked_teacher(session: Session, login: str) -> Account:
    """Until the transaction ends, so that two who appoint them come one after the other. Raises NoSuchLogin, NoTeacher."""
    account = _account(session, login)
    if Role(account.role) is not Role.TEACHER:
        raise NoTeacher
    session.refresh(account, with_for_update=True)
    return account


def _account(session: Session, login: str) -> Account:
    account = queries.find_account(session, as_login(login), None)
    if account is None:
        raise NoSuchLogin
    return account


def _held(session: Session, account_id: int, duty: Duty) -> Appointment | None:
    mine = Appointment.account_id == account_id, Appointment.duty == duty, Appointment.taken_at.is_(None)
    return session.scalar(select(Appointment).where(*mine))
