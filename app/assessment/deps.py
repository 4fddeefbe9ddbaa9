"""What a route of the desk may ask for: who reads, the engine, whether the password was typed lately."""

from datetime import datetime

from fastapi import Request
from sqlalchemy.orm import Session

from app.accounts.domain.sign_in import SignedIn, is_fresh
from app.assessment.domain.flags import Tempi
from app.assessment.domain.readings import Reader
from app.assessment.queries import reader_of, readers_here, staffing_of
from app.assessment.sittings_due import tempi
from app.assessment.views.case_evidence import PathTo
from app.assessment.views.staffing import recheck_line, staffing_lines
from app.core.db import Database
from app.learners.domain.return_path import with_return
from app.sittings.standards import Engine


def engine_of(request: Request) -> Engine:
    engine: Engine = request.app.state.engine
    return engine


def path_to_of(request: Request) -> PathTo:
    path_to: PathTo = request.app.state.path_to
    return path_to


def reader_for(session: Session, account: SignedIn) -> Reader:
    return reader_of(session, account.account_id)


def staffing_here(request: Request, session: Session) -> tuple[str, ...]:
    """Where people are certified: what the desk says of too few of those who decide, and who test again."""
    if not engine_of(request).standards.offers:
        return ()
    readers = readers_here(session)
    state, placed = request.app.state, [one for one in readers if one.commune]
    untested = state.untested.lacking(session, placed, state.clock.now())
    return staffing_lines(staffing_of(session, readers), untested)


def recheck_reminder(request: Request, session: Session, reader: Reader | None = None) -> str:
    """That people who were drawn wait to be tested again: those whom `reader` may test, or all."""
    state = request.app.state
    due = state.untested.due(session, state.clock.now(), reader)
    return recheck_line(due.people, due.since) if due else ""


def read_tempi(request: Request) -> Tempi:
    """In a transaction that only reads, as it takes long: nobody else writes while a session that does is open."""
    database: Database = request.app.state.database
    with database.session(writes=False) as session:
        return tempi(session)


def confirm_url(request: Request, account: SignedIn, now: datetime, return_path: str) -> str:
    """Where the password is typed again; "" while it was typed lately enough to sign or to revoke something."""
    if is_fresh(account.since, now):
        return ""
    return with_return(str(request.app.state.path_to("confirm_self")), return_path)
