"""Signs, and how often honest people show them."""

from random import Random

import pytest

from app.assessment.domain.evidence import Evidence
from app.assessment.domain.flags import (
    Reference,
    Signs,
    Tempo,
    fast_and_right,
    flags,
    fresh_contrast,
    rapid_share,
    signs,
)
from app.assessment.domain.reference import honest_position, honest_signs, quantile, reference
from app.assessment.models import Case
from app.assessment.views.desk import false_alarms
from app.quiz.domain.adaptive.exposure import Exposure
from app.quiz.domain.adaptive.sitting import Sitting
from tests.assessment.engine import bank, evidence, policy, position

USUAL = Tempo(30.0, 3.3, 0.5)
TWELVE: dict[str, int | None] = {item: 1 for item in bank().ids if item[-2:] in ("01", "04", "07", "10")}
TEMPI = dict.fromkeys(bank().ids, USUAL)
CALM = Reference(1000, -1.6, 2.3, {"misfit": 0.01, "contrast": 0.01, "rapid": 0.0, "fast-right": 0.002})


def test_answers_without_time_to_read_are_counted_as_a_share() -> None:
    found = Evidence(position(TWELVE), (2.0, 2.9, 3.0, *[20.0] * 9))
    assert rapid_share(found, TEMPI) == pytest.approx(2 / 12)


def test_what_nobody_timed_says_nothing_about_speed() -> None:
    assert rapid_share(evidence(TWELVE, 1.0), {}) is None
    assert rapid_share(evidence(TWELVE, None), TEMPI) is None
    assert fast_and_right(evidence(TWELVE, None), TEMPI) is None


def test_slow_items_allow_at_most_ten_seconds_to_be_rapid() -> None:
    assert rapid_share(evidence(TWELVE, 11.0), dict.fromkeys(bank().ids, Tempo(200.0, 5.2, 0.5))) == 0


def test_hard_and_right_in_a_blink_is_counted_easy_or_wrong_is_not() -> None:
    scores: dict[str, int | None] = {f"{domain}/{n:02}": 0 for domain in ("danh-tinh", "tien") for n in (1, 2, 3, 4)}
    hard: dict[str, int | None] = {"tien/10": 1, "tien/11": 1, "giay-to/10": 1, "giay-to/11": 0}
    times = (*[27.0] * 8, 2.0, 2.0, 2.0, 2.0)
    assert fast_and_right(Evidence(position({**scores, **hard}), times), TEMPI) == 3
    assert fast_and_right(Evidence(position({**scores, **hard}), (27.0,) * 12), TEMPI) == 0


def test_better_on_what_many_have_seen_stands_out() -> None:
    used = {item: 100.0 + place for place, item in enumerate(TWELVE) if place % 2}
    knows: dict[str, int | None] = {item: int(item in used) for item in TWELVE}
    found = fresh_contrast(evidence(knows, shown=used))
    assert found is not None
    assert found > 2
    turned = fresh_contrast(evidence({item: 1 - (score or 0) for item, score in knows.items()}, shown=used))
    assert turned is not None
    assert turned < -2


def test_contrast_needs_six_of_each_and_a_difference_in_use() -> None:
    eleven = dict(list(TWELVE.items())[:11])
    assert fresh_contrast(evidence(eleven, shown={"tien/01": 5.0})) is None
    assert fresh_contrast(evidence(TWELVE)) is None


def test_flags_say_value_threshold_and_how_often_honest_people_show_them() -> None:
    found = flags(Signs(-2.0, 2.2, 0.11, 3), CALM)
    assert [(flag.kind, flag.value, flag.threshold, flag.rate) for flag in found] == [
        ("misfit", -2.0, -1.6, 0.01),
        ("rapid", 0.11, 0.10, 0.0),
        ("fast-right", 3, 3, 0.002),
    ]
    assert flags(Signs(-1.6, None, None, None), CALM) == ()
    assert [flag.kind for flag in flags(Signs(0.0, 2.4, 0.1, 2), CALM)] == ["contrast"]


def test_sign_that_honest_people_show_as_often_is_no_flag() -> None:
    usual = Reference(500, -1.6, 2.3, {"rapid": 0.06, "misfit": 0.05})
    assert [flag.kind for flag in flags(Signs(-2.0, None, 0.5, None), usual)] == ["misfit"]


def test_quantiles_lie_between_neighbours() -> None:
    assert quantile([4, 1, 3, 2], 0.5) == 2.5
    assert [quantile(range(101), share) for share in (0, 0.01, 0.99, 1)] == [0, 1, 99, 100]


@pytest.mark.battery
def test_reference_is_the_same_for_the_same_bank_and_holds_what_it_promises() -> None:
    found = reference(list(honest_signs(bank(), policy(), {}, 150)))
    assert found == reference(list(honest_signs(bank(), policy(), {}, 150)))
    assert found.lz_low < -0.5
    assert found.contrast_high > 1
    assert found.rates["misfit"] == pytest.approx(2 / 150)  # below a 1 % point between the 2nd and the 3rd of 150
    assert found.rates["rapid"] == 0


@pytest.mark.battery
def test_who_knows_the_much_used_tasks_is_seen_more_often_than_honest_people() -> None:
    """Power, not certainty: half of the bank's most shown tasks known beforehand, ability well below the standard."""
    found_bank, rules, chance = bank(24), policy(n_min=18), Random(7)  # noqa: S311
    found = reference(list(honest_signs(found_bank, rules, {}, 150)))
    exposure = Exposure({item: float(place) for place, item in enumerate(found_bank.ids)}, {}, 300)
    known = set(sorted(exposure.shown, key=lambda item: exposure.shown[item])[len(found_bank.ids) // 2 :])
    raised = 0
    for seed in range(60):
        at = honest_position(found_bank, rules, Sitting(seed, frozenset(found_bank.ids)), exposure, chance)
        told: dict[str, int | None] = {
            answer.item: 1 if answer.item in known else int(chance.random() < 0.25) for answer in at.sitting.answers
        }
        cheat = Evidence(position(told, found_bank), (), exposure.shown)
        raised += any(flag.kind in ("contrast", "misfit") for flag in flags(signs(cheat, {}), found))
    assert raised > 20  # of 60; of honest people 1 or 2


def test_desk_says_how_many_flags_honest_people_would_raise_all_the_same() -> None:
    cases = [*(Case(flags='[{"kind": "rapid"}]') for _ in range(3)), *(Case(flags="[]") for _ in range(97))]
    said = false_alarms(cases, sum(CALM.rates.values()))
    assert ("100 hồ sơ anh chị xem được có 3 dấu hiệu" in said, "chừng 2 dấu hiệu" in said) == (True, True)
    assert "chưa tới 1 dấu hiệu" in false_alarms(cases, 0.001)
    assert false_alarms(cases[3:], 0.022) == ""
