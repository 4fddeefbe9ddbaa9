"""Two taps, two phones, two starts at the very same moment: one outcome, on both databases."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import repeat
from threading import Barrier

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from app.accounts.models import Consent
from app.certification.models import Certificate
from app.learners.service import create_learner
from app.sittings.agreement import agree
from app.sittings.demo import fields_of
from app.sittings.models import (
    CertificateName,
    NeutralisedItem,
    Sitting,
    SittingAnswer,
    SittingResult,
    SittingTask,
    SittingVerdict,
)
from app.sittings.outcomes import neutralise_item
from app.sittings.queries import find_sitting
from app.sittings.service import AlreadyOpen, Sent, Step, start_sitting, submit_answer
from tests.sittings.place import NINE, Place

AT_ONCE = 6


def together(act: Callable[[], object]) -> list[object]:
    """What each of AT_ONCE threads comes to, all let go at one moment."""
    barrier = Barrier(AT_ONCE)

    def run(_: int) -> object:
        barrier.wait()
        return act()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(run, range(AT_ONCE)))


def send(place: Place, learner: int, token: str, sent: Sent) -> Step:
    with place.database.session(writes=True) as session:
        mine = find_sitting(session, learner, token, lock=True)
        assert mine is not None
        step = submit_answer(session, place.engine, mine, sent, NINE)
        session.commit()
        return step


def test_starting_many_times_at_once_is_one_sitting(place: Place) -> None:
    learner = place.learner()

    def start() -> str:
        with place.database.session(writes=True) as session:
            try:
                token = start_sitting(session, place.engine, place.new(learner), NINE).token
                session.commit()
            except AlreadyOpen as going:
                token = going.sitting.token if going.sitting else ""
            return token

    assert len(set(together(start))) == 1
    with place.database.session(writes=False) as session:
        assert session.scalar(select(func.count()).select_from(Sitting)) == 1


def meanwhile(place: Place, first: Callable[[Session], object], second: Callable[[Session], object]) -> None:
    """The second begins before the first has been committed, and waits for it."""
    waiting = text("SELECT count(*) FROM pg_locks WHERE NOT granted")

    def follow() -> None:
        with place.database.session(writes=True) as session:
            second(session)
            session.commit()

    with ThreadPoolExecutor(1) as pool:
        with place.database.session(writes=True) as session:
            first(session)
            session.flush()
            following = pool.submit(follow)
            until = time.monotonic() + 2  # PostgreSQL waits for a lock for three seconds
            with place.database.reading.connect() as beside:
                while not (place.database.is_sqlite or beside.scalar(waiting) or time.monotonic() > until):
                    time.sleep(0.01)
            session.commit()
        following.result()


def test_two_who_agree_or_take_a_task_out_at_once_do_it_once(place: Place) -> None:
    with place.writing() as session:
        learner = create_learner(session, "Cô Tư", NINE).id
    names = iter(["Nguyễn Thị Tư", "Nguyễn Thị Tứ"])
    meanwhile(place, *[lambda session: agree(session, learner, next(names), NINE)] * 2)
    out = NeutralisedItem(item="kho/cau-loi", at=NINE, reason="đề sai")
    meanwhile(
        place,
        lambda session: session.add(out),
        lambda session: neutralise_item(session, place.standards, "kho/cau-loi", "đề sai", NINE),
    )
    with place.database.session(writes=False) as session:
        counts = [session.scalar(select(func.count()).select_from(one)) for one in (Consent, NeutralisedItem)]
        assert (counts, session.get_one(CertificateName, learner).name) == ([1, 1], "Nguyễn Thị Tứ")


def test_same_answer_many_times_at_once_counts_once_and_asks_one_next_task(place: Place) -> None:
    learner = place.learner()
    with place.writing() as session:
        sitting = place.begin(session, learner)
        token, sitting_id = sitting.token, sitting.id
        task, _ = place.question(session, sitting)
    sent = Sent(task.key, {"cho-qua": ["1"]})
    steps = together(lambda: send(place, learner, token, sent))
    assert sorted(map(str, steps)) == ["kept"] * (AT_ONCE - 1) + ["went-on"]
    with place.database.session(writes=False) as session:
        numbers = session.scalars(select(SittingTask.number).where(SittingTask.sitting_id == sitting_id)).all()
        assert sorted(numbers) == list(range(1, task.number + 2))
        assert len(session.scalars(select(SittingAnswer).where(SittingAnswer.key == task.key)).all()) == 1


def test_ending_many_times_at_once_is_one_result_and_one_certificate(place: Place) -> None:
    learner = place.learner()
    with place.writing() as session:
        sitting = place.begin(session, learner)
        place.sit(session, sitting, repeat(True), most=3)
        token = sitting.token
        task, question = place.question(session, sitting)
    sent = Sent(task.key, fields_of(question, right=True))
    together(lambda: send(place, learner, token, sent))
    with place.writing() as session:
        mine = find_sitting(session, learner, token, lock=True)
        assert mine is not None
        place.sit(session, mine, repeat(True))
        rows = (SittingResult, SittingVerdict, Certificate)
        assert [session.scalar(select(func.count()).select_from(row)) for row in rows] == [1, 1, 1]
