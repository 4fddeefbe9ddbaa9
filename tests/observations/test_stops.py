"""Where learners stopped: on the way to which exercise, and which lesson needs a look first."""

import pytest

from app.observations.domain.stops import Reached, neediest, way

pytestmark = pytest.mark.pure


def test_who_answered_stops_on_the_way_to_the_next_exercise() -> None:
    found = way(3, [Reached(3, "away", 12), Reached(5, "away", 7), Reached(0, "finished", 30)])
    assert (found.began, found.finished) == (49, 30)
    assert found.stops == (0, 12, 7, 0)
    assert found.worst == 1


def test_who_pressed_without_coming_to_the_end_stops_in_that_exercise() -> None:
    found = way(2, [Reached(2, "away", 6), Reached(4, "away", 9), Reached(0, "finished", 20)])
    assert found.stops == (6, 9, 0)


def test_who_answered_the_last_and_left_another_open_stands_apart() -> None:
    assert way(2, [Reached(5, "away", 8)]).stops == (0, 0, 8)


def test_who_was_there_lately_has_not_stopped() -> None:
    found = way(2, [Reached(3, "recent", 9), Reached(2, "recent", 1), Reached(0, "finished", 10)])
    assert (found.recent, found.stops, found.worst) == (10, (0, 0, 0), None)
    assert found.settled == 10


def test_parts_of_the_learners_add_up() -> None:
    assert way(1, [Reached(3, "away", 3), Reached(3, "away", 4)]).stops == (0, 7)


def test_those_who_came_to_an_exercise_are_all_who_did_not_stop_before() -> None:
    found = way(3, [Reached(2, "away", 10), Reached(3, "away", 20), Reached(7, "away", 5), Reached(0, "finished", 40)])
    assert [found.came_to(place) for place in range(3)] == [75, 65, 45]


def test_small_group_is_not_read_from_those_who_came_further() -> None:
    """Three stopped before the second exercise: neither they nor the difference that they make is shown."""
    found = way(3, [Reached(3, "away", 3), Reached(5, "away", 9), Reached(0, "finished", 40)])
    assert found.stops == (None, None, None, None)  # the nine keep the three company
    told = [found.came_to(place) for place in range(3)]
    assert 49 not in told  # 52 less the three


def test_few_learners_are_not_told_at_all() -> None:
    found = way(2, [Reached(3, "away", 2), Reached(0, "finished", 2)])
    assert (found.began, found.finished, found.recent, found.settled, found.worst) == (None,) * 5
    assert found.stops == (None, None, None)
    assert found.need == 0


def test_lesson_needs_a_look_by_the_share_it_loses_and_how_sure_that_is() -> None:
    few = way(1, [Reached(3, "away", 6), Reached(0, "finished", 5)])
    many = way(1, [Reached(3, "away", 300), Reached(0, "finished", 300)])
    good = way(1, [Reached(3, "away", 5), Reached(0, "finished", 600)])
    nobody = way(1, [])
    whole = way(1, [Reached(0, "finished", 50)])
    assert neediest([nobody, good, few, many, whole]) == [3, 2, 1, 4, 0]
