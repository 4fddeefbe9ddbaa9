"""Use cases: learners get accounts without e-mail, by themselves or at the commune, choose their secret, have a card.

Secrets are hashed before the first statement: no transaction is open while that takes its time.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import count

from sqlalchemy.orm import Session

from app.accounts import consents, queries, service, sign_in_sessions
from app.accounts.domain.consent import Purpose
from app.accounts.domain.learner_login import SecretKind, new_code
from app.accounts.domain.pin import one_time_pin
from app.accounts.domain.roles import Role
from app.accounts.domain.sign_in import SignedIn
from app.accounts.hashing import hash_password, matches
from app.accounts.models import Account, LearnerLogin
from app.core.ids import digest, new_token, signature
from app.learners.domain.device import Device
from app.learners.domain.reading import Reading
from app.learners.models import Learner


@dataclass(frozen=True)
class NewLearnerAccount:
    """`phone_mac` as service.free_phone makes it; `card` the token of the card to be."""

    name: str
    kind: SecretKind
    secret_hash: str
    card: str
    phone_mac: str | None = None
    must_change: bool = False


@dataclass(frozen=True)
class OneTimeCard:
    """What is printed for somebody who comes to the commune; `pin` stands nowhere else, "" once it has been used."""

    name: str
    code: str
    card: str
    pin: str


def card_for(secret: bytes, form_key: str) -> str:
    """The card of the account that the form with this key makes: sent twice, it finds the account it has made."""
    return signature(secret, "card", form_key)


def enrol(session: Session, wanted: NewLearnerAccount, now: datetime) -> int:
    """The id of the account. Raises IntegrityError when the card exists by now."""
    account = Account(
        login=_free_code(session), name=wanted.name, role=Role.LEARNER, password_hash=wanted.secret_hash,
        must_change=wanted.must_change, phone_mac=wanted.phone_mac, created_at=now,
    )  # fmt: skip
    session.add(account)
    session.flush()
    session.add(LearnerLogin(account_id=account.id, kind=wanted.kind.value, card=wanted.card))
    session.flush()
    return account.id


def _free_code(session: Session) -> str:
    while queries.is_login_taken(session, code := new_code(secrets.randbelow)):
        pass
    return code


def enrol_people(
    session: Session, secret: bytes, form_key: str, names: Sequence[str], now: datetime
) -> list[OneTimeCard]:
    """For people who are there: each gets a PIN for once. Raises IntegrityError when this form was sent before: then
    `printed_before`."""
    pins = [_pin_for(secret, form_key, number) for number in range(len(names))]
    hashes = [hash_password(pin) for pin in pins]
    cards = []
    for number, (name, pin, hashed) in enumerate(zip(names, pins, hashes, strict=True)):
        card = card_for(secret, f"{form_key}.{number}")
        wanted = NewLearnerAccount(name, SecretKind.PIN, hashed, card, must_change=True)
        login = session.get_one(Account, enrol(session, wanted, now)).login
        cards.append(OneTimeCard(name, login, card, pin))
    return cards


def printed_before(session: Session, secret: bytes, form_key: str, names: Sequence[str]) -> list[OneTimeCard] | None:
    """The sheet that this form made: when the reply was lost, the same form prints it again. None when these are others."""
    found = [
        queries.account_of_card(session, card_for(secret, f"{form_key}.{number}")) for number in range(len(names) + 1)
    ]
    accounts = [account for account in found if account is not None]
    if [account.name for account in accounts] != list(names):
        return None
    return [_printed(account, secret, form_key, number) for number, account in enumerate(accounts)]


def _printed(account: Account, secret: bytes, form_key: str, number: int) -> OneTimeCard:
    pin = _pin_for(secret, form_key, number)
    is_unused = account.must_change and matches(pin, account.password_hash)
    return OneTimeCard(account.name, account.login, card_for(secret, f"{form_key}.{number}"), pin if is_unused else "")


def _pin_for(secret: bytes, form_key: str, number: int) -> str:
    """Made from what the form alone holds, so that it need not be kept to be printed again."""
    turns = count()

    def below(limit: int) -> int:
        drawn = digest(signature(secret, "one-time-pin", f"{form_key}.{number}.{next(turns)}"))
        return int(drawn, 16) % limit

    return one_time_pin(below)


def join(
    session: Session, account: SignedIn, device: Device, reading: Reading, now: datetime, guest_id: int | None
) -> tuple[Device, Learner]:
    """The account's learner begins, having agreed to what is kept: the phone's guest, if they said that it is them.
    Raises DeviceFull."""
    joined, learner = service.welcome_learner(session, account, device, reading, now, guest_id)
    consents.give(session, learner.id, Purpose.ACCOUNT, now)
    if session.get_one(Account, account.account_id).phone_mac is not None:
        consents.give(session, learner.id, Purpose.PHONE, now)
    return joined, learner


def choose_secret(
    session: Session, account_id: int, kind: SecretKind, secret_hash: str, now: datetime
) -> sign_in_sessions.Started:
    """Every session of the account ends, a new one starts."""
    account = session.get_one(Account, account_id)
    account.password_hash, account.must_change = secret_hash, False
    login_of(session, account_id).kind = kind.value
    service.forgive_wrong(session, account_id)
    sign_in_sessions.end_sessions(session, account_id)
    return sign_in_sessions.open_session(session, account_id, now)


def renew_card(session: Session, account_id: int) -> None:
    """A card that was lost says nothing any more; who never had one gets one."""
    login_of(session, account_id).card = new_token()


def login_of(session: Session, account_id: int) -> LearnerLogin:
    """Made where there is none yet: of a learner whose account an admin made with a password."""
    login = queries.learner_login(session, account_id)
    if login is None:
        login = LearnerLogin(account_id=account_id, kind=SecretKind.PASSWORD.value, card=new_token())
        session.add(login)
        session.flush()
    return login
