"""A supervisor says whether somebody on the list is the one of the same name who sat the test before."""

from datetime import datetime

from sqlalchemy.orm import Session

from app.courses.domain.standards import Retakes
from app.sittings.models import NamesakeRuling, Sitting, SupervisedName, Supervision
from app.sittings.namesakes import namesakes, seeker_in_class
from app.sittings.seats import free_seat


def rule_on_namesakes(
    session: Session,
    supervision: Supervision,
    line: int,
    rules: Retakes,
    account_id: int,
    now: datetime,
    *,
    is_same: bool,
) -> bool:
    """Of all that the line has now. Whoever is the same, and has done nothing yet, comes in anew and goes on from the earlier
    evidence; of what was done the assessor is told. False for a line of another list, or where there is nobody of its name."""
    row = session.get(SupervisedName, line)
    if row is None or row.supervision_id != supervision.id:
        return False
    sitting = session.get(Sitting, row.sitting_id) if row.sitting_id is not None else None
    found = namesakes(session, [seeker_in_class(row, supervision, sitting, rules, now)])[0]
    session.add_all(
        NamesakeRuling(name_id=row.id, earlier_id=one.sitting_id, is_same=is_same, account_id=account_id, at=now)
        for one in found
        if one.ruling is None or one.is_same is not is_same
    )
    session.flush()
    if found and is_same:
        free_seat(session, supervision, row.id)
    return bool(found)
