"""Counts of what learners did, made by the database: pages get groups, and a bounded number of rows."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import (
    Connection,
    Select,
    bindparam,
    case,
    exists,
    func,
    literal,
    or_,
    select,
    union_all,
)
from sqlalchemy.dialects.postgresql import aggregate_order_by

from app.core.json_rows import as_json, json_rows
from app.courses.models import ExerciseProgress, LessonProgress
from app.observations.domain.stops import Reached
from app.quiz.models import Answer, HelpStatement
from app.simulations.domain.attempts import Attempt
from app.simulations.models import Tap
from app.simulations.queries import find_attempts

_answer, _tap, _help = Answer.__table__.c, Tap.__table__.c, HelpStatement.__table__.c
_progress, _finished = ExerciseProgress.__table__.c, LessonProgress.__table__.c
# Asked for another reason than that somebody was in the lesson.
ELSEWHERE = ("placement", "review", "exam")
MOST_SEPARATED = 2_000  # learners from whom it is told whether a question separates
MOST_ATTEMPTS = 300  # whole groups
PRESSED = "~"  # before the name of an exercise that was begun, not answered
GROUP = 5  # people: see first_answers
MOST_ID = 2**62
_UNHELPED = ~or_(
    _answer.assisted,
    exists().where(
        _help.learner_id == _answer.learner_id,
        _help.lesson == _answer.lesson,
        _answer.answered_at.between(_help.since, _help.said_at),
    ),
)


class Place(NamedTuple):
    """An exercise of a lesson, counted from 1."""

    lesson: str
    exercise: str
    place: int


class Given(NamedTuple):
    """So many people answered this first, in this version."""

    exercise: str
    version: str
    answer: str
    people: int


class Score(NamedTuple):
    """What somebody earned with their first answer to this exercise, in this version, and what people earn on it on average;
    `above_means` and `answers`: over all that they answered anywhere."""

    exercise: str
    version: str
    score: float
    mean: float
    above_means: float
    answers: int


def reached(
    connection: Connection, places: Sequence[Place], away_since: datetime, slice_: int = 0, slices: int = 1
) -> list[tuple[str, Reached]]:
    """How far learners got, by lesson; of one of `slices` equal parts of all learners, so that no statement takes long."""
    width = MOST_ID // slices
    stages = {(one.lesson, mark): stage for one in places for mark, stage in _stages(one.exercise, one.place)}
    values = {
        "low": slice_ * width,
        "high": MOST_ID if slice_ == slices - 1 else (slice_ + 1) * width - 1,
        "since": away_since,
        "lessons": sorted({place.lesson for place in places}),
    }
    found = []
    for lesson, marks, state, people in connection.execute(_reached(connection.dialect.name), values):
        stage = max((stages.get((lesson, mark), 0) for mark in marks.split(" ")), default=0)
        if stage or state == "finished":  # else all of it is no longer in the lesson
            found.append((lesson, Reached(stage, state, people)))
    return found


def _stages(exercise: str, place: int) -> Iterator[tuple[str, int]]:
    yield PRESSED + exercise, 2 * place
    yield exercise, 2 * place + 1


@cache
def _reached(dialect: str) -> Any:
    """The groups of learners who did the same things in a lesson: few, so that the database need not know the order of
    exercises. (Joined with it as a table of values, SQLite took a hundred times as long.) A call in a round of drills
    opens no lesson: it has left nothing in the progress of lessons."""
    in_lesson = exists().where(
        _progress.learner_id == _answer.learner_id,
        _progress.lesson == _answer.lesson,
        _progress.exercise == _answer.exercise,
    )
    met = or_(_answer.mode != "drill", in_lesson) & _answer.mode.not_in(ELSEWHERE)
    answered = _done(_answer, _answer.exercise, func.max(_answer.answered_at).label("at")).where(met)
    last = _done(_tap, _tap.exercise, func.max(_tap.id).label("id")).subquery("last")  # of one index alone
    pressed = (
        select(last.c.learner_id, last.c.lesson, literal(PRESSED) + last.c.mark, _tap.tapped_at)
        .join(Tap.__table__, _tap.id == last.c.id)
        .where(_tap.mode == "practice")
    )
    done = union_all(answered, pressed).subquery("done")
    ways = (
        select(done.c.learner_id, done.c.lesson, _joined(dialect, done.c.mark), func.max(done.c.at).label("at"))
        .group_by(done.c.learner_id, done.c.lesson)
        .subquery("ways")
    )
    since = bindparam("since", type_=_answer.answered_at.type)
    state = case((_finished.lesson.is_not(None), "finished"), (ways.c.at < since, "away"), else_="recent").label(
        "state"
    )
    marks = case((_finished.lesson.is_not(None), ""), else_=ways.c.marks).label("marks")
    same = (_finished.learner_id == ways.c.learner_id) & (_finished.lesson == ways.c.lesson)
    states = select(ways.c.lesson, marks, state).outerjoin_from(ways, LessonProgress.__table__, same).subquery("states")
    group = (states.c.lesson, states.c.marks, states.c.state)
    return select(*group, func.count()).group_by(*group)


def _done(table: Any, mark: Any, latest: Any) -> Select[Any]:
    asked = (
        table.learner_id.between(bindparam("low"), bindparam("high")),
        table.lesson.in_(bindparam("lessons", expanding=True)),
    )
    columns = (table.learner_id, table.lesson, table.exercise)
    return select(table.learner_id, table.lesson, mark.label("mark"), latest).where(*asked).group_by(*columns)


def _joined(dialect: str, mark: Any) -> Any:
    """One text for the same marks, in any order."""
    if dialect == "sqlite":
        return func.group_concat(mark, " ").label("marks")
    return func.string_agg(mark, aggregate_order_by(literal(" "), mark)).label("marks")


def first_answers(connection: Connection, lesson: str, exercises: Sequence[str]) -> list[Given]:
    """What learners answered first, without help and not in placement, to exercises that are no simulations.

    Each exercise counts people in whole groups of GROUP, in the order in which they came: what one exercise counts less
    than another is then no small number of people, and nobody's answer can be seen by looking before and after it."""
    return [Given(*row) for row in connection.execute(_FIRST, {"lesson": lesson, "exercises": list(exercises)})]


_ids = (
    select(func.min(_answer.id).label("id"))
    .where(_answer.lesson == bindparam("lesson"), _answer.exercise.in_(bindparam("exercises", expanding=True)))
    .group_by(_answer.learner_id, _answer.exercise)
    .subquery("ids")
)
_numbered = (
    select(
        _answer.exercise,
        _answer.version,
        _answer.answer,
        func.row_number().over(partition_by=_answer.exercise, order_by=_answer.id).label("number"),
        func.count().over(partition_by=_answer.exercise).label("of"),
    )
    .join(_ids, _ids.c.id == _answer.id)
    .where(_answer.mode != "placement", _UNHELPED)
    .subquery("numbered")
)
_FIRST = (
    select(_numbered.c.exercise, _numbered.c.version, _numbered.c.answer, func.count())
    .where(_numbered.c.number <= _numbered.c.of - _numbered.c.of % GROUP)
    .group_by(_numbered.c.exercise, _numbered.c.version, _numbered.c.answer)
    .order_by(func.max(_numbered.c.number).desc())
)


def scores(connection: Connection, lesson: str) -> list[Score]:
    """First answers without help of up to MOST_SEPARATED learners, those who came to the lesson last."""
    learners = list(connection.scalars(_LATEST, {"lesson": lesson}))
    if not learners:
        return []
    dialect = connection.dialect.name
    sent = as_json(dialect, [{"learner_id": learner} for learner in learners])
    return [Score(*row) for row in connection.execute(_scores(dialect), {"learners": sent, "lesson": lesson})]


_LATEST = (
    select(_answer.learner_id)
    .where(_answer.lesson == bindparam("lesson"))
    .group_by(_answer.learner_id)
    .order_by(func.max(_answer.id).desc())
    .limit(MOST_SEPARATED)
)


@cache
def _scores(dialect: str) -> Any:
    learners = json_rows(dialect, "learners", [_answer.learner_id])
    ids = (
        select(func.min(_answer.id).label("id"))
        .join(learners, learners.c.learner_id == _answer.learner_id)
        .group_by(_answer.learner_id, _answer.lesson, _answer.exercise)
        .subquery("ids")
    )
    mean = func.avg(_answer.score).over(partition_by=(_answer.lesson, _answer.exercise)).label("mean")
    firsts = (
        select(_answer.learner_id, _answer.lesson, _answer.exercise, _answer.version, _answer.score, mean)
        .join(ids, ids.c.id == _answer.id)
        .where(_UNHELPED)
        .cte("firsts")
    )
    everything = (
        select(
            firsts.c.learner_id, func.sum(firsts.c.score - firsts.c.mean).label("above"), func.count().label("answers")
        )
        .group_by(firsts.c.learner_id)
        .subquery("everything")
    )
    return (
        select(
            firsts.c.exercise, firsts.c.version, firsts.c.score, firsts.c.mean, everything.c.above, everything.c.answers
        )
        .join(everything, everything.c.learner_id == firsts.c.learner_id)
        .where(firsts.c.lesson == bindparam("lesson"))
    )


def attempted_versions(connection: Connection, lesson: str, exercise: str) -> list[str]:
    """In which learners made their first attempts, those first in which somebody began last."""
    return list(connection.scalars(_ATTEMPTED, {"lesson": lesson, "exercise": exercise}))


def first_attempts(connection: Connection, lesson: str, exercise: str, versions: Sequence[str]) -> list[Attempt]:
    """The first attempt of up to MOST_ATTEMPTS learners, those who began last; without those that somebody helped with,
    and those of other versions.

    In whole groups of GROUP in the order in which they came, as first_answers: of MOST_ATTEMPTS, too, a whole group goes
    when one comes."""
    values = {"lesson": lesson, "exercise": exercise, "versions": list(versions)}
    keys = list(connection.scalars(_ATTEMPTS, values))
    return [attempt for attempt in find_attempts(connection, keys) if attempt]


_began = (
    select(func.min(_tap.id).label("id"))
    .where(_tap.lesson == bindparam("lesson"), _tap.exercise == bindparam("exercise"))
    .group_by(_tap.learner_id)
    .subquery("began")
)
_ATTEMPTED = (
    select(_tap.version).join(_began, _began.c.id == _tap.id).group_by(_tap.version).order_by(func.max(_tap.id).desc())
)
_later = Tap.__table__.alias("later")
_helped_with = exists().where(_later.c.attempt == _tap.attempt, _later.c.assisted)
_attempts = (
    select(
        _tap.attempt,
        func.row_number().over(order_by=_tap.id).label("number"),
        func.count().over().label("of"),
    )
    .join(_began, _began.c.id == _tap.id)
    .where(_tap.version.in_(bindparam("versions", expanding=True)), _tap.mode == "practice", ~_helped_with)
    .subquery("attempts")
)
_ATTEMPTS = (
    select(_attempts.c.attempt)
    .where(_attempts.c.number <= _attempts.c.of - _attempts.c.of % GROUP)
    .order_by(_attempts.c.number.desc())
    .limit(MOST_ATTEMPTS)
)
