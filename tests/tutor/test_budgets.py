"""Which counters a call goes against, and when one of them can never hold it."""

from datetime import UTC, datetime

import pytest

from app.tutor.domain.budgets import DONG, Limits, charges, period_of

pytestmark = pytest.mark.pure

NOW = datetime(2026, 11, 22, 17, 30, tzinfo=UTC)  # half past midnight of the 23rd in Vietnam


def test_hours_and_days_are_those_of_vietnam() -> None:
    assert (period_of("hour", NOW), period_of("day", NOW)) == ("2026-11-23 00", "2026-11-23")


def test_what_all_share_is_counted_last_and_always_in_one_order() -> None:
    scopes = [charge.scope for charge in charges("answer", Limits(), NOW, "an", "nha-van-hoa")]
    assert scopes == ["learner:an", "learner:an", "source:nha-van-hoa", "kind:answer", "kind:answer", "all", "all"]


def test_rewriting_has_no_hour_of_its_own() -> None:
    assert [charge.scope for charge in charges("rewrite", Limits(), NOW)] == ["kind:rewrite", "all", "all"]


def test_call_that_costs_more_than_there_ever_is_can_never_be_made() -> None:
    limits = Limits(money_hour=1, price_sent=1_000_000, price_written=0)
    (hour,) = (charge for charge in charges("answer", limits, NOW) if charge.most_cost == DONG)
    assert hour.can_ever_hold(limits.cost(1, 100))
    assert not hour.can_ever_hold(limits.cost(2, 0))
