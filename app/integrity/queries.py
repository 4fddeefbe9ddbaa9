"""Selects: ended sittings as statistics see them, answers for calibrating, what is kept."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Row, func, select
from sqlalchemy.orm import Session

from app.assessment.models import Case
from app.courses.domain.communes import commune_key
from app.integrity.domain.communes import commune_names
from app.integrity.domain.items import ItemAnswer, used_of_thousand
from app.integrity.domain.records import SittingTaken, TaskTaken
from app.integrity.models import KeptFindings
from app.quiz.domain.ability import chance_of_success
from app.quiz.domain.adaptive.bank import Bank
from app.sittings.models import (
    ExposureCount,
    ExposureTotal,
    NeutralisedItem,
    Sitting,
    SittingAnswer,
    SittingResult,
    SittingTap,
    SittingTask,
    Supervision,
)
from app.sittings.standards import Standards

LOOKED_BACK = timedelta(days=180)
MOST_SITTINGS, CHUNK = 20_000, 400
CERTIFIED = "certify"


@dataclass(frozen=True)
class Taken:
    """A sitting with the final estimate of its ability, in logits."""

    sitting: SittingTaken
    theta: float


def frameworks_sat(session: Session, now: datetime) -> list[str]:
    """In which somebody ended a sitting lately."""
    ended = Sitting.ended_at >= now - LOOKED_BACK
    return list(session.scalars(select(Sitting.framework).where(ended).distinct().order_by(Sitting.framework)))


def sittings_taken(session: Session, standards: Standards, framework: str, now: datetime) -> Iterator[Taken]:
    """Ended in the last 180 days, the newest first, at most MOST_SITTINGS; those without a scored task are left out. What
    was neutralised since counts nowhere. Read in parts, so that no statement takes long."""
    found = session.execute(
        select(Sitting.id, Sitting.bank_version)
        .where(Sitting.framework == framework, Sitting.ended_at >= now - LOOKED_BACK)
        .order_by(Sitting.ended_at.desc(), Sitting.id)
        .limit(MOST_SITTINGS)
    ).all()
    communes = communes_called(session)
    used = {bank: _used(session, bank) for bank in {row.bank_version for row in found}}
    neutralised = frozenset(session.scalars(select(NeutralisedItem.item)))
    for start in range(0, len(found), CHUNK):
        ids = [row.id for row in found[start : start + CHUNK]]
        answers, paths = _answers(session, ids), _paths(session, ids)
        for sitting, result, supervision in _rows(session, ids):
            bank = standards.bank(session, sitting.bank_version)
            tasks = tuple(
                _task(row, bank, result.theta, used[sitting.bank_version], paths)
                for row in answers.get(sitting.id, [])
                if row.item in bank.by_id and row.item not in neutralised
            )
            if tasks:
                yield Taken(_taken(sitting, result, supervision, _called(supervision, communes), tasks), result.theta)


def _called(supervision: Supervision | None, communes: Mapping[str, str]) -> tuple[str, str]:
    """Where the class was held, and where its supervisor works, when that is another; by its key where no class was held."""
    if supervision is None:
        return "", ""
    own = supervision.own_commune
    return communes[commune_key(supervision.commune, supervision.commune_code)], communes.get(own, own)


def communes_called(session: Session) -> Mapping[str, str]:
    """By commune_key, of every class there was."""
    rows = session.execute(select(Supervision.commune, Supervision.commune_code).distinct())
    return commune_names([(commune, code) for commune, code in rows])


def _used(session: Session, bank: str) -> Mapping[str, float]:
    total = session.get(ExposureTotal, bank)
    begun = total.sittings if total else 0
    rows = session.execute(select(ExposureCount.item, ExposureCount.shown).where(ExposureCount.bank == bank))
    return {item: used_of_thousand(shown, begun) for item, shown in rows}


def _rows(session: Session, ids: Sequence[int]) -> Sequence[Row[Sitting, SittingResult, Supervision | None]]:
    newest = select(func.max(SittingResult.id)).where(SittingResult.sitting_id == Sitting.id).correlate(Sitting)
    return session.execute(
        select(Sitting, SittingResult, Supervision)
        .join(SittingResult, SittingResult.id == newest.scalar_subquery())
        .outerjoin(Supervision, Supervision.id == Sitting.supervision_id)
        .where(Sitting.id.in_(ids))
        .order_by(Sitting.ended_at.desc(), Sitting.id)
    ).all()


def _answers(session: Session, ids: Sequence[int]) -> Mapping[int, list[Row[int, str, str, datetime, SittingAnswer]]]:
    rows = session.execute(
        select(SittingTask.sitting_id, SittingTask.item, SittingTask.key, SittingTask.shown_at, SittingAnswer)
        .join(SittingAnswer, SittingAnswer.key == SittingTask.key)
        .where(SittingTask.sitting_id.in_(ids), SittingAnswer.score.is_not(None))
        .order_by(SittingTask.sitting_id, SittingTask.number)
    )
    found: dict[int, list[Row[int, str, str, datetime, SittingAnswer]]] = defaultdict(list)
    for row in rows:
        found[row.sitting_id].append(row)
    return found


def _paths(session: Session, ids: Sequence[int]) -> Mapping[str, tuple[str, ...]]:
    """The controls that were tapped, by task."""
    rows = session.execute(
        select(SittingTap.key, SittingTap.control)
        .join(SittingTask, SittingTask.key == SittingTap.key)
        .where(SittingTask.sitting_id.in_(ids))
        .order_by(SittingTap.key, SittingTap.seq)
    )
    found: dict[str, list[str]] = defaultdict(list)
    for key, control in rows:
        found[key].append(control)
    return {key: tuple(path) for key, path in found.items()}


def _task(
    row: Row[int, str, str, datetime, SittingAnswer],
    bank: Bank,
    theta: float,
    used: Mapping[str, float],
    paths: Mapping[str, tuple[str, ...]],
) -> TaskTaken:
    """Where the phone told no thinking time, it is what passed here: nobody escapes by switching the script off. What is
    kept as the answer to a simulation tells how long it took, so that no two are alike: the way says more."""
    answer = row.SittingAnswer
    passed = round((answer.answered_at - row.shown_at).total_seconds() * 1000)
    path = paths.get(row.key, ())
    return TaskTaken(
        row.item,
        "" if path else answer.answer,
        answer.score == 1,
        chance_of_success(bank.by_id[row.item].scored, theta),
        used.get(row.item, 0.0),
        max(1, passed if answer.thinking_ms is None else answer.thinking_ms),
        path,
    )


def _taken(
    sitting: Sitting,
    result: SittingResult,
    supervision: Supervision | None,
    communes: tuple[str, str],
    tasks: tuple[TaskTaken, ...],
) -> SittingTaken:
    return SittingTaken(
        str(sitting.id),
        str(sitting.learner_id),
        sitting.started_at,
        sitting.ended_at or sitting.active_at,
        result.outcome == CERTIFIED,
        tasks,
        sitting.device_mac,
        str(supervision.supervisor_id) if supervision else "",
        str(supervision.id) if supervision else "",
        *communes,
    )


def item_answers(taken: Sequence[Taken]) -> Iterator[ItemAnswer]:
    for one in taken:
        for task in one.sitting.tasks:
            yield ItemAnswer(task.item, task.right, task.chance, one.theta, one.sitting.ended_at)


def scored_answers(session: Session, framework: str) -> list[tuple[int, str, int]]:
    """(sitting, item, score) of everything that counts in ended sittings of a framework, of all times. Sittings are
    numbered from 0."""
    ids = session.scalars(
        select(Sitting.id)
        .where(Sitting.framework == framework, Sitting.ended_at.is_not(None))
        .order_by(Sitting.started_at, Sitting.id)
    ).all()
    numbers = {id_: number for number, id_ in enumerate(ids)}
    neutralised = frozenset(session.scalars(select(NeutralisedItem.item)))
    return [
        (numbers[id_], row.item, row.SittingAnswer.score)
        for start in range(0, len(ids), CHUNK)
        for id_, rows in _answers(session, ids[start : start + CHUNK]).items()
        for row in rows
        if row.item not in neutralised
    ]


# What is kept, and what a page says of it


def kept_findings(session: Session, framework: str) -> KeptFindings | None:
    return session.get(KeptFindings, framework)


def kept_at(session: Session) -> dict[str, datetime]:
    """When each framework was inspected last."""
    return {row.framework: row.at for row in session.execute(select(KeptFindings.framework, KeptFindings.at))}


@dataclass(frozen=True)
class Met:
    """A sitting that is still there: when it began, whether in a class; `case`: the token of its case, "" of none."""

    started_at: datetime
    in_class: bool
    case: str


def sittings_met(session: Session, ids: Sequence[int]) -> dict[int, Met]:
    rows = session.execute(
        select(Sitting.id, Sitting.started_at, Sitting.supervision_id, Case.token)
        .outerjoin(Case, Case.sitting_id == Sitting.id)
        .where(Sitting.id.in_(ids))
    )
    return {id_: Met(at, supervision is not None, token or "") for id_, at, supervision, token in rows}


def classes_met(session: Session, ids: Sequence[int]) -> dict[int, Supervision]:
    return {row.id: row for row in session.scalars(select(Supervision).where(Supervision.id.in_(ids)))}
