"""Use cases of a supervisor beside the list: what they see of each, a seat that is free again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from app.courses.domain.standards import Retakes
from app.learners.models import Learner
from app.sittings.domain.namesakes import Namesake
from app.sittings.domain.practical import Invitation
from app.sittings.models import (
    SeatCode,
    Sitting,
    SittingAnswer,
    SittingTask,
    SittingVerdict,
    SupervisedName,
    Supervision,
)
from app.sittings.namesakes import namesakes, seeker_in_class
from app.sittings.practical import invitations_of
from app.sittings.service import Device
from app.sittings.supervision import has_done_something, names_of


@dataclass(frozen=True)
class Mark:
    """What the supervisor sees of somebody, until it is marked otherwise; `device` None: as it was."""

    assisted: bool
    device: Device | None


def mark(session: Session, supervision: Supervision, marks: Mapping[int, Mark]) -> bool:
    """All of them by their lines, or, where one is of another list, none: False."""
    rows = {row.id: row for row in names_of(session, supervision)}
    if not marks or not marks.keys() <= rows.keys():
        return False
    for line, seen in marks.items():
        row = rows[line]
        row.assisted = seen.assisted
        if row.sitting_id is not None:
            sitting = session.get_one(Sitting, row.sitting_id)
            sitting.device = seen.device or sitting.device
    return True


def free_seat(session: Session, supervision: Supervision, row_id: int) -> bool:
    """For somebody whose phone lost its way before they did anything: their sitting is gone, the name may come in anew.
    False where something was pressed or answered, or for a line of another list."""
    row = session.get(SupervisedName, row_id)
    if row is None or row.supervision_id != supervision.id or row.sitting_id is None:
        return False
    sitting = session.get(Sitting, row.sitting_id, with_for_update=True)
    if sitting is None or sitting.ended_at is not None or has_done_something(session, sitting.id):
        return False
    row.sitting_id, row.assisted, row.note, row.form_mac = None, False, "", ""
    session.flush()
    session.execute(delete(Sitting).where(Sitting.id == sitting.id))
    return True


@dataclass(frozen=True)
class Seat:
    """A line of the list with how far its sitting is: how many tasks were answered, never how. `is_invited`: an assessor
    wants to have it seen done, by this supervisor for one, with the `invitation`. `code`: that is good now; `has_account`: they go on anywhere by
    signing in. `namesakes`: earlier tries under this name."""

    row: SupervisedName
    sitting: Sitting | None
    answered: int
    is_invited: bool
    invitation: Invitation | None = None
    code: SeatCode | None = None
    has_account: bool = False
    namesakes: tuple[Namesake, ...] = ()

    @property
    def is_going(self) -> bool:
        return self.sitting is not None and self.sitting.ended_at is None


def seats(session: Session, supervision: Supervision, rules: Retakes | None, now: datetime) -> list[Seat]:
    """`rules`: how long earlier tries count; None where nobody is certified in this any more."""
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
    states = select(SittingVerdict.sitting_id, SittingVerdict.state).where(SittingVerdict.sitting_id.in_(ids))
    decided = {row[0]: row[1] for row in session.execute(states.order_by(SittingVerdict.id))}  # the newest holds
    invitations = invitations_of(session, [number for number, state in decided.items() if state == "practical"])
    codes = _good_codes(session, [row.id for row in rows], now)
    known = has_account(session, [one.learner_id for one in sittings.values()])
    same = _namesakes(session, supervision, rows, sittings, rules, now) if rules else {}
    found = []
    for row in rows:
        sitting, number = sittings.get(row.sitting_id or 0), row.sitting_id or 0
        is_invited = decided.get(number) == "practical"
        theirs = sitting is not None and sitting.learner_id in known
        invited = invitations.get(number) if is_invited else None
        code = codes.get(row.id)
        same_name = same.get(row.id, ())
        found.append(Seat(row, sitting, answered.get(number, 0), is_invited, invited, code, theirs, same_name))
    return found


def _namesakes(
    session: Session,
    supervision: Supervision,
    rows: Sequence[SupervisedName],
    sittings: Mapping[int, Sitting],
    rules: Retakes,
    now: datetime,
) -> dict[int, tuple[Namesake, ...]]:
    """By the line."""
    seekers = [seeker_in_class(row, supervision, sittings.get(row.sitting_id or 0), rules, now) for row in rows]
    return {row.id: found for row, found in zip(rows, namesakes(session, seekers), strict=True)}


def _good_codes(session: Session, lines: Sequence[int], now: datetime) -> dict[int, SeatCode]:
    """By the line."""
    good = select(SeatCode).where(SeatCode.name_id.in_(lines), SeatCode.used_at.is_(None), SeatCode.expires_at > now)
    return {code.name_id: code for code in session.scalars(good)}


def has_account(session: Session, learners: Sequence[int]) -> frozenset[int]:
    """Those of them who have one."""
    known = select(Learner.id).where(Learner.id.in_(learners), Learner.account_id.is_not(None))
    return frozenset(session.scalars(known))
