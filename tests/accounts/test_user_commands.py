"""What an operator does for people who lost their password or left."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from app.accounts import service, sign_in_sessions
from app.accounts.domain.password import ONE_TIME
from app.accounts.domain.roles import Role
from app.cli import cli
from app.core.clock import Clock
from app.core.config import Settings
from app.core.db import Database
from tests.cast import STAFF
from tests.conftest import make_settings


@pytest.fixture
def settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, sqlite_url: str) -> Settings:
    """Overrides the running service's."""
    for name, value in {"VAR_DIR": tmp_path, "DATABASE_URL": sqlite_url, "CONTENT_DIRS": tmp_path}.items():
        monkeypatch.setenv(f"HOCVUSO_{name}", str(value))
    return make_settings(tmp_path, sqlite_url, tmp_path)


@pytest.fixture
def database(settings: Settings) -> Iterator[Database]:
    database = Database(settings.database_url)
    yield database
    database.close()


@pytest.fixture
def token(database: Database, settings: Settings) -> str:
    """Of "co-hanh", signed in."""
    with database.session(writes=True) as session:
        now = Clock().now()
        service.create_account(session, settings.secret, Role.TEACHER, STAFF[Role.TEACHER], None, now)
        counted = service.count_attempt(session, settings.secret, "co-hanh", "203.0.113.9", now)
        assert isinstance(counted, service.Counted)
        started = service.start_session(session, counted, now)
        session.commit()
    return started.token


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli, ["user", *arguments])


def is_in(database: Database, token: str) -> bool:
    with database.session(writes=False) as session:
        return sign_in_sessions.account_of(session, token, Clock().now()) is not None


def test_disabled_account_is_signed_out(database: Database, token: str) -> None:
    assert is_in(database, token)
    done = run("disable", "co-hanh")
    assert (done.exit_code, done.stdout) == (0, "Đã khóa tài khoản co-hanh.\n")
    assert not is_in(database, token)


def test_disabling_tells_a_program_what_it_did(token: str) -> None:
    assert json.loads(run("disable", "co-hanh", "--json").stdout) == {"login": "co-hanh", "disabled": True}


def test_new_password_is_for_one_use_and_ends_every_session(database: Database, settings: Settings, token: str) -> None:
    done = run("new-password", "co-hanh", "--json")
    document = json.loads(done.stdout)
    assert (done.exit_code, document["login"]) == (0, "co-hanh")
    assert ONE_TIME.fullmatch(document["one_time_password"])
    assert not is_in(database, token)
    with database.session(writes=True) as session:
        counted = service.count_attempt(session, settings.secret, "co-hanh", "203.0.113.9", Clock().now())
        assert isinstance(counted, service.Counted)
        assert service.is_right(counted, document["one_time_password"])
        assert service.start_session(session, counted, Clock().now()).account.must_change


def test_new_password_is_printed_for_people(token: str) -> None:
    said = run("new-password", "co-hanh").stdout
    assert said.startswith("Tên đăng nhập: co-hanh\nMật khẩu dùng một lần: ")


@pytest.mark.parametrize("command", ["disable", "new-password"])
def test_unknown_login_is_told(settings: Settings, command: str) -> None:
    told = run(command, "khong-co")
    assert (told.exit_code, told.stdout) == (1, "")
    assert told.stderr == "Không có tài khoản nào đang dùng tên đăng nhập khong-co.\n"
    as_json = run(command, "khong-co", "--json")
    assert as_json.exit_code == 1
    assert json.loads(as_json.stdout) == {"error": "Không có tài khoản nào đang dùng tên đăng nhập khong-co."}


def test_disabled_account_gets_no_new_password(token: str) -> None:
    run("disable", "co-hanh")
    assert run("new-password", "co-hanh").exit_code == 1
