"""A flawed task is out at once, and every sitting that it touched is judged again, in steps that let others write."""

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from itertools import chain, repeat
from threading import Event, Thread

import pytest
from sqlalchemy import event, func, select, text

from app.quiz.domain.adaptive.sitting import retake_prior
from app.sittings import outcomes
from app.sittings.domain.record import replay
from app.sittings.models import NeutralisedItem, Sitting, SittingResult
from app.sittings.queries import find_sitting, sitting_record
from app.sittings.service import neutralise_item
from tests.sittings.place import NINE, Place


def test_sitting_that_ends_at_that_moment_is_judged_again(place: Place) -> None:
    learner = place.learner()
    with place.writing() as session:
        token = place.begin(session, learner).token
    is_out = Event()

    def neutralise(item: str) -> None:
        with place.database.session(writes=True) as session:
            event.listen(session, "after_commit", lambda _: is_out.set())
            neutralise_item(session, place.standards, item, "đề sai", NINE)

    with place.database.session(writes=True) as session:
        mine = find_sitting(session, learner, token, lock=True)
        assert mine is not None
        place.sit(session, mine, repeat(True))
        record = sitting_record(session, place.standards, mine.id)
        thread = Thread(target=neutralise, args=(record.tasks[0].item,))
        thread.start()
        if not place.database.is_sqlite:
            assert is_out.wait(3), "the item is out before anybody is judged"
        thread.join(0.3)
        session.commit()
    thread.join(10)
    with place.database.session(writes=False) as session:
        results = session.scalars(select(SittingResult).order_by(SittingResult.id)).all()
    assert [result.cause for result in results] == ["ended", "neutralised"]
    assert results[1].n == results[0].n - 1


def test_others_may_write_between_the_steps(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outcomes, "AT_A_TIME", 1)
    with place.writing() as session:
        for number in range(3):
            place.sit(session, place.begin(session, place.person(session, f"Người {number}")), repeat(True))
        sittings = session.scalars(select(Sitting.id)).all()
        items = {id_: {task.item for task in sitting_record(session, place.standards, id_).tasks} for id_ in sittings}
    item = max(set().union(*items.values()), key=lambda one: sum(one in asked for asked in items.values()))
    judged: list[tuple[int, int]] = []

    def write_meanwhile(_: object) -> None:
        with place.database.session(writes=True) as other:
            other.execute(select(func.count()).select_from(Sitting))
            counts = (
                select(func.count()).select_from(NeutralisedItem),
                select(func.count()).where(SittingResult.cause == "neutralised"),
            )
            judged.append((other.scalar(counts[0]) or 0, other.scalar(counts[1]) or 0))

    with place.database.session(writes=True) as session:
        event.listen(session, "after_commit", write_meanwhile)
        neutralise_item(session, place.standards, item, "đề sai", NINE)
    touched = sum(item in asked for asked in items.values())
    assert judged[0] == (1, 0)
    assert judged[2:] == [(1, number) for number in range(1, touched + 1)]


@pytest.mark.postgres
@pytest.mark.parametrize("database_url", ["postgres"], indirect=True)
def test_sittings_are_locked_by_their_numbers_whichever_was_first(place: Place) -> None:
    """As privacy.service.erase locks all of a person: it must not meet them head-on. Numbers are drawn at random."""
    after = NINE + timedelta(days=place.offer.standard.retakes.after_days + 1)
    with place.writing() as session:
        while True:
            learner = place.person(session)
            first = place.begin(session, learner)
            place.sit(session, first, repeat(False))
            later = place.begin(session, learner, after)
            place.sit(session, later, repeat(True))
            if later.id < first.id:
                break
        asked = [
            {task.item for task in sitting_record(session, place.standards, one.id).tasks} for one in (first, later)
        ]
    item = min(asked[0] - asked[1])

    def neutralise() -> None:
        with place.database.session(writes=True) as session:
            neutralise_item(session, place.standards, item, "đề sai", after)

    row = select(Sitting.id).with_for_update(nowait=True)
    with ThreadPoolExecutor(1) as hand:
        with place.database.session(writes=True) as session:
            session.scalars(row.where(Sitting.id == later.id)).one()
            judging = hand.submit(neutralise)
            while not session.scalar(text("SELECT count(*) FROM pg_locks WHERE NOT granted")):
                assert not judging.done()
                time.sleep(0.005)
            assert session.scalar(row.where(Sitting.id == first.id)) == first.id
        judging.result()


@pytest.mark.one_database
@pytest.mark.parametrize("has_ended", [True, False])
def test_whoever_went_on_from_it_is_judged_again_too(place: Place, has_ended: bool) -> None:
    """The later sitting carried the evidence of the first, which is mended when it has ended, or while it goes on."""
    after = NINE + timedelta(days=place.offer.standard.retakes.after_days + 1)
    with place.writing() as session:
        learner = place.person(session)
        first = place.begin(session, learner)
        place.sit(session, first, chain([False], repeat(True)))
        later = place.begin(session, learner, after)
        place.sit(session, later, repeat(True), most=100 if has_ended else 1)
        tasks = sitting_record(session, place.standards, first.id).tasks
        [flawed] = [task.item for task in tasks if task.score == 0]
        neutralise_item(session, place.standards, flawed, "đề sai", after)
        place.sit(session, later, repeat(True))
        record = sitting_record(session, place.standards, later.id)
        mended = sitting_record(session, place.standards, first.id).results
        assert (record.chosen.prior, record.prior) == tuple(retake_prior(one.estimate) for one in mended)
        assert [one.cause for one in record.results] == ["ended", "neutralised"]
        assert record.results[1].n == record.results[0].n
        assert record.results[1].theta == record.position.estimate.theta > record.results[0].theta
        assert replay(record) == tuple(task.item for task in record.tasks)
        assert neutralise_item(session, place.standards, flawed, "đề sai", after) == ()
        assert len(sitting_record(session, place.standards, later.id).results) == 2
