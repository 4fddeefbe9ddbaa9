"""The command line: exit codes 0, 1 and 2, one JSON document and nothing else, and words that help."""

import json
import os
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer
from sqlalchemy import func, select, update
from typer.testing import CliRunner, Result

from app.__main__ import main
from app.accounts.domain.roles import Role
from app.accounts.models import Account
from app.cli import cli
from app.core.config import PROJECT
from app.core.db import Database
from app.practice.models import LearnerModel
from tests.forked_program import run_forked
from tests.practice.history import answer, new_learner, stored
from tests.sample_content import COURSE, FACT, FILES, LESSON, LESSON_PATH

TODAY = "2026-11-21T12:00:00"
VIETNAMESE = re.compile(r"[ăâđêôơưàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ]")
DIAGNOSTIC = {"file", "line", "column", "severity", "code", "message"}
LINE = re.compile(r"\S+:\d+:\d+: (lỗi|cảnh báo) \[[a-z-]+\] \S.*")
BROKEN = LESSON.replace("phut: 3", "phut: 6")
OVERDUE = LESSON.replace("ra-soat-truoc: 2099-01-01", "ra-soat-truoc: 2026-11-20")


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, sqlite_url: str, content: Path) -> None:
    """The sample content and a migrated database; nothing of the machine's own settings."""
    for name in [name for name in os.environ if name.startswith("HOCVUSO_")]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    for name, value in {
        "VAR_DIR": tmp_path / "var",
        "DATABASE_URL": sqlite_url,
        "CONTENT_DIRS": content,
        "CLOCK": TODAY,
    }.items():
        monkeypatch.setenv(f"HOCVUSO_{name}", str(value))


@pytest.fixture
def database(sqlite_url: str) -> Iterator[Database]:
    database = Database(sqlite_url)
    yield database
    database.close()


def run(*arguments: object) -> Result:
    return CliRunner().invoke(cli, [str(argument) for argument in arguments])


def only_document(result: Result) -> Any:
    """The one JSON document that is all of stdout."""
    document, end = json.JSONDecoder().raw_decode(result.stdout)
    assert result.stdout[end:] == "\n"
    return document


def assert_wrong_use(result: Result) -> None:
    assert result.exit_code == 2, result.output
    assert result.stdout == ""
    assert VIETNAMESE.search(result.stderr)
    assert "Traceback" not in result.stderr


# As a program: once started from nothing


def test_program_prints_one_document_and_tells_findings_by_its_exit_code(content: Path) -> None:
    (content / LESSON_PATH).write_text(BROKEN, encoding="utf-8")
    done = run_forked(["content", "check", "--json"], {})
    assert (done.returncode, done.stderr, done.stdout.count("\n")) == (1, "", 1)
    assert [found["code"] for found in json.loads(done.stdout)["diagnostics"]] == ["bad-field"]


def test_program_migrates_quietly_and_creates_a_user(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "app", "user", "create", "--role", "teacher", "--name", "Cô Hạnh", "--json"],
        cwd=PROJECT, env={**os.environ, "HOCVUSO_DATABASE_URL": f"sqlite:///{tmp_path / 'new.sqlite'}"},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout)["login"] == "co-hanh"


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ("content chek", "Không có lệnh chek. Có phải là check? Xem cách gõ: hocvuso content --help\n"),
        ("nope", "Không có lệnh nope. Xem cách gõ: hocvuso --help\n"),
        ("content stale --foo", "Không có mục --foo. Xem cách gõ: hocvuso content stale --help\n"),
        ("content stale --on", "Sau --on còn thiếu một giá trị. Xem cách gõ: hocvuso --help\n"),
        ("content check --json=3", "Sau --json không ghi gì thêm. Xem cách gõ: hocvuso --help\n"),
        ("user create --name a", "Thiếu mục --role. Xem cách gõ: hocvuso user create --help\n"),
        ("user create --role a", "Giá trị của --role không dùng được. Xem cách gõ: hocvuso user create --help\n"),
        ("user disable", "Thiếu phần login. Xem cách gõ: hocvuso user disable --help\n"),
        ("user disable a b c", "Phần này thừa: b c. Xem cách gõ: hocvuso user disable --help\n"),
    ],
)
def test_mistyped_command_is_told_in_vietnamese(
    arguments: str, told: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["hocvuso", *arguments.split()])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 2
    assert capsys.readouterr() == ("", told)


def test_program_without_a_command_shows_what_there_is() -> None:
    done = run_forked(["content"], {})
    assert done.returncode == 2
    assert "Soi nội dung" in done.stdout + done.stderr


def test_program_refuses_wrong_use_without_a_traceback() -> None:
    done = run_forked(["content", "stale", "--on", "mai"], {})
    assert (done.returncode, done.stdout, done.stderr) == (2, "", "Ngày viết như 2026-11-21.\n")


# Help and wrong use


def commands(group: Any = None, names: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    """The path of every command and group."""
    group = group or typer.main.get_command(cli)
    inner = getattr(group, "commands", {})
    return [names, *(path for name, command in inner.items() for path in commands(command, (*names, name)))]


def test_commands_are_those_of_the_contract() -> None:
    leaves = {" ".join(path) for path in commands() if path not in {(), ("content",), ("user",), ("demo",)}}
    assert leaves >= {"serve", "content check", "content stale", "user create", "demo load"}


@pytest.mark.parametrize("names", commands(), ids=" ".join)
def test_every_command_explains_itself_in_vietnamese(names: tuple[str, ...]) -> None:
    shown = run(*names, "--help")
    assert shown.exit_code == 0
    assert VIETNAMESE.search(shown.stdout)


@pytest.mark.parametrize(
    "arguments",
    [
        (), ("content",), ("user",), ("demo",), ("nope",), ("content", "nope"), ("content", "check", "--nope"),
        ("content", "stale", "--on"), ("user", "create"), ("user", "create", "--role", "teacher"), ("user", "create", "--name", "A"),
        ("user", "create", "--role", "boss", "--name", "A"), ("serve", "--port", "abc"), ("demo", "load", "x"),
    ],
)  # fmt: skip
def test_wrong_use_is_exit_code_two(arguments: tuple[str, ...], database: Database) -> None:
    assert run(*arguments).exit_code == 2
    assert count_accounts(database) == 0


@pytest.mark.parametrize(
    ("name", "value"),
    [("ENV", "test"), ("ENV", "prod"), ("CLOCK", "hôm qua"), ("DEMO", "có")],
)
@pytest.mark.parametrize("arguments", [("content", "check"), ("content", "stale"), ("demo", "load"),
                                       ("user", "create", "--role", "teacher", "--name", "A")])  # fmt: skip
def test_bad_settings_are_wrong_use(
    monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], name: str, value: str
) -> None:
    monkeypatch.setenv(f"HOCVUSO_{name}", value)
    refused = run(*arguments, "--json")
    assert_wrong_use(refused)
    assert refused.stderr.startswith("Cấu hình chưa đúng: ")


# content check


def test_good_content_is_exit_code_zero() -> None:
    checked = run("content", "check")
    assert (checked.exit_code, checked.stdout) == (0, "0 lỗi, 0 cảnh báo.\n")


def test_findings_are_told_one_a_line(content: Path) -> None:
    (content / LESSON_PATH).write_text(OVERDUE.replace("phut: 3", "phut: 6\nla: 1"), encoding="utf-8")
    (content / "facts/thu.yaml").write_text(
        FACT.replace("2026-11-01", "2024-11-01").replace("2099", "2025"), encoding="utf-8"
    )
    checked = run("content", "check")
    *lines, summary = checked.stdout.splitlines()
    assert checked.exit_code == 1
    assert len(lines) == 4
    assert all(LINE.fullmatch(line) for line in lines)
    assert summary == "2 lỗi, 2 cảnh báo."


def test_findings_as_json_have_the_shape_of_the_contract(content: Path) -> None:
    (content / LESSON_PATH).write_text(BROKEN, encoding="utf-8")
    checked = run("content", "check", "--json")
    document = only_document(checked)
    assert checked.exit_code == 1
    assert document.keys() == {"ok", "diagnostics"}
    assert document["ok"] is False
    (found,) = document["diagnostics"]
    assert found.keys() == DIAGNOSTIC
    assert {**found, "message": ""} == {
        "file": f"content/{LESSON_PATH}", "line": 7, "column": 1, "severity": "error", "code": "bad-field", "message": "",
    }  # fmt: skip
    assert "\\u" not in checked.stdout


def test_warnings_alone_are_no_finding(content: Path) -> None:
    (content / LESSON_PATH).write_text(OVERDUE, encoding="utf-8")
    checked = run("content", "check", "--json")
    document = only_document(checked)
    assert (checked.exit_code, document["ok"]) == (0, True)
    assert [found["severity"] for found in document["diagnostics"]] == ["warning"]


def test_single_file_is_judged_with_its_root_and_tells_only_its_own(content: Path) -> None:
    (content / LESSON_PATH).write_text(BROKEN, encoding="utf-8")
    (content / "courses/khoa-thu/02-quet-ma.md").write_text(OVERDUE, encoding="utf-8")
    broken, overdue = (
        run("content", "check", "--json", content / name) for name in (LESSON_PATH, "courses/khoa-thu/02-quet-ma.md")
    )
    assert (broken.exit_code, [found["code"] for found in only_document(broken)["diagnostics"]]) == (1, ["bad-field"])
    assert (overdue.exit_code, [found["code"] for found in only_document(overdue)["diagnostics"]]) == (
        0,
        ["expired-lesson"],
    )
    good = run("content", "check", "--json", content / "facts/thu.yaml")
    assert (good.exit_code, only_document(good)) == (0, {"ok": True, "diagnostics": []})


def test_single_file_of_another_root_is_judged_there(tmp_path: Path) -> None:
    for name, data in FILES.items():
        path = tmp_path / "khac" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(BROKEN if name == LESSON_PATH else data, encoding="utf-8")
    checked = run("content", "check", "--json", tmp_path / "khac" / LESSON_PATH)
    assert [found["file"] for found in only_document(checked)["diagnostics"]] == [f"khac/{LESSON_PATH}"]


def test_single_file_may_be_named_from_inside_its_folder(monkeypatch: pytest.MonkeyPatch, content: Path) -> None:
    (content / LESSON_PATH).write_text(BROKEN, encoding="utf-8")
    monkeypatch.chdir((content / LESSON_PATH).parent)
    assert len(only_document(run("content", "check", "--json", "01-giu-mat-khau.md"))["diagnostics"]) == 1


def test_folder_and_file_may_be_checked_together(content: Path, tmp_path: Path) -> None:
    (content / LESSON_PATH).write_text(BROKEN, encoding="utf-8")
    (tmp_path / "rong").mkdir()
    checked = run("content", "check", "--json", tmp_path / "rong", content / LESSON_PATH)
    assert (checked.exit_code, len(only_document(checked)["diagnostics"])) == (1, 1)


@pytest.mark.parametrize("name", ["courses/khoa-tinh/01-cua-tinh.md", None])
def test_roots_of_the_service_are_judged_together(
    monkeypatch: pytest.MonkeyPatch, content: Path, tmp_path: Path, name: str | None
) -> None:
    province = tmp_path / "tinh"
    (province / "courses/khoa-tinh").mkdir(parents=True)
    (province / "courses/khoa-tinh/course.yaml").write_text(COURSE, encoding="utf-8")
    (province / "courses/khoa-tinh/01-cua-tinh.md").write_text(LESSON, encoding="utf-8")
    monkeypatch.setenv("HOCVUSO_CONTENT_DIRS", f"{content}{os.pathsep}{province}")
    checked = run("content", "check", "--json", *([province / name] if name else []))
    assert (checked.exit_code, only_document(checked)["diagnostics"]) == (0, [])


@pytest.mark.parametrize("as_json", [(), ("--json",)])
@pytest.mark.parametrize("path", ["khong-co", "khong-co/01-a.md", "ngoai.md"])
def test_path_that_is_no_content_is_wrong_use(tmp_path: Path, path: str, as_json: tuple[str, ...]) -> None:
    (tmp_path / "ngoai.md").write_text(LESSON, encoding="utf-8")
    assert_wrong_use(run("content", "check", *as_json, tmp_path / path))


@pytest.mark.parametrize("command", ["check", "stale"])
def test_missing_content_folder_is_wrong_use(monkeypatch: pytest.MonkeyPatch, command: str) -> None:
    monkeypatch.setenv("HOCVUSO_CONTENT_DIRS", "/khong-co")
    assert_wrong_use(run("content", command, "--json"))


def test_check_touches_no_database(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOCVUSO_DATABASE_URL", f"sqlite:///{tmp_path / 'none.sqlite'}")
    assert run("content", "check").exit_code == run("content", "stale").exit_code == 0
    assert not (tmp_path / "none.sqlite").exists()
    assert not (tmp_path / "var").exists()


# content stale


def test_nothing_stale_is_exit_code_zero() -> None:
    assert (run("content", "stale").exit_code, run("content", "stale").stdout) == (0, "0 chỗ cần rà soát.\n")
    assert only_document(run("content", "stale", "--json")) == {"stale": []}


def test_stale_of_a_coming_day_has_the_shape_of_the_contract() -> None:
    found = run("content", "stale", "--on", "2099-01-02", "--json")
    rows = only_document(found)["stale"]
    assert found.exit_code == 1
    assert [(row["kind"], row["id"]) for row in rows] == [
        ("fact", "han-muc-thu"), ("lesson", "giu-mat-khau"), ("lesson", "giu-mat-khau"), ("lesson", "quet-ma"), ("lesson", "quet-ma"),
    ]  # fmt: skip
    assert all(row.keys() == {"kind", "id", "since", "because"} for row in rows)
    assert {row["since"] for row in rows} == {"2099-01-01"}
    assert all(VIETNAMESE.search(row["because"]) for row in rows)


def test_day_before_is_not_stale() -> None:
    assert run("content", "stale", "--on", "2099-01-01").exit_code == 0


def test_stale_without_a_day_is_today(content: Path) -> None:
    (content / "facts/thu.yaml").write_text(FACT.replace("2099-01-01", "2026-11-20"), encoding="utf-8")
    found = run("content", "stale")
    assert found.exit_code == 1
    assert found.stdout.splitlines()[0] == "2026-11-20  fact    han-muc-thu: quá hạn rà soát"
    assert found.stdout.splitlines()[-1] == "3 chỗ cần rà soát."


@pytest.mark.parametrize("day", ["2026-02-30", "21/11/2026", "mai", "2026-13-01", "0"])
def test_no_such_day_is_wrong_use(day: str) -> None:
    assert_wrong_use(run("content", "stale", "--json", "--on", day))


# user create


def count_accounts(database: Database) -> int:
    with database.session(writes=False) as session:
        return session.scalar(select(func.count()).select_from(Account)) or 0


@pytest.mark.parametrize("role", Role)
def test_account_is_created_with_a_password_for_once(role: Role, database: Database) -> None:
    created = run("user", "create", "--role", role, "--name", "  Đặng   Thị Hòa ", "--phone", "0912 345 678", "--json")
    document = only_document(created)
    assert created.exit_code == 0
    assert document.keys() == {"id", "login", "one_time_password"}
    with database.session(writes=False) as session:
        account = session.scalars(select(Account)).one()
    assert (account.id, account.login, account.name, account.role) == (
        document["id"],
        "dang-thi-hoa",
        "Đặng Thị Hòa",
        role,
    )
    assert account.must_change
    assert document["one_time_password"] not in account.password_hash
    assert len(document["one_time_password"]) >= 8


def test_login_and_password_are_printed_for_people() -> None:
    created = run("user", "create", "--role", "teacher", "--name", "Cô Hạnh")
    assert re.fullmatch(r"Tên đăng nhập: co-hanh\nMật khẩu dùng một lần: \S.*\n", created.stdout)


def test_namesakes_get_different_logins() -> None:
    logins = [
        only_document(run("user", "create", "--role", "learner", "--name", "Lan", "--json"))["login"] for _ in range(3)
    ]
    assert logins == ["lan", "lan-2", "lan-3"]


@pytest.mark.parametrize(
    "arguments",
    [
        ("--name", ""), ("--name", "   "), ("--name", "a" * 61), ("--name", "Lan\u200b"), ("--name", "La\x00n"), ("--name", "\u202eLan"),
        ("--name", "Lan", "--phone", "123"), ("--name", "Lan", "--phone", "không có"), ("--name", "Lan", "--phone", "+1 212 555 0100"),
    ],
)  # fmt: skip
def test_bad_name_or_phone_creates_nobody(arguments: tuple[str, ...], database: Database) -> None:
    assert_wrong_use(run("user", "create", "--role", "learner", *arguments, "--json"))
    assert count_accounts(database) == 0


def test_phone_of_another_account_creates_nobody(database: Database) -> None:
    for phone in ("0912345678", "+84 912 345 678"):
        created = run("user", "create", "--role", "learner", "--name", "Lan", "--phone", phone, "--json")
    assert_wrong_use(created)
    assert count_accounts(database) == 1


# serve


def test_port_that_is_taken_is_told_before_an_address_is() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        result = run("serve", "--port", port)
    assert_wrong_use(result)
    assert f"Cổng {port} đang có chương trình khác dùng" in result.stderr
    assert "http" not in result.output


def test_address_that_is_not_this_machine_s_is_told() -> None:
    result = run("serve", "--host", "192.0.2.1")
    assert_wrong_use(result)
    assert "192.0.2.1, cổng 8000" in result.stderr


# demo load


def test_demo_people_are_made_for_every_desk_and_once(database: Database) -> None:
    first, second = (only_document(run("demo", "load", "--json")) for _ in range(2))
    assert first == second
    assert first.keys() == {"people"}
    assert [person["role"] for person in first["people"]] == ["teacher", "assessor", "official", "admin"]
    assert all(person.keys() == {"role", "desk", "login", "password"} for person in first["people"])
    assert count_accounts(database) == 4


def test_demo_people_are_printed_for_people() -> None:
    printed = run("demo", "load").stdout.splitlines()
    assert len(printed) == 4
    assert all(re.fullmatch(r".+: [a-z0-9-]+ / \S+", line) for line in printed)


def test_demo_people_once_kept_with_their_addresses_are_found_again(database: Database, tmp_path: Path) -> None:
    first = only_document(run("demo", "load", "--json"))
    kept = tmp_path / "var/demo.json"
    kept.write_text(kept.read_text("utf-8").replace("Giáo viên", "Giáo viên, /soan-bai"), "utf-8")
    assert only_document(run("demo", "load", "--json")) == first
    assert count_accounts(database) == 4


def test_demo_passwords_are_for_their_owner_only(tmp_path: Path) -> None:
    run("demo", "load")
    kept = tmp_path / "var/demo.json"
    assert kept.stat().st_mode & 0o077 == 0


def test_demo_is_refused_in_prod(monkeypatch: pytest.MonkeyPatch, database: Database, tmp_path: Path) -> None:
    monkeypatch.delenv("HOCVUSO_CLOCK")
    monkeypatch.setenv("HOCVUSO_ENV", "prod")
    monkeypatch.setenv("HOCVUSO_SECRET_KEY", "k" * 32)
    assert_wrong_use(run("demo", "load", "--json"))
    assert count_accounts(database) == 0
    assert not (tmp_path / "var").exists()


# quiz rebuild


def test_rebuilding_folds_everybody_again_and_check_agrees(database: Database) -> None:
    people = [new_learner(database) for _ in range(2)]
    for learner in people:
        answer(database, learner)
    rebuilt = run("quiz", "rebuild")
    assert (rebuilt.exit_code, rebuilt.stdout) == (0, "Đã tính lại mức thành thạo của 2 người học.\n")
    assert [row[0] for row in stored(database, people)] == sorted(people)
    checked = run("quiz", "rebuild", "--check")
    assert checked.exit_code == 0
    assert checked.stdout == "Đã so 2 người học: 0 người có mức thành thạo khác với khi tính lại từ đầu.\n"
    assert only_document(run("quiz", "rebuild", "--json")) == {"learners": 2}


def test_check_names_who_differs_and_changes_nothing(database: Database) -> None:
    learner, other = new_learner(database), new_learner(database)
    answer(database, learner)
    answer(database, other)
    run("quiz", "rebuild")
    wrong = str(stored(database, [learner])[0][-1]).replace('"pieces":1', '"pieces":7')
    with database.transaction() as connection:
        connection.execute(update(LearnerModel).where(LearnerModel.learner_id == learner).values(model=wrong))
    before = stored(database, [learner, other])
    checked = run("quiz", "rebuild", "--check", "--json")
    assert checked.exit_code == 1
    assert only_document(checked) == {"learners": 2, "differing": [learner]}
    told = run("quiz", "rebuild", "--check")
    assert told.exit_code == 1
    assert f"người học số {learner}" in told.stdout
    assert "./run hocvuso quiz rebuild" in told.stdout
    assert stored(database, [learner, other]) == before
    run("quiz", "rebuild")
    assert run("quiz", "rebuild", "--check").exit_code == 0


def test_rebuilding_an_empty_service_is_no_fault() -> None:
    for check in ((), ("--check",)):
        assert run("quiz", "rebuild", *check).exit_code == 0


# quiz rank


def test_difficulty_comes_from_the_orders_of_several_judges(tmp_path: Path) -> None:
    for judge in ("mot", "hai"):
        (tmp_path / judge).write_text("# giáo viên\n1: de vua kho\n2: de kho vua\n3: vua kho\n", "utf-8")
    files = [str(tmp_path / judge) for judge in ("mot", "hai")]
    ranking = only_document(run("quiz", "rank", "--json", *files))
    assert next(iter(ranking["items"])) == "de"
    assert ranking["items"]["vua"]["orders"] == 6
    assert ranking["agreement"] == 1
    told = run("quiz", "rank", *files)
    assert told.exit_code == 0
    assert "Độ tin cậy" in told.stdout


@pytest.mark.parametrize("text", [b"", b"1: a\n", b"1: a a\n", b"a b\n", b"\xff\xfe"])
def test_orders_that_cannot_be_read_are_told(tmp_path: Path, text: bytes) -> None:
    (tmp_path / "mot").write_bytes(text)
    assert_wrong_use(run("quiz", "rank", str(tmp_path / "mot")))
    assert_wrong_use(run("quiz", "rank", str(tmp_path / "khong-co")))


def test_a_backup_is_taken_and_put_back(database: Database, tmp_path: Path) -> None:
    assert run("user", "create", "--role", "teacher", "--name", "Lê Thị Hoa").exit_code == 0
    file = tmp_path / "copy"
    taken = run("backup", file, "--json")
    assert (taken.exit_code, json.loads(taken.stdout)) == (0, {"file": str(file), "bytes": file.stat().st_size})
    again = run("backup", file)
    assert again.exit_code == 1
    assert "đặt tên khác" in again.stderr
    assert run("user", "create", "--role", "teacher", "--name", "Trần Văn Minh").exit_code == 0
    back = json.loads(run("restore", file, "--json").stdout)
    assert back["rows"]["account"] == 1
    assert Path(back["kept"]).is_file()
