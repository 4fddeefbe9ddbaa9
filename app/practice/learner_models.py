"""The learner model of each learner, caught up with their answers whenever somebody looks: writing an answer stays cheap,
and what is kept here is a cache that `hocvuso quiz rebuild` throws away and makes again.

Nothing here decides anything: it reads answers in the order of the log, folds them (app/quiz/domain/mastery.py), and
keeps the result with the number of answers that made it.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache, lru_cache, reduce
from typing import Any, NamedTuple

from pydantic import TypeAdapter, ValidationError
from sqlalchemy import BindParameter, Connection, bindparam, delete, func, select
from sqlalchemy.exc import IntegrityError

from app.core.db import Database, insert_or_update
from app.practice.models import LearnerModel
from app.quiz.domain.evidence import Evidence, day_of, launch_item, question_name
from app.quiz.domain.mastery import CUT, Learner, fold, new_learner
from app.quiz.domain.next_task import Mistake
from app.quiz.models import Answer, HelpStatement

_answer, _model, _help = Answer.__table__.c, LearnerModel.__table__.c, HelpStatement.__table__.c
_ASKED: BindParameter[int] = bindparam("learners", expanding=True)
# Grouped: as a subquery for each learner PostgreSQL looks for the greatest id by walking the whole log backwards.
_answered = (
    select(_answer.learner_id, func.count().label("folded"), func.max(_answer.id).label("through"))
    .where(_answer.learner_id.in_(_ASKED))
    .group_by(_answer.learner_id)
    .subquery("answered")
)
_stated = select(func.count()).where(_help.learner_id == _answered.c.learner_id).scalar_subquery().label("stated")
_MADE_OF = select(_answered.c.learner_id, _answered.c.folded, _answered.c.through, _stated)
# Per learner with answers what there is to fold, beside what is kept: one trip for everybody in a batch.
_KEPT = select(
    _answered.c.learner_id.label("id"),
    _answered.c.folded,
    _answered.c.through,
    _stated,
    _model.folded.label("kept_folded"),
    _model.through.label("kept_through"),
    _model.stated.label("kept_stated"),
    _model.model,
).outerjoin_from(_answered, LearnerModel.__table__, _model.learner_id == _answered.c.learner_id)
_STATEMENTS = select(_help.lesson, _help.since, _help.said_at).where(_help.learner_id == bindparam("learner"))
_ANSWERS = (
    select(_answer.id, _answer.lesson, _answer.exercise, _answer.score, _answer.answered_at, _answer.skills,
           _answer.options, _answer.mode, _answer.assisted)
    .where(_answer.learner_id == bindparam("learner"))
    .order_by(_answer.id)
)  # fmt: skip
_LEARNERS = select(_answer.learner_id).distinct().order_by(_answer.learner_id)

MOST_MISTAKES = 10
AT_ONCE = 200  # learners in one transaction of a rebuild
FOLDED_AT_ONCE = 2_000  # answers of one learner, in front of whom others wait: about a tenth of a second


@dataclass(frozen=True)
class Known:
    """What is believed of a learner; the questions whose latest answer without help was not right, the newest first;
    those that placement has asked; and the drills called on the last day with any (`drilled_on`): calls of a round leave
    no trace in the progress of lessons."""

    learner: Learner
    mistakes: tuple[Mistake, ...] = ()
    placed: tuple[str, ...] = ()
    drilled: tuple[str, ...] = ()
    drilled_on: date | None = None


NOBODY = Known(new_learner(CUT))
_KNOWN = TypeAdapter(Known)
_read = lru_cache(maxsize=2048)(_KNOWN.validate_json)  # the same text, the same model: most readers come back soon


class MadeOf(NamedTuple):
    """So many answers, the last of them with the id `through`, and so many help statements: what is made of the same is
    the same, since answers are never changed nor taken away."""

    folded: int
    through: int
    stated: int


@dataclass(frozen=True)
class Kept:
    """A model and what it was folded from: so many answers, the last of them with the id `through`, and so many help
    statements. `is_behind`: there are more answers, to be folded when somebody asks again."""

    known: Known
    through: int = 0
    folded: int = 0
    stated: int = 0
    is_behind: bool = False

    @property
    def made_of(self) -> MadeOf:
        return MadeOf(self.folded, self.through, self.stated)


def catch_up(
    connection: Connection, learners: Iterable[int], *, anew: bool = False, most: int | None = None
) -> tuple[dict[int, Kept], dict[int, Kept]]:
    """The models after everything that was answered, and those of them that are newer than what is kept; `anew`: as if
    nothing were kept; after at most `most` answers more of each."""
    asked = sorted(set(learners))
    found, fresh = dict.fromkeys(asked, Kept(NOBODY)), {}  # who has answered nothing, or was just deleted
    for row in connection.execute(_KEPT, {"learners": asked}).all():
        kept = Kept(NOBODY) if anew else _kept(row)
        if kept.made_of != (row.folded, row.through, row.stated):
            kept = fresh[row.id] = _folded(connection, row.id, kept, most)
        found[row.id] = kept
    return found, fresh


def made_of(connection: Connection, learners: Sequence[int]) -> dict[int, MadeOf]:
    """What there is to fold of each; the cheapest question that tells whether anything is new."""
    rows = connection.execute(_MADE_OF, {"learners": sorted(set(learners))})
    return dict.fromkeys(learners, Kept(NOBODY).made_of) | {row[0]: MadeOf(*row[1:]) for row in rows}


def _kept(row: Any) -> Kept:
    try:
        return Kept(_read(row.model), row.kept_through, row.kept_folded, row.kept_stated) if row.model else Kept(NOBODY)
    except ValidationError:  # of another release: folded again
        return Kept(NOBODY)


def keep(connection: Connection, models: Mapping[int, Kept]) -> None:
    """Of two servers that fold for one learner at once, the one that knows of more help statements is kept; of equals
    the one that has seen more answers."""
    rows = [
        {
            "learner_id": learner,
            "through": kept.through,
            "folded": kept.folded,
            "stated": kept.stated,
            "model": as_text(kept.known),
        }
        for learner, kept in sorted(models.items())
    ]
    connection.execute(_upsert(connection.dialect.name), rows)


def as_text(known: Known) -> str:
    return _KNOWN.dump_json(known).decode()


def forget(connection: Connection) -> int:
    """Throws every model away; each is folded again when somebody looks. Gives how many there were."""
    return connection.execute(delete(LearnerModel)).rowcount


def rebuild(database: Database) -> int:
    """Throws every model away and folds it again from the answers; gives how many learners there are."""
    with database.transaction() as connection:
        forget(connection)
    count = 0
    for learners in _everybody(database):
        with database.reading.connect() as connection:  # nobody who answers has to wait while these are folded
            fresh = catch_up(connection, learners)[1]
        for learner, kept in fresh.items():
            with suppress(IntegrityError), database.transaction() as connection:  # deleted meanwhile
                keep(connection, {learner: kept})
        count += len(learners)
    return count


def differing(database: Database) -> tuple[int, list[int]]:
    """How many learners were compared, and those whose model, caught up from what is kept, is another than the one
    folded from the beginning. Changes nothing. Who answers at this very moment is passed over."""
    count, found = 0, []
    for learners in _everybody(database):
        with database.reading.connect() as connection:
            live, _ = catch_up(connection, learners)
            again, _ = catch_up(connection, learners, anew=True)
        same = [learner for learner in learners if live[learner].made_of == again[learner].made_of]
        count += len(same)
        found += [learner for learner in same if as_text(live[learner].known) != as_text(again[learner].known)]
    return count, found


def _everybody(database: Database) -> Iterator[list[int]]:
    with database.reading.connect() as connection:
        learners = list(connection.scalars(_LEARNERS))
    for start in range(0, len(learners), AT_ONCE):
        yield learners[start : start + AT_ONCE]


def evidence_of(rows: Iterable[Any], statements: Sequence[Any], after: int = 0) -> Iterator[Evidence]:
    """What the answers with an id above `after` say, each told of the earlier one to the same question; `rows` are all
    of the learner's, in their order."""
    earlier: dict[str, datetime] = {}
    for row in rows:
        question = _name(row)
        if row.id > after:
            yield Evidence(
                at=row.answered_at,
                skills=tuple(row.skills.split()),
                question=question,
                item=launch_item(row.options or None, CUT),
                score=row.score,
                mode=row.mode,
                assisted=row.assisted or _was_helped(row, statements),
                earlier_at=earlier.get(question),
            )
        earlier[question] = row.answered_at


def _name(row: Any) -> str:
    return question_name(row.lesson, row.exercise)


def _was_helped(row: Any, statements: Sequence[Any]) -> bool:
    return any(said.lesson == row.lesson and said.since <= row.answered_at <= said.said_at for said in statements)


def _folded(connection: Connection, learner: int, kept: Kept, most: int | None) -> Kept:
    """On from what is kept; from the beginning when something was said of earlier answers, or came in late (then to the
    end: with fewer answers than what is kept it would not be kept)."""
    rows = connection.execute(_ANSWERS, {"learner": learner}).all()
    statements = connection.execute(_STATEMENTS, {"learner": learner}).all()
    is_late = sum(row.id <= kept.through for row in rows) != kept.folded
    if is_late or kept.stated != len(statements):
        kept = Kept(NOBODY)
    count = len(rows)
    if most is not None and not is_late:
        rows = rows[: kept.folded + most]
    fresh = evidence_of(rows, statements, after=kept.through)
    model = reduce(lambda learner, piece: fold(learner, piece, CUT), fresh, kept.known.learner)
    placed = tuple(dict.fromkeys(_name(row) for row in rows if row.mode == "placement"))
    known = Known(model, _mistakes(rows, statements), placed, *_drilled(rows))
    return Kept(known, rows[-1].id if rows else 0, len(rows), len(statements), is_behind=len(rows) < count)


def _drilled(rows: Sequence[Any]) -> tuple[tuple[str, ...], date | None]:
    days = [(day_of(row.answered_at), _name(row)) for row in rows if row.mode == "drill"]
    last = max((day for day, _ in days), default=None)
    return tuple(dict.fromkeys(name for day, name in days if day == last)), last


def _mistakes(rows: Iterable[Any], statements: Sequence[Any]) -> tuple[Mistake, ...]:
    """What went right with a helper's hand is not put right yet; what went wrong with it was nobody's mistake."""
    latest = {_name(row): row for row in rows if not (row.assisted or _was_helped(row, statements))}
    wrong = [row for row in latest.values() if row.score < 1 and row.skills]
    newest = sorted(wrong, key=lambda row: row.id, reverse=True)[:MOST_MISTAKES]
    return tuple(Mistake(row.skills.split()[0], row.lesson, row.answered_at) for row in newest)


@cache
def _upsert(dialect: str) -> Any:
    insert = insert_or_update(dialect, LearnerModel.__table__)
    values = {name: insert.excluded[name] for name in ("through", "folded", "stated", "model")}
    same = (_model.stated == insert.excluded.stated) & (_model.folded <= insert.excluded.folded)
    newer = same | (_model.stated < insert.excluded.stated)
    return insert.on_conflict_do_update(index_elements=["learner_id"], set_=values, where=newer)
