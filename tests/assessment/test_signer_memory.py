"""A signer remembers what it signed of the log: a database that was rolled back gets no second history signed, and a backup
that was restored in earnest is taken on by a step that everybody can see."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import update
from typer.testing import CliRunner

from app.certification import transparency_log as log
from app.certification.head_memory import FILE, OTHER, OVERTAKEN_S, SHORTER, UNREADABLE, Overtaken
from app.certification.log_heads import head_in, newest_head
from app.certification.models import LogSubtree
from app.certification.signer import SignerRefuses
from app.cli import cli
from tests.assessment.hall import NOW
from tests.assessment.signer_process import Apart, apart, approved
from tests.assessment.test_signer_program import environment
from tests.certification.test_transparency_log import without_triggers

__all__ = ["apart"]

pytestmark = pytest.mark.one_database


def head(apart: Apart, size: int) -> str:
    with apart.hall.database.reading.connect() as connection:
        return apart.signer.head(connection, size, NOW)


def refusal(apart: Apart, size: int) -> str:
    with pytest.raises(SignerRefuses) as refused:
        head(apart, size)
    return refused.value.why


def size_of(apart: Apart) -> int:
    with apart.hall.database.reading.connect() as connection:
        return log.size_of(connection)


def append(apart: Apart, *entries: bytes) -> int:
    with apart.hall.database.transaction() as connection:
        log.append(connection, entries)
    return size_of(apart)


def backup(apart: Apart, to: Path) -> None:
    with closing(sqlite3.connect(str(apart.hall.database.url.database))) as rows, closing(sqlite3.connect(to)) as kept:
        rows.backup(kept)


def restore(apart: Apart, kept: Path) -> None:
    with (
        closing(sqlite3.connect(kept)) as rows,
        closing(sqlite3.connect(str(apart.hall.database.url.database))) as database,
    ):
        rows.backup(database)


def accept(apart: Apart, monkeypatch: pytest.MonkeyPatch) -> tuple[int, str]:
    """The program beside it, in the signer's own folder."""
    (apart.process.folder / "var").mkdir(exist_ok=True)
    given = environment(apart, apart.process.socket) | {"HOCVUSO_VAR_DIR": str(apart.process.folder / "var")}
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    said = CliRunner().invoke(cli, ["certificate", "signer", "--accept-restored"])
    return said.exit_code, said.output


def test_database_that_was_rolled_back_gets_no_second_history_signed(
    apart: Apart, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    approved(apart)
    apart.worker.sign_due()
    backup(apart, tmp_path / "kept")
    size = append(apart, b'{"a":1}', b'{"a":2}')
    signed = head(apart, size)
    assert head(apart, size) != ""  # the same again is no other history
    restore(apart, tmp_path / "kept")
    code = approved(apart)  # what was signed before is as it was; what is new waits
    assert (refusal(apart, size_of(apart)), apart.worker.sign_due()) == (SHORTER, 0)
    with pytest.raises(SignerRefuses, match=SHORTER), apart.hall.database.reading.connect() as connection:
        apart.signer.statuses(connection, 1, NOW)
    append(apart, b'{"b":1}', b'{"b":2}', b'{"b":3}')
    apart.process.stop()  # and it forgets nothing
    apart.process.start()
    assert refusal(apart, size_of(apart)) == OTHER
    assert "MÁY KÝ DỪNG" in apart.process.log

    assert accept(apart, monkeypatch)[0] == 2, "the signer runs"
    apart.process.stop()
    exit_code, printed = accept(apart, monkeypatch)
    assert (exit_code, signed in printed, f"{size} dòng" in printed) == (0, True, True)
    assert "Không có gì phải nhận" in accept(apart, monkeypatch)[1]
    apart.process.start()
    apart.worker._again.clear()
    assert apart.worker.sign_due() == 1, code
    apart.hall.place.engine.certificates.keep_head_now(apart.hall.database, NOW)
    with apart.hall.database.reading.connect() as connection:
        newest = newest_head(connection)
        assert newest is not None
        [told] = head_in(connection, newest.token)["restored"]
    assert told["size"] == size
    assert told["root"] in printed


def test_history_that_only_looks_like_the_old_one_is_found_by_the_proof(apart: Apart) -> None:
    """Its heads are those of before as far as the memory looks, and another one where the new size is signed."""
    approved(apart)
    apart.worker.sign_due()
    size = size_of(apart)
    while (size + 1) & size:  # until one head covers all entries, the next one included
        size = append(apart, b'{"a":1}')
    head(apart, size)
    append(apart, b'{"a":2}')
    whole = LogSubtree.level == size.bit_length()
    with apart.hall.database.transaction() as connection:
        without_triggers(connection)
        connection.execute(update(LogSubtree).where(whole).values(head=b"another history".ljust(32)))
    assert refusal(apart, size + 1) == OTHER
    assert head(apart, size) != ""


def test_memory_that_was_written_into_is_not_taken_for_none(apart: Apart) -> None:
    approved(apart)
    apart.worker.sign_due()
    head(apart, size_of(apart))
    (apart.process.keys / FILE).write_text("{}", "utf-8")
    assert refusal(apart, size_of(apart)) == UNREADABLE


def test_who_is_overtaken_is_served_for_a_moment_and_not_later(apart: Apart) -> None:
    approved(apart)
    apart.worker.sign_due()
    size = size_of(apart)
    head(apart, size)
    head(apart, append(apart, b'{"a":1}'))
    assert head(apart, size) != ""
    apart.process.stop()
    apart.process.start()
    assert refusal(apart, size) == "head-is-older"
    found = Overtaken()
    assert found.least(5, 100.0) == 5
    found.signed(7, 100.0)
    assert [found.least(7, 100.0 + later) for later in (OVERTAKEN_S / 2, OVERTAKEN_S)] == [5, 7]
