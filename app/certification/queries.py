"""Certificates as they are kept."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, func, select
from sqlalchemy.orm import Session

from app.certification.domain.status_list import SIZE, list_number, place_in_list
from app.certification.models import Certificate, FrameworkEdition, LogHead, PendingCertificate


@dataclass(frozen=True)
class Head:
    """A signed head of the log, of its first `size` entries."""

    size: int
    token: str
    at: datetime


def certificate_about(session: Session, subject: str) -> Certificate | None:
    return session.scalar(select(Certificate).where(Certificate.subject == subject))


def find_certificate(session: Session, code: str) -> Certificate | None:
    return session.get(Certificate, code)


def certificates_of(session: Session, learner_id: int) -> Sequence[Certificate]:
    """Newest first."""
    wanted = select(Certificate).where(Certificate.learner_id == learner_id)
    return session.scalars(wanted.order_by(Certificate.issued_at.desc(), Certificate.code)).all()


def next_status_index(connection: Connection) -> int:
    """After those that wait to be signed."""
    issued, pending = (select(func.max(one.status_index)) for one in (Certificate, PendingCertificate))
    last = (connection.scalar(issued), connection.scalar(pending))
    return max((index + 1 for index in last if index is not None), default=0)


def last_list(connection: Connection) -> int:
    """The number of the newest status list; 0 before the first certificate."""
    last: int | None = connection.scalar(select(func.max(Certificate.status_index)))
    return 0 if last is None else list_number(last)


def revoked_places(connection: Connection, number: int) -> list[int]:
    """Of the status list of this number."""
    of_list = Certificate.status_index.between((number - 1) * SIZE, number * SIZE - 1)
    wanted = select(Certificate.status_index).where(of_list, Certificate.revoked_at.is_not(None))
    return [place_in_list(index) for index in connection.scalars(wanted)]


def newest_heads(connection: Connection, count: int) -> list[Head]:
    columns = LogHead.size, LogHead.token, LogHead.at
    rows = connection.execute(select(*columns).order_by(LogHead.size.desc()).limit(count))
    return [Head(*row) for row in rows]


def free_of_signatures(connection: Connection) -> Iterator[datetime]:
    """Moments after everything of a kind that was signed: who waited for a turn, or has another clock, may come with an
    earlier one, and a key has to sign nothing after its end."""
    for newest, margin in ((Certificate.issued_at, timedelta(seconds=1)), (LogHead.at, timedelta(seconds=2))):
        at: datetime | None = connection.scalar(select(func.max(newest)))
        if at is not None:
            yield at + margin


def find_edition(session: Session, framework: str, version: str) -> str | None:
    found = session.get(FrameworkEdition, (framework, version))
    return found.text if found else None
