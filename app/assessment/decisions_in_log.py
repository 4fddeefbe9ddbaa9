"""Decisions and rulings in the public log: each row has an entry with its salted hash, written in the same transaction, so
that whoever adds, changes, takes away or backdates one behind our back is found. What was deleted with a person's data is told
by an entry of its own."""

import json
import secrets
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any, Literal, TypeAlias

from sqlalchemy import Connection, Row, Select, func, insert, select
from sqlalchemy.orm import Session

from app.assessment.models import CaseDecision, LoggedDecision
from app.certification import transparency_log as log
from app.certification.auditing import SLACK
from app.certification.domain.credential import canonical, moment
from app.sittings.models import LateRuling, SittingTask

EVENT, ERASED = "decision", "decisions-erased"
AT_ONCE = 5_000  # rows read together
Kind: TypeAlias = Literal["decision", "unlogged", "vanished"]

# What is hashed; of entries that name no `version` the first columns alone, so that their hashes come out the same.
VERSION = 2
OF_A_DECISION = (
    "id", "case_id", "round", "reading", "kind", "reason", "learner_text", "authority_text", "account_id", "commune",
    "outcome", "results", "wants_second", "batch", "at",
)  # fmt: skip
LATER = "names", "read_seconds"
OF_A_RULING = "id", "key", "counts", "reason", "account_id", "at"


@dataclass(frozen=True)
class Fault:
    """`decision`: a row that is not what its entry says, or of another time than it, by the entry's number. `unlogged`: so many rows more without an
    entry than stood there when the first was written (fewer: with a minus). `vanished`: an entry without its row."""

    kind: Kind
    where: str


def log_decision(session: Session, decision_id: int, now: datetime) -> None:
    """Last of what a transaction does, as from here on it has its turn to append."""
    row = session.execute(_decisions().where(CaseDecision.id == decision_id)).one()
    _log(session, row, now, decision_id=decision_id)


def log_rulings(session: Session, sitting_id: int, now: datetime) -> None:
    """As log_decision, of whether late answers of a sitting count: those rulings of this moment that have no entry yet."""
    logged = select(LoggedDecision.ruling_id).where(LoggedDecision.ruling_id.is_not(None))
    of_sitting = select(SittingTask.key).where(SittingTask.sitting_id == sitting_id)
    new = LateRuling.key.in_(of_sitting), LateRuling.at == now, LateRuling.id.not_in(logged)
    for row in session.execute(_rulings().where(*new)).all():
        _log(session, row, now, ruling_id=row.id)


def log_erasure(session: Session, indexes: Sequence[int], unlogged: int, now: datetime) -> None:
    """Before the rows of these entries, and so many that have none, are deleted with all that is kept about a person."""
    if indexes or unlogged:
        entry = {"at": moment(now), "event": ERASED, "entries": sorted(indexes), "unlogged": unlogged}
        log.append(session.connection(), [canonical(entry)])


def _log(session: Session, row: Row[Any], now: datetime, **of: int) -> None:
    connection, salt = session.connection(), secrets.token_hex(16)
    log.wait_to_append(connection)
    is_first = session.scalar(select(LoggedDecision.log_index).limit(1)) is None
    before = {"before": _unlogged(connection) - 1} if is_first else {}
    entry = {"at": moment(now), "event": EVENT, "row": _hash(row, salt, VERSION), "version": VERSION, **before}
    index = log.append(connection, [canonical(entry)])
    session.execute(insert(LoggedDecision).values(log_index=index, salt=salt, **of))


def _hash(row: Row[Any], salt: str, version: int) -> str:
    values = {
        name: moment(value) if isinstance(value, datetime) else value
        for name, value in row._mapping.items()
        if version > 1 or name not in LATER
    }
    return sha256(salt.encode() + canonical(values)).hexdigest()


def _decisions() -> Select[Any]:
    return select(*(getattr(CaseDecision, name) for name in (*OF_A_DECISION, *LATER)))


def _rulings() -> Select[Any]:
    return select(*(getattr(LateRuling, name) for name in OF_A_RULING))


# Auditing


def audit_decisions(connection: Connection) -> Iterator[Fault]:
    entries = {index: entry for index, entry in log.entries(connection) if _is_about_decisions(entry)}
    told = {index: json.loads(entry) for index, entry in entries.items()}
    erased = {index for entry in told.values() if entry["event"] == ERASED for index in entry["entries"]}
    before = sum(entry.get("before", 0) - entry.get("unlogged", 0) for entry in told.values())
    logged = set()
    for index, salt, row in _logged_rows(connection):
        logged.add(index)
        entry = told.get(index)
        if entry is None or not _tells(entry, row, salt):
            yield Fault("decision", str(index))
    for index, entry in told.items():
        if entry["event"] == EVENT and index not in logged | erased:
            yield Fault("vanished", str(index))
    more = _unlogged(connection) - before
    if told and more:
        yield Fault("unlogged", str(more))


def _tells(entry: Mapping[str, Any], row: Row[Any], salt: str) -> bool:
    """Whether an entry is of this row, and of the time that the row says: what is dated back is written later than it says."""
    is_late = abs(datetime.fromisoformat(entry["at"]) - row.at) > SLACK
    return not is_late and entry.get("row") == _hash(row, salt, entry.get("version", 1))


def _is_about_decisions(entry: str) -> bool:
    return f'"event":"{EVENT}' in entry  # the one name begins with the other


def _logged_rows(connection: Connection) -> Iterator[tuple[int, str, Row[Any]]]:
    for rows, table, own in (
        (_decisions(), CaseDecision, LoggedDecision.decision_id),
        (_rulings(), LateRuling, LoggedDecision.ruling_id),
    ):
        after = -1
        wanted = select(LoggedDecision.log_index, LoggedDecision.salt, own).where(own.is_not(None))
        wanted = wanted.order_by(LoggedDecision.log_index).limit(AT_ONCE)
        while links := connection.execute(wanted.where(LoggedDecision.log_index > after)).all():
            found = {row.id: row for row in connection.execute(rows.where(table.id.in_([link[2] for link in links])))}
            yield from ((index, salt, found[id_]) for index, salt, id_ in links if id_ in found)
            after = links[-1][0]


def _unlogged(connection: Connection) -> int:
    """Rows without an entry."""
    rows = sum(connection.scalar(select(func.count()).select_from(table)) or 0 for table in (CaseDecision, LateRuling))
    return rows - (connection.scalar(select(func.count()).select_from(LoggedDecision)) or 0)
