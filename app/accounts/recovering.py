"""Use cases: getting back in without the secret (domain.recovery), and being told of it afterwards.

As signing in (app.accounts.service), in steps: what is counted is committed before an answer is compared.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Update, delete, or_, select, update
from sqlalchemy.orm import Session

from app.accounts import consents, hashing, queries, service, sign_in_sessions, throttling
from app.accounts.domain import login as logins
from app.accounts.domain import throttle
from app.accounts.domain.consent import Purpose
from app.accounts.domain.recovery import (
    LASTS,
    MOST_ANSWERS,
    MOST_STARTED,
    MOST_TRUSTED,
    as_answer,
    as_recovery_code,
    is_open,
    may_help,
    new_recovery_code,
)
from app.accounts.domain.roles import Role
from app.accounts.domain.sign_in import SignedIn
from app.accounts.models import Account, LearnerLogin, Recovery, TrustedPerson
from app.core.ids import is_signature, signature
from app.learners import queries as learners

PURPOSE = "recovery"
MOST_TOLD = 30  # recoveries, the newest
# What was told as begun is told once more when it worked.
IS_NEWS = or_(Recovery.told_at.is_(None), Recovery.used_at > Recovery.told_at)


@dataclass(frozen=True)
class Known:
    """The code was right: `question` may be asked. The answer is compared with `answer_hash`."""

    recovery_id: int
    account_id: int
    question: str
    answer_hash: str


# Beforehand


def set_question(session: Session, login: LearnerLogin, question: str, answer_hash: str, now: datetime) -> None:
    """`answer_hash` of domain.recovery.as_answer."""
    login.question, login.answer_hash, login.wrong_answers = question, answer_hash, 0
    _note_consent(session, login.account_id, now)


def trusted_by(session: Session, account_id: int) -> Sequence[TrustedPerson]:
    rows = select(TrustedPerson).where(TrustedPerson.account_id == account_id)
    return session.scalars(rows.order_by(TrustedPerson.id)).all()


def trust(session: Session, secret: bytes, account_id: int, label: str, typed: str, now: datetime) -> bool:
    """False when there are MOST_TRUSTED already. Says nothing of whether anybody has this code or phone number."""
    if len(trusted_by(session, account_id)) >= MOST_TRUSTED:
        return False
    found = service.find_by_login(session, secret, typed)
    trustee = found.id if found is not None and found.id != account_id else None
    session.add(TrustedPerson(account_id=account_id, trustee_id=trustee, label=label, named_at=now))
    _note_consent(session, account_id, now)
    return True


def _note_consent(session: Session, account_id: int, now: datetime) -> None:
    learner = learners.learner_of_account(session, account_id)
    if learner is not None:
        consents.give(session, learner.id, Purpose.RECOVERY, now)


def trust_no_more(session: Session, account_id: int, row_id: int) -> None:
    session.execute(delete(TrustedPerson).where(TrustedPerson.account_id == account_id, TrustedPerson.id == row_id))


# The helper


def start_recovery(
    session: Session, secret: bytes, helper: SignedIn, typed: str, now: datetime
) -> str | throttling.Throttled:
    """The code that the helper tells the learner. It is worth something only where somebody has this login and this
    helper may help them; the helper does not learn whether."""
    refused = throttling.count_within(
        session, signature(secret, "attempt", f"helper:{helper.account_id}"), MOST_STARTED, now
    )
    if refused:
        return refused
    code = new_recovery_code(secrets.randbelow)
    account = service.find_by_login(session, secret, typed)
    if account is not None and _may_help(session, helper, account):
        session.get(Account, account.id, with_for_update=True)  # two helpers at once: one code is open
        session.execute(_still_open(account.id, now).values(expires_at=now))
        started = Recovery(account_id=account.id, helper_id=helper.account_id, started_at=now, expires_at=now + LASTS)
        started.code_mac = _mac(secret, account.id, code)
        session.add(started)
    return code


def _may_help(session: Session, helper: SignedIn, account: Account) -> bool:
    if account.role != Role.LEARNER or account.id == helper.account_id:
        return False
    named = select(TrustedPerson.id).where(
        TrustedPerson.account_id == account.id, TrustedPerson.trustee_id == helper.account_id
    )
    return may_help(helper.role, trusted=session.scalar(named.limit(1)) is not None)


# The learner


def check_code(
    session: Session, secret: bytes, typed: str, code: str, address: str, now: datetime
) -> Known | throttling.Throttled | None:
    """Counted, as the caller commits: None for a code that opens nothing, whoever was meant."""
    refused = throttling.count_source(session, secret, address, now)
    if refused:
        return refused
    account = service.find_by_login(session, secret, typed)
    who = f"account:{account.id}" if account else f"login:{logins.as_phone(typed) or logins.as_login(typed)}"
    refused = throttling.count_within(
        session, signature(secret, "attempt", f"recover:{who}"), throttle.MOST_PER_ACCOUNT, now
    )
    if refused:
        return refused
    return _known(session, secret, account, as_recovery_code(code), now) if account else None


def _known(session: Session, secret: bytes, account: Account, code: str, now: datetime) -> Known | None:
    counted = _still_open(account.id, now).values(tries=Recovery.tries + 1)
    row = session.execute(
        counted.returning(Recovery.id, Recovery.code_mac, Recovery.tries, Recovery.expires_at, Recovery.used_at)
    ).one_or_none()
    if row is None or not is_open(row.tries, row.expires_at, row.used_at, now):
        return None
    if not is_signature(secret, PURPOSE, f"{account.id}:{code}", row.code_mac):
        return None
    login = queries.learner_login(session, account.id)
    return Known(row.id, account.id, login.question, login.answer_hash) if login and login.question else None


def may_answer(session: Session, known: Known) -> bool:
    """Counted, as the caller commits, before the answer is looked at: False after so many wrong ones, whatever it is."""
    once_more = update(LearnerLogin).where(LearnerLogin.account_id == known.account_id)
    once_more = once_more.values(wrong_answers=LearnerLogin.wrong_answers + 1)
    return session.execute(once_more.returning(LearnerLogin.wrong_answers)).scalar_one() <= MOST_ANSWERS


def is_answer_right(known: Known, answer: str) -> bool:
    """No database. Raises HashingBusy."""
    return hashing.matches(as_answer(answer), known.answer_hash)


def recover(session: Session, known: Known, now: datetime) -> sign_in_sessions.Started | None:
    """Signed in, to choose a new secret before anything else. None when the code was used meanwhile."""
    used = update(Recovery).where(Recovery.id == known.recovery_id, Recovery.used_at.is_(None)).values(used_at=now)
    if session.scalar(used.returning(Recovery.id)) is None:
        return None
    session.get_one(Account, known.account_id).must_change = True
    service.forgive_wrong(session, known.account_id)
    service.forgive_answers(session, known.account_id)
    sign_in_sessions.end_sessions(session, known.account_id)
    return sign_in_sessions.open_session(session, known.account_id, now)


# Afterwards


def recoveries_of(session: Session, account_id: int) -> Sequence[Recovery]:
    """Every one that somebody began, whether it worked or not, the newest first."""
    begun = select(Recovery).where(Recovery.account_id == account_id).order_by(Recovery.started_at.desc(), Recovery.id)
    return session.scalars(begun.limit(MOST_TOLD)).all()


def has_news(session: Session, account_id: int) -> bool:
    news = select(Recovery.id).where(Recovery.account_id == account_id, IS_NEWS)
    return session.scalar(news.limit(1)) is not None


def mark_told(session: Session, account_id: int, now: datetime) -> None:
    session.execute(update(Recovery).where(Recovery.account_id == account_id, IS_NEWS).values(told_at=now))


def _still_open(account_id: int, now: datetime) -> Update:
    return update(Recovery).where(
        Recovery.account_id == account_id, Recovery.used_at.is_(None), Recovery.expires_at > now
    )


def _mac(secret: bytes, account_id: int, code: str) -> str:
    return signature(secret, PURPOSE, f"{account_id}:{code}")
