"""Whoever kept a head, on paper, in a mail or inside of a certificate file, catches an operator who wrote the log anew."""

import textwrap
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import Connection, delete, select

from app.certification import transparency_log as log
from app.certification.attaching import attachment_of
from app.certification.domain.attachment import as_file
from app.certification.domain.confirmation import from_text
from app.certification.domain.kept_head import in_words
from app.certification.head_memory import HeadMemory, Memory, accept_restored
from app.certification.kept_heads import check_kept
from app.certification.log_heads import keep_head
from app.certification.models import LogEntry, LogHead, LogSubtree
from app.certification.paper import print_certificate
from app.certification.queries import Head
from app.certification.signer import SignerHere
from tests.certification.certified import AT, ISSUER
from tests.certification.office import Office
from tests.certification.test_transparency_log import without_triggers

pytestmark = pytest.mark.one_database


def kept_head(office: Office) -> str:
    with office.database.session(writes=True) as session:
        head = office.certificates.keep_head(session, AT)
        session.commit()
    assert head is not None
    return head.token


def outcome(office: Office, sent: bytes | str) -> str | None:
    with office.database.reading.connect() as connection:
        found = check_kept(connection, sent.encode() if isinstance(sent, str) else sent)
    return found.outcome if found else None


def written_anew(connection: Connection, change: Callable[[list[str]], list[str]]) -> None:
    """As the owner of the database can: the log that comes out is sound in itself."""
    entries = [text for _, text in log.entries(connection)]
    without_triggers(connection)
    connection.execute(delete(LogEntry))
    connection.execute(delete(LogSubtree))
    log.append(connection, [text.encode() for text in change(entries)])


def test_head_is_read_however_it_was_kept_and_holds_while_the_log_only_grows(office: Office) -> None:
    code = office.issue("s1").code
    head = kept_head(office)
    with office.database.session(writes=False) as session:
        row = office.row(code)
        file = as_file(attachment_of(session.connection(), row, office.certificates.signer, AT))
    paper = print_certificate(from_text(row.confirmation), ISSUER, file)
    mailed = "Sổ cái có 2 dòng, ký lúc 22/11/2026 03:00 (giờ quốc tế):\r\n" + "\r\n".join(textwrap.wrap(head, 60))
    kept = (head, f"Đầu sổ {head}\n", mailed, f'{{"size":2,"token":"{head}"}}', file, paper)
    assert {outcome(office, one) for one in kept} == {"extends"}
    for subject in ("s2", "s3", "s4"):
        office.issue(subject)
    assert {outcome(office, one) for one in kept} == {"extends"}


def test_what_is_no_head_is_none_and_one_that_was_changed_is_not_ours(office: Office) -> None:
    token = office.row(office.issue().code).token
    head = kept_head(office)
    assert {outcome(office, one) for one in ("", "chữ", token, "{", head + " " + head[:-4] + "AAAA")} == {None}
    header, body, signature = head.split(".")
    for changed in (f"{header}.{body}.{signature[:-9]}AAAAAAAAA", f"{header}.{body[:-8]}AAAAAAAA.{signature}"):
        assert outcome(office, changed) == "not-ours"


REWRITINGS: dict[str, tuple[Callable[[list[str]], list[str]], str]] = {
    "an entry is another": (lambda entries: [*entries[:1], entries[1].replace("issued", "issueD"), *entries[2:]], "rewritten"),
    "an entry is gone": (lambda entries: [entries[0], *entries[2:]], "rewritten"),
    "the tail is cut": (lambda entries: entries[:2], "shorter"),
    "cut, and grown again": (lambda entries: [*entries[:2], "a", "b", "c"], "rewritten"),
}  # fmt: skip


@pytest.mark.parametrize(("change", "found"), REWRITINGS.values(), ids=REWRITINGS)
def test_operator_who_writes_the_log_anew_is_caught(
    office: Office, change: Callable[[list[str]], list[str]], found: str
) -> None:
    for subject in ("s1", "s2"):
        office.issue(subject)
    head = kept_head(office)
    office.issue("s3")
    assert outcome(office, head) == "extends"
    with office.database.transaction() as connection:
        written_anew(connection, change)
    assert outcome(office, head) == found


def test_backup_that_was_restored_in_earnest_does_not_hold_but_is_admitted(office: Office) -> None:
    """The later heads say so, and since when."""
    office.issue("s1")
    with office.database.reading.connect() as connection:
        before = [text for _, text in log.entries(connection)]
    office.issue("s2")
    head = kept_head(office)
    at, memory = AT + timedelta(days=1), HeadMemory(office.certificates.keys)
    with office.database.transaction() as connection:
        size = log.size_of(connection)
        memory.keep(Memory(size, log.root_of(connection, size).hex(), head))
        without_triggers(connection)
        connection.execute(delete(LogHead))
        written_anew(connection, lambda _: before)
    with office.database.transaction() as connection:
        assert accept_restored(connection, memory, at) is not None
        signer = SignerHere(office.certificates.keys, ISSUER)
        size = log.size_of(connection)
        token = signer.head_of(connection, size, log.root_of(connection, size), at, memory.read().restored)
        keep_head(connection, Head(size, token, at))
    with office.database.reading.connect() as connection:
        found = check_kept(connection, head.encode())
        assert connection.scalars(select(LogHead.size)).one() == size
    assert found is not None
    assert (found.outcome, found.restored_at) == ("shorter", at)
    assert "KHÔNG KHỚP" in in_words(found)
    assert "ngày 23/11/2026 đã lấy lại sổ từ một bản sao lưu" in in_words(found)
    assert "sao lưu" not in in_words(replace(found, restored_at=None))
