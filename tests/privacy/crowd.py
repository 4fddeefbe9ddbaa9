"""Somebody about whom every table keeps something: rows made from the tables themselves, marked so that they can be found."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from itertools import count
from typing import Any

from sqlalchemy import JSON, Boolean, Column, Date, Float, Integer, LargeBinary, String, Table, insert, select
from sqlalchemy.orm import Session

from app.accounts.domain.roles import Role
from app.certification.domain.confirmation import SkillSeen
from app.certification.service import Certificates, NewCertificate
from app.core.db import Base, UtcDateTime
from app.privacy.domain.inventory import DELETED, PARTS, Part
from app.privacy.service import Person, tables

NOON = datetime(2026, 11, 30, 5, 0, tzinfo=UTC)
_numbers = count(1)
Ids = dict[str, dict[str, Any]]


def fill(session: Session, mark: str, certificates: Certificates) -> Person:
    """One row in every table that is deleted with a person, and a certificate. `mark` (3 letters) is in every text."""
    made: Ids = {}
    for table in tables(DELETED):
        made[table.name] = _add(session, table, mark, made)
    learner = made["learner"]["id"]
    request = NewCertificate(
        learner, f"{mark}-{learner}", f"{mark} Hòa", "nguoi-dan", "Khung", "1", "giam-sat",
        (SkillSeen("mo-may", "Mở máy", performed=True),), date(2028, 11, 30), assisted=False, device="own", show_name=True,
    )  # fmt: skip
    certificates.issue(session, request, NOON)
    return Person(made["account"]["id"], learner)


def _add(session: Session, table: Table, mark: str, made: Ids) -> dict[str, Any]:
    values = {column.name: _value(session, table, column, mark, made) for column in table.columns}
    session.execute(insert(table).values(values))
    return values


def _value(session: Session, table: Table, column: Column[Any], mark: str, made: Ids) -> Any:
    for key in column.foreign_keys:
        part = PARTS.get(f"{table.name}.{column.name}")
        target = key.column
        if part in DELETED:
            return made[target.table.name][target.name]
        if part is Part.NAMED and column.nullable:
            return None
        return _somebody_else(session, target, mark)
    if table.name == "account" and column.name == "role":
        return Role.LEARNER.value
    return _invented(column, mark)


def _somebody_else(session: Session, target: Column[Any], mark: str) -> Any:
    """A row that is nobody's, or of staff: the first there is, or a new one."""
    found = session.scalar(select(target).limit(1)) if target.table.name != "account" else None
    return found if found is not None else _add(session, target.table, "xxx", {})[target.name]


def _invented(column: Column[Any], mark: str) -> Any:
    number = next(_numbers)
    kinds: list[tuple[type[Any], Callable[[], Any]]] = [
        (UtcDateTime, lambda: NOON),
        (Date, lambda: date(2028, 11, 30)),
        (Boolean, lambda: False),
        (Float, lambda: 0.5),
        (Integer, lambda: number),
        (LargeBinary, lambda: mark.encode()),
        (JSON, dict),
        (String, lambda: f"{mark}{number}"[: column.type.length or 99]),  # type: ignore[attr-defined]
    ]
    return next(make for kind, make in kinds if isinstance(column.type, kind))()


def everything(session: Session) -> dict[str, list[str]]:
    return {
        table.name: sorted(str(tuple(row)) for row in session.execute(select(table)))
        for table in Base.metadata.sorted_tables
    }
