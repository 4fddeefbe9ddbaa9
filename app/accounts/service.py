"""Use cases: accounts, signing in, whether the phone's guest is the account's learner.

Signing in takes three steps so that no transaction is open while the password is hashed (50 ms, and waiting for a
turn): `count_attempt`, commit, `is_right`, `start_session`. The count stays whatever happens after it.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, update
from sqlalchemy.orm import InstrumentedAttribute, Session

from app.accounts import hashing, queries
from app.accounts.domain import login as logins
from app.accounts.domain import throttle
from app.accounts.domain.learner_login import SecretKind, is_closed
from app.accounts.domain.password import one_time_password
from app.accounts.domain.roles import Role
from app.accounts.domain.sign_in import SignedIn
from app.accounts.hashing import hash_password, matches
from app.accounts.models import Account, Attempt, LearnerLogin, SignInSession
from app.accounts.sign_in_sessions import Started, end_sessions, open_session
from app.accounts.throttling import Throttled, count_source, count_within, source_key_of
from app.core.ids import signature
from app.learners import queries as learners
from app.learners.domain.device import Device
from app.learners.domain.reading import Reading
from app.learners.models import Learner
from app.learners.service import learner_for_account


class NoSuchLogin(Exception):
    """No account that may sign in has this login."""


class PhoneTaken(Exception):
    """Another account already signs in with this phone number."""


@dataclass(frozen=True)
class CreatedAccount:
    id: int
    login: str
    one_time_password: str


@dataclass(frozen=True)
class Counted:
    """An attempt that may go on. `account_id` is None when nobody has this login; `is_closed`: so many wrong ones in a row
    that the right secret is not taken any more either (domain.learner_login)."""

    account_id: int | None
    password_hash: str
    account_key: str
    source_key: str
    is_closed: bool = False


# Accounts


def create_account(
    session: Session, secret: bytes, role: Role, name: str, phone: str | None, now: datetime
) -> CreatedAccount:
    """`name` as app.web.forms.PersonName cleans it. Raises ValueError when `phone` is no phone number, PhoneTaken."""
    password = one_time_password(secrets.randbelow)
    hashed = hash_password(password)
    stem = logins.login_stem(name, role)
    login = logins.free_login(stem, queries.logins_from(session, stem))
    phone_mac = free_phone(session, secret, phone) if phone else None
    account = Account(
        login=login, name=name, role=role, password_hash=hashed, must_change=True, phone_mac=phone_mac, created_at=now
    )  # fmt: skip
    session.add(account)
    session.flush()
    return CreatedAccount(account.id, account.login, password)


def change_password(session: Session, account: SignedIn, password: str, now: datetime) -> Started:
    """`password` was judged by domain.password. Every session of the account ends, a new one starts."""
    set_password(session, account.account_id, password)
    end_sessions(session, account.account_id)
    return open_session(session, account.account_id, now)


def disable_account(session: Session, login: str, now: datetime) -> str:
    """Nobody signs in with it any more and every session ends; what was learned stays. Gives the login as it is
    stored. Raises NoSuchLogin."""
    account = _account_named(session, login)
    account.disabled_at = now
    end_sessions(session, account.id)
    return account.login


def give_one_time_password(session: Session, login: str) -> CreatedAccount:
    """For who forgot the old one: every session ends. Raises NoSuchLogin."""
    account = _account_named(session, login)
    password = one_time_password(secrets.randbelow)
    account.password_hash, account.must_change = hash_password(password), True
    forgive_wrong(session, account.id)
    forgive_answers(session, account.id)
    end_sessions(session, account.id)
    return CreatedAccount(account.id, account.login, password)


def set_password(session: Session, account_id: int, password: str) -> None:
    """A password that need not be changed at the next sign-in."""
    change = update(Account).where(Account.id == account_id)
    session.execute(change.values(password_hash=hash_password(password), must_change=False))


def _account_named(session: Session, login: str) -> Account:
    account = queries.find_account(session, logins.as_login(login), None)
    if account is None:
        raise NoSuchLogin
    return account


def free_phone(session: Session, secret: bytes, phone: str) -> str:
    """How the number is recognised. Raises ValueError when it is no phone number, PhoneTaken."""
    mac = _phone_mac(secret, phone)
    if mac is None:
        raise ValueError("Số điện thoại này chưa đúng.")
    if queries.is_phone_taken(session, mac):
        raise PhoneTaken
    return mac


def find_by_login(session: Session, secret: bytes, text: str) -> Account | None:
    """By whatever people type to say who they are: a login, the code of a card, a phone number."""
    return queries.find_account(session, logins.as_login(text), _phone_mac(secret, text))


def _phone_mac(secret: bytes, text: str) -> str | None:
    phone = logins.as_phone(text)
    return signature(secret, "phone", phone) if phone else None


# Signing in


def count_attempt(session: Session, secret: bytes, login: str, address: str, now: datetime) -> Counted | Throttled:
    """Step 1. A source over its limit does not count against the account, or it could lock out anyone."""
    refused = count_source(session, secret, address, now)
    if refused:
        return refused
    account = find_by_login(session, secret, login)
    # By account, so that its login and its phone number share one counter; else by the one spelling of what was typed.
    who = f"account:{account.id}" if account else f"login:{logins.as_phone(login) or logins.as_login(login)}"
    return _count(session, secret, account, who, address, now, LearnerLogin.wrong)


def count_card_attempt(session: Session, secret: bytes, card: str, address: str, now: datetime) -> Counted | Throttled:
    """Step 1 of who brings the card: counted apart, so that strangers who try a phone number lock nobody out who has it."""
    refused = count_source(session, secret, address, now)
    if refused:
        return refused
    account = queries.account_of_card(session, card)
    return _count(session, secret, account, f"card:{card}", address, now, LearnerLogin.wrong_by_card)


def _count(
    session: Session, secret: bytes, account: Account | None, who: str, address: str, now: datetime,
    wrong: InstrumentedAttribute[int],
) -> Counted | Throttled:  # fmt: skip
    account_key = signature(secret, "attempt", who)
    refused = count_within(session, account_key, throttle.MOST_PER_ACCOUNT, now)
    if refused:
        return refused
    source_key = source_key_of(secret, address)
    if account is None:
        return Counted(None, hashing.NOBODYS_HASH, account_key, source_key)
    # Counted as wrong before it is looked at, so that tries at the same moment are all counted.
    once_more = update(LearnerLogin).where(LearnerLogin.account_id == account.id).values({wrong: wrong + 1})
    tried = session.execute(once_more.returning(LearnerLogin.kind, wrong)).one_or_none()
    closed = tried is not None and is_closed(SecretKind(tried[0]), tried[1])
    return Counted(account.id, account.password_hash, account_key, source_key, closed)


def is_right(counted: Counted, password: str) -> bool:
    """Step 2, no database. `password` in NFC. Raises HashingBusy."""
    return matches(password, counted.password_hash) and counted.account_id is not None and not counted.is_closed


def start_session(session: Session, counted: Counted, now: datetime) -> Started:
    """Step 3, after `is_right`: the attempt is forgiven, a session starts."""
    if counted.account_id is None:
        raise ValueError("nobody to sign in")
    forgive_attempt(session, counted)
    return open_session(session, counted.account_id, now)


def forgive_attempt(session: Session, counted: Counted) -> None:
    """After a right password: it does not count."""
    # The source first, as when counting: two orders of locking would be a deadlock one day.
    source = update(Attempt).where(Attempt.key == counted.source_key, Attempt.count > 0)
    session.execute(source.values(count=Attempt.count - 1))
    session.execute(delete(Attempt).where(Attempt.key == counted.account_key))
    if counted.account_id is not None:
        forgive_wrong(session, counted.account_id)


def forgive_wrong(session: Session, account_id: int) -> None:
    row = update(LearnerLogin).where(LearnerLogin.account_id == account_id)
    session.execute(row.values(wrong=0, wrong_by_card=0))


def forgive_answers(session: Session, account_id: int) -> None:
    """The question may be answered again. Signing in does not do it: else whoever guesses went on while the owner learns."""
    session.execute(update(LearnerLogin).where(LearnerLogin.account_id == account_id).values(wrong_answers=0))


def guest_to_claim(session: Session, account: SignedIn | None, device: Device) -> Learner | None:
    """The active guest of the phone, as long as the account has no learner: it may be the same person, and only they
    know. Until they say so the guest stays a guest and the account without a learner."""
    if account is None or account.role is not Role.LEARNER:
        return None
    guest = guest_on(session, device)
    return None if guest is None or learners.learner_of_account(session, account.account_id) else guest


def guest_on(session: Session, device: Device) -> Learner | None:
    """The active learner of the phone when no account owns them."""
    guest = learners.find_learner(session, device.active)
    return guest if guest is not None and guest.account_id is None else None


def welcome_learner(
    session: Session, account: SignedIn, device: Device, reading: Reading, now: datetime, guest_id: int | None = None
) -> tuple[Device, Learner]:
    """The account's learner is active on the phone. An account without one takes over the guest, with everything the
    guest did, if the person said that it is them; else it gets a new learner. Raises DeviceFull."""
    session.get(Account, account.account_id, with_for_update=True)  # two sign-ins at once make one learner
    learner = learner_for_account(session, account.account_id, account.name, reading, now, guest_id)
    return device.add(learner.id), learner


def forget_expired(session: Session, now: datetime) -> None:
    """Deletes what no longer says anything: ended sessions, attempts of past windows. For start-up and nightly runs."""
    session.execute(delete(SignInSession).where(SignInSession.expires_at <= now))
    session.execute(delete(Attempt).where(Attempt.window_start <= now - throttle.WINDOW))
