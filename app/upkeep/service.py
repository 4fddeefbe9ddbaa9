"""Use cases: take a report, once; close what has been seen; forget who reported."""

from datetime import date, datetime

from sqlalchemy import String, cast, func, literal, select, update
from sqlalchemy.orm import Session

from app.core.db import insert_or_update
from app.upkeep.domain.screen_report import Report, all_words, kept_words, mark_of
from app.upkeep.models import ScreenReport

_table = ScreenReport.__table__


class TooManyReports(Exception):
    """From one sender on one day."""


class SaidMore(Exception):
    """What is open is not what was on the teacher's page."""


def send_report(session: Session, report: Report) -> None:
    """The same report again adds what is said now and was not before. Raises TooManyReports, before anything is read
    that somebody typed."""
    known = session.scalar(select(_table.c.id).where(_table.c.key == report.key))
    sent = select(func.count()).where(_table.c.reporter == report.sender.name)
    if known is None and (session.scalar(sent) or 0) >= report.sender.most:
        raise TooManyReports
    words = kept_words(report.typed)
    row = {
        "key": report.key,
        "reporter": report.sender.name,
        "lesson": report.lesson,
        "step": report.step,
        "version": report.version,
        "platform": report.platform,
        "day": report.day,
        "choice": report.choice,
        "words": words,
        "note": "",
    }
    insert = insert_or_update(session.get_bind().dialect.name, ScreenReport).values(row)
    session.execute(insert.on_conflict_do_nothing(index_elements=["key"]))
    mine = _table.c.key == report.key
    before = session.execute(select(_table.c.choice, _table.c.words).where(mine).with_for_update()).one()
    said = {"choice": report.choice or before.choice, "words": all_words(before.words, words)}
    # Whoever presses again after a teacher has closed it says that it is still so.
    session.execute(update(ScreenReport).where(mine).values(**said, closed_at=None, closed_by=None))


def close_reports(
    session: Session, lesson: str, step: str, through: int, mark: str, account_id: int, note: str, now: datetime
) -> int:
    """Those on this screen up to the id `through`, which the teacher saw; gives how many they were. Raises SaidMore when
    they are not those of the `mark` any more; when none is left, somebody has closed them already."""
    mine = (_table.c.lesson == lesson) & (_table.c.step == step) & (_table.c.id <= through)
    is_open = _table.c.closed_at.is_(None)
    found = select(_table.c.id, _table.c.choice, _table.c.words).where(mine, is_open).order_by(_table.c.id)
    rows = [tuple(row) for row in session.execute(found.with_for_update())]
    if rows and mark_of(rows) != mark:
        raise SaidMore
    values = {"closed_at": now, "closed_by": account_id, "note": note}
    session.execute(update(ScreenReport).where(_table.c.id.in_([id_ for id_, *_ in rows])).values(values))
    return len(rows)


def forget_reporters(session: Session, today: date) -> None:
    """Of past days, when nobody's reports are counted any more: nothing is left by which they could be found. For
    start-up and nightly runs."""
    past = (_table.c.day < today) & (_table.c.reporter != "")
    key = literal("past-") + cast(_table.c.id, String)
    session.execute(update(ScreenReport).where(past).values(reporter="", key=key))
