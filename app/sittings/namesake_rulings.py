"""A supervisor says whether somebody on the list is the one of the same name who sat the test before."""

from datetime import datetime

from sqlalchemy.orm import Session

from app.courses.domain.standards import Retakes
from app.sittings.models import NamesakeRuling, Sitting, SupervisedName, Supervision
from app.sittings.namesakes import namesakes, seeker_in_class
from app.sittings.seats import free_seat


def rule_on_namesake(
    session: Session,
    supervision: Supervision,
    line: int,
    earlier: int,
    rules: Retakes,
    account_id: int,
    now: datetime,
    *,
    is_same: bool,
) -> bool:
    """Of the line and one earlier sitting. Who has done nothing yet, and did not begin with the evidence that is theirs by
    this, comes in anew; of what was done the assessor is told. Said twice is said once. False for a line of another list, or
    a sitting that is no namesake's."""
    row = session.get(SupervisedName, line)
    if row is None or row.supervision_id != supervision.id:
        return False
    sitting = session.get(Sitting, row.sitting_id) if row.sitting_id is not None else None
    [found] = namesakes(session, [seeker_in_class(row, supervision, sitting, rules, now)])
    one = next((one for one in found if one.sitting_id == earlier), None)
    if one is None:
        return False
    if one.ruling is None or one.ruling.is_same is not is_same:
        said = NamesakeRuling(name_id=row.id, earlier_id=earlier, is_same=is_same, account_id=account_id, at=now)
        session.add(said)
        session.flush()
    if one.is_carried is not is_same:
        free_seat(session, supervision, row.id)
    return True
