"""Speed says something from the first sitting on, by what there is to read."""

from dataclasses import replace
from random import Random

import pytest

from app.assessment.domain.evidence import Evidence
from app.assessment.domain.flags import Reference, Tempo, flags, signs
from app.assessment.domain.reference import honest_signs, reference
from app.assessment.domain.usual_times import estimated_tempo, usual_times
from app.assessment.views.case_evidence import ESTIMATED, flag_view
from app.sittings.domain.reading_load import Load
from tests.assessment.engine import bank, evidence, policy, position

TWELVE: dict[str, int | None] = {item: 1 for item in bank().ids if item[-2:] in ("01", "04", "07", "10")}
TEXT = Load(60, presses=2)  # 46 s, nobody reads it in 4.6
LOADS = dict.fromkeys(bank().ids, TEXT)
CALM = Reference(500, -9.0, 9.0, {})


def raised(seconds: float, measured: dict[str, Tempo]) -> list[tuple[str, bool]]:
    found = flags(signs(evidence(TWELVE, seconds), usual_times(measured, LOADS)), CALM)
    return [(flag.kind, flag.is_estimated) for flag in found]


def test_first_sitting_of_a_bank_in_which_nobody_reads_is_flagged() -> None:
    assert raised(0.2, {}) == [("rapid", True)]
    assert raised(4.5, {}) == [("rapid", True)]
    assert raised(4.7, {}) == []


def test_those_who_never_read_do_not_make_it_usual() -> None:
    by_cheats = dict.fromkeys(bank().ids, Tempo(0.3, -1.2, 0.2))
    assert raised(0.2, by_cheats) == [("rapid", False)]
    honest = dict.fromkeys(bank().ids, Tempo(80.0, 4.3, 0.5))
    assert raised(7.9, honest) == [("rapid", False)]  # measured times hold where they ask for more
    assert raised(8.1, honest) == []


def test_a_quarter_may_be_quick_while_times_are_estimated_a_tenth_once_they_are_known() -> None:
    quick = Evidence(position(TWELVE), (*[2.0] * 3, *[40.0] * 9))
    assert flags(signs(quick, usual_times({}, LOADS)), CALM) == ()
    known = dict.fromkeys(bank().ids, Tempo(46.0, 3.7, 0.5))
    assert [flag.kind for flag in flags(signs(quick, usual_times(known, LOADS)), CALM)] == ["rapid"]


def test_case_says_that_a_time_is_estimated_from_the_text() -> None:
    flag = {"kind": "rapid", "value": 1.0, "threshold": 0.25, "rate": 0.0}
    assert ESTIMATED in flag_view({**flag, "is_estimated": True}).rate
    assert ESTIMATED not in flag_view(flag).rate  # of a case that was written before


@pytest.mark.battery
def test_at_most_two_of_a_hundred_honest_people_are_flagged() -> None:
    """Even if all are twice as fast as slow readers; texts of the lengths of the shipped bank."""
    chance = Random(5)  # noqa: S311
    loads = {item: Load(chance.randint(20, 100), chance.randint(2, 6)) for item in bank().ids}
    usual = usual_times({}, loads)
    theirs = {
        item: replace(tempo, log_mean=estimated_tempo(at_pace(loads[item], 0.5)).log_mean)
        for item, tempo in usual.items()
    }
    found = reference(list(honest_signs(bank(), policy(), theirs, 150)))
    assert found.rates["rapid"] + found.rates["fast-right"] <= 0.02


def at_pace(load: Load, pace: float) -> Load:
    return Load(round(load.syllables * pace), round(load.presses * pace))
