"""Selects that serve pages."""

from collections.abc import Sequence

from sqlalchemy import Connection, bindparam, select
from sqlalchemy.orm import Session

from app.courses.domain.progress import Answered
from app.courses.models import ContentVersion, ExerciseProgress, LessonProgress

_table, _finished = ExerciseProgress.__table__.c, LessonProgress.__table__.c
# Built once, and sent past the ORM: what every personal page asks must cost little.
_ANSWERED = (
    select(
        _table.learner_id,
        _table.lesson,
        _table.exercise,
        _table.ever_right,
        _table.last_at,
        _finished.lesson.is_not(None),
    )
    .outerjoin(
        LessonProgress.__table__, (_finished.learner_id == _table.learner_id) & (_finished.lesson == _table.lesson)
    )
    .where(_table.learner_id.in_(bindparam("learners", expanding=True)))
)


def answered_by(connection: Connection, learners: Sequence[int]) -> list[tuple[Answered, ...]]:
    """What each of these learners has answered, in their order: for a core.batch.BatchWorker."""
    found: dict[int, list[Answered]] = {learner: [] for learner in learners}
    for learner, *values in connection.execute(_ANSWERED, {"learners": list(found)}):
        found[learner].append(Answered._make(values))
    return [tuple(found[learner]) for learner in learners]


def archived_texts(session: Session, path: str) -> list[ContentVersion]:
    """Every good text that the service has read in this file, the newest first."""
    kept = select(ContentVersion).where(ContentVersion.path == path)
    return list(session.scalars(kept.order_by(ContentVersion.loaded_at.desc(), ContentVersion.version)))
