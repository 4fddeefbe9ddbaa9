"""The figures of the issue: of planted fraud of seven kinds, 5 % of all sittings, at least 80 % in the first tenth of the
list; at most 2 % of honest communes flagged; of honest groups and sittings as many as is said."""

from collections import Counter
from functools import cache
from math import sqrt

import pytest

from app.integrity.domain.findings import findings
from app.integrity.domain.ranking import Inspection, inspect
from tests.integrity.communes import KINDS, World, invent

pytestmark = pytest.mark.battery
SEEDS = (2026, 22)
HONEST = {40: (41, 42, 43), 10: range(45, 57)}  # seeds by how many communes there are


@cache
def inspected(seed: int) -> tuple[World, Inspection]:
    world = invent(seed)
    return world, inspect(world.sittings)


def found_first(seed: int) -> Counter[str]:
    world, inspection = inspected(seed)
    first = inspection.sittings[: len(world.sittings) // 10]
    return Counter(world.bad[one.id] for one in first if one.id in world.bad)


def test_four_fifths_of_the_bad_are_in_the_first_tenth_of_the_list() -> None:
    for seed in SEEDS:
        world, _ = inspected(seed)
        assert 0.04 < len(world.bad) / len(world.sittings) < 0.06
        assert found_first(seed).total() >= 0.8 * len(world.bad), seed


def test_no_kind_of_fraud_is_overlooked() -> None:
    found = sum((found_first(seed) for seed in SEEDS), Counter[str]())
    planted = sum((Counter(inspected(seed)[0].bad.values()) for seed in SEEDS), Counter[str]())
    assert set(planted) == set(KINDS)
    for kind in KINDS:
        assert found[kind] >= 0.5 * planted[kind], kind


def test_hardly_an_honest_commune_is_flagged() -> None:
    honest = flagged = 0
    for seed in SEEDS:
        world, inspection = inspected(seed)
        named = {flag.name for flag in inspection.groups if flag.group == "commune" and flag.is_flagged}
        honest += len(world.honest_communes)
        flagged += len(named & world.honest_communes)
        assert named - world.honest_communes, "and some of the others are"
    assert flagged <= 0.02 * honest


def test_where_all_are_honest_no_more_is_flagged_than_is_said() -> None:
    """Of groups of all kinds, of communes where there are but a few, and of sittings; three standard errors of a count more
    are chance."""
    told, flagged = Counter[str](), Counter[str]()
    for communes, seeds in HONEST.items():
        for seed in seeds:
            found = findings(inspect(invent(seed, communes, bad_share=0.0).sittings), ())
            told.update({f"groups of {communes}": sum(found.expected_false.values())})
            told.update({"sittings": found.expected_rare})
            flagged.update({f"groups of {communes}": len(found.groups), "sittings": found.rare})
    assert min(told.values()) > 4
    assert [what for what in told if flagged[what] > told[what] + 3 * sqrt(told[what])] == []
