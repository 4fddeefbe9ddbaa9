"""Selects that serve pages."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.courses.domain.progress import Answered
from app.courses.models import ExerciseProgress

_table = ExerciseProgress.__table__.c
_ANSWERED = select(_table.lesson, _table.exercise, _table.ever_right, _table.last_at)


def answered_by(session: Session, learner_id: int | None) -> tuple[Answered, ...]:
    """What this learner has answered; nothing for a visitor who is no learner yet."""
    if learner_id is None:
        return ()
    rows = session.execute(_ANSWERED.where(_table.learner_id == learner_id))
    return tuple(Answered(*row) for row in rows)
