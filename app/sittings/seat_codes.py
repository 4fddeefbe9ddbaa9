"""Use cases of a code for one seat of a class: somebody who cannot type their name comes in with it; whose phone died goes
on with it on another."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.learners.models import Learner
from app.sittings.models import SeatCode, Sitting, SupervisedName, Supervision
from app.sittings.seats import has_account
from app.sittings.service import Device, is_open, pause_sitting, resume_sitting
from app.sittings.standards import Engine
from app.sittings.steering import later
from app.sittings.supervision import has_done_something

LENGTH = 8  # the code on the wall has six
VALID = timedelta(minutes=15)


class NoSuchSeatCode(Exception):
    """Nobody gave this code, it was used, it is too old, or what it was for is over."""


class NoCodeFor(Exception):
    """Of this line nothing can be begun or moved now."""


class HasAccount(NoCodeFor):
    """Whoever has an account goes on by signing in on the other phone."""


def digits_of(typed: str) -> str:
    return "".join(letter for letter in typed if letter.isascii() and letter.isdigit())


def is_seat_code(typed: str) -> bool:
    return len(digits_of(typed)) == LENGTH


def give_seat_code(session: Session, supervision: Supervision, row_id: int, now: datetime) -> SeatCode:
    """The only one of its line that is good; the class is locked. Raises NoCodeFor."""
    row = session.get(SupervisedName, row_id)
    if row is None or row.supervision_id != supervision.id or not is_open(supervision, now):
        raise NoCodeFor
    if row.sitting_id is not None:
        _require_movable(session, supervision, row.sitting_id)
    session.execute(delete(SeatCode).where(SeatCode.name_id == row.id, SeatCode.used_at.is_(None)))
    purpose = "begin" if row.sitting_id is None else "move"
    while True:
        given = SeatCode(
            name_id=row.id,
            sitting_id=row.sitting_id,
            purpose=purpose,
            code="".join(secrets.choice("0123456789") for _ in range(LENGTH)),
            made_at=now,
            expires_at=now + VALID,
        )
        try:
            with session.begin_nested():
                session.add(given)
                session.flush()
        except IntegrityError:  # somebody else's
            continue
        return given


def _require_movable(session: Session, supervision: Supervision, sitting_id: int) -> None:
    sitting = session.get_one(Sitting, sitting_id)
    if sitting.ended_at is not None or sitting.supervision_id != supervision.id:
        raise NoCodeFor
    if has_account(session, [sitting.learner_id]):
        raise HasAccount
    if not has_done_something(session, sitting_id):  # the seat is given back instead (seats.free_seat)
        raise NoCodeFor


@dataclass(frozen=True)
class SeatGiven:
    """What a code that was typed is for; all three as they are now, the class locked."""

    code: SeatCode
    row: SupervisedName
    supervision: Supervision

    @property
    def is_move(self) -> bool:
        return self.code.purpose == "move"


def seat_given(session: Session, typed: str, now: datetime) -> SeatGiven:
    """Of two phones with one code the second finds it used. Raises NoSuchSeatCode."""
    known = select(SupervisedName.supervision_id).join(SeatCode, SeatCode.name_id == SupervisedName.id)
    unused = SeatCode.code == digits_of(typed), SeatCode.used_at.is_(None)
    number = session.scalar(known.where(*unused))
    if number is None:
        raise NoSuchSeatCode
    supervision = session.get_one(Supervision, number, with_for_update=True, populate_existing=True)
    code = session.scalar(select(SeatCode).where(*unused).execution_options(populate_existing=True))
    if code is None or now >= code.expires_at or not is_open(supervision, now):
        raise NoSuchSeatCode
    row = session.get_one(SupervisedName, code.name_id, populate_existing=True)
    if row.supervision_id != supervision.id or row.sitting_id != code.sitting_id:  # somebody came in under it since
        raise NoSuchSeatCode
    return SeatGiven(code, row, supervision)


def use_to_begin(session: Session, given: SeatGiven, now: datetime) -> None:
    """Once the seat is taken with it."""
    if given.row.sitting_id is not None:
        given.code.used_at, given.code.sitting_id = now, given.row.sitting_id
        session.flush()


def move_sitting(
    session: Session, engine: Engine, given: SeatGiven, device: Device, device_mac: str, now: datetime
) -> Sitting:
    """The sitting goes on on this phone alone. What the other one showed is asked no more, and counts for nobody: it was
    there to be looked up. Raises NoSuchSeatCode."""
    sitting = session.get(Sitting, given.code.sitting_id, with_for_update=True, populate_existing=True)
    if sitting is None or sitting.ended_at is not None or sitting.supervision_id != given.supervision.id:
        raise NoSuchSeatCode
    now = later(sitting, now)
    given.code.used_at, given.code.left_mac = now, sitting.device_mac
    if device_mac != sitting.device_mac:
        by_choice = sitting.paused_at is not None
        pause_sitting(sitting, now)
        sitting.device, sitting.device_mac, sitting.moved_at = device, device_mac, now
        resume_sitting(session, engine, sitting, now, by_choice=by_choice)
    session.flush()
    return sitting


def learner_of(session: Session, given: SeatGiven) -> Learner:
    """Whose sitting is moved."""
    return session.get_one(Learner, session.get_one(Sitting, given.code.sitting_id).learner_id)
