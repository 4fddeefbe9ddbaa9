"""What facts said from which day on: kept whenever content is loaded, so that what was read before a fact changed can be
found (domain/staleness.py)."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from sqlalchemy import Connection, select

from app.core.db import Database, insert_or_update
from app.courses.domain.facts import Fact
from app.courses.domain.staleness import History, Said
from app.courses.models import FactText

_table = FactText.__table__
_ALL = select(_table.c.fact, _table.c.since, _table.c.value, _table.c.statement).order_by(_table.c.fact, _table.c.since)


def read_history(connection: Connection) -> History:
    found: dict[str, list[Said]] = defaultdict(list)
    for fact, *values in connection.execute(_ALL):
        found[fact].append(Said(*values))
    return dict(found)


def remember_facts(database: Database, facts: Iterable[Fact], today: date) -> History:
    """The history with what the facts say today; of several changes on one day the last one counts."""
    with database.reading.connect() as connection:
        known = read_history(connection)
    rows = [_row(fact, known, today) for fact in facts if _is_new(fact, known)]
    if not rows:
        return known
    with database.transaction() as connection:  # several workers may load the same change at once
        insert = insert_or_update(connection.dialect.name, FactText).values(rows)
        now = {"value": insert.excluded.value, "statement": insert.excluded.statement}
        connection.execute(insert.on_conflict_do_update(index_elements=["fact", "since"], set_=now))
        return read_history(connection)


def _is_new(fact: Fact, known: History) -> bool:
    said = known.get(fact.id)
    return said is None or (said[-1].value, said[-1].statement) != (fact.text, fact.statement)


def _row(fact: Fact, known: History, today: date) -> dict[str, object]:
    """What is said first was true when it was read; a change counts from the day on which it was found."""
    since = today if fact.id in known else min(fact.seen_on, today)
    return {"fact": fact.id, "since": since, "value": fact.text, "statement": fact.statement}
