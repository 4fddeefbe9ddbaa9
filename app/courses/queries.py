"""Selects that serve pages."""

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from app.courses.domain.progress import Answered
from app.courses.models import ExerciseProgress

_table = ExerciseProgress.__table__.c
# Built once, and sent past the ORM: what every personal page asks must cost little.
_ANSWERED = select(_table.lesson, _table.exercise, _table.ever_right, _table.last_at).where(
    _table.learner_id == bindparam("learner")
)


def answered_by(session: Session, learner_id: int | None) -> tuple[Answered, ...]:
    """What this learner has answered; nothing for a visitor who is no learner yet."""
    if learner_id is None:
        return ()
    rows = session.connection().execute(_ANSWERED, {"learner": learner_id})
    return tuple(Answered(*row) for row in rows)
