"""Use cases of a class sitting: a supervisor opens it, people on its list come in with the code on the wall, it is closed.

A sitting that began in a class takes answers only while that class, or another one that it has gone over to, is open.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import delete, or_, select, union_all, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.accounts.models import Account, StaffCommune
from app.courses.domain.communes import commune_key, is_same_commune
from app.courses.domain.folding import fold
from app.learners.models import Learner
from app.sittings.models import (
    LateAnswer,
    Sitting,
    SittingAnswer,
    SittingTap,
    SittingTask,
    SupervisedName,
    Supervision,
)
from app.sittings.queries import keeps_bank, open_sitting
from app.sittings.service import NewSitting, is_open, pause_sitting, resume_sitting, start_sitting
from app.sittings.standards import Engine

CODE_LENGTH = 6
MOST_NAMES = 60
UNCLAIMED = timedelta(days=30)  # after its class, a name that nobody came under
ELSEWHERE = "đang làm ở lớp khác"


class NoSuchClass(Exception):
    """No class is open under this code."""


class KeepsBank(Exception):
    """Whoever may see the questions with their keys supervises nobody who is asked them."""


class NotOnTheList(Exception):
    """The supervisor has not written this name down."""


class NameTaken(NotOnTheList):
    """Somebody else has come in with it, or the same person on another phone."""


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
    commune_code: str = ""


def own_commune(session: Session, account_id: int) -> str:
    """The key of the commune where an admin wrote that they work; "": nobody has."""
    found = session.get(StaffCommune, account_id)
    return found.commune if found else ""


def open_supervision(session: Session, wanted: NewSupervision, now: datetime) -> Supervision:
    """With a code that no open class has. Who teaches elsewhere than where they work has that recorded. Raises KeepsBank."""
    session.get_one(Account, wanted.supervisor_id, with_for_update=True)  # nobody gives them the bank meanwhile
    if keeps_bank(session, wanted.supervisor_id):
        raise KeepsBank
    own, held_in = own_commune(session, wanted.supervisor_id), commune_key(wanted.commune, wanted.commune_code)
    while True:
        supervision = Supervision(
            code="".join(secrets.choice("0123456789") for _ in range(CODE_LENGTH)),
            supervisor_id=wanted.supervisor_id,
            commune=wanted.commune,
            commune_code=wanted.commune_code,
            own_commune="" if is_same_commune(own, held_in) else own,
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
    session: Session,
    engine: Engine,
    supervision: Supervision,
    wanted: NewSitting,
    name: str,
    now: datetime,
    form_mac: str = "",
    line: int | None = None,
) -> Sitting:
    """The learner's own, gone on with here or begun; `form_mac` of the form they came with (see `begun_with`), `line` of
    the list where it is known which. Raises NotOnTheList, InAnotherSitting, MustWait."""
    row, going = come_in(session, engine, supervision, wanted.learner_id, name, now, line)
    if going is None:
        going = start_sitting(session, engine, replace(wanted, line=row.id), now)
        take_seat(session, row, going)
    elif going.moved_at is not None and going.moved_at < supervision.opened_at:
        going.device_mac, going.moved_at = wanted.device_mac, now  # gone over: on the phone that came to this class
    row.form_mac = form_mac or row.form_mac
    return going


def begun_with(session: Session, supervision: Supervision, name: str, form_mac: str) -> Sitting | None:
    """What this very form has begun already for a guest: it was sent twice, or the reply to it was lost and it is sent
    again. None once something was done in it: whoever did it has the phone that goes on."""
    rows = names_of(session, supervision) if form_mac else ()
    seat = next((row for row in rows if row.form_mac == form_mac and fold(row.name) == fold(name)), None)
    sitting = session.get(Sitting, seat.sitting_id) if seat and seat.sitting_id is not None else None
    if sitting is None or has_done_something(session, sitting.id):
        return None
    return sitting if session.get_one(Learner, sitting.learner_id).account_id is None else None


def come_in(
    session: Session,
    engine: Engine,
    supervision: Supervision,
    learner_id: int,
    name: str,
    now: datetime,
    line: int | None = None,
) -> tuple[SupervisedName, Sitting | None]:
    """The line of the list, and the learner's sitting if it goes on here; None: one has to be begun, and `take_seat`.
    Raises NotOnTheList, InAnotherSitting."""
    going = open_sitting(session, learner_id)
    rows = names_of(session, supervision)
    mine = next((row for row in rows if going is not None and row.sitting_id == going.id), None)
    if mine is not None:
        return mine, going
    named = [row for row in rows if (fold(row.name) == fold(name) if line is None else row.id == line)]
    row = next((row for row in named if row.sitting_id is None), None)
    if row is None:
        raise NameTaken if named else NotOnTheList
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
    session.refresh(going, with_for_update=True)
    if going.supervision_id != left.id or going.ended_at is not None:  # another phone was quicker
        raise InAnotherSitting(alone=False)
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


def has_done_something(session: Session, sitting_id: int) -> bool:
    keys = select(SittingTask.key).where(SittingTask.sitting_id == sitting_id)
    traces = (select(table.key).where(table.key.in_(keys)) for table in (SittingAnswer, SittingTap, LateAnswer))
    return session.scalar(union_all(*traces).limit(1)) is not None


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
