"""The next drills: half and half, spread, fresh ones first, in an order that tells nothing."""

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.quiz.domain.drill_vocabulary import CHANNELS, FAMILIES
from app.quiz.domain.next_drills import DrillCard, next_drills

pytestmark = pytest.mark.pure

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
DAY = timedelta(days=1)
POOL = [DrillCard(f"d{n}", n % 2 == 0, list(CHANNELS)[n // 2 % 8], list(FAMILIES)[n // 2 % 12]) for n in range(24)]
BY_NAME = {card.drill: card for card in POOL}


def cards(names: tuple[str, ...]) -> list[DrillCard]:
    return [BY_NAME[name] for name in names]


@given(st.text(), st.dictionaries(st.sampled_from(sorted(BY_NAME)), st.integers(0, 90)))
def test_half_are_scams_none_twice_and_the_seed_fixes_all(seed: str, days: dict[str, int]) -> None:
    answered = {name: NOW - ago * DAY for name, ago in days.items()}
    chosen = next_drills(POOL, answered, NOW, seed)
    assert chosen == next_drills(POOL, answered, NOW, seed)
    assert len(set(chosen)) == len(chosen) == 6
    assert Counter(card.scam for card in cards(chosen)) == {True: 3, False: 3}
    for kind in (True, False):
        taken = [name for name in chosen if BY_NAME[name].scam is kind]
        left = [card.drill for card in POOL if card.scam is kind and card.drill not in chosen]
        assert max(tier(name, days) for name in taken) <= min(tier(name, days) for name in left)


def tier(name: str, days: dict[str, int]) -> int:
    return 0 if name not in days else 1 if days[name] >= 30 else 2


@pytest.mark.battery
def test_order_of_kinds_is_random_and_not_alternating() -> None:
    orders = Counter(
        "".join("L" if card.scam else "T" for card in cards(next_drills(POOL, {}, NOW, str(seed))))
        for seed in range(2000)
    )
    assert len(orders) == 20  # every way of placing three among six
    assert all(60 < times < 145 for times in orders.values())  # ±4.4 standard deviations of 100


def test_six_drills_use_six_channels_and_families_when_they_can() -> None:
    for seed in range(50):
        chosen = cards(next_drills(POOL, {}, NOW, str(seed)))
        assert len({card.channel for card in chosen}) == 6
        assert len({card.family for card in chosen}) == 6


def test_unseen_go_before_spreading() -> None:
    same = [DrillCard(f"s{n}", n < 3, "zalo", "giao-hang") for n in range(6)]
    answered = {card.drill: NOW - 100 * DAY for card in POOL}
    chosen = next_drills([*POOL, *same], answered, NOW, "1")
    assert set(chosen) == {card.drill for card in same}


def test_no_drill_returns_within_thirty_days_while_others_are_left() -> None:
    answered: dict[str, datetime] = {}
    now = NOW
    for day in range(4):
        chosen = next_drills(POOL, answered, now, str(day))
        assert not set(chosen) & answered.keys()
        answered |= dict.fromkeys(chosen, now)
        now += DAY
    assert len(answered) == 24
    tired = next_drills(POOL, answered, now, "5")
    assert {answered[name] for name in tired} == {NOW}  # all were met lately: the longest ago come back
    rested = next_drills(POOL, answered, NOW + 31 * DAY, "6")
    assert all(NOW + 31 * DAY - answered[name] >= 30 * DAY for name in rested)


def test_rested_drills_are_spread_before_the_longest_ago_is_taken() -> None:
    answered = {card.drill: NOW - (50 if card.channel == POOL[0].channel else 35) * DAY for card in POOL}
    assert len({card.channel for card in cards(next_drills(POOL, answered, NOW, "1"))}) == 6
    lately = {drill: at + 20 * DAY for drill, at in answered.items()}  # 30 and 15 days ago
    rested = {card.drill for card in POOL if card.channel == POOL[0].channel}
    assert rested <= set(next_drills(POOL, lately, NOW, "1"))


def test_poor_pool_gives_what_it_has() -> None:
    assert next_drills([], {}, NOW, "1") == ()
    scams = [card for card in POOL if card.scam]
    assert len(next_drills(scams, {}, NOW, "1")) == 6
    assert len(next_drills(POOL[:4], {}, NOW, "1")) == 4
    mixed = next_drills([*scams, POOL[1]], {}, NOW, "1")
    assert Counter(BY_NAME[name].scam for name in mixed) == {True: 5, False: 1}


@pytest.mark.battery
def test_odd_one_out_is_of_either_kind() -> None:
    kinds = Counter(sum(card.scam for card in cards(next_drills(POOL, {}, NOW, str(n), 5))) for n in range(200))
    assert set(kinds) == {2, 3}
    assert min(kinds.values()) > 60
