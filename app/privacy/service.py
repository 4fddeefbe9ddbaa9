"""Use cases: everything about a person, of whichever feature: found by following what points at them, exported, deleted."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal, TypeAlias

from sqlalchemy import Column, ColumnElement, Table, delete, false, func, or_, select, update
from sqlalchemy.orm import Session

from app.accounts import consents
from app.accounts.domain.consent import Purpose
from app.accounts.models import Account, SignInSession
from app.assessment.decisions_in_log import log_erasure
from app.assessment.models import Case, CaseDecision, LoggedDecision
from app.certification.pending import has_pending
from app.certification.service import Certificates, certificates_of, forget_holder
from app.core.clock import VIETNAM
from app.core.db import Base
from app.learners.models import Learner
from app.privacy.domain.inventory import DELETED, DESCRIBED, PARTS, PEOPLE, RELEASED, SHOWN, Part
from app.sittings.agreement import take_back_agreement
from app.sittings.models import LateRuling, Sitting
from app.sittings.standards import Engine

Papers: TypeAlias = Literal["giu", "huy"]
REVOKED = "nguoi-co-giay-xin"  # of app.certification.domain.verdict.REVOKED


@dataclass(frozen=True)
class Person:
    """Who is meant: an account, a learner, or both; a guest has no account, staff no learner."""

    account_id: int | None
    learner_id: int | None


@dataclass(frozen=True)
class Kept:
    """What one table keeps about a person."""

    table: str
    rows: tuple[dict[str, Any], ...]


class HasPapers(Exception):
    """There are certificates, and nobody has said what becomes of them."""


class NotSignedYet(Exception):
    """They are to be kept, and one is not signed yet: there is nothing to keep of it for now."""


# Following what points at a person


def pointing(table: Table, parts: frozenset[Part]) -> Iterator[tuple[Column[Any], Column[Any]]]:
    """The columns of a table that make its rows the person's in one of these ways, with what each points at."""
    for column in table.columns:
        for key in column.foreign_keys:
            if PARTS.get(f"{table.name}.{column.name}") in parts:
                yield column, key.column


def is_about(table: Table, person: Person, parts: frozenset[Part] = DELETED) -> ColumnElement[bool]:
    """Of a row of this table: that it is the person's, itself or by what it points at."""
    clauses: list[ColumnElement[bool]] = []
    if table is Account.__table__ and person.account_id is not None:
        clauses.append(table.c.id == person.account_id)
    if table is Learner.__table__ and person.learner_id is not None:
        clauses.append(table.c.id == person.learner_id)
    for column, target in pointing(table, parts):
        clauses.append(column.in_(select(target).where(is_about(target.table, person))))
    return or_(*clauses) if clauses else false()


def tables(parts: frozenset[Part]) -> list[Table]:
    """Those with rows of this kind, whatever points at something after what it points at."""
    return [
        table
        for table in Base.metadata.sorted_tables
        if table.name in PEOPLE or any(True for _ in pointing(table, parts))
    ]


# Seeing


def kept_about(session: Session, person: Person) -> list[Kept]:
    """In the order of DESCRIBED; tables without a row are left out."""
    found = {table.name: _rows(session, table, person) for table in tables(SHOWN)}
    return [Kept(name, found[name]) for name in DESCRIBED if found.get(name)]


def _rows(session: Session, table: Table, person: Person) -> tuple[dict[str, Any], ...]:
    shown = [column for column in table.columns if column.name not in DESCRIBED[table.name].hidden]
    wanted = select(*shown).where(is_about(table, person, SHOWN)).order_by(*table.primary_key.columns)
    return tuple({name: _plain(value) for name, value in row._mapping.items()} for row in session.execute(wanted))


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(VIETNAM).isoformat(timespec="seconds")
    return value.isoformat() if isinstance(value, date) else value


def counts_about(session: Session, person: Person) -> dict[str, int]:
    """How many rows each described table keeps, in the order of DESCRIBED."""
    found = {
        table.name: session.scalar(select(func.count()).select_from(table).where(is_about(table, person, SHOWN))) or 0
        for table in tables(SHOWN)
    }
    return {name: found[name] for name in DESCRIBED if found.get(name)}


def has_papers(session: Session, person: Person) -> bool:
    """Certificates that are worth something, or were promised and will be."""
    if person.learner_id is None:
        return False
    return has_pending(session, person.learner_id) or any(
        paper.revoked_at is None for paper in certificates_of(session, person.learner_id)
    )


# Taking back


def take_back(session: Session, engine: Engine, person: Person, purpose: Purpose, now: datetime) -> None:
    """A consent, with what it was given for. Raises ValueError for nobody, and of Purpose.ACCOUNT."""
    if person.learner_id is None:
        raise ValueError("nobody has agreed to anything")
    if purpose is Purpose.CERTIFICATE:
        take_back_agreement(session, engine, person.learner_id, now)
    else:
        consents.withdraw(session, person.learner_id, person.account_id, purpose, now)


# Deleting


def erase(session: Session, certificates: Certificates, person: Person, papers: Papers | None, now: datetime) -> None:
    """For good. `papers`: whether certificates stay valid ("giu"), without name here, or are revoked. Raises HasPapers,
    NotSignedYet."""
    if session.get_bind().dialect.name == "sqlite":
        session.connection().exec_driver_sql("PRAGMA secure_delete = ON")  # what is deleted is overwritten in the file
    _lock(session, certificates, person)
    if papers is None and has_papers(session, person):  # asked last: one may have been issued while this waited
        raise HasPapers
    _part_with_papers(session, certificates, person, papers, now)
    session.flush()
    _tell_of_decisions(session, person, now)
    for table in tables(RELEASED):
        for column, target in pointing(table, RELEASED):
            if column.nullable:
                whose = column.in_(select(target).where(is_about(target.table, person)))
                session.execute(update(table).where(whose).values({column: None}))
    for table in reversed(tables(DELETED)):
        session.execute(delete(table).where(is_about(table, person)))
    session.expire_all()


def _tell_of_decisions(session: Session, person: Person, now: datetime) -> None:
    """The public log knows which of its entries lose their rows, and of nobody whose they were."""
    logged, *decided = (
        Base.metadata.tables[table.__tablename__] for table in (LoggedDecision, CaseDecision, LateRuling)
    )
    indexes = session.scalars(select(LoggedDecision.log_index).where(is_about(logged, person))).all()
    rows = [session.scalar(select(func.count()).where(is_about(table, person))) or 0 for table in decided]
    log_erasure(session, indexes, sum(rows) - len(indexes), now)


def _lock(session: Session, certificates: Certificates, person: Person) -> None:
    """Nobody signs in, adopts a guest, answers, decides or issues meanwhile. In the order of everybody else who locks these
    (transparency_log.wait_to_append): account, cases, sittings, the turn to issue, and only then the learner, whom whoever
    issues a certificate waits for while having that turn."""
    if person.account_id is not None:
        session.get(Account, person.account_id, with_for_update=True)
        session.execute(delete(SignInSession).where(SignInSession.account_id == person.account_id))
    if person.learner_id is None:
        return
    mine = select(Sitting.id).where(Sitting.learner_id == person.learner_id)
    session.scalars(select(Case.id).where(Case.sitting_id.in_(mine)).order_by(Case.id).with_for_update()).all()
    session.scalars(mine.order_by(Sitting.id).with_for_update()).all()
    certificates.wait_for_turn(session)
    session.get(Learner, person.learner_id, with_for_update=True)


def _part_with_papers(
    session: Session, certificates: Certificates, person: Person, papers: Papers | None, now: datetime
) -> None:
    if person.learner_id is None:
        return
    if papers == "giu" and has_pending(session, person.learner_id):
        raise NotSignedYet
    if papers == "huy":  # what was only promised goes with them
        for paper in certificates_of(session, person.learner_id):
            certificates.revoke(session, paper.code, REVOKED, now)
    forget_holder(session, person.learner_id)
