"""Selects that serve the round and its report."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, bindparam, exists, func, or_, select

from app.courses.models import LessonProgress
from app.drills.domain.rounds import Call
from app.quiz.domain.drill import ANSWERS
from app.quiz.models import Answer, HelpStatement

_answer, _help, _finished = Answer.__table__.c, HelpStatement.__table__.c, LessonProgress.__table__.c
_HELPED = exists().where(
    _help.learner_id == _answer.learner_id,
    _help.lesson == _answer.lesson,
    _answer.answered_at.between(_help.since, _help.said_at),
)
_CALLS = (
    select(
        _answer.key,
        _answer.lesson,
        _answer.exercise,
        _answer.version,
        _answer.answer,
        _answer.answered_at,
        or_(_answer.assisted, _HELPED),
    )
    .where(_answer.learner_id == bindparam("learner"), _answer.answer.in_(sorted(ANSWERS)))
    .order_by(_answer.id)
)
_LEARNED = select(func.min(_finished.finished_at)).where(
    _finished.learner_id == bindparam("learner"), _finished.lesson.in_(bindparam("lessons", expanding=True))
)


@dataclass(frozen=True)
class History:
    """`calls`: what reads as an answer to a drill, the oldest first. `learned_at`: when the first of the asked lessons
    was finished."""

    calls: tuple[Call, ...] = ()
    learned_at: datetime | None = None


def histories(connection: Connection, asked: Sequence[tuple[int, tuple[str, ...]]]) -> list[History]:
    """For each learner and the lessons that teach to tell scams: for a core.batch.BatchWorker."""
    return [_history(connection, learner, lessons) for learner, lessons in asked]


def _history(connection: Connection, learner: int, lessons: Sequence[str]) -> History:
    rows = connection.execute(_CALLS, {"learner": learner})
    calls = tuple(Call(*row) for row in rows)
    learned_at = connection.scalar(_LEARNED, {"learner": learner, "lessons": list(lessons)}) if calls else None
    return History(calls, learned_at)
