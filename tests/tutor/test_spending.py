"""Budgets of a language model: counted before it is asked, never exceeded, whoever asks at the same moment."""

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from app.core.batch import UNAVAILABLE
from app.core.clock import Clock
from app.core.db import Database
from app.tutor.domain.budgets import DONG, KINDS, Charge, Limits, Usage, charges, period_of
from app.tutor.models import ModelSwitch, Spending
from app.tutor.spending import (
    Spent,
    allowing,
    answered_by_step,
    book,
    count_steps,
    forget_spenders,
    spent_by_kind,
    take,
)
from app.tutor.switch import is_on, switch, switchings
from tests.tutor.ladders import an_admin

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
ASKERS, AT_ONCE = 50, 16


def taken(database: Database, wanted: Sequence[Charge], cost: int = 0) -> bool:
    with database.session(writes=True) as session:
        was_taken = take(session, wanted, cost)
        session.commit()
    return was_taken


def calls(database: Database, scope: str) -> int:
    with database.session(writes=False) as session:
        return session.scalar(select(Spending.calls).where(Spending.scope == scope)) or 0


def together(work: Callable[[int], bool]) -> list[bool]:
    """50 users who ask at the same moment, on as many threads as the service has. Where the database is too busy to say
    yes, nobody asks the model."""
    start = threading.Barrier(AT_ONCE)

    def one(number: int) -> bool:
        if number < AT_ONCE:
            start.wait()
        try:
            return work(number)
        except UNAVAILABLE:
            return False

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(one, range(ASKERS)))


def test_no_call_goes_above_a_limit_however_many_ask_at_once(database: Database) -> None:
    limits = Limits(answers_hour=17)
    allowed = together(lambda number: taken(database, charges("answer", limits, NOW, learner=str(number))))
    assert sum(allowed) == calls(database, "kind:answer") == 17


def test_no_money_goes_above_a_limit_however_many_ask_at_once(database: Database) -> None:
    limits = Limits(price_written=1_000, money_hour=12)
    cost = limits.cost(0, 1_000)  # one đồng
    allowed = together(lambda number: taken(database, charges("answer", limits, NOW, learner=str(number)), cost))
    assert sum(allowed) == 12


def test_one_learner_on_many_pages_has_one_limit(database: Database) -> None:
    limits = Limits(learner_hour=5)
    allowed = together(lambda _: taken(database, charges("answer", limits, NOW, learner="a", source="b")))
    assert sum(allowed) == calls(database, "learner:a") == calls(database, "source:b") == 5


def test_refused_call_is_counted_nowhere(database: Database) -> None:
    limits = Limits(answers_day=1)
    assert taken(database, charges("answer", limits, NOW, learner="a"))
    assert not taken(database, charges("answer", limits, NOW, learner="b"))
    assert calls(database, "learner:b") == 0
    assert calls(database, "all") == 1


@pytest.mark.parametrize(
    "limits",
    [
        Limits(learner_hour=0), Limits(learner_day=0), Limits(answers_hour=0), Limits(answers_day=0),
        Limits(money_hour=0, price_sent=1), Limits(money_day=0, price_sent=1),
    ],
)  # fmt: skip
def test_limit_of_nothing_lets_nothing_through(database: Database, limits: Limits) -> None:
    assert not taken(database, charges("answer", limits, NOW, learner="a"), limits.cost(1, 0))


def test_each_hour_and_each_day_in_vietnam_begins_anew(database: Database) -> None:
    limits = Limits(learner_hour=1, learner_day=2)

    def ask(later: timedelta) -> bool:
        return taken(database, charges("answer", limits, NOW + later, learner="a"))

    hours = [ask(timedelta(hours=hours)) for hours in (0, 0, 1, 2)]
    assert hours == [True, False, True, False]
    assert period_of("day", NOW) == "2026-11-22"
    assert ask(datetime(2026, 11, 22, 17, 0, tzinfo=UTC) - NOW)  # midnight in Hanoi
    assert not ask(datetime(2026, 11, 22, 16, 59, tzinfo=UTC) - NOW)


def test_what_was_not_spent_can_be_spent_by_others(database: Database) -> None:
    limits = Limits(price_sent=1, money_hour=1)
    wanted = charges("answer", limits, NOW, learner="a")
    assert taken(database, wanted, DONG)
    assert not taken(database, wanted, 1)
    with database.session(writes=True) as session:
        book(session, wanted, DONG, DONG - 10, is_estimated=False)
        session.commit()
    assert not taken(database, wanted, 11)
    assert taken(database, wanted, 10)


def test_other_work_has_limits_of_its_own_and_shares_the_money(database: Database) -> None:
    limits = Limits(others_day=2, price_sent=1, money_day=10)
    allow = allowing(database, fixed(), limits, "rewrite", 0)
    assert [allow(100) is not None for _ in range(3)] == [True, True, False]
    assert taken(database, charges("answer", limits, NOW, learner="a"), 1)
    suggest = allowing(database, fixed(), limits, "suggestion", 0)
    assert not suggest(10 * DONG)
    assert suggest(1)


def test_more_than_was_thought_is_booked_as_well(database: Database) -> None:
    """A server may count more tokens than there are characters to see."""
    limits = Limits(price_sent=1, price_written=1, money_day=10)
    settle = allowing(database, fixed(), limits, "rewrite", 50)(100)
    assert settle
    settle(Usage(sent=100, written=70))
    with database.session(writes=False) as session:
        assert set(session.scalars(select(Spending.cost))) == {170}


@pytest.mark.parametrize("told", [
    (0, 5), (None, 5), (5, None), ("7", 7), (True, 1), (10**9, 5), (5, 250_000), (5, -1), (5, 0), (5, 10**30), (1, 5), (5, 1),
])  # fmt: skip
def test_what_cannot_be_a_count_of_tokens_is_passed_over(told: tuple[object, object]) -> None:
    """The last two: fewer tokens than anybody needs for so many characters."""
    usage = Usage()
    usage.begin(40, 900)
    usage.end(30, told, is_whole=True)
    assert usage == Usage(sent=40, written=30, is_estimated=True, is_whole=True)
    counted = Usage()
    counted.begin(40, 900)
    counted.end(30, (10, 2), is_whole=True)
    assert counted == Usage(sent=30, written=6, is_whole=True)


def test_try_of_which_nothing_is_known_is_paid_for_beside_the_next() -> None:
    usage = Usage()
    usage.begin(40, 900)
    usage.refuse()
    assert usage == Usage()
    usage.begin(40, 900)
    usage.begin(40, 900)
    usage.end(30, (10, 12), is_whole=True)
    assert (usage.sent, usage.written, usage.is_estimated) == (40 + 30, 900 + 36, True)


def fixed() -> Clock:
    return Clock(NOW)


def test_counters_are_locked_in_one_order_and_shared_ones_last() -> None:
    scopes = [one.scope for one in charges("answer", Limits(), NOW, learner="a", source="b")]
    assert scopes == ["learner:a", "learner:a", "source:b", "kind:answer", "kind:answer", "all", "all"]


# The switch


def test_switch_holds_from_the_next_look_and_says_who(database: Database) -> None:
    admin = an_admin(database)
    with database.session(writes=True) as session:
        assert is_on(session)
        for on in (False, False, True, True, False):
            switch(session, admin, NOW, on=on)
            session.flush()
            assert is_on(session) is on
        session.commit()
    with database.session(writes=False) as session:
        assert [(one.is_on, one.account_id, one.at) for one in switchings(session)] == [
            (False, admin, NOW), (True, admin, NOW), (False, admin, NOW),
        ]  # fmt: skip


def test_nothing_is_allowed_while_it_is_off(database: Database) -> None:
    with database.session(writes=True) as session:
        session.add(ModelSwitch(is_on=False, account_id=an_admin(database), at=NOW))
        session.commit()
    assert not allowing(database, fixed(), Limits(), "rewrite", 0)(1)


# What the admin sees


def test_costs_are_told_by_kind_for_a_day_and_a_month(database: Database) -> None:
    limits = replace(Limits(), price_sent=2, price_written=3)
    for day in (NOW, NOW, NOW - timedelta(days=1), NOW - timedelta(days=40)):
        assert taken(database, charges("answer", limits, day, learner="a"), limits.cost(DONG, DONG))
    with database.session(writes=False) as session:
        today = spent_by_kind(session, KINDS, "2026-11-22")
        month = spent_by_kind(session, KINDS, "2026-11")
    assert today == {"answer": Spent(2, 10.0, 10.0), "rewrite": Spent(0, 0.0, 0.0), "suggestion": Spent(0, 0.0, 0.0)}
    assert month["answer"] == Spent(3, 15.0, 15.0)


def test_what_no_server_has_told_is_estimated(database: Database) -> None:
    """Four calls of 10 đồng at most: told that it was 4; reckoned at 7; never ended; told that it was 12."""
    limits = Limits(price_sent=DONG, price_written=DONG)
    allow = allowing(database, fixed(), limits, "rewrite", 4)
    settled = [allow(6) for _ in range(4)]
    for settle, usage in zip(settled, [Usage(2, 2), Usage(6, 1, is_estimated=True), None, Usage(6, 6)], strict=True):
        assert settle
        if usage:
            settle(usage)
    with database.session(writes=False) as session:
        assert spent_by_kind(session, ["rewrite"], "2026-11")["rewrite"] == Spent(4, 4.0 + 7 + 10 + 12, 7.0 + 10)


def test_steps_of_all_processes_are_added_up(database: Database) -> None:
    for _ in range(2):
        with database.session(writes=True) as session:
            count_steps(session, {"llm": 2, "lessons": 5}, NOW)
            session.commit()
    with database.session(writes=False) as session:
        assert answered_by_step(session, ["llm", "cache", "lessons"], "2026-11-22") == {
            "llm": 4, "cache": 0, "lessons": 10,
        }  # fmt: skip


def test_who_asked_is_forgotten_after_two_days_and_the_sum_is_not(database: Database) -> None:
    assert taken(database, charges("answer", Limits(), NOW, learner="a", source="b"))
    for later, left in ((1, {"learner:a", "source:b", "kind:answer", "all"}), (3, {"kind:answer", "all"})):
        with database.session(writes=True) as session:
            forget_spenders(session, NOW + timedelta(days=later))
            session.commit()
            assert set(session.scalars(select(Spending.scope))) == left
