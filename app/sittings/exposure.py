"""Exposure counts in the database: how often each item of a bank was shown, and might have been."""

from collections.abc import Collection

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.core.db import insert_or_update
from app.quiz.domain.adaptive.bank import Bank
from app.quiz.domain.adaptive.exposure import BATCH, FADE, Exposure
from app.sittings.models import ExposureCount, ExposureTotal

UNSEEN = {"synchronize_session": False}  # nobody holds these rows; looking for them takes longer than the statement


def read_exposure(session: Session, bank: Bank) -> Exposure:
    rows = session.scalars(select(ExposureCount).where(ExposureCount.bank == bank.version)).all()
    total = session.get(ExposureTotal, bank.version)
    return Exposure(
        {row.item: row.shown for row in rows},
        {row.item: row.eligible for row in rows},
        total.sittings if total else 0,
    )


def lock_exposure(session: Session, bank: Bank) -> None:
    """Sittings of one bank begin one after the other: each draws from the counts that the one before left."""
    _insert_missing(session, ExposureTotal, ["bank"], [{"bank": bank.version, "sittings": 0}])
    _insert_missing(
        session,
        ExposureCount,
        ["bank", "item"],
        [{"bank": bank.version, "item": item, "shown": 0.0, "eligible": 0.0} for item in bank.ids],
    )
    session.execute(
        update(ExposureTotal).where(ExposureTotal.bank == bank.version).values(sittings=ExposureTotal.sittings + 1),
        execution_options=UNSEEN,
    )


def count_sitting(session: Session, bank: Bank, before: Exposure, eligible: Collection[str]) -> None:
    """One more has begun, as Exposure.with_sitting counts it. `lock_exposure` comes first."""
    mine = update(ExposureCount).where(ExposureCount.bank == bank.version)
    session.execute(mine.where(ExposureCount.item.in_(sorted(eligible))).values(eligible=ExposureCount.eligible + 1))
    if (before.sittings + 1) % BATCH == 0:
        session.execute(mine.values(shown=ExposureCount.shown * FADE, eligible=ExposureCount.eligible * FADE))


def count_shown(session: Session, bank: str, item: str) -> None:
    session.execute(
        update(ExposureCount)
        .where(ExposureCount.bank == bank, ExposureCount.item == item)
        .values(shown=ExposureCount.shown + 1),
        execution_options=UNSEEN,
    )


def _insert_missing(session: Session, table: type, keys: list[str], rows: list[dict[str, object]]) -> None:
    insert = insert_or_update(session.get_bind().dialect.name, table)
    session.execute(insert.values(rows).on_conflict_do_nothing(index_elements=keys))
