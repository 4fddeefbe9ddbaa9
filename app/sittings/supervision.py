"""Use cases of a class sitting: a supervisor opens it, people on its list come in with the code on the wall, it is closed.

A sitting that began in a class takes answers only while that class, or another one that it has gone over to, is open.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, func, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.courses.domain.folding import fold
from app.sittings.models import Sitting, SittingAnswer, SittingTap, SittingTask, SupervisedName, Supervision
from app.sittings.queries import open_sitting
from app.sittings.service import Device, NewSitting, is_open, pause_sitting, resume_sitting, start_sitting
from app.sittings.standards import Engine

CODE_LENGTH = 6
MOST_NAMES = 60
UNCLAIMED = timedelta(days=30)  # after its class, a name that nobody came under
ELSEWHERE = "đang làm ở lớp khác"


class NoSuchClass(Exception):
    """No class is open under this code."""


class NotOnTheList(Exception):
    """The supervisor has not written this name down, or somebody else has come in with it."""


class InAnotherSitting(Exception):
    """The learner has one that goes on somewhere else: alone, or in another class that is open."""

    def __init__(self, *, alone: bool) -> None:
        super().__init__()
        self.alone = alone


@dataclass(frozen=True)
class NewSupervision:
    supervisor_id: int
    framework: str
    commune: str
    place: str
    names: tuple[str, ...]
    hours: int
    device_mac: str = ""


def open_supervision(session: Session, wanted: NewSupervision, now: datetime) -> Supervision:
    """With a code that no open class has."""
    while True:
        supervision = Supervision(
            code="".join(secrets.choice("0123456789") for _ in range(CODE_LENGTH)),
            supervisor_id=wanted.supervisor_id,
            commune=wanted.commune,
            place=wanted.place,
            framework=wanted.framework,
            opened_at=now,
            closes_at=now + timedelta(hours=wanted.hours),
            device_mac=wanted.device_mac,
        )
        try:
            with session.begin_nested():
                session.add(supervision)
                session.flush()
        except IntegrityError:
            continue
        add_names(session, supervision, wanted.names)
        return supervision


def add_names(session: Session, supervision: Supervision, names: Sequence[str]) -> None:
    room = MOST_NAMES - len(names_of(session, supervision))
    session.add_all(SupervisedName(supervision_id=supervision.id, name=name) for name in names[: max(0, room)])
    session.flush()


def names_of(session: Session, supervision: Supervision) -> Sequence[SupervisedName]:
    rows = select(SupervisedName).where(SupervisedName.supervision_id == supervision.id)
    return session.scalars(rows.order_by(SupervisedName.id)).all()


def supervisions_of(session: Session, account_id: int) -> Sequence[Supervision]:
    """The newest first."""
    rows = select(Supervision).where(Supervision.supervisor_id == account_id)
    return session.scalars(rows.order_by(Supervision.opened_at.desc(), Supervision.id)).all()


def find_supervision(
    session: Session, account_id: int, supervision_id: int, *, lock: bool = False
) -> Supervision | None:
    """One that this person opened."""
    wanted = select(Supervision).where(Supervision.id == supervision_id, Supervision.supervisor_id == account_id)
    return session.scalar(wanted.with_for_update() if lock else wanted)


def class_of_code(session: Session, code: str, now: datetime) -> Supervision:
    """The open class with this code, locked: people come in one after the other. Raises NoSuchClass."""
    digits = "".join(letter for letter in code if letter.isdigit())
    wanted = select(Supervision).where(Supervision.code == digits, Supervision.closed_at.is_(None))
    found = session.scalar(wanted.with_for_update())
    if found is None or not is_open(found, now):
        raise NoSuchClass
    return found


def enter_class_sitting(
    session: Session, engine: Engine, supervision: Supervision, wanted: NewSitting, name: str, now: datetime
) -> Sitting:
    """The learner's own, gone on with here or begun. Raises NotOnTheList, InAnotherSitting, MustWait."""
    row, going = come_in(session, engine, supervision, wanted.learner_id, name, now)
    if going is None:
        going = start_sitting(session, engine, wanted, now)
        take_seat(session, row, going)
    return going


def come_in(
    session: Session, engine: Engine, supervision: Supervision, learner_id: int, name: str, now: datetime
) -> tuple[SupervisedName, Sitting | None]:
    """The line of the list, and the learner's sitting if it goes on here; None: one has to be begun, and `take_seat`.
    Raises NotOnTheList, InAnotherSitting."""
    going = open_sitting(session, learner_id)
    rows = names_of(session, supervision)
    mine = next((row for row in rows if going is not None and row.sitting_id == going.id), None)
    if mine is not None:
        return mine, going
    row = next((row for row in rows if fold(row.name) == fold(name) and row.sitting_id is None), None)
    if row is None:
        raise NotOnTheList
    if going is not None:
        _go_over(session, engine, supervision, row, going, now)
    return row, going


def _go_over(
    session: Session, engine: Engine, supervision: Supervision, row: SupervisedName, going: Sitting, now: datetime
) -> None:
    """From a class that is over to this one, where something else is asked. What was begun alone stays alone, and of two
    classes that are open the first keeps its people: both supervisors see it."""
    if going.supervision_id is None or going.framework != supervision.framework:
        raise InAnotherSitting(alone=going.supervision_id is None)
    left = session.get_one(Supervision, going.supervision_id)
    if is_open(left, now):
        row.note = ELSEWHERE
        session.flush()
        raise InAnotherSitting(alone=False)
    over = min(left.closed_at or left.closes_at, left.closes_at)
    by_choice = going.paused_at is not None and going.paused_at < over
    pause_sitting(going, now)
    going.supervision_id = supervision.id
    take_seat(session, row, going)
    resume_sitting(session, engine, going, now, by_choice=by_choice)


def take_seat(session: Session, row: SupervisedName, sitting: Sitting) -> None:
    row.sitting_id, row.note = sitting.id, ""
    session.flush()


def mark(session: Session, supervision: Supervision, row_id: int, *, assisted: bool, device: Device | None) -> bool:
    """What the supervisor sees of somebody; False for a line of another list."""
    row = session.get(SupervisedName, row_id)
    if row is None or row.supervision_id != supervision.id:
        return False
    row.assisted = assisted
    if row.sitting_id is not None:
        sitting = session.get_one(Sitting, row.sitting_id)
        sitting.assisted = sitting.assisted or assisted
        sitting.device = device or sitting.device
    return True


def free_seat(session: Session, supervision: Supervision, row_id: int) -> bool:
    """For somebody whose phone lost its way before they did anything: their sitting is gone, the name may come in anew.
    False where something was pressed or answered, or for a line of another list."""
    row = session.get(SupervisedName, row_id)
    if row is None or row.supervision_id != supervision.id or row.sitting_id is None:
        return False
    sitting = session.get(Sitting, row.sitting_id, with_for_update=True)
    if sitting is None or sitting.ended_at is not None or _has_done_something(session, sitting.id):
        return False
    row.sitting_id, row.assisted, row.note = None, False, ""
    session.flush()
    session.execute(delete(Sitting).where(Sitting.id == sitting.id))
    return True


def _has_done_something(session: Session, sitting_id: int) -> bool:
    keys = select(SittingTask.key).where(SittingTask.sitting_id == sitting_id)
    traces = select(SittingAnswer.key).where(SittingAnswer.key.in_(keys))
    return session.scalar(traces.union_all(select(SittingTap.key).where(SittingTap.key.in_(keys))).limit(1)) is not None


def close_supervision(session: Session, supervision: Supervision, now: datetime) -> None:
    """Whoever has not ended is paused, until another class. Closing twice is closing once."""
    if supervision.closed_at is not None:
        return
    supervision.closed_at = now
    going = Sitting.supervision_id == supervision.id, Sitting.ended_at.is_(None), Sitting.paused_at.is_(None)
    session.execute(update(Sitting).where(*going).values(paused_at=now))


def forget_unclaimed(session: Session, now: datetime) -> None:
    """Names of people who never came, or have gone since."""
    over = now - UNCLAIMED
    closed = select(Supervision.id).where(or_(Supervision.closed_at < over, Supervision.closes_at < over))
    nobody = delete(SupervisedName).where(
        SupervisedName.sitting_id.is_(None), SupervisedName.supervision_id.in_(closed)
    )
    session.execute(nobody)


@dataclass(frozen=True)
class Seat:
    """A line of the list with how far its sitting is: how many tasks were answered, never how."""

    row: SupervisedName
    sitting: Sitting | None
    answered: int


def seats(session: Session, supervision: Supervision) -> list[Seat]:
    rows = names_of(session, supervision)
    ids = [row.sitting_id for row in rows if row.sitting_id is not None]
    sittings = {one.id: one for one in session.scalars(select(Sitting).where(Sitting.id.in_(ids)))}
    counted = session.execute(
        select(SittingTask.sitting_id, func.count())
        .join(SittingAnswer, SittingAnswer.key == SittingTask.key)
        .where(SittingTask.sitting_id.in_(ids), SittingAnswer.score.is_not(None))
        .group_by(SittingTask.sitting_id)
    )
    answered = {row[0]: row[1] for row in counted}
    return [Seat(row, sittings.get(row.sitting_id or 0), answered.get(row.sitting_id or 0, 0)) for row in rows]
