"""`hocvuso user allow-publishing`, `stop-publishing`: who may put a lesson before learners."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from app.accounts import service as accounts
from app.accounts.domain.roles import Role
from app.cli import cli
from app.core.clock import Clock
from app.core.db import Database
from app.publishing import service
from app.sittings.queries import keeps_bank


@pytest.fixture
def database(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, sqlite_url: str) -> Iterator[Database]:
    for name, value in {"VAR_DIR": tmp_path, "DATABASE_URL": sqlite_url, "CONTENT_DIRS": tmp_path}.items():
        monkeypatch.setenv(f"HOCVUSO_{name}", str(value))
    database = Database(sqlite_url)
    yield database
    database.close()


def hire(database: Database, role: Role, name: str) -> int:
    with database.session(writes=True) as session:
        created = accounts.create_account(session, b"k" * 32, role, name, None, Clock().now())
        session.commit()
    return created.id


def may_publish(database: Database, account: int) -> bool:
    with database.session(writes=False) as session:
        return service.reviewer(session, account).may_publish


def keeps_bank_of(database: Database, account: int) -> bool:
    with database.session(writes=False) as session:
        return keeps_bank(session, account)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli, ["user", *arguments])


def test_right_is_given_and_taken(database: Database) -> None:
    account = hire(database, Role.TEACHER, "Cô Hạnh")
    assert not may_publish(database, account)
    given = run("allow-publishing", "co-hanh")
    assert (given.exit_code, given.stdout) == (0, "co-hanh nay được duyệt và đăng bài.\n")
    assert may_publish(database, account)
    assert not keeps_bank_of(database, account)  # one duty is not the other
    assert json.loads(run("allow-publishing", "co-hanh", "--json").stdout) == {"login": "co-hanh", "may_publish": True}
    taken = run("stop-publishing", "co-hanh")
    assert (taken.exit_code, taken.stdout) == (0, "co-hanh không còn được duyệt và đăng bài.\n")
    assert not may_publish(database, account)
    assert json.loads(run("stop-publishing", "co-hanh", "--json").stdout) == {"login": "co-hanh", "may_publish": False}


@pytest.mark.parametrize("role", [Role.LEARNER, Role.ASSESSOR, Role.OFFICIAL])
def test_only_teachers_are_given_the_right(database: Database, role: Role) -> None:
    account = hire(database, role, "Người khác")
    told = run("allow-publishing", "nguoi-khac")
    assert told.exit_code == 2
    assert "Chỉ giáo viên" in told.stderr
    assert not may_publish(database, account)


@pytest.mark.parametrize("command", ["allow-publishing", "stop-publishing"])
def test_unknown_login_is_told(database: Database, command: str) -> None:
    told = run(command, "khong-co")
    assert (told.exit_code, told.stdout) == (1, "")
    assert "Không có tài khoản nào" in told.stderr


def test_admin_may_publish_without_being_told_so(database: Database) -> None:
    assert may_publish(database, hire(database, Role.ADMIN, "Anh Quân"))


def test_account_that_was_disabled_publishes_no_more(database: Database) -> None:
    account = hire(database, Role.ADMIN, "Anh Quân")
    run("disable", "anh-quan")
    assert not may_publish(database, account)
