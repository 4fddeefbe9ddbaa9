"""The signer as a program: one at a socket, told to stop, kept waiting by nobody, and unable to write."""

import os
import socket
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import delete
from sqlalchemy.exc import DBAPIError
from typer.testing import CliRunner

from app.certification.models import Certificate
from app.certification.signing_office import read_only
from app.cli import cli
from app.core.db import Database
from tests.assessment.hall import NOW, Hall
from tests.assessment.signer_process import Apart, answers, apart, approved, certificates

__all__ = ["apart"]


def environment(apart: Apart, path: Path) -> dict[str, str]:
    url = apart.hall.database.url.render_as_string(hide_password=False)
    given = {"VAR_DIR": path.parent, "DATABASE_URL": url, "CONTENT_DIRS": apart.hall.place.root, "SIGNER_SOCKET": path}
    return {f"HOCVUSO_{name}": str(value) for name, value in given.items()}


@pytest.mark.one_database
def test_second_signer_and_one_without_a_place_are_wrong_use(apart: Apart, monkeypatch: pytest.MonkeyPatch) -> None:
    for path, words in (
        (apart.process.socket, "Đã có một máy ký"),
        (Path("/khong/co/x.sock"), "Không mở được"),
        ("", "Chưa biết"),
    ):
        for name, value in environment(apart, Path(path)).items():
            monkeypatch.setenv(name, value if path else "")
        said = CliRunner().invoke(cli, ["certificate", "signer"])
        assert (said.exit_code, words in said.stderr) == (2, True), words
    assert answers(apart.process.socket)


@pytest.mark.one_database
@pytest.mark.battery
def test_program_signs_until_it_is_told_to_stop(apart: Apart) -> None:
    code = approved(apart)
    apart.process.stop()
    given = environment(apart, apart.process.socket)
    with subprocess.Popen([sys.executable, "-m", "app", "certificate", "signer"], env=os.environ | given) as program:
        while not answers(apart.process.socket):
            assert program.poll() is None
            time.sleep(0.02)
        assert apart.worker.sign_due() == 1
        program.terminate()
        assert program.wait(60) == 0
    assert not apart.process.socket.exists()
    assert [row.code for row in certificates(apart.hall)] == [code]


@pytest.mark.one_database
def test_whoever_is_slow_or_says_too_much_keeps_nobody_else_waiting(apart: Apart) -> None:
    idle = [connected(apart) for _ in range(4)]
    with connected(apart) as talkative:
        talkative.sendall(b"x" * 500)
        assert talkative.recv(1) == b""
    apart.signer.make_key(NOW)
    for one in idle:
        one.close()


def connected(apart: Apart) -> socket.socket:
    found = socket.socket(socket.AF_UNIX)
    found.settimeout(60)
    found.connect(str(apart.process.socket))
    return found


def test_signer_cannot_write(hall: Hall) -> None:
    with closing(read_only(Database(hall.database.url.render_as_string(hide_password=False)))) as database:
        for _ in range(2):  # also on a connection that was used before
            with pytest.raises(DBAPIError, match=r"read-?only"), database.transaction() as connection:
                connection.execute(delete(Certificate))
