"""One code typed on many phones at the very same moment: one of them goes on."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from sqlalchemy import func, select

from app.sittings.models import SeatCode, Sitting, SittingAnswer, SittingTask
from app.sittings.queries import find_sitting
from app.sittings.seat_codes import NoSuchSeatCode, give_seat_code, move_sitting, seat_given
from app.sittings.service import Sent, Step, submit_answer
from app.sittings.supervision import NewSupervision, enter_class_sitting, names_of, open_supervision
from tests.assessment.hall import open_hall
from tests.sittings.place import NINE, Place

PHONES = 5


def test_one_code_on_many_phones_moves_once_while_the_old_one_answers(place: Place) -> None:
    sup = open_hall(place).sup
    with place.writing() as session:
        supervision = open_supervision(
            session, NewSupervision(sup, "nguoi-dan", "Xã D", "Nhà văn hóa", ("Lan",), 3), NINE
        )
        learner = place.person(session)
        sitting = enter_class_sitting(
            session, place.engine, supervision, place.new(learner, supervision.id), "Lan", NINE
        )
        place.question(session, sitting)
        key = session.scalars(select(SittingTask.key).order_by(SittingTask.number.desc())).first() or ""
        with session.no_autoflush:
            submit_answer(session, place.engine, sitting, Sent(key, {"cho-qua": ["1"]}), NINE)
        session.flush()
        line, token = names_of(session, supervision)[0].id, sitting.token
        code = give_seat_code(session, supervision, line, NINE).code
        shown = session.scalars(select(SittingTask.key).order_by(SittingTask.number.desc())).first() or ""
    barrier = Barrier(PHONES + 1)

    def move(number: int) -> str:
        mac = f"phone-{number:016d}"
        barrier.wait()
        with place.database.session(writes=True) as session:
            try:
                move_sitting(session, place.engine, seat_given(session, code, NINE), "borrowed", mac, NINE)
            except NoSuchSeatCode:
                return ""
            session.commit()
            return mac

    def answer(_: int) -> Step:
        barrier.wait()
        with place.database.session(writes=True) as session:
            mine = find_sitting(session, learner, token, lock=True)
            assert mine is not None
            step = submit_answer(session, place.engine, mine, Sent(shown, {"cho-qua": ["1"]}), NINE)
            session.commit()
            return step

    with ThreadPoolExecutor(PHONES + 1) as pool:
        answered = pool.submit(answer, 0)
        macs = [mac for mac in pool.map(move, range(PHONES)) if mac]
    assert len(macs) == 1
    assert answered.result() in ("went-on", "late")
    with place.database.session(writes=False) as session:
        moved = session.scalars(select(Sitting)).one()
        assert (moved.device_mac, moved.moved_at) == (macs[0], NINE)
        tasks = session.scalar(select(func.count()).select_from(SittingTask))
        assert tasks == (session.scalar(select(func.count()).select_from(SittingAnswer)) or 0) + 1, "one task is open"
        assert session.scalars(select(SeatCode.used_at)).all() == [NINE]
