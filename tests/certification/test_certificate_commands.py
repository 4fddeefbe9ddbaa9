"""`hocvuso certificate …`: what operators and other programs ask, without a network."""

import json
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NoReturn

import pytest
from sqlalchemy import update
from typer.testing import CliRunner, Result

from app.certification.attaching import attachment_of
from app.certification.domain.attachment import as_file
from app.certification.domain.confirmation import from_text
from app.certification.domain.identity import identity_mac
from app.certification.identities import keep_identity
from app.certification.models import Certificate
from app.certification.paper import print_certificate
from app.cli import cli
from app.core.db import Database
from tests.certification.certified import AT, ISSUER
from tests.certification.office import Office, open_office
from tests.certification.test_kept_heads import written_anew


@pytest.fixture
def database(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, sqlite_url: str) -> Iterator[Database]:
    values = {
        "VAR_DIR": tmp_path, "DATABASE_URL": sqlite_url, "CONTENT_DIRS": tmp_path, "CLOCK": "2026-11-23T08:00:00", "PUBLIC_URL": ISSUER.url,
    }  # fmt: skip
    for name, value in values.items():
        monkeypatch.setenv(f"HOCVUSO_{name}", str(value))
    database = Database(sqlite_url)
    yield database
    database.close()


@pytest.fixture
def office(database: Database, tmp_path: Path) -> Office:
    return open_office(database, tmp_path / "keys")


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> NoReturn:
        raise AssertionError("it called somebody")

    monkeypatch.setattr(socket.socket, "connect", refuse)


def run(*arguments: object) -> Result:
    return CliRunner().invoke(cli, ["certificate", *map(str, arguments)])


def document(*arguments: object) -> dict[str, Any]:
    read: dict[str, Any] = json.loads(run(*arguments, "--json").stdout)
    return read


def test_marks_of_identity_numbers_are_given_out_only_where_a_province_gave_its_key(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    code, key = office.issue().code, "k" * 40
    with office.database.session(writes=True) as session:
        keep_identity(session, key.encode(), office.learner, "037155001234", AT)
        session.commit()
    assert run("identities").exit_code == 2
    monkeypatch.setenv("HOCVUSO_IDENTITY_KEY", key)
    [row] = document("identities")["certificates"]
    assert (row["code"], row["mac"]) == (code, identity_mac(key.encode(), "037155001234"))
    assert run("identities").stdout.splitlines()[1] == f"{row['key']},{row['mac']},{code},2026-11-22,2028-11-22"
    monkeypatch.setenv("HOCVUSO_IDENTITY_KEY", "short")
    assert run("identities").exit_code != 0


def write_files(office: Office, code: str, folder: Path) -> list[Path]:
    """The token, the file and the paper."""
    with office.database.session(writes=False) as session:
        row = office.row(code)
        file = as_file(attachment_of(session.connection(), row, office.certificates.signer, AT))
    written = {
        "giay.jwt": row.token.encode(),
        "giay.json": file,
        "giay.pdf": print_certificate(from_text(row.confirmation), ISSUER, file),
    }
    for name, data in written.items():
        (folder / name).write_bytes(data)
    return [folder / name for name in written]


def test_verify_answers_as_the_contract_says(office: Office, tmp_path: Path) -> None:
    code = office.issue().code
    asked = [*write_files(office, code, tmp_path), ISSUER.page_of(code), f"{ISSUER.page_of(code)}/?x=1", code.lower()]
    for one in asked:
        result = run("verify", one, "--json")
        found = json.loads(result.stdout)
        assert (result.exit_code, found.keys()) == (0, {"valid", "status", "reason", "claims"}), one
        assert (found["valid"], found["status"], found["reason"]) == (True, "valid", "")
        assert found["claims"]["jti"] == ISSUER.page_of(code)
    office.revoke(code)
    for one in asked:
        result = run("verify", one, "--json")
        found = json.loads(result.stdout)
        assert (result.exit_code, found["valid"], found["status"], found["reason"]) == (1, False, "revoked", "cap-nham")


def test_verify_says_what_it_found_in_vietnamese(office: Office) -> None:
    code = office.issue().code
    said = run("verify", code)
    assert said.stdout.startswith("Còn giá trị\nMã ")
    assert "cấp 22/11/2026, đến hết 22/11/2028" in said.stdout
    unknown = run("verify", "2346-79AC-DEFG")
    assert (unknown.exit_code, unknown.stdout) == (1, "Không xác nhận được\nKhông có giấy nào mang mã này.\n")


@pytest.mark.parametrize("asked", ["khong-co.pdf", "https://khac.vn/", "https://khac.vn/xac-minh/", "."])
def test_what_is_no_file_and_no_code_is_wrong_use(office: Office, asked: str) -> None:
    assert run("verify", asked).exit_code == 2


def test_file_that_is_huge_or_nonsense_is_not_confirmed(office: Office, tmp_path: Path) -> None:
    for data in (b"", b"\0" * 3_000_000, b"%PDF-1.7\n"):
        (tmp_path / "x.pdf").write_bytes(data)
        assert document("verify", tmp_path / "x.pdf") == {
            "valid": False, "status": "unknown", "reason": "no-token", "claims": {},
        }  # fmt: skip


def test_revoking_needs_a_reason_that_names_nobody(office: Office) -> None:
    code = office.issue().code
    assert run("revoke", code).exit_code == 2
    assert run("revoke", code, "--reason", "ong Nam khai").exit_code == 2
    assert document("revoke", code, "--reason", "cap-nham") == {"code": code, "revoked": True, "new": True}
    assert document("revoke", code, "--reason", "cap-nham")["new"] is False
    assert run("revoke", "234679ACDEFG", "--reason", "cap-nham").exit_code == 1
    assert office.row(code).revoke_reason == "cap-nham"


def test_head_is_signed_and_printed(office: Office) -> None:
    assert run("head").exit_code == 1  # nothing to sign yet
    office.issue()
    head = document("head")
    assert head["size"] == 2
    assert head["token"] in run("head").stdout


def test_key_is_changed_and_both_go_on_verifying(office: Office) -> None:
    code = office.issue().code
    key = document("change-key")["key"]
    assert (office.certificates.keys / f"{key}.json").exists()
    assert document("verify", code)["valid"]
    assert document("log", "verify")["ok"]


def test_log_is_verified_and_its_faults_are_told(office: Office) -> None:
    code = office.issue().code
    assert {**document("log", "verify"), "root": ""} == {"ok": True, "size": 2, "root": "", "faults": []}
    with office.database.transaction() as connection:
        connection.execute(update(Certificate).values(token=office.row(code).token + "x"))
    result = run("log", "verify")
    assert (result.exit_code, result.stdout) == (1, f"Giấy {code} không đúng như dòng của nó trong sổ.\n")
    assert document("log", "verify")["faults"] == [{"kind": "certificate", "where": code}]


def test_head_that_somebody_kept_is_held_against_the_log(office: Office, tmp_path: Path) -> None:
    code = office.issue().code
    head = document("head")["token"]
    file = write_files(office, code, tmp_path)[2]
    (tmp_path / "dau-so.txt").write_text(run("head").stdout, "utf-8")
    for kept in (head, file, tmp_path / "dau-so.txt"):
        result = run("log", "verify", "--head", kept)
        assert (result.exit_code, result.stdout.splitlines()[1][:5]) == (0, "Khớp:"), kept
    assert "Khớp:" in run("verify", file).stderr
    assert run("log", "verify", "--head", "khong-co").exit_code == 2
    result = run("log", "verify", "--head", office.head_of_another_history())
    assert (result.exit_code, "Sổ cái đúng" in result.stdout, "KHÔNG KHỚP" in result.stdout) == (1, True, True)
    with office.database.transaction() as connection:
        written_anew(connection, lambda entries: entries[:1])
    result = run("log", "verify", "--head", head)
    assert result.exit_code == 1
    assert "KHÔNG KHỚP: đầu sổ đã ký ngày 23/11/2026 có 2 dòng, sổ cái hôm nay chỉ còn 1." in result.stdout
    found = document("log", "verify", "--head", head)
    assert (found["ok"], found["head"]["outcome"]) == (False, "shorter")
    assert "KHÔNG KHỚP" in run("verify", file).stderr


def test_lost_folder_of_keys_is_told(office: Office, tmp_path: Path) -> None:
    office.issue()
    for file in (tmp_path / "keys").iterdir():
        file.unlink()
    result = run("head")
    assert result.exit_code == 2
    assert "bản sao lưu" in result.stderr
