"""Sessions of who has signed in: a row each, known by the digest of its token, ended by deleting it."""

import secrets
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from app.accounts import queries
from app.accounts.domain import sign_in
from app.accounts.domain.roles import Role
from app.accounts.domain.sign_in import SignedIn
from app.accounts.models import Account, SignInSession
from app.core.ids import digest
from app.learners import queries as learners


@dataclass(frozen=True)
class Started:
    """`token` goes to the browser and nowhere else."""

    token: str
    account: SignedIn


def open_session(session: Session, account_id: int, now: datetime) -> Started:
    """For who has shown who they are."""
    account = session.get_one(Account, account_id)
    token = secrets.token_urlsafe(32)
    expires_at = now + sign_in.longest(Role(account.role))
    session.add(
        SignInSession(
            token_hash=digest(token), account_id=account_id, created_at=now, seen_at=now, expires_at=expires_at
        )
    )
    return Started(token, _signed_in(account, now, now))


def account_of(session: Session, token: str, now: datetime) -> SignedIn | None:
    """Who holds this token; None when the session ended or the account was disabled."""
    found = queries.find_session(session, digest(token))
    if found is None:
        return None
    account, signed_in = found
    if not sign_in.is_alive(Role(account.role), signed_in.seen_at, signed_in.expires_at, now):
        return None
    return _signed_in(account, signed_in.seen_at, signed_in.created_at)


def mark_seen(session: Session, token: str, now: datetime) -> None:
    session.execute(update(SignInSession).where(SignInSession.token_hash == digest(token)).values(seen_at=now))


def learner_of_session(session: Session, token: str) -> int | None:
    """The learner of the account that holds this token; staff have none."""
    account_id = queries.account_of_session(session, digest(token))
    learner = learners.learner_of_account(session, account_id) if account_id is not None else None
    return learner.id if learner else None


def sign_out(session: Session, token: str) -> int | None:
    """Ends the session; returns the learner of its account, who leaves the phone with it."""
    learner = learner_of_session(session, token)
    session.execute(delete(SignInSession).where(SignInSession.token_hash == digest(token)))
    return learner


def end_sessions(session: Session, account_id: int) -> None:
    session.execute(delete(SignInSession).where(SignInSession.account_id == account_id))


def _signed_in(account: Account, seen_at: datetime, since: datetime) -> SignedIn:
    return SignedIn(account.id, account.login, account.name, Role(account.role), account.must_change, seen_at, since)
