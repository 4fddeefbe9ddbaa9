"""Numbers of identity cards: what can be one, what is kept of it, and that one person is found under two accounts."""

import hmac
from base64 import urlsafe_b64decode
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

import pytest
from sqlalchemy import text

from app.certification.domain.identity import PROVINCES, Read, identity_mac, key_name, read_identity
from app.certification.identities import (
    certified_elsewhere,
    forget_identity,
    has_identity,
    identities_certified,
    keep_identity,
)
from app.core.db import Database
from app.learners.service import create_learner
from tests.certification.certified import AT
from tests.certification.office import Office, open_office

KEY, OTHER = b"khoa cua tinh, du ba muoi hai ky tu", b"khoa khac, cung du ba muoi hai ky tu"
NUMBER = "037155001234"


@pytest.mark.pure
@pytest.mark.parametrize("typed", [NUMBER, "037 155 001 234", "037.155.001-234", " 037155001234 "])
def test_number_is_read_however_it_is_spaced(typed: str) -> None:
    assert read_identity(typed, 2026) == Read(NUMBER)


@pytest.mark.pure
@pytest.mark.parametrize(
    ("typed", "refusal"),
    [
        ("", "length"), ("03715500123", "length"), ("0371550012345", "length"), ("03715500123x", "length"),
        ("０３７１５５００１２３４", "length"), ("003155001234", "province"), ("097155001234", "province"),
        ("037455001234", "birth"), ("037955001234", "birth"), ("037227001234", "birth"), ("037226001234", ""),
    ],
)  # fmt: skip
def test_what_can_be_no_number_is_told_so(typed: str, refusal: str) -> None:
    assert read_identity(typed, 2026).refusal == refusal


@pytest.mark.pure
def test_there_are_as_many_codes_as_there_were_provinces() -> None:
    assert len(PROVINCES) == 63


@pytest.mark.pure
def test_whoever_has_the_key_finds_the_same_and_nobody_else() -> None:
    kept = identity_mac(KEY, NUMBER)
    assert urlsafe_b64decode(kept + "=") == hmac.digest(KEY, NUMBER.encode(), sha256)
    assert len({kept, identity_mac(OTHER, NUMBER), identity_mac(KEY, "037155001235")}) == 3
    assert key_name(KEY) != key_name(OTHER)
    assert NUMBER not in repr(Read(NUMBER))


@dataclass(frozen=True)
class Two:
    """Two learners of one place, each with a certificate."""

    office: Office
    first: int
    second: int
    codes: tuple[str, str]

    def keep(self, learner: int, number: str = NUMBER, key: bytes = KEY) -> None:
        with self.office.database.session(writes=True) as session:
            keep_identity(session, key, learner, number, AT)
            session.commit()

    def seen_of(self, learner: int) -> int:
        with self.office.database.session(writes=False) as session:
            return certified_elsewhere(session, learner)


@pytest.fixture
def two(database: Database, tmp_path: Path) -> Two:
    office = open_office(database, tmp_path / "keys")
    with database.session(writes=True) as session:
        second = create_learner(session, "Hoa", AT).id
        session.commit()
    codes = office.issue("s1").code, replace(office, learner=second).issue("s2").code
    return Two(office, office.learner, second, codes)


def test_one_person_under_two_accounts_is_seen_while_a_certificate_stands(two: Two) -> None:
    two.keep(two.first)
    assert two.seen_of(two.first) == 0
    two.keep(two.second, "037155009999")
    assert two.seen_of(two.first) == 0  # somebody else
    two.keep(two.second, key=OTHER)
    assert two.seen_of(two.first) == 0  # of two keys nothing can be said
    two.keep(two.second)
    assert (two.seen_of(two.first), two.seen_of(two.second)) == (1, 1)
    two.office.revoke(two.codes[1])
    assert (two.seen_of(two.first), two.seen_of(two.second)) == (0, 1)


def test_what_is_kept_and_given_out_holds_no_number_and_goes_when_it_is_taken_back(two: Two) -> None:
    two.keep(two.first)
    with two.office.database.session(writes=True) as session:
        kept = session.execute(text("SELECT * FROM learner_identity")).one()
        assert NUMBER not in " ".join(map(str, kept))
        [given] = identities_certified(session)
        assert (given.key, given.mac, given.code) == (key_name(KEY), identity_mac(KEY, NUMBER), two.codes[0])
        forget_identity(session, two.first)
        assert not has_identity(session, two.first)
        assert identities_certified(session) == []
