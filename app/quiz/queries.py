"""Selects that serve pages."""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.quiz.models import Answer

_table = Answer.__table__.c


@dataclass(frozen=True)
class LastAnswer:
    version: str
    answer: str


def last_answer(session: Session, learner_id: int | None, lesson: str, exercise: str) -> LastAnswer | None:
    """This learner's latest answer to a question."""
    if learner_id is None:
        return None
    mine = (_table.learner_id == learner_id) & (_table.lesson == lesson) & (_table.exercise == exercise)
    row = session.execute(select(_table.version, _table.answer).where(mine).order_by(_table.id.desc()).limit(1)).first()
    return LastAnswer(*row) if row else None


def count_answers(session: Session, learner_id: int) -> int:
    return session.scalar(select(func.count()).where(_table.learner_id == learner_id)) or 0
