"""What is kept of an inspection comes back as it was, holds no name, and says nothing of a handful of people."""

from dataclasses import replace
from functools import cache

import pytest

from app.integrity.domain.findings import FEWEST, MOST_SITTINGS, UNUSUAL, Findings, as_text, findings, from_text
from app.integrity.domain.items import ItemSeen
from app.integrity.domain.ranking import inspect
from app.quiz.domain.differential_functioning import Functioning
from app.quiz.domain.item_drift import Drift
from tests.integrity.communes import World, invent

pytestmark = [pytest.mark.pure, pytest.mark.battery]  # they invent whole communes
ITEMS = (
    ItemSeen("kho/a", 300, 150, 160.5, Drift("easier", 120, 15.5), Functioning(-1.7, 9.0, "C")),
    ItemSeen("kho/b", 3, 2, 1.5, Drift("", 3, 0.0), None),
)


@cache
def inspected() -> tuple[World, Findings]:
    world = invent(5, communes=14)
    return world, findings(inspect(world.sittings), ITEMS)


def test_text_comes_back_as_it_was() -> None:
    _, found = inspected()
    assert found.groups
    assert from_text(as_text(found)) == found


def test_class_held_elsewhere_counts_for_the_commune_of_its_supervisor_too() -> None:
    world, _ = inspected()
    there, home = sorted({one.commune for one in world.sittings})[:2]
    taught = [replace(one, own_commune=home) if one.commune == there else one for one in world.sittings]
    sizes = [
        {flag.name: flag.sittings for flag in inspect(ones).groups if flag.group == "commune"}
        for ones in (world.sittings, taught)
    ]
    assert sizes[1] == {**sizes[0], home: sizes[0][home] + sizes[0][there]}


def test_only_signs_worth_a_word_are_kept() -> None:
    _, found = inspected()
    assert all(sign.chance <= UNUSUAL for one in found.first for sign in one.signs)
    assert len(found.first) == MOST_SITTINGS
    assert all(flag.is_flagged for flag in found.groups)
    assert found.expected_false["commune"] == pytest.approx(0.005 * found.compared["commune"])


def test_no_learner_stands_in_what_is_kept() -> None:
    world, found = inspected()
    text = as_text(found)
    assert [one.learner for one in world.sittings if f'"{one.learner}"' in text] == []


def test_of_a_handful_of_sittings_nothing_is_said() -> None:
    world, _ = inspected()
    few = findings(inspect(world.sittings[: FEWEST - 1]), ITEMS)
    assert few == replace(few, first=(), groups=(), compared={}, expected_false={})
    assert few.sittings == FEWEST - 1
    assert few.items == ITEMS
