"""A place that issues certificates, and somebody who has learned there."""

from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from app.certification.domain.credential import head_statement
from app.certification.domain.tokens import sign
from app.certification.models import Certificate
from app.certification.queries import find_certificate
from app.certification.service import Certificates, Issued, NewCertificate
from app.certification.signing_keys import key_in_use
from app.certification.transparency_log import size_of
from app.core.db import Database
from app.learners.service import create_guests
from tests.certification.certified import AT, CONFIRMATION, ISSUER


@dataclass(frozen=True)
class Office:
    """Issues and revokes, each in a transaction of its own."""

    database: Database
    certificates: Certificates
    learner: int

    def issue(self, subject: str = "s1", at: datetime = AT, **changes: Any) -> Issued:
        with self.database.session(writes=True) as session:
            issued = self.certificates.issue(session, replace(wanted(self.learner, subject), **changes), at)
            session.commit()
        return issued

    def revoke(self, code: str, reason: str = "cap-nham", at: datetime = AT) -> bool:
        with self.database.session(writes=True) as session:
            was_new = self.certificates.revoke(session, code, reason, at)
            session.commit()
        return was_new

    def row(self, code: str) -> Certificate:
        with self.database.session(writes=False) as session:
            found = find_certificate(session, code)
        assert found is not None
        return found

    def head_of_another_history(self, at: datetime = AT, size: int | None = None) -> str:
        """As it was signed before somebody wrote the log anew; `size` None: of as many entries as there are."""
        with self.database.reading.connect() as connection:
            key = key_in_use(connection, self.certificates.keys)
            said = head_statement(size or size_of(connection), b"x" * 32, at, self.certificates.issuer)
            return sign(said, "log-head+jwt", key.id, key.key)


def open_office(database: Database, keys: Path) -> Office:
    with database.transaction() as connection:
        [learner] = create_guests(connection, 1, AT)
    return Office(database, Certificates(ISSUER, keys), learner)


def wanted(learner: int, subject: str) -> NewCertificate:
    one = CONFIRMATION
    return NewCertificate(
        learner, subject, one.holder, one.framework, one.framework_name, one.framework_version, one.assurance, one.skills,
        one.valid_until, assisted=bool(one.assisted), device=one.device or "own", place=one.place,
        supervisor=one.supervisor,
    )  # fmt: skip
