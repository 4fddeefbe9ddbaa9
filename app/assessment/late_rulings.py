"""Use case: whoever reads a case lets an answer that came late count, or count no more."""

from datetime import datetime

from sqlalchemy.orm import Session

from app.assessment.decisions_in_log import log_rulings
from app.assessment.domain.flags import Tempi
from app.assessment.domain.readings import Reader
from app.assessment.opener import write_anew
from app.assessment.service import Seen, case_to_read
from app.sittings.late_answers import Ruling, rule_on_late
from app.sittings.standards import Engine


def rule(
    session: Session, engine: Engine, token: str, seen: Seen, number: int, reader: Reader, now: datetime, *,
    counts: bool, reason: str, tempi: Tempi,
) -> None:  # fmt: skip
    """The late answer to task `number`, as long as the case is not decided: the sitting is judged again, and the case says
    so. Raises as service.case_to_read, and NoLateAnswer, ValueError without a reason."""
    case, _ = case_to_read(session, token, seen, reader, now)
    rule_on_late(session, engine.standards, case.sitting_id, number, Ruling(counts, reason, reader.account), now)
    write_anew(session, engine.standards, case.sitting_id, now, tempi)
    log_rulings(session, case.sitting_id, now)
