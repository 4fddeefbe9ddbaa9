"""A flawed task is out at once, and every sitting that it touched is judged again, in steps that let others write."""

from datetime import timedelta
from itertools import chain, repeat
from threading import Event, Thread

import pytest
from sqlalchemy import event, func, select

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
