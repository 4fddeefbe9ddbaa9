"""Use case: all sittings of the last half year are compared, and what was found is kept until it is made anew."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from app.core.db import Database, insert_or_update
from app.integrity.domain.findings import Findings, as_text, findings
from app.integrity.domain.items import items_seen
from app.integrity.domain.ranking import inspect
from app.integrity.models import KeptFindings
from app.integrity.queries import Taken, frameworks_sat, item_answers, kept_at, sittings_taken
from app.sittings.standards import Standards

KEPT_FOR = timedelta(hours=1)


def is_due(session: Session, now: datetime) -> bool:
    """Whether something was sat that nobody has inspected for an hour, or something is kept that may be gone by now."""
    kept = kept_at(session)
    known = {*frameworks_sat(session, now), *kept}
    return any(framework not in kept or now - kept[framework] >= KEPT_FOR for framework in known)


def inspect_all(database: Database, standards: Standards, now: datetime) -> dict[str, Findings]:
    """Of every framework; takes seconds for thousands of sittings, so never in a request."""
    with database.session(writes=False) as session:
        taken = {name: list(sittings_taken(session, standards, name, now)) for name in frameworks_sat(session, now)}
        gone = kept_at(session).keys() - taken.keys()
    found = {name: _found(name, taken) for name in [*taken, *sorted(gone)]}
    with database.session(writes=True) as session:
        for name, result in found.items():
            _keep(session, name, result, now)
        session.commit()
    return found


def _found(name: str, taken: Mapping[str, Sequence[Taken]]) -> Findings:
    mine = taken.get(name, ())
    others = [one for other, ones in taken.items() if other != name for one in ones]
    return findings(inspect([one.sitting for one in mine]), items_seen(item_answers(mine), item_answers(others)))


def _keep(session: Session, framework: str, found: Findings, now: datetime) -> None:
    row = insert_or_update(session.get_bind().dialect.name, KeptFindings)
    row = row.values(framework=framework, at=now, text=as_text(found))
    session.execute(
        row.on_conflict_do_update(
            index_elements=[KeptFindings.framework], set_={"at": row.excluded.at, "text": row.excluded.text}
        )
    )
