"""What asking a language model costs: taken before it is asked, so that nobody ever goes above a limit."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeAlias

from sqlalchemy import delete, func, or_, select, update
from sqlalchemy.orm import Session

from app.core.batch import UNAVAILABLE
from app.core.clock import Clock
from app.core.config import Settings
from app.core.db import Database, insert_or_update
from app.tutor.domain.budgets import DONG, Charge, Kind, Limits, Usage, charges, kind_scope, period_of, step_scope
from app.tutor.models import Spending
from app.tutor.switch import is_on

_table = Spending.__table__
KEPT_PERSONAL = timedelta(days=2)

# Books what a call has used, once it has ended, however it did. Waits for the database.
Settle: TypeAlias = Callable[[Usage], None]
# Whether so many characters may be sent now; what is allowed is counted with all that it can cost. Waits for the database.
Allow: TypeAlias = Callable[[int], Settle | None]


@dataclass(frozen=True)
class Spent:
    """Calls, and money in đồng. `estimated`: how much of it no server has told: calls that came too late or were stopped,
    counted in full, and those under way."""

    calls: int
    money: float
    estimated: float


def limits_of(settings: Settings) -> Limits:
    return Limits(
        learner_hour=settings.llm_learner_hour,
        learner_day=settings.llm_learner_day,
        source_hour=settings.llm_address_hour,
        answers_hour=settings.llm_answers_hour,
        answers_day=settings.llm_answers_day,
        others_day=settings.llm_others_day,
        money_hour=settings.llm_money_hour,
        money_day=settings.llm_money_day,
        price_sent=settings.llm_price_sent,
        price_written=settings.llm_price_written,
    )


def take(session: Session, wanted: Sequence[Charge], cost: int) -> bool:
    """Counts one call against all of them, or against none: False when one of them is full. The caller commits. `cost`:
    the most that it can cost, in millionths of a đồng; all of it is an estimate until it is booked."""
    if not all(charge.can_ever_hold(cost) for charge in wanted):
        return False
    if all(_take(session, charge, cost) for charge in wanted):
        return True
    session.rollback()
    return False


def _take(session: Session, charge: Charge, cost: int) -> bool:
    """One statement, which holds the row until the transaction ends: whoever comes next sees what is left."""
    row = {"scope": charge.scope, "period": charge.period, "calls": 1, "cost": cost, "estimated": cost}
    has_room = (_table.c.calls < charge.most_calls) & (_table.c.cost + cost <= charge.most_cost)
    counted = (
        insert_or_update(session.get_bind().dialect.name, Spending)
        .values(row)
        .on_conflict_do_update(
            index_elements=["scope", "period"],
            set_={
                "calls": _table.c.calls + 1,
                "cost": _table.c.cost + cost,
                "estimated": _table.c.estimated + cost,
            },
            where=has_room,
        )
        .returning(_table.c.calls)
    )
    return session.execute(counted).first() is not None


def book(session: Session, taken: Sequence[Charge], most: int, cost: int, *, is_estimated: bool) -> None:
    """What a call has cost stands in place of the `most` that was taken for it, in millionths of a đồng, also where it is more.
    The call stays counted. Who never books, such as one who was killed, has paid for all of it."""
    known = most - cost if is_estimated else most
    for charge in taken:
        mine = (_table.c.scope == charge.scope) & (_table.c.period == charge.period)
        less = {"cost": _table.c.cost - (most - cost), "estimated": _table.c.estimated - known}
        session.execute(update(Spending).where(mine).values(less))


def allowing(database: Database, clock: Clock, limits: Limits, kind: Kind, most_written: int) -> Allow:
    """For whoever asks a model for something other than a learner's answer. A reply has `most_written` characters at most."""

    def allow(sent: int) -> Settle | None:
        wanted, most = charges(kind, limits, clock.now()), limits.cost(sent, most_written)
        with database.session(writes=True) as session:
            allowed = is_on(session) and take(session, wanted, most)
            session.commit()
        if not allowed:
            return None

        def settle(usage: Usage) -> None:
            # Without a database it stays as it was counted: too much rather than too little.
            with suppress(*UNAVAILABLE), database.session(writes=True) as session:
                cost = limits.cost(usage.sent, usage.written)
                book(session, wanted, most, cost, is_estimated=usage.is_estimated)
                session.commit()

        return settle

    return allow


# What the admin sees


def count_steps(session: Session, steps: Mapping[str, int], now: datetime) -> None:
    """Questions answered since the last time, by the step of the ladder."""
    for step, count in sorted(steps.items()):
        row = {"scope": step_scope(step), "period": period_of("day", now), "calls": count, "cost": 0}
        counted = insert_or_update(session.get_bind().dialect.name, Spending).values(row)
        session.execute(
            counted.on_conflict_do_update(index_elements=["scope", "period"], set_={"calls": _table.c.calls + count})
        )


def spent_by_kind(session: Session, kinds: Sequence[str], period: str) -> dict[str, Spent]:
    """`period`: a day, or the beginning of one: a month."""
    return _spent(session, {kind: kind_scope(kind) for kind in kinds}, period)


def answered_by_step(session: Session, steps: Sequence[str], period: str) -> dict[str, int]:
    return {
        step: spent.calls for step, spent in _spent(session, {one: step_scope(one) for one in steps}, period).items()
    }


def _spent(session: Session, scopes: Mapping[str, str], period: str) -> dict[str, Spent]:
    is_day = (func.length(_table.c.period) == len("2026-11-22")) & _table.c.period.startswith(period)
    counted = (func.sum(column) for column in (_table.c.calls, _table.c.cost, _table.c.estimated))
    sums = select(_table.c.scope, *counted).where(is_day, _table.c.scope.in_(scopes.values()))
    found = {
        scope: Spent(int(calls), int(cost) / DONG, int(estimated) / DONG)
        for scope, calls, cost, estimated in session.execute(sums.group_by(_table.c.scope))
    }
    return {name: found.get(scope, Spent(0, 0.0, 0.0)) for name, scope in scopes.items()}


def forget_spenders(session: Session, now: datetime) -> None:
    """Who asked is forgotten; how much was asked is not. For start-up and nightly runs."""
    personal = or_(_table.c.scope.startswith("learner:"), _table.c.scope.startswith("source:"))
    session.execute(delete(Spending).where(personal, _table.c.period < period_of("day", now - KEPT_PERSONAL)))
