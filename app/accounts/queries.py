"""Selects: who is on a phone, whose login, whose token."""

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from app.accounts.domain.device import Device
from app.accounts.models import Account, Learner, SignInSession


def learners_of(session: Session, device: Device) -> list[Learner | None]:
    """In the order of the phone; None where a learner was deleted meanwhile."""
    found = session.scalars(select(Learner).where(Learner.id.in_(device.learners)))
    by_id = {learner.id: learner for learner in found}
    return [by_id.get(learner) for learner in device.learners]


def find_learner(session: Session, learner_id: int | None) -> Learner | None:
    return session.get(Learner, learner_id) if learner_id is not None else None


def learner_of_account(session: Session, account_id: int) -> Learner | None:
    return session.scalar(select(Learner).where(Learner.account_id == account_id))


def learner_of_session(session: Session, token_hash: str) -> int | None:
    """The learner of the account that holds this sign-in session; staff have none."""
    owner = select(SignInSession.account_id).where(SignInSession.token_hash == token_hash)
    return session.scalar(select(Learner.id).where(Learner.account_id == owner.scalar_subquery()))


def find_account(session: Session, login: str, phone_mac: str | None) -> Account | None:
    """By phone when what was typed is a phone number, else by login; disabled accounts are not found."""
    known = Account.phone_mac == phone_mac if phone_mac else Account.login == login
    return session.scalar(select(Account).where(known, Account.disabled_at.is_(None)))


def find_session(session: Session, token_hash: str) -> Row[Account, SignInSession] | None:
    return session.execute(
        select(Account, SignInSession)
        .join(SignInSession, SignInSession.account_id == Account.id)
        .where(SignInSession.token_hash == token_hash, Account.disabled_at.is_(None))
    ).one_or_none()


def logins_from(session: Session, stem: str) -> set[str]:
    return set(session.scalars(select(Account.login).where(Account.login.startswith(stem))))


def is_phone_taken(session: Session, phone_mac: str) -> bool:
    return session.scalar(select(Account.id).where(Account.phone_mac == phone_mac)) is not None
