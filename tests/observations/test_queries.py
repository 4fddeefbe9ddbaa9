"""Counting in the database, on SQLite and PostgreSQL."""

from collections import Counter
from collections.abc import Iterable

import pytest

from app.core.db import Database
from app.observations.domain.stops import AWAY
from app.observations.queries import (
    GROUP,
    MOST_ATTEMPTS,
    MOST_ID,
    Given,
    Place,
    attempted_versions,
    first_answers,
    first_attempts,
    reached,
    scores,
)
from app.observations.service import patient
from tests.observations.written import DAY, LONG_AGO, NOW, Log

PLACES = [Place("giu-mat-khau", "mot", 1), Place("giu-mat-khau", "hai", 2), Place("giu-mat-khau", "tap", 3)]
Stages = dict[tuple[str, int, str], int]


def stages(database: Database, slices: int = 1, places: Iterable[Place] = PLACES) -> Stages:
    found: Counter[tuple[str, int, str]] = Counter()
    for part in range(slices):
        with database.reading.connect() as connection:
            for lesson, row in reached(connection, list(places), NOW - AWAY, part, slices):
                found[lesson, row.stage, row.state] += row.people
    return dict(found)


def given(database: Database, *exercises: str) -> list[Given]:
    with database.reading.connect() as connection:
        return first_answers(connection, "giu-mat-khau", exercises or ("mot", "hai"))


def test_nobody_came_yet(database: Database) -> None:
    assert stages(database) == {}
    assert stages(database, places=[]) == {}
    assert given(database) == []
    with database.reading.connect() as connection:
        assert scores(connection, "giu-mat-khau") == []
        assert attempted_versions(connection, "giu-mat-khau", "tap") == []
        assert first_attempts(connection, "giu-mat-khau", "tap", ["v1"]) == []


@pytest.mark.parametrize("slices", [1, 7])
def test_learners_are_counted_once_at_the_furthest_that_they_came_to(log: Log, slices: int) -> None:
    one, two, three, four = log.learners(4)
    log.answers([one, two, three, four], "mot")
    log.answers([two, three, four], "hai")
    log.answers([two], "hai", at=NOW, in_round=True)  # again, lately
    log.taps(three, "tap", [("press", "x")])
    log.answers([four], "tap")
    log.finish([four])
    assert stages(log.database, slices) == {
        ("giu-mat-khau", 3, "away"): 1,
        ("giu-mat-khau", 5, "recent"): 1,
        ("giu-mat-khau", 6, "away"): 1,
        ("giu-mat-khau", 0, "finished"): 1,
    }


@pytest.mark.parametrize("slices", [1, 2, 7, 16])
def test_nobody_at_the_edge_of_a_part_is_counted_twice_or_left_out(log: Log, slices: int) -> None:
    edges = {1, MOST_ID - 1} | {MOST_ID // slices * part + off for part in range(1, slices) for off in (-1, 0, 1)}
    log.answers(log.learners(0, *edges), "mot")
    assert stages(log.database, slices) == {("giu-mat-khau", 3, "away"): len(edges)}


def test_seven_days_without_coming_back_is_away(log: Log) -> None:
    back, gone = log.learners(2)
    log.answers([back], "mot", at=NOW - 6 * DAY)
    log.answers([gone], "mot", at=NOW - 8 * DAY)
    assert stages(log.database) == {("giu-mat-khau", 3, "away"): 1, ("giu-mat-khau", 3, "recent"): 1}


@pytest.mark.parametrize("mode", ["placement", "review", "exam"])
def test_what_was_asked_elsewhere_begins_no_lesson(log: Log, mode: str) -> None:
    log.answers(log.learners(6), "mot", mode=mode)
    assert stages(log.database) == {}


def test_call_in_a_round_of_drills_begins_no_lesson(log: Log) -> None:
    log.answers(log.learners(6), "mot", mode="drill", in_round=True)
    assert stages(log.database) == {}
    log.answers(log.learners(2), "mot", mode="drill")
    assert stages(log.database) == {("giu-mat-khau", 3, "away"): 2}


def test_exercise_that_is_gone_counts_no_more(log: Log) -> None:
    log.answers(log.learners(6), "bo-di")
    assert stages(log.database) == {}


def test_lessons_are_kept_apart(log: Log) -> None:
    learners = log.learners(3)
    log.answers(learners, "mot")
    log.answers(learners, "mot", lesson="khac")
    assert stages(log.database, places=[*PLACES, Place("khac", "mot", 1)]) == {
        ("giu-mat-khau", 3, "away"): 3,
        ("khac", 3, "away"): 3,
    }


def test_first_answers_are_grouped_by_version_and_answer(log: Log) -> None:
    log.answers(log.learners(6), "mot", "a")
    log.answers(log.learners(9), "mot", "b", score=0, version="v2")
    log.answers(log.learners(5), "hai", "c")
    assert sorted(given(log.database)) == [
        Given("hai", "v1", "c", 5),
        Given("mot", "v1", "a", 6),
        Given("mot", "v2", "b", 9),
    ]
    assert given(log.database, "hai") == [Given("hai", "v1", "c", 5)]


def test_only_the_first_answer_counts(log: Log) -> None:
    learners = log.learners(5)
    log.answers(learners, "mot", "sai", score=0)
    log.answers(learners, "mot", "dung", in_round=True)
    assert given(log.database) == [Given("mot", "v1", "sai", 5)]


def test_help_and_placement_do_not_count_and_no_later_answer_takes_their_place(log: Log) -> None:
    helped, placed, said, alone = log.learners(5), log.learners(5), log.learners(5), log.learners(5)
    log.answers(helped, "mot", "a", assisted=True)
    log.answers(helped, "mot", "b", in_round=True)
    log.answers(placed, "mot", "a", mode="placement")
    log.answers(placed, "mot", "b", in_round=True)
    log.answers(said, "mot", "a")
    log.say_helped(said, LONG_AGO + DAY / 24)
    log.answers(alone, "mot", "c")
    assert given(log.database) == [Given("mot", "v1", "c", 5)]


@pytest.mark.parametrize(("people", "told"), [(4, 0), (5, 5), (9, 5), (14, 10)])
def test_people_are_counted_in_whole_groups_in_the_order_they_came(log: Log, people: int, told: int) -> None:
    """So that one more learner, or one exercise more than the one before, is nobody's answer."""
    for number, learner in enumerate(log.learners(people)):
        log.answers([learner], "mot", "early" if number < told else "late")
    assert given(log.database) == ([Given("mot", "v1", "early", told)] if told else [])
    assert told % GROUP == 0


def test_scores_come_with_what_each_one_earned_elsewhere(log: Log) -> None:
    good, bad = log.learners(2)
    for exercise in ("mot", "hai"):
        log.answers([good], exercise, score=1)
        log.answers([bad], exercise, score=0)
    log.answers([good, bad], "xa", score=1, lesson="khac")
    with log.database.reading.connect() as connection:
        found = sorted(scores(connection, "giu-mat-khau"))
    assert [(row.exercise, row.version, row.score, row.mean, row.answers) for row in found] == [
        ("hai", "v1", 0, 0.5, 3),
        ("hai", "v1", 1, 0.5, 3),
        ("mot", "v1", 0, 0.5, 3),
        ("mot", "v1", 1, 0.5, 3),
    ]
    assert [row.above_means for row in found] == [pytest.approx(-1), pytest.approx(1)] * 2


def test_helped_answer_and_second_try_are_no_scores(log: Log) -> None:
    helped, alone = log.learners(2)
    log.answers([helped], "mot", assisted=True)
    log.answers([helped], "mot", in_round=True)
    log.answers([alone], "mot", score=0)
    log.answers([alone], "mot", score=1, in_round=True)
    with log.database.reading.connect() as connection:
        assert [row.score for row in scores(connection, "giu-mat-khau")] == [0]


def test_first_attempt_of_each_learner_without_those_that_had_help(log: Log) -> None:
    learners = log.learners(7)
    for learner in learners:
        log.taps(learner, "tap", [("press", "first"), ("hint", "s")])
        log.taps(learner, "tap", [("press", "second")])
    helped, other = log.learners(2)
    log.taps(helped, "tap", [("press", "helped")], assisted=True)
    log.taps(other, "khac", [("press", "other")])
    with log.database.reading.connect() as connection:
        found = first_attempts(connection, "giu-mat-khau", "tap", ["v1"])
    assert [attempt.learner_id for attempt in found] == learners[
        4::-1
    ]  # five of seven: the two newest wait for company
    assert {tuple(tap.control for tap in attempt.taps) for attempt in found} == {("first", "s")}


def played_by(database: Database, versions: list[str]) -> list[int | None]:
    with database.reading.connect() as connection:
        found = first_attempts(connection, "giu-mat-khau", "tap", versions)
    return [attempt.learner_id for attempt in found]


def test_many_attempts_too_are_told_in_whole_groups(log: Log) -> None:
    """One more learner pushes nobody out, so that no one of them can be picked out by looking before and after."""
    learners = log.learners(MOST_ATTEMPTS + 2 * GROUP)
    for number, learner in enumerate(learners, 1):
        log.taps(learner, "tap", [("press", "x")])
        if number >= MOST_ATTEMPTS + GROUP - 1:
            told = number // GROUP * GROUP
            assert played_by(log.database, ["v1"]) == learners[max(0, told - MOST_ATTEMPTS) : told][::-1], number


def test_attempts_at_other_wordings_take_no_place_in_a_group(log: Log) -> None:
    learners = log.learners(11)
    for number, learner in enumerate(learners):
        log.taps(learner, "tap", [("press", "x")], version="v2" if number in (0, 3, 8, 9) else "v1")
    now = [learner for number, learner in enumerate(learners) if number not in (0, 3, 8, 9)]
    assert played_by(log.database, ["v1"]) == now[4::-1]
    assert played_by(log.database, ["v2"]) == []
    assert played_by(log.database, ["v1", "v2"]) == learners[9::-1]
    assert played_by(log.database, []) == []
    with log.database.reading.connect() as connection:
        assert attempted_versions(connection, "giu-mat-khau", "tap") == ["v1", "v2"]


@pytest.mark.postgres
def test_patience_for_counting_ends_with_it(postgres_url: str) -> None:
    """Whoever gets the same connection next waits as briefly as everybody."""
    database = Database(postgres_url)
    with patient(database) as connection:
        assert connection.exec_driver_sql("SHOW statement_timeout").scalar() == "1min"
    with database.reading.connect() as connection:
        assert connection.exec_driver_sql("SHOW statement_timeout").scalar() == "4s"
    database.close()
