"""`hocvuso user allow-bank`, `stop-bank`: who sees the questions that certify, and supervises nobody."""

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from app.accounts import service as accounts
from app.accounts.domain.roles import Role
from app.cli import cli
from app.core.clock import Clock
from app.core.db import Database
from app.sittings.keeping import supervised_until
from app.sittings.models import Supervision
from app.sittings.queries import keeps_bank
from app.sittings.supervision import (
    KeepsBank,
    NewSupervision,
    close_supervision,
    enter_class_sitting,
    open_supervision,
)
from tests.sittings.place import Place, open_place
from tests.sittings.sample_bank import write_bank

NOW = Clock().now()


@pytest.fixture
def place(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, sqlite_url: str) -> Iterator[Place]:
    for name, value in {"VAR_DIR": tmp_path, "DATABASE_URL": sqlite_url, "CONTENT_DIRS": tmp_path}.items():
        monkeypatch.setenv(f"HOCVUSO_{name}", str(value))
    database = Database(sqlite_url)
    yield open_place(database, write_bank(tmp_path / "bank"), tmp_path / "keys")
    database.close()


def hire(place: Place, role: Role, name: str) -> int:
    with place.writing() as session:
        return accounts.create_account(session, b"k" * 32, role, name, None, NOW).id


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli, ["user", *arguments])


def open_class(place: Place, teacher: int) -> int:
    with place.writing() as session:
        wanted = NewSupervision(teacher, "nguoi-dan", "Xã thử", "Nhà văn hóa", ("Lan",), 3)
        return open_supervision(session, wanted, NOW).id


def is_keeper(place: Place, teacher: int) -> bool:
    with place.database.session(writes=False) as session:
        return keeps_bank(session, teacher)


def test_bank_is_given_and_taken(place: Place) -> None:
    teacher = hire(place, Role.TEACHER, "Cô Hạnh")
    assert not is_keeper(place, teacher)
    told = [run("allow-bank", "co-hanh") for _ in range(2)]
    assert [(one.exit_code, one.stdout) for one in told] == [
        (0, "co-hanh nay giữ kho chứng nhận, và không mở lớp có giám sát nữa.\n")
    ] * 2
    assert is_keeper(place, teacher)
    with pytest.raises(KeepsBank):
        open_class(place, teacher)
    assert json.loads(run("stop-bank", "co-hanh", "--json").stdout) == {"login": "co-hanh", "keeps_bank": False}
    assert not is_keeper(place, teacher)
    assert open_class(place, teacher)


@pytest.mark.parametrize("role", [Role.LEARNER, Role.ASSESSOR, Role.OFFICIAL, Role.ADMIN])
def test_only_teachers_are_given_it(place: Place, role: Role) -> None:
    hire(place, role, "Người khác")
    assert run("allow-bank", "nguoi-khac").exit_code == 2
    assert run("allow-bank", "khong-co-ai").exit_code == 1


def test_supervisor_of_an_open_class_is_not_given_it_and_of_earlier_ones_it_is_told(place: Place) -> None:
    teacher = hire(place, Role.TEACHER, "Cô Hạnh")
    number = open_class(place, teacher)
    refused = run("allow-bank", "co-hanh")
    assert refused.exit_code == 2
    assert "còn mở" in refused.output
    assert not is_keeper(place, teacher)
    with place.writing() as session:
        supervision = session.get_one(Supervision, number)
        wanted = place.new(place.person(session), number)
        enter_class_sitting(session, place.engine, supervision, wanted, "Lan", NOW)
        close_supervision(session, supervision, NOW + timedelta(hours=1))
    until = json.loads(run("allow-bank", "co-hanh", "--json").stdout)["supervised_until"]
    assert until[:4] == str(NOW.year + 2)  # the sample standard: 24 months
    assert f"đến {until[8:10]}/{until[5:7]}/{until[:4]}" in run("allow-bank", "co-hanh").stdout
    with place.database.session(writes=False) as session:
        assert supervised_until(session, teacher, NOW + timedelta(days=800)) is None
