"""Use cases: learners of a phone, accounts, signing in and out.

Signing in takes three steps so that no transaction is open while the password is hashed (50 ms, and waiting for a
turn): `count_attempt`, commit, `is_right`, `start_session`. The count stays whatever happens after it.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from threading import BoundedSemaphore

from pwdlib.hashers.argon2 import Argon2Hasher
from sqlalchemy import Connection, case, delete, insert, literal, update
from sqlalchemy.orm import Session

from app.accounts import queries
from app.accounts.domain import login as logins
from app.accounts.domain import sign_in, throttle
from app.accounts.domain.device import Device, NotOnDevice
from app.accounts.domain.password import one_time_password
from app.accounts.domain.reading import Reading
from app.accounts.domain.roles import Role
from app.accounts.domain.sign_in import SignedIn
from app.accounts.models import Account, Attempt, Learner, SignInSession
from app.core.db import UtcDateTime, insert_or_update
from app.core.ids import digest, new_number, signature

# OWASP's second choice for Argon2id (2025): 19 MiB, 2 passes. Two at a time, or a flood of sign-ins takes the machine.
HASHER = Argon2Hasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
HASHING = BoundedSemaphore(2)
LONGEST_HASH_WAIT_S = 3.0
# The hash of a random password that nobody knows: an unknown login costs the same time as a known one.
NOBODYS_HASH = "$argon2id$v=19$m=19456,t=2,p=1$DUfgUEMoUDHRNW6hey9PLA$GXGJ86GkaLy/IhNn0WkdGSLBWUKL6xmQPkKwT2SMSa8"


class HashingBusy(Exception):
    """Too many passwords wait to be hashed: ask the person to try again in a moment."""


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
    """An attempt that may go on. `account_id` is None when nobody has this login."""

    account_id: int | None
    password_hash: str
    account_key: str
    source_key: str


@dataclass(frozen=True)
class Throttled:
    minutes: int


@dataclass(frozen=True)
class Started:
    """`token` goes to the browser and nowhere else."""

    token: str
    account: SignedIn


# Learners


def create_learner(session: Session, name: str, now: datetime, reading: Reading | None = None) -> Learner:
    chosen = reading or Reading()
    learner = Learner(name=name, audience=chosen.audience, platform=chosen.platform, created_at=now)
    session.add(learner)
    session.flush()
    return learner


def create_guests(connection: Connection, count: int, now: datetime) -> list[int]:
    """The ids of `count` new learners without a name: for the answer log, which writes many people's rows at once."""
    if not count:
        return []
    ids = [new_number() for _ in range(count)]
    connection.execute(insert(Learner), [{"id": learner, "name": "", "created_at": now} for learner in ids])
    return ids


def remove_guests(connection: Connection, ids: Sequence[int]) -> None:
    """For the answer log again: guests made for answers that another server had already written."""
    if ids:
        connection.execute(delete(Learner).where(Learner.id.in_(ids)))


def add_learner(session: Session, device: Device, name: str, reading: Reading, now: datetime) -> tuple[Device, Learner]:
    """Someone new joins the phone and is active. Raises DeviceFull."""
    device.require_room()
    learner = create_learner(session, name, now, reading)
    return device.add(learner.id), learner


def rename_learner(session: Session, device: Device, name: str) -> Learner:
    """The active learner goes by this name from now on. Raises NotOnDevice when nobody is active."""
    learner = queries.find_learner(session, device.active)
    if learner is None:
        raise NotOnDevice
    learner.name = name
    return learner


def choose_reading(session: Session, learner_id: int, reading: Reading) -> None:
    learner = queries.find_learner(session, learner_id)
    if learner is not None:
        learner.audience, learner.platform = reading.audience, reading.platform


# Accounts


def create_account(
    session: Session, secret: bytes, role: Role, name: str, phone: str | None, now: datetime
) -> CreatedAccount:
    """`name` as app.web.forms.PersonName cleans it. Raises ValueError when `phone` is no phone number, PhoneTaken."""
    password = one_time_password(secrets.randbelow)
    hashed = _hash(password)
    stem = logins.login_stem(name, role)
    login = logins.free_login(stem, queries.logins_from(session, stem))
    phone_mac = _free_phone(session, secret, phone) if phone else None
    account = Account(
        login=login, name=name, role=role, password_hash=hashed, must_change=True, phone_mac=phone_mac, created_at=now
    )  # fmt: skip
    session.add(account)
    session.flush()
    return CreatedAccount(account.id, account.login, password)


def change_password(session: Session, account: SignedIn, password: str, now: datetime) -> Started:
    """`password` was judged by domain.password. Every session of the account ends, a new one starts."""
    set_password(session, account.account_id, password)
    _end_sessions(session, account.account_id)
    return _new_session(session, account.account_id, now)


def disable_account(session: Session, login: str, now: datetime) -> str:
    """Nobody signs in with it any more and every session ends; what was learned stays. Gives the login as it is
    stored. Raises NoSuchLogin."""
    account = _account_named(session, login)
    account.disabled_at = now
    _end_sessions(session, account.id)
    return account.login


def give_one_time_password(session: Session, login: str) -> CreatedAccount:
    """For who forgot the old one: every session ends. Raises NoSuchLogin."""
    account = _account_named(session, login)
    password = one_time_password(secrets.randbelow)
    account.password_hash, account.must_change = _hash(password), True
    _end_sessions(session, account.id)
    return CreatedAccount(account.id, account.login, password)


def set_password(session: Session, account_id: int, password: str) -> None:
    """A password that need not be changed at the next sign-in."""
    change = update(Account).where(Account.id == account_id)
    session.execute(change.values(password_hash=_hash(password), must_change=False))


def _account_named(session: Session, login: str) -> Account:
    account = queries.find_account(session, logins.as_login(login), None)
    if account is None:
        raise NoSuchLogin
    return account


def _end_sessions(session: Session, account_id: int) -> None:
    session.execute(delete(SignInSession).where(SignInSession.account_id == account_id))


def _free_phone(session: Session, secret: bytes, phone: str) -> str:
    mac = _phone_mac(secret, phone)
    if mac is None:
        raise ValueError("Số điện thoại này chưa đúng.")
    if queries.is_phone_taken(session, mac):
        raise PhoneTaken
    return mac


def _phone_mac(secret: bytes, text: str) -> str | None:
    phone = logins.as_phone(text)
    return signature(secret, "phone", phone) if phone else None


# Signing in and out


def count_attempt(session: Session, secret: bytes, login: str, address: str, now: datetime) -> Counted | Throttled:
    """Step 1. A source over its limit does not count against the account, or it could lock out anyone."""
    source_key = signature(secret, "attempt", f"source:{throttle.source_of(address)}")
    refused = _count(session, source_key, throttle.MOST_PER_SOURCE, now)
    if refused:
        return refused
    account = queries.find_account(session, logins.as_login(login), _phone_mac(secret, login))
    # By account, so that its login and its phone number share one counter; else by the one spelling of what was typed.
    who = f"account:{account.id}" if account else f"login:{logins.as_phone(login) or logins.as_login(login)}"
    account_key = signature(secret, "attempt", who)
    refused = _count(session, account_key, throttle.MOST_PER_ACCOUNT, now)
    if refused:
        return refused
    hashed = account.password_hash if account else NOBODYS_HASH
    return Counted(account.id if account else None, hashed, account_key, source_key)


def is_right(counted: Counted, password: str) -> bool:
    """Step 2, no database. `password` in NFC. Raises HashingBusy."""
    with _Turn():
        matches = HASHER.verify(password, counted.password_hash)
    return matches and counted.account_id is not None


def start_session(session: Session, counted: Counted, now: datetime) -> Started:
    """Step 3, after `is_right`: the attempt is forgiven, a session starts."""
    if counted.account_id is None:
        raise ValueError("nobody to sign in")
    forgive_attempt(session, counted)
    return _new_session(session, counted.account_id, now)


def forgive_attempt(session: Session, counted: Counted) -> None:
    """After a right password: it does not count."""
    # The source first, as when counting: two orders of locking would be a deadlock one day.
    source = update(Attempt).where(Attempt.key == counted.source_key, Attempt.count > 0)
    session.execute(source.values(count=Attempt.count - 1))
    session.execute(delete(Attempt).where(Attempt.key == counted.account_key))


def guest_to_claim(session: Session, account: SignedIn | None, device: Device) -> Learner | None:
    """The active guest of the phone, as long as the account has no learner: it may be the same person, and only they
    know. Until they say so the guest stays a guest and the account without a learner."""
    if account is None or account.role is not Role.LEARNER:
        return None
    guest = queries.find_learner(session, device.active)
    if guest is None or guest.account_id is not None:
        return None
    return None if queries.learner_of_account(session, account.account_id) else guest


def welcome_learner(
    session: Session, account: SignedIn, device: Device, reading: Reading, now: datetime, guest_id: int | None = None
) -> tuple[Device, Learner]:
    """The account's learner is active on the phone. An account without one takes over the guest, with everything the
    guest did, if the person said that it is them; else it gets a new learner. Raises DeviceFull."""
    session.get(Account, account.account_id, with_for_update=True)  # two sign-ins at once make one learner
    learner = queries.learner_of_account(session, account.account_id)
    if learner is None:
        guest = session.get(Learner, guest_id, with_for_update=True) if guest_id is not None else None
        learner = guest if guest and guest.account_id is None else create_learner(session, "", now)
        learner.account_id, learner.name = account.account_id, learner.name or account.name
        choose_reading(session, learner.id, reading)
    return device.add(learner.id), learner


def account_of(session: Session, token: str, now: datetime) -> SignedIn | None:
    """Who holds this token; None when the session ended or the account was disabled."""
    found = queries.find_session(session, digest(token))
    if found is None:
        return None
    account, signed_in = found
    if not sign_in.is_alive(Role(account.role), signed_in.seen_at, signed_in.expires_at, now):
        return None
    return _signed_in(account, signed_in.seen_at)


def mark_seen(session: Session, token: str, now: datetime) -> None:
    session.execute(update(SignInSession).where(SignInSession.token_hash == digest(token)).values(seen_at=now))


def sign_out(session: Session, token: str) -> int | None:
    """Ends the session; returns the learner of its account, who leaves the phone with it."""
    learner = queries.learner_of_session(session, digest(token))
    session.execute(delete(SignInSession).where(SignInSession.token_hash == digest(token)))
    return learner


def forget_expired(session: Session, now: datetime) -> None:
    """Deletes what no longer says anything: ended sessions, attempts of past windows. For start-up and nightly runs."""
    session.execute(delete(SignInSession).where(SignInSession.expires_at <= now))
    session.execute(delete(Attempt).where(Attempt.window_start <= now - throttle.WINDOW))


def _count(session: Session, key: str, most: int, now: datetime) -> Throttled | None:
    """One statement, so that attempts at the same moment are all counted."""
    running = Attempt.window_start > now - throttle.WINDOW
    first = insert_or_update(session.get_bind().dialect.name, Attempt).values(key=key, window_start=now, count=1)
    again = {
        "count": case((running, Attempt.count + 1), else_=1),
        "window_start": case((running, Attempt.window_start), else_=literal(now, UtcDateTime())),
    }
    upsert = first.on_conflict_do_update(index_elements=[Attempt.key], set_=again)
    count, window_start = session.execute(upsert.returning(Attempt.count, Attempt.window_start)).one()
    return Throttled(throttle.minutes_left(window_start, now)) if count > most else None


def _new_session(session: Session, account_id: int, now: datetime) -> Started:
    account = session.get_one(Account, account_id)
    token = secrets.token_urlsafe(32)
    expires_at = now + sign_in.longest(Role(account.role))
    session.add(
        SignInSession(
            token_hash=digest(token), account_id=account_id, created_at=now, seen_at=now, expires_at=expires_at
        )
    )
    return Started(token, _signed_in(account, now))


def _signed_in(account: Account, seen_at: datetime) -> SignedIn:
    return SignedIn(account.id, account.login, account.name, Role(account.role), account.must_change, seen_at)


class _Turn:
    """One of the two places for hashing; the wait for it ends. Raises HashingBusy."""

    def __enter__(self) -> None:
        if not HASHING.acquire(timeout=LONGEST_HASH_WAIT_S):
            raise HashingBusy

    def __exit__(self, *_: object) -> None:
        HASHING.release()


def _hash(password: str) -> str:
    with _Turn():
        return HASHER.hash(password)
