"""Everything that was issued against the public log: whoever added, took away, backdated or reinstated a certificate behind
our back is found, whatever they did to its row."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import chain
from typing import Literal, TypeAlias

from sqlalchemy import Connection, func, select
from sqlalchemy.orm import aliased

from app.certification.domain.credential import Event, moment
from app.certification.domain.issued import IssuedRow, spoilt
from app.certification.domain.tokens import BadToken
from app.certification.log_heads import head_in
from app.certification.many_hands import spoilt_among
from app.certification.models import Certificate, LogEntry, SigningKey
from app.certification.queries import newest_heads
from app.certification.signing_keys import verifying_keys, wrongly_ended
from app.certification.transparency_log import BrokenLog, entries, root_of, verify_all

AT_ONCE = 5_000  # certificates read together
MANY = 50_000  # from here on other processes help, which takes two seconds to begin
ALL_HEADS = 1_000_000
SLACK = timedelta(
    minutes=10
)  # a request knows its time before it waits for its turn to write, and clocks are set right
Kind: TypeAlias = Literal["entry", "moment", "key", "keys", "head", "certificate", "revocation", "issued", "revoked"]


@dataclass(frozen=True)
class Fault:
    """`entry`: the log itself, from this number on. `moment`: an entry, by its number, with a time before something that
    already stood in the log, or after a head that was signed over it. `key`: one that the log does not tell of, or not like this, or that signed on after the next one
    began. `keys`: so many more
    entries than keys. `head`: one that does not fit, by its size. `certificate`,
    `revocation`: a row that its entry does not tell, by its code. `issued`, `revoked`: so many more entries than rows (fewer:
    with a minus)."""

    kind: Kind
    where: str


@dataclass(frozen=True)
class Audit:
    size: int
    root: str
    faults: tuple[Fault, ...]


def audit(connection: Connection) -> Audit:
    try:
        size, root = verify_all(connection)
    except BrokenLog as broken:
        return Audit(0, "", (Fault("entry", str(broken.index)),))
    faults = (
        *_moments(connection),
        *_keys(connection),
        *_heads(connection),
        *_certificates(connection),
        *_counts(connection),
    )
    return Audit(size, root.hex(), faults)


def _moments(connection: Connection) -> Iterator[Fault]:
    heads = sorted(newest_heads(connection, ALL_HEADS), key=lambda head: head.size)
    passed, earliest = 0, datetime.min.replace(tzinfo=UTC)
    for index, text in entries(connection):
        at = datetime.fromisoformat(json.loads(text)["at"])
        while passed < len(heads) and heads[passed].size <= index:
            earliest = max(earliest, heads[passed].at - SLACK)
            passed += 1
        signed_over = heads[passed].at if passed < len(heads) else at
        if not earliest <= at <= signed_over + SLACK:
            yield Fault("moment", str(index))
        earliest = max(earliest, at - SLACK)


def _keys(connection: Connection) -> Iterator[Fault]:
    believed = verifying_keys(connection)
    known = connection.scalars(select(SigningKey.id).order_by(SigningKey.id)).all()
    ended = wrongly_ended(connection)
    yield from (Fault("key", id_) for id_ in known if id_ not in believed or id_ in ended)
    more = _entries_of(connection, "key") - len(known)
    if more:
        yield Fault("keys", str(more))


def _heads(connection: Connection) -> Iterator[Fault]:
    for head in newest_heads(connection, ALL_HEADS):
        try:
            said = head_in(connection, head.token)
            kept = head.size, root_of(connection, head.size).hex(), moment(head.at)
            fits = (said["size"], said["root"], said["at"]) == kept
        except (BadToken, IndexError):
            fits = False
        if not fits:
            yield Fault("head", str(head.size))


def _certificates(connection: Connection) -> Iterator[Fault]:
    rows, keys = _rows(connection), verifying_keys(connection)
    count = connection.scalar(select(func.count(Certificate.code))) or 0
    found = spoilt_among(rows, keys) if count >= MANY else spoilt(chain.from_iterable(rows), keys)
    yield from (Fault(kind, code) for kind, code in found)


def _rows(connection: Connection) -> Iterator[list[IssuedRow]]:
    issue, revocation = aliased(LogEntry), aliased(LogEntry)
    kept = Certificate
    wanted = (
        select(
            kept.code, kept.token, kept.confirmation, kept.issued_at, kept.valid_until, kept.status_index, kept.revoked_at,
            kept.revoke_reason, issue.text, revocation.text,
        )
        .outerjoin(issue, issue.index == kept.log_index)
        .outerjoin(revocation, revocation.index == kept.revoke_log_index)
        .order_by(kept.code)
        .limit(AT_ONCE)
    )  # fmt: skip
    after = ""
    while rows := connection.execute(wanted.where(kept.code > after)).all():
        yield [IssuedRow._make(row) for row in rows]
        after = rows[-1][0]


def _counts(connection: Connection) -> Iterator[Fault]:
    """Each row has an entry of its own (the numbers are unique), so that equal numbers mean one row for each entry."""
    kinds: tuple[tuple[Event, int | None], ...] = (
        ("issued", connection.scalar(select(func.count(Certificate.code)))),
        ("revoked", connection.scalar(select(func.count(Certificate.revoked_at)))),
    )
    for event, rows in kinds:
        more = _entries_of(connection, event) - (rows or 0)
        if more:
            yield Fault(event, str(more))


def _entries_of(connection: Connection, event: str) -> int:
    of_kind = LogEntry.text.contains(f'"event":"{event}"', autoescape=True)
    return connection.scalar(select(func.count()).where(of_kind)) or 0
