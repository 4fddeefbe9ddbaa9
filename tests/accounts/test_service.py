"""The use cases on both databases, also when two things happen at once."""

import re
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import TypeVar

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.accounts import hashing, queries, service, sign_in_sessions, throttling
from app.accounts.domain.password import ONE_TIME
from app.accounts.domain.roles import Role
from app.accounts.domain.sign_in import SignedIn
from app.accounts.models import Account, Attempt, SignInSession
from app.core.db import Database
from app.core.ids import digest
from app.learners.domain.device import Device
from app.learners.domain.reading import Reading
from app.learners.models import Learner
from app.learners.service import create_learner
from tests.shared_database import BOTH, empty, make_database

SECRET = b"k" * 32
NOON = datetime(2026, 11, 30, 12, 0, tzinfo=UTC)
ADDRESS = "203.0.113.9"
Value = TypeVar("Value")


@pytest.fixture(scope="module", params=BOTH)
def shared_url(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> str:
    return make_database(request, request.param, tmp_path_factory.mktemp("service"))


@pytest.fixture
def database(shared_url: str) -> Iterator[Database]:
    """Overrides the running service's: nothing but the tables."""
    database = Database(shared_url)
    empty(database)
    yield database
    database.close()


def write(database: Database, use_case: Callable[[Session], Value]) -> Value:
    with database.session(writes=True) as session:
        value = use_case(session)
        session.commit()
    return value


def create(
    database: Database, name: str = "Cô Hạnh", role: Role = Role.TEACHER, phone: str | None = None
) -> service.CreatedAccount:
    return write(database, lambda session: service.create_account(session, SECRET, role, name, phone, NOON))


def count_one(
    database: Database, login: str, now: datetime = NOON, address: str = ADDRESS
) -> service.Counted | throttling.Throttled:
    return write(database, lambda session: service.count_attempt(session, SECRET, login, address, now))


def start(database: Database, login: str, now: datetime = NOON) -> sign_in_sessions.Started:
    counted = count_one(database, login, now)
    assert isinstance(counted, service.Counted)
    return write(database, lambda session: service.start_session(session, counted, now))


def holder(database: Database, token: str, now: datetime) -> SignedIn | None:
    with database.session(writes=False) as session:
        return sign_in_sessions.account_of(session, token, now)


def rows(database: Database, table: type[Learner | Account | Attempt | SignInSession]) -> int:
    with database.session(writes=False) as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


def test_account_has_a_one_time_password_that_must_be_changed(database: Database) -> None:
    created = create(database)
    assert ONE_TIME.fullmatch(created.one_time_password)
    counted = count_one(database, created.login)
    assert isinstance(counted, service.Counted)
    assert service.is_right(counted, created.one_time_password)
    assert start(database, created.login).account.must_change


def test_people_of_one_name_have_different_logins(database: Database) -> None:
    assert [create(database, "Nguyễn Thị Hòa").login for _ in range(3)] == [
        "nguyen-thi-hoa", "nguyen-thi-hoa-2", "nguyen-thi-hoa-3",
    ]  # fmt: skip


def test_name_without_latin_letters_still_gets_a_login(database: Database) -> None:
    assert create(database, "សុខ").login == "teacher"
    assert create(database, "0912345678").login == "teacher-2"


def test_phone_belongs_to_one_account_in_any_spelling(database: Database) -> None:
    created = create(database, phone="0912 345 678")
    with pytest.raises(service.PhoneTaken):
        create(database, "Anh Dũng", phone="+84912345678")
    assert rows(database, Account) == 1
    assert count_one(database, "84912345678") == count_one(database, created.login)


@pytest.mark.parametrize("phone", ["123", "abc", "0000000000", "+1 202 555 0100"])
def test_what_is_no_phone_is_refused(database: Database, phone: str) -> None:
    with pytest.raises(ValueError, match="Số điện thoại này chưa đúng"):
        create(database, phone=phone)
    assert rows(database, Account) == 0


def test_phone_is_kept_as_a_code_that_only_this_server_can_make(database: Database) -> None:
    create(database, phone="0912345678")
    with database.session(writes=False) as session:
        mac = session.scalars(select(Account.phone_mac)).one()
        assert mac is not None
        assert re.fullmatch(r"[\w-]{22}", mac)
        assert queries.find_account(session, "", service._phone_mac(b"x" * 32, "0912345678")) is None


def test_attempts_at_the_same_moment_are_all_counted(database: Database) -> None:
    login = create(database).login
    with ThreadPoolExecutor(8) as guessers:
        outcomes = list(guessers.map(lambda _: count_one(database, login), range(24)))
    assert sum(isinstance(outcome, service.Counted) for outcome in outcomes) == 10


def test_source_over_its_limit_does_not_lock_anyone_out(database: Database) -> None:
    login = create(database).login
    for number in range(100):
        assert isinstance(count_one(database, f"ai-do-{number}"), service.Counted)
    for _ in range(20):
        assert isinstance(count_one(database, login), throttling.Throttled)
    assert isinstance(count_one(database, login, address="198.51.100.1"), service.Counted)


def test_window_ends_after_a_quarter_of_an_hour(database: Database) -> None:
    login = create(database).login
    for _ in range(10):
        count_one(database, login)
    assert count_one(database, login, NOON + timedelta(minutes=10)) == throttling.Throttled(5)
    assert isinstance(count_one(database, login, NOON + timedelta(minutes=15, seconds=1)), service.Counted)


def test_nobody_can_start_a_session_for_nobody(database: Database) -> None:
    counted = count_one(database, "khong-ai-ca")
    assert isinstance(counted, service.Counted)
    assert not service.is_right(counted, "bất kỳ")
    with pytest.raises(ValueError, match="nobody"):
        write(database, lambda session: service.start_session(session, counted, NOON))


@pytest.mark.parametrize(
    ("role", "idle", "whole"),
    [
        (Role.TEACHER, timedelta(minutes=30), timedelta(hours=12)),
        (Role.LEARNER, timedelta(days=30), timedelta(days=400)),
    ],
)
def test_session_ends_when_idle_and_in_any_case_one_day(
    database: Database, role: Role, idle: timedelta, whole: timedelta
) -> None:
    token = start(database, create(database, role=role).login).token
    blink = timedelta(seconds=1)
    assert holder(database, token, NOON + idle - blink) is not None
    assert holder(database, token, NOON + idle) is None
    for moment in (NOON + whole - blink, NOON + whole):
        write(database, lambda session, at=moment: sign_in_sessions.mark_seen(session, token, at - blink))  # type: ignore[misc]
        assert (holder(database, token, moment) is None) is (moment == NOON + whole)


def test_only_the_hash_of_a_token_is_stored(database: Database) -> None:
    token = start(database, create(database).login).token
    with database.session(writes=False) as session:
        assert session.scalars(select(SignInSession.token_hash)).all() == [digest(token)]


def test_new_password_ends_every_session_of_this_account_only(database: Database) -> None:
    owner, other = create(database, "Cô Hạnh"), create(database, "Anh Dũng")
    old = [start(database, owner.login).token for _ in range(3)]
    kept = start(database, other.login).token
    started = start(database, owner.login)
    fresh = write(database, lambda session: service.change_password(session, started.account, "mật khẩu mới dài", NOON))
    assert [holder(database, token, NOON) for token in [*old, started.token]] == [None] * 4
    assert holder(database, kept, NOON) is not None
    account = holder(database, fresh.token, NOON)
    assert account is not None
    assert not account.must_change


def test_two_first_sign_ins_at_once_make_one_learner(database: Database) -> None:
    created = create(database, "Bác Tư", Role.LEARNER)
    account = start(database, created.login).account

    def welcome(_number: int) -> int:
        return write(
            database, lambda session: service.welcome_learner(session, account, Device(), Reading(), NOON)[1].id
        )

    with ThreadPoolExecutor(4) as phones:
        assert len(set(phones.map(welcome, range(4)))) == 1
    assert rows(database, Learner) == 1


def test_guest_with_an_account_is_not_taken_over_by_another(database: Database) -> None:
    first = start(database, create(database, "Bác Tư", Role.LEARNER).login).account
    second = start(database, create(database, "Bác Năm", Role.LEARNER).login).account
    device, owner = write(database, lambda session: service.welcome_learner(session, first, Device(), Reading(), NOON))
    device, other = write(database, lambda session: service.welcome_learner(session, second, device, Reading(), NOON))
    assert owner.id != other.id
    assert device == Device((owner.id, other.id), other.id)


def test_guest_is_taken_over_only_when_the_person_says_so(database: Database) -> None:
    account = start(database, create(database, "Bác Tư", Role.LEARNER).login).account
    guest = write(database, lambda session: create_learner(session, "", NOON)).id
    device = Device((guest,), guest)
    with database.session(writes=False) as session:
        asked = service.guest_to_claim(session, account, device)
        assert asked is not None
        assert asked.id == guest
    _, own = write(database, lambda session: service.welcome_learner(session, account, device, Reading(), NOON, guest))
    assert own.id == guest
    with database.session(writes=False) as session:
        assert service.guest_to_claim(session, account, device) is None


def test_two_accounts_never_share_a_guest(database: Database) -> None:
    accounts = [start(database, create(database, name, Role.LEARNER).login).account for name in ("Bác Tư", "Bác Năm")]
    guest = write(database, lambda session: create_learner(session, "", NOON)).id

    def claim(account: SignedIn) -> int:
        device = Device((guest,), guest)
        return write(
            database, lambda session: service.welcome_learner(session, account, device, Reading(), NOON, guest)[1].id
        )

    with ThreadPoolExecutor(2) as phones:
        owned = list(phones.map(claim, accounts))
    assert owned.count(guest) == 1
    assert len(set(owned)) == 2


def test_disabled_account_ends_everywhere_and_is_unknown(database: Database) -> None:
    login, other = create(database, "Cô Hạnh").login, create(database, "Anh Dũng").login
    tokens, kept = [start(database, login).token for _ in range(2)], start(database, other).token
    assert write(database, lambda session: service.disable_account(session, "Cô Hạnh", NOON)) == login
    assert [holder(database, token, NOON) for token in tokens] == [None, None]
    assert holder(database, kept, NOON) is not None
    assert rows(database, SignInSession) == 1
    with pytest.raises(service.NoSuchLogin):
        write(database, lambda session: service.disable_account(session, login, NOON))


def test_forgotten_password_is_replaced_by_one_for_one_use(database: Database) -> None:
    created = create(database)
    token = start(database, created.login).token
    renewed = write(database, lambda session: service.give_one_time_password(session, created.login))
    assert renewed.login == created.login
    assert renewed.one_time_password != created.one_time_password
    assert holder(database, token, NOON) is None
    counted = count_one(database, created.login)
    assert isinstance(counted, service.Counted)
    assert service.is_right(counted, renewed.one_time_password)
    assert not service.is_right(counted, created.one_time_password)
    assert start(database, created.login).account.must_change
    with pytest.raises(service.NoSuchLogin):
        write(database, lambda session: service.give_one_time_password(session, "khong-co"))


def test_what_has_expired_is_forgotten_and_nothing_else(database: Database) -> None:
    teacher, learner = create(database, "Cô Hạnh"), create(database, "Bác Tư", Role.LEARNER)
    ended, alive = start(database, teacher.login).token, start(database, learner.login).token
    count_one(database, "cu")
    later = NOON + timedelta(hours=13)
    count_one(database, "moi", later)
    write(database, lambda session: service.forget_expired(session, later))
    assert holder(database, ended, NOON) is None
    assert holder(database, alive, later) is not None
    with database.session(writes=False) as session:
        assert set(session.scalars(select(Attempt.window_start))) == {later}


def test_too_many_hashes_at_once_are_refused(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hashing, "LONGEST_WAIT_S", 0.01)
    counted = count_one(database, "khong-ai-ca")
    assert isinstance(counted, service.Counted)
    with hashing.TURNS, hashing.TURNS, pytest.raises(hashing.HashingBusy):
        service.is_right(counted, "x")
