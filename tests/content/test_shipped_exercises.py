"""The simulations and drills that ship: how many, how varied, and that nothing but the message tells real from fraud."""

import re
from collections import Counter
from statistics import mean
from typing import get_args

import pytest

from app.courses.domain.exercises import Exercise
from app.quiz.domain.drill import Drill
from app.quiz.domain.drill_vocabulary import CHANNELS, FAMILIES
from app.quiz.domain.simulation.screens import ENTRIES, SENDERS, Control, ControlKind, Simulation
from tests.content.shipped import (
    CATALOGUE,
    DRILL_LESSONS,
    LESSONS,
    drills,
    shortest_presses,
    simulations,
    syllables,
    words_of,
)
from tests.quiz.simulation_walk import BACK, Walk

SIMULATIONS = [simulation for lesson in LESSONS for simulation in simulations(lesson)]
DRILLS = [
    (exercise, exercise.body) for lesson in LESSONS for exercise in lesson.exercises if isinstance(exercise.body, Drill)
]
SCAMS = [drill for _, drill in DRILLS if drill.scam]
REALS = [drill for _, drill in DRILLS if not drill.scam]

every_simulation = pytest.mark.parametrize("simulation", SIMULATIONS, ids=lambda simulation: simulation.slug)
every_drill = pytest.mark.parametrize(("exercise", "drill"), DRILLS, ids=lambda one: getattr(one, "slug", ""))


# Simulations


def test_every_course_has_simulations_and_no_two_have_one_name() -> None:
    assert len(SIMULATIONS) == len({simulation.slug for simulation in SIMULATIONS})
    for course in CATALOGUE.courses:
        assert sum(len(simulations(lesson)) for lesson in course.lessons) >= 2, course.slug


@every_simulation
def test_simulation_is_short(simulation: Simulation) -> None:
    assert 2 <= shortest_presses(simulation) <= 12
    assert 3 <= len(simulation.way_from(simulation.start)) <= 6
    assert len(simulation.screens) <= 6


@every_simulation
def test_simulation_says_that_the_real_screen_may_differ(simulation: Simulation) -> None:
    assert re.search(r"có thể (?:trông )?khác", words_of(simulation.stem))


@every_simulation
def test_every_screen_on_the_way_offers_a_real_mistake(simulation: Simulation) -> None:
    """A screen on which nothing can go wrong teaches nothing; the last one is only read."""
    for screen_id in simulation.way_from(simulation.start)[:-1]:
        screen = simulation.by_id[screen_id]
        assert any(control.is_wrong or (control.is_wanted and control.remark) for control in screen.controls) or any(
            control.free for control in screen.controls
        ), screen.name
    assert sum(control.is_wrong for screen in simulation.screens for control in screen.controls) >= 3


@every_simulation
def test_nothing_pressed_by_mistake_goes_unexplained(simulation: Simulation) -> None:
    for control in (control for screen in simulation.screens for control in screen.controls):
        if control.is_wrong:
            assert syllables(words_of(control.remark)) >= 8, control.name


@every_simulation
def test_simulation_ends_on_a_last_screen_with_words(simulation: Simulation) -> None:
    assert simulation.screens[-1].id == simulation.goal
    assert words_of(simulation.by_id[simulation.goal].text).strip()


def test_right_press_stands_first_second_and_later() -> None:
    places: Counter[int] = Counter()
    for simulation in SIMULATIONS:
        for screen in simulation.screens:
            pressable = [control for control in screen.controls if control.is_pressable]
            places.update([min(pressable.index(step), 2) for step in screen.steps if step in pressable][:1])
    assert min(places[place] for place in range(3)) >= len(SIMULATIONS) / 2


@every_simulation
def test_shortest_way_is_played_without_a_mistake(simulation: Simulation) -> None:
    walk = Walk(simulation)
    while not walk.state.done:
        go_on(walk)
    assert (walk.marking.score, walk.marking.wrong, walk.marking.unaided) == (1.0, 0, True)


@every_simulation
def test_every_mistake_is_answered_and_one_comes_back_from_it(simulation: Simulation) -> None:
    for number, screen_id in enumerate(simulation.way_from(simulation.start)[:-1]):
        for control in simulation.by_id[screen_id].controls:
            if not control.is_wrong:
                continue
            walk = Walk(simulation)
            while len(walk.state.trail) <= number:
                go_on(walk)
            walk.press(control.name)
            assert walk.view.remark == control.remark
            if control.goes_to:
                assert walk.press(BACK).view.screen == screen_id


def go_on(walk: Walk) -> None:
    """One more press or filling of the shortest way."""
    screen = walk.simulation.by_id[walk.view.screen]
    step = walk.simulation.next_step(screen)
    assert step is not None
    press_or_fill(walk, (walk.state.unfilled(screen) if step.kind in SENDERS else None) or step)


def press_or_fill(walk: Walk, control: Control) -> None:
    if control.kind in ENTRIES:
        walk.fill(control.name, control.value)
    else:
        walk.press(control.name)


def test_simulations_are_varied() -> None:
    controls = [control for simulation in SIMULATIONS for screen in simulation.screens for control in screen.controls]
    assert {control.kind for control in controls} >= set(get_args(ControlKind)) - {"key"}
    assert sum(any(screen.is_dialog for screen in simulation.screens) for simulation in SIMULATIONS) >= 4
    assert sum(has_wrong_turn(simulation) for simulation in SIMULATIONS) >= 2
    assert sum(has_two_ways(simulation) for simulation in SIMULATIONS) >= 2
    assert sum(any(c.free for screen in s.screens for c in screen.controls) for s in SIMULATIONS) >= 2
    assert sum(any(c.kind == "keypad" for screen in s.screens for c in screen.controls) for s in SIMULATIONS) >= 1


def has_wrong_turn(simulation: Simulation) -> bool:
    return any(control.is_wrong and control.goes_to for screen in simulation.screens for control in screen.controls)


def has_two_ways(simulation: Simulation) -> bool:
    return any(sum(not step.free for step in screen.steps) >= 2 for screen in simulation.screens)


# Drills


def test_drills_of_a_course_are_half_real() -> None:
    assert len(DRILLS) == len({exercise.slug for exercise, _ in DRILLS})
    for course in CATALOGUE.courses:
        kinds = Counter(drill.scam for lesson in course.lessons for drill in drills(lesson))
        assert kinds[True] == kinds[False], course.slug


def test_order_of_drills_is_mixed() -> None:
    orders = ["".join("LT"[not drill.scam] for drill in drills(lesson)) for lesson in DRILL_LESSONS]
    assert all("L" in order and "T" in order for order in orders)
    assert len(set(orders)) >= 5
    assert not {"LTLT", "TLTL"} >= set(orders)
    assert Counter(orders).most_common(1)[0][1] <= len(orders) / 2


def test_every_channel_has_a_real_and_a_fraudulent_message() -> None:
    """A channel that is always one of the two would be the answer."""
    kinds = Counter((drill.channel, drill.scam) for _, drill in DRILLS)
    for channel in CHANNELS:
        scams, reals = kinds[channel, True], kinds[channel, False]
        assert scams + reals <= 3 * min(scams, reals), channel


def test_scam_families_are_drilled_and_most_have_a_real_likeness() -> None:
    scams, reals = {drill.family for drill in SCAMS}, {drill.family for drill in REALS}
    assert len(scams & reals) >= 10
    assert reals <= FAMILIES.keys()
    assert FAMILIES.keys() == scams


def seen(drill: Drill) -> str:
    """What is read before the answer, after the story."""
    return " ".join(words_of(html) for html in (drill.sender.text, *(line.text for line in drill.lines)))


SURFACES = {
    "an address": r"\.vi-du|gov\.vn",
    "politeness": r"(?i)\bkính|\bmời\b|\bạ\b|\bdạ\b|\bgiúp\b|\bnhé\b|\bxin\b|cảm ơn",
    "haste": r"(?i)\bngay\b|\bgấp\b|\bsớm\b|\bkẻo\b|hôm nay|\btrễ\b|\bkịp\b|hết hạn|\bluôn\b|chỉ còn|sẽ (?:bị|tạm|không)|để lâu",
    "a number": r"\d",
    "a question": r"\?",
    "an emphasis": r"!",
}


def test_real_and_fraudulent_messages_are_equally_long() -> None:
    scams, reals = (mean(syllables(seen(drill)) for drill in group) for group in (SCAMS, REALS))
    assert scams == pytest.approx(reals, rel=0.2)
    stories = [mean(syllables(words_of(drill.stem)) for drill in group) for group in (SCAMS, REALS)]
    assert stories[0] == pytest.approx(stories[1], rel=0.2)
    lines = [Counter(len(drill.lines) for drill in group) for group in (SCAMS, REALS)]
    assert all(abs(lines[0][n] - lines[1][n]) <= len(DRILLS) / 24 for n in {*lines[0], *lines[1]}), lines


@pytest.mark.parametrize("surface", SURFACES.values(), ids=SURFACES)
def test_surface_does_not_tell_real_from_fraud(surface: str) -> None:
    scams, reals = (sum(bool(re.search(surface, seen(drill))) for drill in group) for group in (SCAMS, REALS))
    assert abs(scams - reals) <= len(DRILLS) / 12


def test_no_single_surface_answers_the_drills() -> None:
    """Whoever presses by one sign alone is right no more often than 15 times in 24, and no more often wrong."""
    for surface in SURFACES.values():
        hits = sum(bool(re.search(surface, seen(drill))) == drill.scam for _, drill in DRILLS)
        assert 9 / 24 <= hits / len(DRILLS) <= 15 / 24, surface


@every_drill
def test_every_line_is_explained_and_real_ones_are_not_called_suspect(exercise: Exercise, drill: Drill) -> None:
    remarks = [words_of(line.remark) for line in (drill.sender, *drill.lines)]
    assert all(syllables(remark) >= 5 for remark in remarks), exercise.slug
    assert syllables(words_of(drill.advice)) >= 6
    if not drill.scam:
        assert not re.search(r"(?i)kẻ gian|kẻ lừa|lừa đảo", " ".join(remarks))
