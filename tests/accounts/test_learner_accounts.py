"""Learners' accounts on both databases, also at the same moment."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from datetime import UTC, datetime
from typing import TypeVar

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.accounts import consents, enrolment, recovering, service, sign_in_sessions, throttling
from app.accounts.domain.consent import Purpose
from app.accounts.domain.learner_login import SecretKind
from app.accounts.domain.recovery import as_answer
from app.accounts.domain.roles import Role
from app.accounts.domain.sign_in import SignedIn
from app.accounts.enrolment import NewLearnerAccount
from app.accounts.hashing import hash_password
from app.accounts.models import Account, Consent, LearnerLogin, Recovery
from app.core.db import Database
from app.core.ids import new_token
from app.learners.domain.device import Device
from app.learners.domain.reading import Reading
from tests.shared_database import BOTH, empty, make_database

SECRET = b"k" * 32
NOON = datetime(2026, 11, 30, 5, 0, tzinfo=UTC)
ADDRESS = "203.0.113.9"
Value = TypeVar("Value")


@pytest.fixture(scope="module", params=BOTH)
def shared_url(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> str:
    return make_database(request, request.param, tmp_path_factory.mktemp("learners"))


@pytest.fixture
def database(shared_url: str) -> Iterator[Database]:
    database = Database(shared_url)
    empty(database)
    yield database
    database.close()


def write(database: Database, use_case: Callable[[Session], Value]) -> Value:
    with database.session(writes=True) as session:
        value = use_case(session)
        session.commit()
    return value


def enrol(database: Database, card: str = "", pin: str = "483916") -> SignedIn:
    """Somebody with a question, who has joined a phone."""
    wanted = NewLearnerAccount("Bác Ba", SecretKind.PIN, hash_password(pin), card or new_token())

    def make(session: Session) -> SignedIn:
        account = sign_in_sessions.open_session(session, enrolment.enrol(session, wanted, NOON), NOON).account
        enrolment.join(session, account, Device(), Reading(), NOON, None)
        login = enrolment.login_of(session, account.account_id)
        recovering.set_question(session, login, "mon-an", hash_password(as_answer("Cá kho")), NOON)
        return account

    return write(database, make)


def official(database: Database) -> SignedIn:
    def make(session: Session) -> SignedIn:
        created = service.create_account(session, SECRET, Role.OFFICIAL, "Chị Mai", None, NOON)
        return sign_in_sessions.open_session(session, created.id, NOON).account

    return write(database, make)


def start(database: Database, helper: SignedIn, who: str) -> str:
    code = write(database, lambda session: recovering.start_recovery(session, SECRET, helper, who, NOON))
    assert isinstance(code, str)
    return code


def check(database: Database, who: str, code: str) -> recovering.Known | throttling.Throttled | None:
    return write(database, lambda session: recovering.check_code(session, SECRET, who, code, ADDRESS, NOON))


def test_one_form_makes_one_account(database: Database) -> None:
    card = enrolment.card_for(SECRET, "x" * 22)

    def send(_: int) -> bool:
        try:
            enrol(database, card)
        except IntegrityError:
            return False
        return True

    with ThreadPoolExecutor(6) as senders:
        assert sorted(senders.map(send, range(6))) == [False] * 5 + [True]
    with database.session(writes=False) as session:
        assert session.scalar(select(func.count()).select_from(Account)) == 1


def test_wrong_secrets_at_the_same_moment_are_all_counted(database: Database) -> None:
    account = enrol(database)
    with ThreadPoolExecutor(8) as guessers:
        list(
            guessers.map(
                lambda number: write(
                    database,
                    lambda session: service.count_attempt(session, SECRET, account.login, f"203.0.113.{number}", NOON),
                ),
                range(10),
            )
        )
    with database.session(writes=False) as session:
        assert session.scalars(select(LearnerLogin.wrong)).one() == 10


def test_code_is_used_by_one(database: Database) -> None:
    account = enrol(database)
    known = check(database, account.login, start(database, official(database), account.login))
    assert isinstance(known, recovering.Known)
    assert recovering.is_answer_right(known, " CA KHO ")
    with ThreadPoolExecutor(4) as thieves:
        let_in = list(
            thieves.map(
                lambda _: write(database, lambda session: recovering.recover(session, known, NOON)) is not None,
                range(4),
            )
        )
    assert let_in.count(True) == 1


def test_tries_at_the_same_moment_are_all_counted(database: Database) -> None:
    account = enrol(database)
    code = start(database, official(database), account.login)
    with ThreadPoolExecutor(8) as guessers:
        known = list(guessers.map(lambda _: check(database, account.login, code), range(8)))
    assert sum(isinstance(one, recovering.Known) for one in known) == 5


def test_consent_is_written_once_while_it_holds(database: Database) -> None:
    account = enrol(database)
    with database.session(writes=True) as session:
        learner = session.scalars(select(Consent.learner_id).distinct()).one()
        for _ in range(2):
            consents.give(session, learner, Purpose.RECOVERY, NOON)
        consents.withdraw(session, learner, account.account_id, Purpose.RECOVERY, NOON)
        assert not consents.holds(session, learner, Purpose.RECOVERY)
        rows = [(row.purpose, row.withdrawn_at is None) for row in consents.consents_of(session, learner)]
        assert rows == [("tai-khoan", True), ("khoi-phuc", False)]
        with pytest.raises(ValueError, match="whole account"):
            consents.withdraw(session, learner, account.account_id, Purpose.ACCOUNT, NOON)


def test_new_one_time_password_opens_what_guessing_had_closed(database: Database) -> None:
    account = enrol(database)
    with database.session(writes=True) as session:
        session.get_one(LearnerLogin, account.account_id).wrong = 500
        session.commit()
    given = write(database, lambda session: service.give_one_time_password(session, account.login))
    counted = write(database, lambda session: service.count_attempt(session, SECRET, account.login, ADDRESS, NOON))
    assert isinstance(counted, service.Counted)
    assert service.is_right(counted, given.one_time_password)


def test_two_helpers_at_once_leave_one_code_open(database: Database) -> None:
    """The second waits until the first has committed."""
    learner, first, second = enrol(database), official(database), official(database)

    def begin(session: Session, helper: SignedIn) -> object:
        return recovering.start_recovery(session, SECRET, helper, learner.login, NOON)

    with ThreadPoolExecutor(1) as other:
        with database.session(writes=True) as session:
            begin(session, first)
            started = other.submit(write, database, lambda session: begin(session, second))
            wait([started], timeout=0.5)
            session.commit()
        code = started.result(timeout=30)
    with database.session(writes=False) as session:
        assert session.scalar(select(func.count()).select_from(Recovery).where(Recovery.expires_at > NOON)) == 1
    assert isinstance(check(database, learner.login, str(code)), recovering.Known)
