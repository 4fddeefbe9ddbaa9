from datetime import UTC, datetime, timedelta
from math import exp, log, sqrt
from statistics import mean, stdev, variance

import pytest

from app.integrity.domain import chances, lot, signs
from app.integrity.domain.likeness import agreement, answer_shares, likeness, rhythm
from app.integrity.domain.records import SittingTaken, TaskTaken, usual_times

pytestmark = pytest.mark.pure
NOON = datetime(2026, 11, 22, 5, tzinfo=UTC)  # in Vietnam


def task(item: str, *, right: bool = True, answer: str = "", ms: int | None = 10_000, used: float = 0) -> TaskTaken:
    return TaskTaken(item, answer or ("right" if right else "wrong"), right, 0.5, used, ms)


def sitting(id_: str, *tasks: TaskTaken, at: datetime = NOON, room: str = "k1", phone: str = "") -> SittingTaken:
    return SittingTaken(id_, id_, at, at + timedelta(minutes=10), True, tasks, phone, "", room, "")


def test_a_tenth_of_the_usual_time_is_too_little_to_read() -> None:
    one = sitting("a", task("q1", ms=999), task("q2", ms=1_000), task("q3", ms=None), task("q4", ms=5_000))
    assert signs.rapid_share(one, dict.fromkeys(("q1", "q2", "q3", "q4"), 10_000.0)) == pytest.approx(1 / 3)


def test_times_are_held_against_the_median_of_the_item() -> None:
    many = [sitting(str(n), task("q", ms=ms)) for n, ms in enumerate((1, 10_000, 20_000))]
    assert usual_times(many) == {"q": 10_000.0}


def test_an_even_pace_counts_more_than_an_uneven_one() -> None:
    usual = dict.fromkeys("abcd", 10_000.0)
    even = sitting("e", *(task(item, ms=3_000) for item in "abcd"))
    uneven = sitting("u", *(task(item, ms=ms) for item, ms in zip("abcd", (1_000, 9_000, 3_000, 30_000), strict=True)))
    assert signs.evenness(even, usual) == 0 > signs.evenness(uneven, usual)
    assert signs.quickness(even, usual) == pytest.approx(log(10 / 3))


def test_spread_and_difference_are_those_of_a_sample() -> None:
    """As the standard library counts them, in fractions; Welch's t."""
    times = (4_000, 9_000, 16_000, 25_000, 7_000, 12_000, 30_000, 5_000)
    found = sitting("a", *(task(str(used), ms=ms, used=used) for used, ms in enumerate(times)))
    usual = {str(number): 10_000.0 for number in range(len(times))}
    ratios = [log(ms / 10_000) for ms in times]
    fresh, used = ratios[:4], ratios[4:]
    error = sqrt(variance(fresh) / 4 + variance(used) / 4)
    assert signs.evenness(found, usual) == pytest.approx(-stdev(ratios))
    assert signs.recalled(found, usual) == pytest.approx((mean(fresh) - mean(used)) / error)


def test_knowing_only_what_is_much_used_shows() -> None:
    used = [task(f"u{n}", used=100, ms=3_000 + n) for n in range(5)]
    fresh = [task(f"f{n}", right=False, used=1, ms=9_000 + 40 * n) for n in range(5)]
    usual = {one.item: 10_000.0 for one in (*used, *fresh)}
    cheat = sitting("c", *used, *fresh)
    # Residuals are +1 and −1 each at even chances: (1 − −1)/√(1/5 + 1/5).
    assert signs.known_beforehand(cheat) == pytest.approx(2 / (2 / 5) ** 0.5)
    assert signs.recalled(cheat, usual) > 20
    assert signs.known_beforehand(sitting("few", *used, *fresh[:2])) == 0


def test_only_wrong_answers_that_could_have_differed_are_agreement() -> None:
    room = [
        sitting("a", task("q1", right=False, answer="x"), task("q2"), task("q3", right=False, answer="z")),
        sitting("b", task("q1", right=False, answer="x"), task("q2"), task("q3")),
        sitting("c", task("q1", right=False, answer="y"), task("q2"), task("q3", right=False, answer="z")),
        sitting("d", task("q1", right=False, answer="y"), task("q2", right=False), task("q3")),
    ]
    found = agreement(room[0], room[1], answer_shares(room))
    # q1: both wrong, half of all choose each of two mistakes; q2: both right, one way to be right; q3: not both wrong.
    assert (found.seen, found.mean, found.variance) == (2, 1.5, 0.25)
    assert found.z == 0


def test_the_same_rhythm_is_told_from_the_same_pace() -> None:
    usual = dict.fromkeys("abcdefgh", 10_000.0)
    beats = (1.0, -0.5, 0.3, -1.2, 0.8, 0.1, -0.3, 0.6)

    def timed(name: str, shift: float, signs_: int) -> SittingTaken:
        return sitting(
            name,
            *(task(i, ms=round(10_000 * exp(shift + signs_ * b))) for i, b in zip("abcdefgh", beats, strict=True)),
        )

    assert rhythm(timed("a", 0, 1), timed("b", -0.7, 1), usual) > 8
    assert rhythm(timed("a", 0, 1), timed("b", 0, -1), usual) < -8
    assert rhythm(sitting("x", task("a")), sitting("y", task("a")), usual) == 0


def test_people_of_different_rooms_and_days_are_not_compared() -> None:
    mine, theirs = (task("q", right=False, answer="x") for _ in "12")
    later = NOON + timedelta(hours=25)
    assert not likeness([sitting("a", mine), sitting("b", theirs, room="k2")], {})
    assert not likeness([sitting("a", mine), sitting("b", theirs, at=later)], {})
    assert likeness([sitting("a", mine), sitting("b", theirs)], {})["a"].beside == "b"
    phones = [sitting("a", mine, room="", phone="t1"), sitting("b", theirs, room="", phone="t1")]
    assert likeness(phones, {})["b"].beside == "a"


def test_night_is_by_the_clock_of_vietnam() -> None:
    assert sitting("n", at=datetime(2026, 11, 22, 15, 30, tzinfo=UTC)).is_at_night  # 22:30
    assert not sitting("e", at=datetime(2026, 11, 22, 14, 30, tzinfo=UTC)).is_at_night  # 21:30
    assert not sitting("m", at=datetime(2026, 11, 21, 22, 30, tzinfo=UTC)).is_at_night  # 5:30


def test_the_share_above_counts_oneself_and_ties() -> None:
    assert chances.shares_above({"a": 0, "b": 0, "c": 1, "d": 5}) == {"a": 1, "b": 1, "c": 0.5, "d": 0.25}
    assert chances.middle_shares({"a": 0, "b": 0, "c": 1, "d": 5}) == {"a": 0.75, "b": 0.75, "c": 0.375, "d": 0.125}


def test_chances_are_combined_as_cauchy_variables() -> None:
    assert chances.together([]) == 1
    assert chances.together([0.03, 0.03, 0.03]) == pytest.approx(0.03)
    # tan(0.49π) = 31.82 and tan(0) = 0: mean 15.91, whose tail is 0.02.
    assert chances.together([0.01, 0.5]) == pytest.approx(0.019980, abs=1e-5)
    # A sign that is not there, 1, weighs as 1/2 of two: it hides no other.
    assert chances.together([0.01, 1.0]) == chances.together([0.01, 0.5])


def test_a_few_outliers_do_not_hide_themselves() -> None:
    values = {str(n): n / 10 for n in range(-10, 11)} | {"x": 50.0}
    found = chances.standardised(values, least_spread=0.1)
    assert found["x"] > 6
    assert abs(found["0"]) < 2


@pytest.mark.parametrize(("t", "freedom", "z"), [(2.228, 10, 1.960), (4.032, 5, 2.576), (-2.228, 10, -1.960)])
def test_a_spread_estimated_of_few_counts_as_it_does_in_printed_tables(t: float, freedom: float, z: float) -> None:
    assert chances.normal_of_t(t, freedom) == pytest.approx(z, abs=0.02)


def test_no_sign_however_skewed_is_called_rarer_than_it_is() -> None:
    """Few copy a neighbour's mistakes, most share none: half are 0, the others reach far."""
    values = {str(n): max(0.0, -log((n + 0.5) / 200) - 0.5) for n in range(200)}
    found = chances.tails(values)
    for level in (0.01, 0.05, 0.2):
        assert sum(chance <= level for chance in found.values()) <= level * len(values)


@pytest.mark.battery
def test_anybody_draws_the_same_lot_and_nobody_another_share() -> None:
    names = [f"luot-{n}" for n in range(20_000)]
    drawn = lot.drawn(names, "kqxs 22/11/2026", 0.04)
    assert 700 < len(drawn) < 900
    assert drawn == lot.drawn(reversed(names), "kqxs 22/11/2026", 0.04)
    assert drawn != lot.drawn(names, "another", 0.04)
    assert not lot.drawn(names, "kqxs", 0.0)
    assert len(lot.drawn(names, "kqxs", 1.0)) == len(names)


def test_claimed_and_rechecked_stand_side_by_side() -> None:
    found = lot.rechecked(claimed=90, confirmed=6, of=100, sat_again=10)
    assert (found.claimed.count, found.claimed.of, found.confirmed.count) == (90, 100, 6)
    assert found.confirmed.high < 0.9
