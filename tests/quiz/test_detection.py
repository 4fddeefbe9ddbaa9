"""Signal detection against published and hand-computed values, and its intervals against what they promise."""

import random
from dataclasses import fields
from datetime import UTC, datetime, timedelta
from itertools import pairwise, product
from math import comb, exp, pi, sqrt
from statistics import NormalDist

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.quiz.domain.detection import (
    Counts,
    Decision,
    Detection,
    Estimate,
    FamilyDetection,
    Share,
    area_under_roc,
    count,
    criterion,
    d_prime,
    detect,
    share,
)
from app.quiz.domain.drill_report import (
    DrillAnswer,
    change_in_d_prime,
    drill_report,
    family_sentence,
    phase_of,
)

pytestmark = pytest.mark.pure

NORMAL = NormalDist()


def decisions(hits: int, misses: int, false_alarms: int, correct_rejections: int, family: str = "a") -> list[Decision]:
    cells = (
        (hits, True, True),
        (misses, True, False),
        (false_alarms, False, True),
        (correct_rejections, False, False),
    )
    return [Decision(family, scam, said, True) for times, scam, said in cells for _ in range(times)]


@pytest.mark.parametrize(
    ("successes", "of", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_interval_of_a_share_is_the_published_one(successes: int, of: int, low: float, high: float) -> None:
    """Newcombe (1998), Statistics in Medicine 17, table I, method 3."""
    found = share(successes, of)
    assert (round(found.low, 4), round(found.high, 4)) == (low, high)


def test_interval_of_a_share_of_nothing_is_everything_and_impossible_counts_are_refused() -> None:
    assert share(0, 0) == Share(0, 0, 0.0, 1.0)
    for successes, of in ((3, 2), (-1, 2), (0, -1)):
        with pytest.raises(ValueError, match="no share"):
            share(successes, of)


@given(st.integers(0, 60), st.integers(1, 60))
def test_interval_of_a_share_holds_it_and_mirrors(successes: int, more: int) -> None:
    found = share(successes, successes + more)
    assert 0 <= found.low <= successes / found.of <= found.high <= 1
    mirror = share(more, found.of)
    assert (mirror.low, mirror.high) == pytest.approx((1 - found.high, 1 - found.low), abs=1e-12)


def test_d_prime_and_criterion_are_the_published_ones() -> None:
    """The example of R's statpsych::signal(82, 46, 100, 100) (Bonett): log-linear rates 0.8168317 and 0.460396."""
    counts = Counts(82, 18, 46, 54)
    assert d_prime(counts).value == pytest.approx(1.002793, abs=5e-7)
    assert criterion(counts).value == pytest.approx(-0.4019603, abs=5e-8)


def test_error_of_d_prime_by_hand() -> None:
    """5 of 6 and 1 of 6: rates 5.5/7 and 1.5/7; z = ±0.7916386; density 0.2916.."""
    z = 0.7916386077433746
    density = exp(-z * z / 2) / sqrt(2 * pi)
    by_hand = sqrt(2 * (5.5 / 7) * (1.5 / 7) / (6 * density**2))
    found = d_prime(Counts(5, 1, 1, 5))
    assert found.value == pytest.approx(2 * z, abs=1e-9)
    assert found.se == pytest.approx(by_hand, abs=1e-9)
    assert (found.low, found.high) == pytest.approx((2 * z - 1.959964 * by_hand, 2 * z + 1.959964 * by_hand), abs=1e-6)
    assert criterion(Counts(5, 1, 1, 5)) == pytest.approx(criterion(Counts(1, 5, 5, 1)))
    assert criterion(Counts(5, 1, 1, 5)).value == pytest.approx(0, abs=1e-12)
    assert criterion(Counts(5, 1, 1, 5)).se == pytest.approx(by_hand / 2, abs=1e-9)


def test_calling_everything_a_scam_is_no_skill_but_an_inclination() -> None:
    everything = Counts(12, 0, 12, 0)
    assert d_prime(everything).value == pytest.approx(0, abs=1e-12)
    assert criterion(everything).high < 0
    nothing = Counts(0, 12, 0, 12)
    assert d_prime(nothing).value == pytest.approx(0, abs=1e-12)
    assert criterion(nothing).low > 0


@given(st.tuples(*[st.integers(0, 30)] * 4))
def test_d_prime_is_finite_and_turns_with_the_answers(cells: tuple[int, int, int, int]) -> None:
    hits, misses, alarms, rejections = cells
    found = d_prime(Counts(hits, misses, alarms, rejections))
    assert found.se > 0
    assert found.low < found.value < found.high
    turned = d_prime(Counts(misses, hits, rejections, alarms))
    assert turned.value == pytest.approx(-found.value, abs=1e-9)
    assert d_prime(Counts(hits + 1, misses, alarms, rejections)).value >= found.value - 1e-12 or misses == 0


def covered(true: float, bias: float, scams: int, reals: int) -> float:
    """The exact chance that the interval of d′ holds the true one: every possible outcome weighed by its probability."""
    hit, alarm = NORMAL.cdf(true / 2 - bias), NORMAL.cdf(-true / 2 - bias)
    chance = 0.0
    for hits, alarms in product(range(scams + 1), range(reals + 1)):
        found = d_prime(Counts(hits, scams - hits, alarms, reals - alarms))
        if found.low <= true <= found.high:
            weight = comb(scams, hits) * hit**hits * (1 - hit) ** (scams - hits)
            chance += weight * comb(reals, alarms) * alarm**alarms * (1 - alarm) ** (reals - alarms)
    return chance


@pytest.mark.battery
@pytest.mark.parametrize("size", [5, 6, 12, 24])
def test_interval_of_d_prime_keeps_its_promise(size: int) -> None:
    for true, bias in product((0, 1, 2, 3), (0, 0.5)):
        assert 0.95 <= covered(true, bias, size, size) <= 0.99


def test_area_and_its_error_are_the_published_ones() -> None:
    """Hanley & McNeil (1982), table I: 58 normal and 51 abnormal images rated 1–5; W = 0.893, SE = 0.032."""
    found = area_under_roc([33, 6, 6, 11, 2], [3, 2, 2, 11, 33])
    assert found is not None
    assert (round(found.value, 3), round(found.se, 3)) == (0.893, 0.032)
    assert found.low < 0.893 - 0.032 < 0.893 + 0.032 < found.high


def test_area_of_perfect_and_of_blind_answers() -> None:
    perfect = area_under_roc([6, 0, 0, 0], [0, 0, 0, 6])
    blind = area_under_roc([3, 3, 3, 3], [3, 3, 3, 3])
    reversed_ = area_under_roc([0, 0, 0, 6], [6, 0, 0, 0])
    assert perfect is not None
    assert blind is not None
    assert reversed_ is not None
    assert perfect.value == 1
    assert 0.5 < perfect.low < 0.8  # six and six faultless answers are no certainty
    assert perfect.high == pytest.approx(1)
    assert blind.value == 0.5
    assert blind.low == pytest.approx(1 - blind.high, abs=1e-6)
    assert reversed_.value == 0
    assert (reversed_.low, reversed_.high) == pytest.approx((0, 1 - perfect.low), abs=1e-6)
    assert area_under_roc([1], [0]) is None
    assert area_under_roc([0], [1]) is None


@pytest.mark.battery
def test_interval_of_the_area_keeps_its_promise() -> None:
    """1,000 simulated learners of a fixed seed at each skill, twelve messages of each kind; true area from the model."""
    chance = random.Random(20261122)  # noqa: S311
    for skill in (1.0, 2.5):
        edges = [-9.0, -0.3, 0.7, 1.6, 9.0]
        real, scam = ([NORMAL.cdf(b - at) - NORMAL.cdf(a - at) for a, b in pairwise(edges)] for at in (0, skill))
        true = sum(scam[i] * (sum(real[:i]) + real[i] / 2) for i in range(4))
        held = 0
        for _ in range(1000):
            rated = [chance.choices(range(4), shares, k=12) for shares in (real, scam)]
            found = area_under_roc(*([ratings.count(i) for i in range(4)] for ratings in rated))
            assert found is not None
            held += found.low <= true <= found.high
        assert 0.94 <= held / 1000 <= 0.99


def test_cells_are_counted_as_signal_detection_names_them() -> None:
    assert count(decisions(4, 3, 2, 1)) == Counts(hits=4, misses=3, false_alarms=2, correct_rejections=1)


def test_being_unsure_where_one_errs_raises_the_area_and_not_d_prime() -> None:
    sure = decisions(5, 1, 1, 5)
    wise = [Decision(each.family, each.scam, each.said_scam, each.scam == each.said_scam) for each in sure]
    foolish = [Decision(each.family, each.scam, each.said_scam, each.scam != each.said_scam) for each in sure]
    assert detect(sure).d_prime == detect(wise).d_prime == detect(foolish).d_prime
    areas = [found.value for found in (detect(given).area for given in (foolish, sure, wise)) if found]
    assert areas[0] < areas[1] < areas[2]


def test_few_decisions_give_counts_and_intervals_only() -> None:
    few = detect(decisions(3, 1, 0, 6))
    assert (few.d_prime, few.criterion, few.area) == (None, None, None)
    assert (few.sensitivity.count, few.sensitivity.of) == (3, 4)
    assert (few.false_alarm_rate.count, few.false_alarm_rate.of) == (0, 6)
    enough = detect(decisions(3, 2, 0, 5))
    assert None not in (enough.d_prime, enough.criterion, enough.area)


def test_families_are_told_apart_with_false_alarms_at_the_one_they_resemble() -> None:
    found = detect(decisions(2, 1, 1, 0, "giao-hang") + decisions(0, 1, 0, 4, "gia-danh-thue")).families
    assert [(each.family, each.sensitivity.count, each.sensitivity.of) for each in found] == [
        ("gia-danh-thue", 0, 1),
        ("giao-hang", 2, 3),
    ]
    assert [(each.false_alarm_rate.count, each.false_alarm_rate.of) for each in found] == [(0, 4), (1, 1)]
    assert [each.is_enough for each in found] == [False, True]
    assert family_sentence(found[1]) == ("Giao hàng không đặt: nhận ra 2 trong 3 tin lừa, tin đúng 0 trong 1 tin thật.")
    assert family_sentence(found[0]).endswith("Chưa đủ để nói chắc.")


def test_no_summary_has_a_single_figure() -> None:
    """A share is two counts and an interval; an estimate never stands without its error."""
    assert {field.name for field in fields(Share)} == {"count", "of", "low", "high"}
    assert {field.name for field in fields(Estimate)} == {"value", "se", "low", "high"}
    for summary in (Detection, FamilyDetection, Counts):
        assert all(field.type is not float for field in fields(summary))


DAY = timedelta(days=1)
START = datetime(2026, 10, 1, 8, tzinfo=UTC)


@pytest.mark.parametrize(
    ("learned", "answered", "phase"),
    [
        (None, 0, "truoc"),
        (None, 0.9, "truoc"),
        (None, 1, "sau"),
        (None, 29.9, "sau"),
        (None, 30, "sau-30-ngay"),
        (0.5, 0.4, "truoc"),
        (0.5, 0.5, "sau"),
        (0.5, 30.4, "sau"),
        (0.5, 30.5, "sau-30-ngay"),
        (20, 0.5, "truoc"),
        (20, 10, "sau"),
        (20, 49.9, "sau"),
        (20, 50, "sau-30-ngay"),
        (-5, 0, "sau"),
        (-5, 29, "sau"),
        (-5, 30, "sau-30-ngay"),
    ],
)
def test_phase_follows_the_learners_own_history(learned: float | None, answered: float, phase: str) -> None:
    learned_at = None if learned is None else START + learned * DAY
    assert phase_of(START, learned_at, START + answered * DAY) == phase


def answers(day: float, met: list[Decision], prefix: str = "", assisted: bool = False) -> list[DrillAnswer]:
    at = START + day * DAY
    return [DrillAnswer(f"{prefix}{day}-{n}", at + n * DAY / 100, each, assisted) for n, each in enumerate(met)]


def test_report_says_both_counts_of_both_phases_and_that_they_are_few() -> None:
    report = drill_report(answers(0, decisions(3, 3, 2, 4)) + answers(3, decisions(5, 1, 2, 4)), START + 2 * DAY)
    assert report.sentences == (
        "Lần đầu: bác nhận ra 3 trong 6 tin lừa, tin đúng 4 trong 6 tin thật.",
        "Sau khi học: bác nhận ra 5 trong 6 tin lừa, tin đúng 4 trong 6 tin thật.",
        "Số tin còn ít, chưa nói chắc được là khác lần đầu. Bác tập thêm vài hôm nữa, mình xem lại.",
        "Nếu gặp 10 tin lừa như vậy, bác có thể nhận ra từ 4 đến 10 tin. Tập càng nhiều, đoán càng sát.",
    )


def test_clear_progress_is_called_so_and_its_interval_excludes_none() -> None:
    before, after = decisions(6, 14, 10, 10), decisions(19, 1, 2, 18)
    report = drill_report(answers(0, before) + answers(40, after), START + 2 * DAY)
    assert list(report.by_phase) == ["truoc", "sau-30-ngay"]
    assert "Điều này khó là do may." in " ".join(report.sentences)
    change = change_in_d_prime(detect(before), detect(after))
    assert change is not None
    assert change.low > 0


def test_fewer_than_enough_is_not_compared() -> None:
    report = drill_report(answers(0, decisions(1, 1, 1, 1)) + answers(3, decisions(2, 0, 0, 2)), None)
    assert "Còn ít tin, chưa đủ để so." in report.sentences[2]
    assert change_in_d_prime(*report.by_phase.values()) is None


def test_suspecting_everything_is_not_passed_off_as_progress() -> None:
    report = drill_report(answers(0, decisions(3, 3, 1, 5)) + answers(3, decisions(6, 0, 6, 0)), None)
    told = " ".join(report.sentences)
    assert "cũng ngại nhiều tin thật hơn" in told
    assert "tốt hơn" not in told
    trusting = drill_report(answers(0, decisions(6, 0, 6, 0)) + answers(3, decisions(3, 3, 1, 5)), None)
    assert "cũng tin nhiều tin lừa hơn" in " ".join(trusting.sentences)


def test_harder_time_is_told_without_scolding() -> None:
    worse = drill_report(answers(0, decisions(12, 0, 0, 12)) + answers(3, decisions(3, 9, 8, 4)), None)
    assert "Mình tập thêm vài tin nữa nhé." in " ".join(worse.sentences)


def test_answers_with_help_and_second_answers_of_a_phase_do_not_count() -> None:
    own = answers(0, decisions(1, 0, 0, 1), "x")
    again = [DrillAnswer(own[0].drill, own[0].at + timedelta(hours=1), Decision("a", True, False, True))]
    report = drill_report([*again, *answers(0, decisions(4, 0, 0, 4), "y", assisted=True), *own], None)
    assert report.by_phase["truoc"].counts == Counts(1, 0, 0, 1)


def test_drill_met_in_an_earlier_phase_is_counted_and_said() -> None:
    first = answers(0, decisions(2, 0, 0, 2))
    later = [DrillAnswer(answer.drill, answer.at + 31 * DAY, answer.decision) for answer in first[:3]]
    report = drill_report(first + later, None)
    assert report.seen_before == 3
    assert any(sentence.startswith("Có 3 tin bác đã gặp") for sentence in report.sentences)


def test_history_without_answers_or_without_a_first_time_says_so() -> None:
    assert drill_report([], None).by_phase == {}
    assert "chưa tập" in drill_report([], None).sentences[0]
    assert "tập lại" in drill_report(answers(0, decisions(1, 0, 0, 1)), None).sentences[1]
    learned_first = drill_report(answers(0, decisions(1, 0, 0, 1)), START - DAY)
    assert list(learned_first.by_phase) == ["sau"]
    assert "chưa có lần đầu để so" in learned_first.sentences[1]


def test_no_sentence_holds_a_percentage_or_a_falling_mark() -> None:
    for first, later in product(
        (decisions(3, 3, 2, 4), decisions(12, 0, 0, 12)), (decisions(0, 6, 6, 0), decisions(6, 0, 0, 6))
    ):
        told = " ".join(drill_report(answers(0, first) + answers(3, later), None).sentences)
        assert not any(word in told for word in ("%", "phần trăm", "kém", "sai", "điểm"))
