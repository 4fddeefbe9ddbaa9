"""Pausing is free while it is resting, and no way around what is hard."""

import json
from datetime import timedelta
from itertools import repeat

import pytest
from sqlalchemy import select

from app.sittings.demo import presses
from app.sittings.models import Sitting, SittingAnswer, Supervision
from app.sittings.queries import AWAY
from app.sittings.service import (
    MustWait,
    Sent,
    SittingClosed,
    in_sitting,
    leave_sitting,
    mode_of,
    pause_sitting,
    press,
    resume_sitting,
    sitting_record,
    submit_answer,
)
from app.sittings.supervision import NewSupervision, close_supervision, enter_class_sitting, open_supervision
from tests.assessment.hall import open_hall
from tests.sittings.place import NINE, Place

MINUTE = timedelta(minutes=1)


def change(session, place: Place, sitting: Sitting) -> None:  # type: ignore[no-untyped-def]
    pause_sitting(sitting, sitting.active_at + MINUTE)
    resume_sitting(session, place.engine, sitting, sitting.active_at + MINUTE)


def test_from_the_third_on_a_task_set_aside_by_pausing_counts_as_not_done(place: Place) -> None:
    with place.writing() as session:
        sitting = place.begin(session, place.person(session))
        for _ in range(4):
            change(session, place, sitting)
        record = sitting_record(session, place.standards, sitting.id)
    assert [task.score for task in record.tasks[:-1]] == [None, None, 0, 0]
    assert record.put_aside == 4


def test_simulation_that_was_pressed_on_and_set_aside_counts_as_not_done(place: Place) -> None:
    with place.writing() as session:
        sitting = place.begin(session, place.person(session))
        task, simulation = place.simulation(session, sitting)
        first = next(iter(presses(simulation, right=False)))
        press(session, place.engine, sitting, Sent(task.key, {}), first, sitting.active_at + MINUTE)
        change(session, place, sitting)
        kept = session.get_one(SittingAnswer, task.key)
    assert (kept.answer, kept.score) == ("", 0)


def test_closing_the_class_costs_nobody_a_task(place: Place) -> None:
    sup = open_hall(place).sup
    with place.writing() as session:
        wanted = NewSupervision(sup, "nguoi-dan", "Xã D", "Nhà văn hóa", ("Lan",), 3)
        first = open_supervision(session, wanted, NINE)
        new = place.new(place.person(session), first.id)
        sitting = enter_class_sitting(session, place.engine, first, new, "Lan", NINE)
        sitting.put_aside = 9
        close_supervision(session, first, NINE + MINUTE)
        session.refresh(sitting)
        second = open_supervision(session, wanted, NINE + 2 * MINUTE)
        enter_class_sitting(session, place.engine, second, new, "Lan", NINE + 3 * MINUTE)
        record = sitting_record(session, place.standards, sitting.id)
    assert record.tasks[0].score is None
    assert record.put_aside == 9


def test_resting_in_a_class_that_closes_afterwards_is_still_ones_own_pause(place: Place) -> None:
    sup = open_hall(place).sup
    with place.writing() as session:
        wanted = NewSupervision(sup, "nguoi-dan", "Xã D", "Nhà văn hóa", ("Lan",), 3)
        first = open_supervision(session, wanted, NINE)
        new = place.new(place.person(session), first.id)
        sitting = enter_class_sitting(session, place.engine, first, new, "Lan", NINE)
        sitting.put_aside = 9
        pause_sitting(sitting, NINE + MINUTE)
        close_supervision(session, first, NINE + 2 * MINUTE)
        second = open_supervision(session, wanted, NINE + 3 * MINUTE)
        enter_class_sitting(session, place.engine, second, new, "Lan", NINE + 4 * MINUTE)
        record = sitting_record(session, place.standards, sitting.id)
    assert record.tasks[0].score == 0


def test_leaving_after_three_tasks_were_seen_is_a_try(place: Place) -> None:
    with place.writing() as session:
        learner = place.person(session)
        sitting = place.begin(session, learner)
        for _ in range(2):
            change(session, place, sitting)
        leave_sitting(session, place.engine, sitting, sitting.active_at)
        assert sitting_record(session, place.standards, sitting.id).result.n == 0  # type: ignore[union-attr]
        with pytest.raises(MustWait):
            place.begin(session, learner, sitting.active_at + MINUTE)


def test_one_given_up_alone_does_not_cost_the_class(place: Place) -> None:
    sup = open_hall(place).sup
    with place.writing() as session:
        learner = place.person(session)
        alone = place.begin(session, learner)
        place.sit(session, alone, repeat(False), most=2)
        asked = {task.item for task in sitting_record(session, place.standards, alone.id).tasks}
        leave_sitting(session, place.engine, alone, alone.active_at)
        later = alone.active_at + MINUTE
        with pytest.raises(MustWait):
            place.begin(session, learner, later)
        wanted = NewSupervision(sup, "nguoi-dan", "Xã D", "Nhà văn hóa", ("Lan",), 3)
        new = place.new(learner, open_supervision(session, wanted, later).id)
        in_class = enter_class_sitting(
            session, place.engine, session.get_one(Supervision, new.supervision_id), new, "Lan", later
        )
        assert asked <= set(json.loads(in_class.seen))
        assert in_class.prior_mean < 0  # two wrong answers are carried over
        assert in_class.exploring == 0, "before a supervisor the best guesses choose"


def test_another_learner_on_the_same_phone_is_counted(place: Place) -> None:
    with place.writing() as session:
        lan, hung = (place.begin(session, place.person(session, name)) for name in ("Lan", "Hùng"))
        assert sitting_record(session, place.standards, lan.id).same_phone == 0
        hung.device_mac = lan.device_mac
        session.flush()
        assert sitting_record(session, place.standards, lan.id).same_phone == 1
        lan.device = "class"
        assert sitting_record(session, place.standards, lan.id).same_phone == 0


def test_whoever_was_away_for_hours_goes_on_as_after_a_pause(place: Place) -> None:
    learner = place.learner()
    with place.writing() as session:
        sitting = place.begin(session, learner)
        task, _ = place.question(session, sitting)
        back = sitting.active_at + AWAY + MINUTE
        assert mode_of(session, sitting, back) == "paused"
        with pytest.raises(SittingClosed):
            submit_answer(session, place.engine, sitting, Sent(task.key, {"cho-qua": ["1"]}), back)
        resume_sitting(session, place.engine, sitting, back)
        assert mode_of(session, sitting, back) == "going"
        answered = session.scalars(select(SittingAnswer.key)).all()
        place.sit(session, sitting, repeat(True), most=1)
    assert task.key in answered
    assert in_sitting(place.database, learner, back)


def test_tutor_comes_back_when_the_phone_was_just_put_away_or_the_class_is_over(place: Place) -> None:
    sup = open_hall(place).sup
    with place.writing() as session:
        alone, pupil = place.person(session), place.person(session, "Hùng")
        place.begin(session, alone)
        wanted = NewSupervision(sup, "nguoi-dan", "Xã D", "Nhà văn hóa", ("Hùng",), 1)
        room = open_supervision(session, wanted, NINE)
        enter_class_sitting(session, place.engine, room, place.new(pupil, room.id), "Hùng", NINE)
    assert in_sitting(place.database, alone, NINE + AWAY)
    assert not in_sitting(place.database, alone, NINE + AWAY + MINUTE)
    assert in_sitting(place.database, pupil, NINE + 59 * MINUTE)
    assert not in_sitting(place.database, pupil, NINE + 60 * MINUTE)
