"""Selects that serve the desk: what learners have reported."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.upkeep.domain.screen_report import mark_of
from app.upkeep.models import ScreenReport

_table = ScreenReport.__table__.c
_OPEN = _table.closed_at.is_(None)
WORDS_SHOWN, CLOSED_SHOWN = 10, 30
MOST_AT_ONCE = 500  # reports of one screen that are closed together

Place = tuple[str, str]  # lesson and step
Said = tuple[int, str, str]  # id, choice and words of a report


@dataclass(frozen=True)
class Sort:
    """Reports of one screen that say the same: in which version, on which kind of phone, what is different."""

    version: str
    platform: str
    choice: str
    count: int


@dataclass(frozen=True)
class OpenReports:
    """Those of one screen that no teacher has seen. `words`: those of the oldest reports, at most WORDS_SHOWN; `through` is
    the id of the last report before there would be more, `mark` tells whether those are still the same."""

    lesson: str
    step: str
    count: int
    first: date
    last: date
    sorts: tuple[Sort, ...]
    through: int
    mark: str
    words: tuple[str, ...]
    is_all: bool


@dataclass(frozen=True)
class Closed:
    """Reports of one screen that a teacher has seen, together."""

    lesson: str
    step: str
    note: str
    at: datetime
    by: int
    count: int


def open_days(session: Session) -> dict[str, list[date]]:
    """By lesson the days of its open reports, the oldest first."""
    days: dict[str, list[date]] = defaultdict(list)
    rows = session.execute(
        select(_table.lesson, _table.day, func.count()).where(_OPEN).group_by(_table.lesson, _table.day)
    )
    for lesson, day, count in sorted(tuple(row) for row in rows):
        days[lesson] += [day] * count
    return dict(days)


def open_reports(session: Session) -> list[OpenReports]:
    """By lesson and screen."""
    sorts, oldest = _sorts(session), _oldest(session)
    place = (_table.lesson, _table.step)
    rows = session.execute(
        select(*place, func.count(), func.min(_table.day), func.max(_table.day))
        .where(_OPEN)
        .group_by(*place)
        .order_by(*place)
    )
    # Another report may come in between these statements: it is shown the next time.
    return [
        _opened(lesson, step, count, first, last, tuple(sorts[lesson, step]), oldest[lesson, step])
        for lesson, step, count, first, last in rows
        if oldest[lesson, step]
    ]


def _opened(
    lesson: str, step: str, count: int, first: date, last: date, sorts: tuple[Sort, ...], oldest: Sequence[Said]
) -> OpenReports:
    """As many of the oldest as a page shows with all their words."""
    worded = [place for place, (_, _, words) in enumerate(oldest) if words]
    shown = oldest[: worded[WORDS_SHOWN]] if len(worded) > WORDS_SHOWN else oldest
    words = tuple(words for _, _, words in shown if words)
    is_all = len(shown) >= count
    return OpenReports(lesson, step, count, first, last, sorts, shown[-1][0], mark_of(shown), words, is_all)


def _sorts(session: Session) -> Mapping[Place, Sequence[Sort]]:
    said = (_table.version, _table.platform, _table.choice)
    rows = session.execute(
        select(_table.lesson, _table.step, *said, func.count())
        .where(_OPEN)
        .group_by(_table.lesson, _table.step, *said)
        .order_by(func.count().desc(), *said)
    )
    found: dict[Place, list[Sort]] = defaultdict(list)
    for lesson, step, *values in rows:
        found[lesson, step].append(Sort(*values))
    return found


def _oldest(session: Session) -> Mapping[Place, Sequence[Said]]:
    """Of each screen at most MOST_AT_ONCE, by id."""
    place = func.row_number().over(partition_by=(_table.lesson, _table.step), order_by=_table.id)
    said = (_table.id, _table.choice, _table.words)
    rows = select(_table.lesson, _table.step, *said, place.label("place")).where(_OPEN).subquery()
    first = select(rows).where(rows.c.place <= MOST_AT_ONCE).order_by(rows.c.id)
    found: dict[Place, list[Said]] = defaultdict(list)
    for lesson, step, id_, choice, words, _ in session.execute(first):
        found[lesson, step].append((id_, choice, words))
    return found


def closed_reports(session: Session) -> list[Closed]:
    """The newest first, at most CLOSED_SHOWN."""
    what = (_table.lesson, _table.step, _table.note, _table.closed_at, _table.closed_by)
    rows = session.execute(
        select(*what, func.count())
        .where(~_OPEN)
        .group_by(*what)
        .order_by(_table.closed_at.desc(), _table.lesson, _table.step)
        .limit(CLOSED_SHOWN)
    )
    return [Closed(*row) for row in rows]
