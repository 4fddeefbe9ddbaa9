"""Deleting leaves nothing behind, takes nothing else away, and lets the holder decide about certificates."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import delete, event, select

import app.main  # noqa: F401 - every feature's tables
from app.accounts.models import Account, TrustedPerson
from app.certification.domain.confirmation import from_text
from app.certification.domain.credential import Issuer
from app.certification.models import Certificate, PendingCertificate
from app.certification.service import Certificates
from app.core.db import Database
from app.learners.models import Learner
from app.privacy.domain.inventory import DESCRIBED, SHOWN
from app.privacy.service import HasPapers, Person, counts_about, erase, kept_about, tables
from tests.privacy.crowd import NOON, everything, fill
from tests.shared_database import BOTH, make_database

MARK, OTHER = "zqv", "okk"


@pytest.fixture(params=BOTH)
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """Nothing but the tables, of its own: what is in the public log cannot be emptied."""
    database = Database(make_database(request, request.param, tmp_path))
    yield database
    database.close()


@pytest.fixture
def certificates(tmp_path: Path) -> Certificates:
    return Certificates(Issuer("https://testserver", "Học Vụ Số"), tmp_path / "keys")


@pytest.fixture
def person(database: Database, certificates: Certificates) -> Person:
    with database.session(writes=True) as session:
        fill(session, OTHER, certificates)
        person = fill(session, MARK, certificates)
        session.commit()
    return person


def erase_person(database: Database, certificates: Certificates, person: Person, papers: str | None) -> None:
    """What was promised them is signed by then: it can be kept only then."""
    with database.session(writes=True) as session:
        if papers == "giu":
            session.execute(delete(PendingCertificate).where(PendingCertificate.learner_id == person.learner_id))
        erase(session, certificates, person, papers, NOON + timedelta(days=1))  # type: ignore[arg-type]
        session.commit()


@pytest.mark.parametrize("papers", ["giu", "huy"])
def test_nothing_of_them_is_left_and_nobody_else_loses_anything(
    database: Database, certificates: Certificates, person: Person, papers: str
) -> None:
    with database.session(writes=False) as session:
        before = everything(session)
    assert sum(MARK in row for rows in before.values() for row in rows) > 20
    erase_person(database, certificates, person, papers)
    with database.session(writes=False) as session:
        after = everything(session)
    left = {name: [row for row in rows if MARK in row] for name, rows in after.items() if name != "certificate"}
    assert {name: rows for name, rows in left.items() if rows} == {}
    for name, rows in before.items():
        others = [row for row in rows if OTHER in row]
        assert others == [row for row in after[name] if OTHER in row], name


def test_what_was_deleted_cannot_be_read_from_the_file(
    database: Database, certificates: Certificates, person: Person, tmp_path: Path
) -> None:
    if not database.is_sqlite:
        pytest.skip("PostgreSQL overwrites what was deleted when it tidies up, which is the operator's to set")
    database.close()  # and from now on as where SQLite was built without overwriting, which Debian's is not
    event.listen(database.engine, "connect", lambda raw, _: raw.execute("PRAGMA secure_delete = OFF"))
    erase_person(database, certificates, person, "huy")
    database.close()
    [path] = tmp_path.glob("*.sqlite")
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    raw = path.read_bytes()
    assert OTHER.encode() in raw
    assert f"{MARK} Hòa".encode() not in raw
    assert raw.count(MARK.encode()) <= 4  # the subject of the certificate, and its index


def test_certificate_stays_valid_without_a_name(database: Database, certificates: Certificates, person: Person) -> None:
    erase_person(database, certificates, person, "giu")
    with database.session(writes=False) as session:
        [paper] = session.scalars(select(Certificate).where(Certificate.subject.startswith(MARK))).all()
    assert (paper.learner_id, paper.revoked_at, paper.show_name) == (None, None, False)
    assert from_text(paper.confirmation).holder == ""


def test_certificate_is_revoked_if_they_want(database: Database, certificates: Certificates, person: Person) -> None:
    erase_person(database, certificates, person, "huy")
    with database.session(writes=False) as session:
        [paper] = session.scalars(select(Certificate).where(Certificate.subject.startswith(MARK))).all()
    assert paper.revoked_at is not None
    assert paper.revoke_reason == "nguoi-co-giay-xin"
    assert (paper.learner_id, from_text(paper.confirmation).holder) == (None, "")


def test_nobody_decides_about_certificates_for_them(
    database: Database, certificates: Certificates, person: Person
) -> None:
    with pytest.raises(HasPapers):
        erase_person(database, certificates, person, None)
    with database.session(writes=False) as session:
        assert session.get(Learner, person.learner_id) is not None


def test_friend_of_others_is_no_longer_named(database: Database, certificates: Certificates, person: Person) -> None:
    with database.session(writes=True) as session:
        other = session.scalars(select(TrustedPerson).where(TrustedPerson.label.startswith(OTHER))).one()
        other.trustee_id = person.account_id
        session.commit()
    erase_person(database, certificates, person, "giu")
    with database.session(writes=False) as session:
        kept = session.scalars(select(TrustedPerson)).one()
        assert (kept.trustee_id, kept.label[:3]) == (None, OTHER)


def test_guest_is_deleted_alone(database: Database, certificates: Certificates) -> None:
    with database.session(writes=True) as session:
        session.add(Learner(name="zqv Lan", created_at=NOON))
        session.flush()
        guest = session.scalars(select(Learner.id)).one()
        fill(session, OTHER, certificates)
        session.commit()
    erase_person(database, certificates, Person(None, guest), None)
    with database.session(writes=False) as session:
        assert [learner.name[:3] for learner in session.scalars(select(Learner))] == [OTHER]
        assert session.scalars(select(Account)).all() != []


def test_export_holds_every_table_once_and_only_their_own(database: Database, person: Person) -> None:
    with database.session(writes=False) as session:
        kept = kept_about(session, person)
        counted = counts_about(session, person)
    assert [part.table for part in kept] == list(DESCRIBED)
    assert {part.table for part in kept} == {table.name for table in tables(SHOWN)}
    assert counted == {part.table: 1 for part in kept}
    assert MARK in str(kept)
    assert OTHER not in str(kept)


def test_export_holds_nothing_of_nobody(database: Database, person: Person) -> None:
    with database.session(writes=False) as session:
        assert kept_about(session, Person(None, None)) == []
        assert kept_about(session, Person(None, 1)) == []
