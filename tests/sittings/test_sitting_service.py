"""A sitting from its first task to what becomes of it, on both databases."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from itertools import cycle, repeat
from random import Random

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import DatabaseError, IntegrityError

from app.certification.queries import certificates_of
from app.sittings import queries
from app.sittings.demo import fields_of, presses
from app.sittings.domain.record import replay
from app.sittings.models import (
    ExposureCount,
    ExposureTotal,
    Sitting,
    SittingAnswer,
    SittingResult,
    SittingTap,
    SittingTask,
)
from app.sittings.service import (
    AlreadyOpen,
    MustWait,
    Sent,
    SittingClosed,
    UnknownTask,
    appeal,
    current_task,
    in_sitting,
    leave_sitting,
    neutralise_item,
    pass_resting,
    pause_sitting,
    press,
    resume_sitting,
    sitting_record,
    start_sitting,
    submit_answer,
)
from tests.sittings.place import NINE, Place

MINUTE = timedelta(minutes=1)
ALWAYS, NEVER = True, False


def mixed(seed: int) -> Iterator[bool]:
    random = Random(seed)  # noqa: S311 - nobody has to guess anything
    while True:
        yield random.random() < 0.6


def test_whoever_can_do_it_is_certified_at_once_as_self_practised(place: Place) -> None:
    learner = place.learner()
    with place.writing() as session:
        sitting = place.begin(session, learner)
        place.sit(session, sitting, repeat(ALWAYS))
        record = sitting_record(session, place.standards, sitting.id)
    assert record.result is not None
    assert (record.result.cause, record.result.outcome) == ("ended", "certify")
    assert record.result.p_master >= 0.9
    assert record.verdict is not None
    assert record.verdict.state == "approved"
    with place.database.session(writes=False) as session:
        (certificate,) = certificates_of(session, learner)
    assert certificate.code == record.verdict.certificate_code
    assert '"tu-luyen"' in certificate.confirmation


def test_whoever_cannot_is_denied_and_gets_no_certificate(place: Place) -> None:
    learner = place.learner()
    with place.writing() as session:
        sitting = place.begin(session, learner)
        place.sit(session, sitting, repeat(NEVER))
        record = sitting_record(session, place.standards, sitting.id)
        assert record.result is not None
        assert record.result.outcome == "deny"
        assert record.verdict is None
        assert list(certificates_of(session, learner)) == []


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_sitting_replays_to_the_tasks_that_were_asked(place: Place, seed: int) -> None:
    learner = place.learner()
    with place.writing() as session:
        sitting = place.begin(session, learner)
        place.sit(session, sitting, mixed(seed), most=2)
        first = sitting_record(session, place.standards, sitting.id).tasks[0].item
        for item in (first, *place.offer.bank.ids[::2]):
            neutralise_item(session, place.standards, item, "hỏng", NINE)
        pause_sitting(sitting, NINE + 10 * MINUTE)
        resume_sitting(session, place.engine, sitting, NINE + 20 * MINUTE)
        place.sit(session, sitting, mixed(seed + 9))
        record = sitting_record(session, place.standards, sitting.id)
    assert len(record.tasks) >= 5
    assert record.chosen.exploring == place.offer.standard.exploring == 2, "who sits alone helps the bank to learn"
    assert any(task.answer == "" for task in record.tasks)
    assert replay(record) == tuple(task.item for task in record.tasks)


def test_other_answers_or_another_seed_replay_to_something_else(place: Place) -> None:
    learner = place.learner()
    with place.writing() as session:
        sitting = place.begin(session, learner)
        place.sit(session, sitting, cycle([True, False]))
        record = sitting_record(session, place.standards, sitting.id)
    asked = tuple(task.item for task in record.tasks)
    assert replay(replace(record, chosen=replace(record.chosen, seed=record.chosen.seed + 1))) != asked


def test_same_answer_sent_twice_is_one_answer(place: Place) -> None:
    learner = place.learner()
    with place.writing() as session:
        sitting = place.begin(session, learner)
        task, question = place.question(session, sitting)
        sent = Sent(task.key, fields_of(question, right=True), 900)
        first = submit_answer(session, place.engine, sitting, sent, sitting.active_at + MINUTE)
        again = submit_answer(session, place.engine, sitting, sent, sitting.active_at + MINUTE)
        other = submit_answer(
            session, place.engine, sitting, replace(sent, fields=fields_of(question, right=False)), NINE
        )
        kept = session.scalars(select(SittingAnswer).where(SittingAnswer.key == task.key)).all()
    assert (first, again, other) == ("went-on", "kept", "differs")
    assert [(row.score, row.thinking_ms) for row in kept] == [(1, 900)]


def test_answer_with_anothers_key_is_refused(place: Place) -> None:
    with place.writing() as session:
        mine, theirs = place.begin(session, place.person(session)), place.begin(session, place.person(session, "Hùng"))
        key = place.question(session, theirs)[0].key
        with pytest.raises(UnknownTask):
            submit_answer(session, place.engine, mine, Sent(key, {}), NINE + MINUTE)


def test_paused_and_ended_sittings_refuse_answers_and_resuming_asks_something_else(place: Place) -> None:
    with place.writing() as session:
        sitting = place.begin(session, place.person(session))
        task, question = place.question(session, sitting)
        sent = Sent(task.key, fields_of(question, right=True))
        pause_sitting(sitting, sitting.active_at + MINUTE)
        with pytest.raises(SittingClosed) as closed:
            submit_answer(session, place.engine, sitting, sent, sitting.active_at)
        assert closed.value.mode == "paused"
        resume_sitting(session, place.engine, sitting, sitting.active_at + MINUTE)
        assert submit_answer(session, place.engine, sitting, sent, sitting.active_at) == "late"
        following = current_task(session, place.standards, sitting)
        assert following is not None
        assert following.task.item != task.item
        leave_sitting(session, place.engine, sitting, sitting.active_at)
        empty = Sent(following.task.key, {})
        assert submit_answer(session, place.engine, sitting, empty, sitting.active_at) == "aside"
        with pytest.raises(SittingClosed) as closed:
            resume_sitting(session, place.engine, sitting, sitting.active_at)
        assert closed.value.mode == "ended"


def test_clock_that_runs_backwards_moves_nothing_back(place: Place) -> None:
    with place.writing() as session:
        sitting = place.begin(session, place.person(session))
        place.sit(session, sitting, repeat(ALWAYS), most=1)
        at = sitting.active_at
        place.sit(session, sitting, repeat(ALWAYS), NINE - timedelta(days=2), most=1)
        moments = session.scalars(select(SittingAnswer.answered_at)).all()
    assert sitting.active_at >= at
    assert max(moments) == sitting.active_at
    assert min(moments) >= NINE


def test_phone_may_say_that_thinking_took_less_than_what_passed_and_never_more(place: Place) -> None:
    with place.writing() as session:
        sitting = place.begin(session, place.person(session))
        task, question = place.question(session, sitting)
        sent = Sent(task.key, fields_of(question, right=True), 10**9)
        submit_answer(session, place.engine, sitting, sent, task.shown_at + MINUTE)
        kept = session.get_one(SittingAnswer, task.key)
    assert kept.thinking_ms == 60_000


def test_passing_over_is_no_right_answer(place: Place) -> None:
    with place.writing() as session:
        sitting = place.begin(session, place.person(session))
        key = current_task(session, place.standards, sitting).task.key  # type: ignore[union-attr]
        assert submit_answer(session, place.engine, sitting, Sent(key, {"cho-qua": ["1"]}), NINE + MINUTE) == "went-on"
        assert session.get_one(SittingAnswer, key).score == 0


@pytest.mark.parametrize("right", [True, False])
def test_simulation_scores_one_only_without_a_wrong_press(place: Place, right: bool) -> None:
    with place.writing() as session:
        sitting = place.begin(session, place.person(session))
        task, simulation = place.simulation(session, sitting)
        steps = [
            press(session, place.engine, sitting, Sent(task.key, {}), action, sitting.active_at + MINUTE)
            for action in presses(simulation, right=right)
        ]
        kept = session.get_one(SittingAnswer, task.key)
    assert steps[-1] == "went-on"
    assert set(steps[:-1]) == {"same"}
    assert kept.score == int(right)


def test_press_sent_twice_is_one_tap_and_an_old_page_is_told(place: Place) -> None:
    with place.writing() as session:
        sitting = place.begin(session, place.person(session))
        task, simulation = place.simulation(session, sitting)
        first, *_ = presses(simulation, right=True)
        sent = Sent(task.key, {})
        assert press(session, place.engine, sitting, sent, first, sitting.active_at) == "same"
        assert press(session, place.engine, sitting, sent, first, sitting.active_at) == "same"
        assert press(session, place.engine, sitting, sent, replace(first, seq=7), sitting.active_at) == "old"
        other = replace(first, control=simulation.by_id[simulation.start].controls[1].id)
        assert press(session, place.engine, sitting, sent, other, sitting.active_at) == "old"
        taps = queries.taps_of(session, [task.key])[task.key]
    assert [tap.seq for tap in taps] == [1]


def test_press_that_reaches_the_goal_is_one_answer_however_often_it_is_sent(place: Place) -> None:
    with place.writing() as session:
        sitting = place.begin(session, place.person(session))
        task, simulation = place.simulation(session, sitting)
        sent, actions = Sent(task.key, {}), list(presses(simulation, right=True))
        steps = [press(session, place.engine, sitting, sent, one, sitting.active_at) for one in (*actions, actions[-1])]
        assert steps[-2:] == ["went-on", "kept"]
        assert session.query(SittingTap).filter_by(key=task.key).count() == len(actions)
        assert session.query(SittingAnswer).filter_by(key=task.key).count() == 1


def test_only_one_sitting_of_a_learner_is_open(place: Place) -> None:
    learner = place.learner()
    with place.writing() as session:
        sitting = place.begin(session, learner)
        with pytest.raises(AlreadyOpen) as refused:
            place.begin(session, learner)
        assert refused.value.sitting is sitting
    with place.database.session(writes=True) as session:
        row = session.scalars(select(Sitting)).one()
        copied = {column.name: getattr(row, column.name) for column in Sitting.__table__.columns}
        session.add(Sitting(**{**copied, "id": 1, "token": "x" * 22}))
        with pytest.raises(IntegrityError):
            session.flush()


def test_next_try_waits_fourteen_days_asks_nothing_again_and_carries_over(place: Place) -> None:
    learner = place.learner()
    with place.writing() as session:
        first = place.begin(session, learner)
        place.sit(session, first, repeat(NEVER))
        ended = first.ended_at
        assert ended is not None
        result = session.scalars(select(SittingResult)).one()
        with pytest.raises(MustWait) as refused:
            place.begin(session, learner, ended + timedelta(days=13))
        assert refused.value.wait.until == ended + timedelta(days=14)
        second = place.begin(session, learner, ended + timedelta(days=14))
        place.sit(session, second, repeat(NEVER))
        asked = {
            sitting.id: set(session.scalars(select(SittingTask.item).where(SittingTask.sitting_id == sitting.id)))
            for sitting in (first, second)
        }
    assert set(json.loads(second.seen)) == asked[first.id]
    assert not asked[first.id] & asked[second.id]
    assert second.prior_mean == pytest.approx(result.theta)
    assert second.prior_sd == pytest.approx((result.se**2 + 0.25) ** 0.5)


def test_sitting_without_an_answer_is_no_try(place: Place) -> None:
    learner = place.learner()
    with place.writing() as session:
        leave_sitting(session, place.engine, place.begin(session, learner), NINE + MINUTE)
        assert place.begin(session, learner, NINE + 2 * MINUTE).ended_at is None


def test_who_leaves_is_not_certified_and_the_try_counts(place: Place) -> None:
    learner = place.learner()
    with place.writing() as session:
        sitting = place.begin(session, learner)
        place.sit(session, sitting, repeat(ALWAYS), most=3)
        leave_sitting(session, place.engine, sitting, NINE + 9 * MINUTE)
        record = sitting_record(session, place.standards, sitting.id)
        assert record.result is not None
        assert (record.result.cause, record.result.outcome, record.verdict) == ("left", "refer", None)
        with pytest.raises(MustWait):
            place.begin(session, learner, NINE + timedelta(days=1))


def test_exposure_is_counted_at_the_start_and_with_every_task(place: Place) -> None:
    with place.writing() as session:
        asked = 0
        for number in range(3):
            sitting = place.begin(session, place.person(session, f"Người {number}"))
            asked += place.sit(session, sitting, repeat(ALWAYS))
        shown = sum(session.scalars(select(ExposureCount.shown)))
        eligible = sum(session.scalars(select(ExposureCount.eligible)))
        sittings = session.scalars(select(ExposureTotal.sittings)).one()
        drawn = sum(
            len(queries.chosen_of(session, place.standards, one).eligible) for one in session.scalars(select(Sitting))
        )
    assert (shown, eligible, sittings) == (asked, drawn, 3)


def test_resting_task_is_put_aside_and_never_chosen(place: Place) -> None:
    with place.writing() as session:
        sitting = place.begin(session, place.person(session))
        resting = current_task(session, place.standards, sitting).task.item  # type: ignore[union-attr]
        file, exercise = resting.split("/")
        whole = place.library.catalogue
        place.standards.follow(whole.with_resting({file: frozenset({exercise})}))
        assert current_task(session, place.standards, sitting).rests  # type: ignore[union-attr]
        pass_resting(session, place.engine, sitting, NINE + MINUTE)
        place.sit(session, sitting, repeat(ALWAYS))
        record = sitting_record(session, place.standards, sitting.id)
        other = place.begin(session, place.person(session, "Hùng"))
        place.sit(session, other, repeat(ALWAYS))
        asked = session.scalars(select(SittingTask.item).where(SittingTask.sitting_id == other.id)).all()
    assert (record.tasks[0].item, record.tasks[0].score) == (resting, None)
    assert [task.item for task in record.tasks].count(resting) == 1
    assert replay(record) == tuple(task.item for task in record.tasks)
    assert resting not in asked


def test_none_of_the_tasks_that_rest_is_asked_of_anybody(place: Place) -> None:
    whole = place.library.catalogue
    resting = {file.slug: frozenset(exercise.slug for exercise in file.exercises[::2]) for file in whole.bank.values()}
    place.standards.follow(whole.with_resting(resting))
    with place.writing() as session:
        for number in range(4):
            place.sit(session, place.begin(session, place.person(session, f"Người {number}")), mixed(number))
        asked = session.scalars(select(SittingTask.item)).all()
    assert len(asked) >= 16
    assert not [item for item in asked if item.split("/")[1] in resting[item.split("/")[0]]]


def test_neutralised_item_leaves_running_sittings_and_ended_ones_are_judged_again(place: Place) -> None:
    with place.writing() as session:
        ended, running = (
            place.begin(session, place.person(session)),
            place.begin(session, place.person(session, "Hùng")),
        )
        place.sit(session, ended, repeat(ALWAYS))
        before = sitting_record(session, place.standards, ended.id)
        item = before.tasks[0].item
        pending = current_task(session, place.standards, running).task.item  # type: ignore[union-attr]
        flips = [neutralise_item(session, place.standards, pending, "đề sai", NINE)]  # it may be one of the others' too
        assert current_task(session, place.standards, running).rests  # type: ignore[union-attr]
        flips += [neutralise_item(session, place.standards, task.item, "đề sai", NINE) for task in before.tasks]
        again = neutralise_item(session, place.standards, item, "đề sai", NINE)
        after = sitting_record(session, place.standards, ended.id)
    told = [flip for found in flips for flip in found]
    assert [(flip.sitting_id, flip.before, flip.after) for flip in told] == [(ended.id, "certify", "refer")]
    assert again == ()
    assert after.result is not None
    assert (after.result.cause, after.result.n) == ("neutralised", 0)
    assert after.results[0] == before.results[0]


def test_what_was_asked_and_answered_cannot_be_changed(place: Place) -> None:
    with place.writing() as session:
        place.sit(session, place.begin(session, place.person(session)), repeat(ALWAYS))
    for change in (
        update(SittingAnswer).values(score=1),
        update(SittingTask).values(item="khac/khac"),
        update(SittingResult).values(outcome="certify"),
    ):
        with place.database.session(writes=True) as session, pytest.raises(DatabaseError):
            session.execute(change)


def test_tutor_waits_while_a_sitting_goes_on(place: Place) -> None:
    learner = place.learner()
    assert not in_sitting(place.database, learner, NINE)
    with place.writing() as session:
        sitting = place.begin(session, learner)
    assert in_sitting(place.database, learner, NINE)
    with place.writing() as session:
        pause_sitting(session.merge(sitting), NINE + MINUTE)
    assert not in_sitting(place.database, learner, NINE)


def test_appeal_is_made_once_and_not_before_the_end(place: Place) -> None:
    with place.writing() as session:
        sitting = place.begin(session, place.person(session))
        assert not appeal(session, sitting, "", NINE)
        place.sit(session, sitting, repeat(NEVER))
        assert appeal(session, sitting, "Mời xem lại", NINE + MINUTE)
        assert not appeal(session, sitting, "Lần nữa", NINE + 2 * MINUTE)
        assert [one.text for one in queries.appeals_of(session, sitting.id)] == ["Mời xem lại"]


def test_helped_sitting_done_alone_is_practice_and_no_certificate(place: Place) -> None:
    learner = place.learner()
    with place.writing() as session:
        sitting = start_sitting(session, place.engine, replace(place.new(learner), assisted=True), NINE)
        place.sit(session, sitting, repeat(ALWAYS))
        assert sitting_record(session, place.standards, sitting.id).verdict is None
        assert list(certificates_of(session, learner)) == []
