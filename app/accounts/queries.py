"""Selects: whose login, whose token, whose name; everybody who has an account."""

from collections.abc import Collection, Sequence

from sqlalchemy import Row, func, select
from sqlalchemy.orm import Session

from app.accounts.domain.duties import Duty
from app.accounts.domain.roles import Role
from app.accounts.models import Account, Appointment, LearnerLogin, SignInSession


def account_of_session(session: Session, token_hash: str) -> int | None:
    return session.scalar(select(SignInSession.account_id).where(SignInSession.token_hash == token_hash))


def find_account(session: Session, login: str, phone_mac: str | None) -> Account | None:
    """By phone when what was typed is a phone number, else by login; disabled accounts are not found."""
    known = Account.phone_mac == phone_mac if phone_mac else Account.login == login
    return session.scalar(select(Account).where(known, Account.disabled_at.is_(None)))


def account_of_card(session: Session, card: str) -> Account | None:
    """Whose card this is; nobody's when they may not sign in any more."""
    mine = LearnerLogin.account_id == Account.id
    return session.scalar(
        select(Account).join(LearnerLogin, mine).where(LearnerLogin.card == card, Account.disabled_at.is_(None))
    )


def learner_login(session: Session, account_id: int) -> LearnerLogin | None:
    """None of staff, and of learners whose account an admin made and who never had a card."""
    return session.get(LearnerLogin, account_id)


def find_session(session: Session, token_hash: str) -> Row[Account, SignInSession] | None:
    return session.execute(
        select(Account, SignInSession)
        .join(SignInSession, SignInSession.account_id == Account.id)
        .where(SignInSession.token_hash == token_hash, Account.disabled_at.is_(None))
    ).one_or_none()


def is_disabled(session: Session, login: str) -> bool:
    """False also where nobody has this login."""
    return session.scalar(select(Account.disabled_at).where(Account.login == login)) is not None


def is_login_taken(session: Session, login: str) -> bool:
    return session.scalar(select(Account.id).where(Account.login == login)) is not None


def logins_from(session: Session, stem: str) -> set[str]:
    return set(session.scalars(select(Account.login).where(Account.login.startswith(stem))))


def is_phone_taken(session: Session, phone_mac: str) -> bool:
    return session.scalar(select(Account.id).where(Account.phone_mac == phone_mac)) is not None


def names_of(session: Session, account_ids: Collection[int]) -> dict[int, str]:
    """Also of accounts that are disabled by now: what they wrote is still theirs."""
    rows = session.execute(select(Account.id, Account.name).where(Account.id.in_(account_ids)))
    return {row.id: row.name for row in rows}


def roles_of(session: Session, account_ids: Collection[int]) -> dict[int, Role]:
    """Only of accounts that may sign in."""
    rows = session.execute(
        select(Account.id, Account.role).where(Account.id.in_(account_ids), Account.disabled_at.is_(None))
    )
    return {row.id: Role(row.role) for row in rows}


def appointed(session: Session, duty: Duty, account_ids: Collection[int]) -> frozenset[int]:
    """Which of these hold an appointment to it now."""
    held = Appointment.duty == duty, Appointment.taken_at.is_(None), Appointment.account_id.in_(account_ids)
    return frozenset(session.scalars(select(Appointment.account_id).where(*held)))


def staff(session: Session) -> Sequence[Account]:
    """Also those who may not sign in any more, at the end."""
    rows = select(Account).where(Account.role != Role.LEARNER.value)
    return session.scalars(rows.order_by(Account.disabled_at.is_not(None), Account.role, Account.login)).all()


def accounts_like(session: Session, text: str, most: int) -> Sequence[Account]:
    """Whose login holds the text (domain.login.as_login); a login begins as the name of its owner."""
    rows = select(Account).where(Account.login.contains(text, autoescape=True))
    return session.scalars(rows.order_by(Account.login).limit(most)).all()


def count_learners(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(Account).where(Account.role == Role.LEARNER.value)) or 0
