"""That an assessor has a case on the screen: since when, whether its taps, and what they typed about it so far."""

import json
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import and_, func, select, update
from sqlalchemy.orm import Session

from app.assessment.domain.evidence import evidence_of, surprising_taps
from app.assessment.domain.reading_times import Read, seconds_read
from app.assessment.models import Case, CaseDecision, CaseOpening
from app.core.batch import UNAVAILABLE
from app.core.db import Database, insert_or_update
from app.sittings.exposure import read_exposure
from app.sittings.queries import sitting_record
from app.sittings.standards import Engine


class ReadTooShortly(Exception):
    """Nobody signs what they have had open for `seconds` of the `least` that the standard says."""

    def __init__(self, seconds: int, least: int) -> None:
        super().__init__(seconds, least)
        self.seconds, self.least = seconds, least


class TapsUnseen(Exception):
    """Nor before looking at the taps of a task that surprises: `number` of the first."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


def find_opening(session: Session, case: Case, account: int) -> CaseOpening | None:
    """Of this round."""
    return session.get(CaseOpening, (case.id, account, case.round))


def keep_opening(session: Session, case: Case, account: int, now: datetime, *, replayed: bool = False) -> None:
    """The first moment stays; so does that of the taps."""
    whose = {"case_id": case.id, "account_id": account, "round": case.round}
    row = insert_or_update(session.get_bind().dialect.name, CaseOpening).values(**whose, opened_at=now)
    session.execute(row.on_conflict_do_nothing())
    if replayed:
        played = update(CaseOpening).filter_by(**whose).where(CaseOpening.replayed_at.is_(None))
        session.execute(played.values(replayed_at=now))


def see_opening(
    database: Database, session: Session, case: Case, account: int, now: datetime, *, replayed: bool = False
) -> None:
    """As keep_opening, by a page that only reads. Where nobody can write it is shown all the same: a decision that comes
    keeps it then."""
    known = find_opening(session, case, account)
    if case.stage == "settled" or (known is not None and (known.replayed_at is not None or not replayed)):
        return
    try:
        with database.session(writes=True) as writing:
            keep_opening(writing, case, account, now, replayed=replayed)
            writing.commit()
    except UNAVAILABLE:
        return


# Whether somebody has read


def seconds_open(session: Session, case: Case, account: int, now: datetime) -> int:
    """How long this assessor has had it to read, in whole seconds; by our own clock."""
    opening = find_opening(session, case, account)
    decided = select(func.max(CaseDecision.at)).where(CaseDecision.account_id == account)
    return seconds_read(opening.opened_at if opening else None, session.scalar(decided), now)


def require_read(session: Session, engine: Engine, case: Case, account: int, seconds: int) -> None:
    """Before a case is approved. Raises ReadTooShortly, TapsUnseen."""
    least = engine.standards.least_reading_s(case.framework)
    if seconds < least:
        raise ReadTooShortly(seconds, least)
    opening = find_opening(session, case, account)
    if least and (opening is None or opening.replayed_at is None):
        record = sitting_record(session, engine.standards, case.sitting_id)
        surprising = surprising_taps(record, evidence_of(record, read_exposure(session, record.bank).shown))
        if surprising:
            raise TapsUnseen(surprising[0])


# What was typed and not recorded


def keep_typed(session: Session, case: Case, account: int, typed: Sequence[str], now: datetime) -> None:
    """So that the way to the password, or to the taps, and back loses no word. Nothing of a decided case's."""
    keep_opening(session, case, account, now)
    _set_typed(session, case, account, json.dumps(typed, ensure_ascii=False))


def forget_typed(session: Session, case: Case, account: int) -> None:
    _set_typed(session, case, account, "")


def typed_of(session: Session, case: Case, account: int) -> tuple[str, ...]:
    opening = find_opening(session, case, account)
    return tuple(json.loads(opening.typed)) if opening is not None and opening.typed else ()


def _set_typed(session: Session, case: Case, account: int, text: str) -> None:
    mine = update(CaseOpening).filter_by(case_id=case.id, account_id=account, round=case.round)
    session.execute(mine.values(typed=text).execution_options(synchronize_session="fetch"))


# Figures


def readings(session: Session) -> list[Read]:
    """Every one that came to a decision since times are kept; those approved with others of their batch are none."""
    opened = and_(
        CaseOpening.case_id == CaseDecision.case_id,
        CaseOpening.account_id == CaseDecision.account_id,
        CaseOpening.round == CaseDecision.round,
    )
    wanted = select(CaseDecision.account_id, CaseDecision.read_seconds, CaseOpening.replayed_at)
    rows = session.execute(wanted.join(CaseOpening, opened).where(CaseDecision.read_seconds.is_not(None)))
    return [Read(account, seconds or 0, played is not None) for account, seconds, played in rows if account is not None]
