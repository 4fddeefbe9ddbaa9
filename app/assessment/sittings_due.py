"""Selects: what has happened to sittings that their cases do not tell yet; how long tasks take."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, CompoundSelect, Select, and_, exists, func, or_, select, union
from sqlalchemy.orm import Session, aliased

from app.assessment.domain.flags import Tempo, tempo_of
from app.assessment.models import Case
from app.certification.identities import holds_certificate
from app.certification.models import Certificate, LearnerIdentity
from app.sittings.domain.doubts import doubted
from app.sittings.domain.record import SittingRecord
from app.sittings.models import (
    Appeal,
    CertificateName,
    LateAnswer,
    NamesakeRuling,
    PracticalReport,
    Sitting,
    SittingAnswer,
    SittingResult,
    SittingTask,
    SittingVerdict,
    SupervisedName,
    Supervision,
)

OVERLAP, CHUNK = 500, 500
NEWS_IDS = NamesakeRuling.id, SittingResult.id, SittingVerdict.id
NEWS: tuple[Select[int, int | None], ...] = (
    select(NamesakeRuling.id, SupervisedName.sitting_id).join(
        SupervisedName, SupervisedName.id == NamesakeRuling.name_id
    ),
    select(SittingResult.id, SittingResult.sitting_id),
    select(SittingVerdict.id, SittingVerdict.sitting_id),
)
NAMES = (
    select(Sitting.id, SupervisedName.folded).join(SupervisedName, SupervisedName.sitting_id == Sitting.id),
    select(Sitting.id, CertificateName.folded).join(CertificateName, CertificateName.learner_id == Sitting.learner_id),
)
ANY_LINE = aliased(SupervisedName)
LATE_OVERLAP = timedelta(minutes=5)
CLASS_OVERLAP = timedelta(days=2)  # longer than a class is open
TIMED_ANSWERS, LEAST_TIMES = 20_000, 20


@dataclass(frozen=True)
class Cursor:
    """Up to which result, appeal, report of practical work, late answer, identity number and certificate was looked; from the
    beginning, at first. `classes`: the latest end of a class that was looked at. `news`: of what may be told of a namesake (NEWS), the newest that was looked at."""

    result: int = 0
    appeal: int = 0
    report: int = 0
    late: datetime | None = None
    identity: datetime | None = None
    certificate: int = -1
    classes: datetime | None = None
    news: tuple[frozenset[int], ...] = (frozenset(), frozenset(), frozenset())


def due_sittings(session: Session, after: Cursor) -> tuple[list[int], Cursor]:
    """Sittings of which a case has to be opened or written anew: supervised ones that ended, those whose learner asks for
    another look or did practical work, those that a neutralised task turned, those to which an answer came late, those that
    a supervisor marked as helped, or as not, after they had ended, those whose learner another account's certificate may belong to; and of cases that wait those of whose namesakes something is new.
    Where several write at once a lower number may come later, so what lies shortly before is looked at again."""
    results = select(SittingResult.sitting_id, SittingResult.id).where(SittingResult.id > after.result - OVERLAP)
    appeals = select(Appeal.sitting_id, Appeal.id).where(Appeal.id > after.appeal - OVERLAP)
    told = select(SittingVerdict.sitting_id, PracticalReport.id)
    told = told.join(PracticalReport, PracticalReport.verdict_id == SittingVerdict.id)
    reports = told.where(PracticalReport.id > after.report - OVERLAP)
    newest = after
    candidates: set[int] = set()
    for sitting, number in session.execute(results):
        candidates.add(sitting)
        newest = replace(newest, result=max(newest.result, number))
    for sitting, number in session.execute(appeals):
        candidates.add(sitting)
        newest = replace(newest, appeal=max(newest.appeal, number))
    for sitting, number in session.execute(reports):
        candidates.add(sitting)
        newest = replace(newest, report=max(newest.report, number))
    for sitting, at in session.execute(_late_since(after.late)):
        candidates.add(sitting)
        newest = replace(newest, late=max(newest.late or at, at))
    people, newest = _perhaps_one_person(session, newest)
    marked, newest = _marked_otherwise(session, newest)
    candidates |= people | marked
    due = [one for part in _parts(candidates) for one in _due(session, part)]
    of_namesakes, newest = _told_of_namesakes(session, newest)
    return [*due, *sorted(of_namesakes - set(due))], newest


def _parts(numbers: Collection[int]) -> Iterable[list[int]]:
    ordered = sorted(numbers)
    return (ordered[begin : begin + CHUNK] for begin in range(0, len(ordered), CHUNK))


def _told_of_namesakes(session: Session, after: Cursor) -> tuple[set[int], Cursor]:
    """Sittings of cases that wait, where a supervisor said of two whether they are one, or another of the name has a result or a
    verdict since. Whether that makes a difference shows when the case is written: each piece of news is looked at once."""
    fresh, news = [], []
    for kind, id_, known in zip(NEWS, NEWS_IDS, after.news, strict=True):
        rows = session.execute(kind.where(id_ > max(known, default=OVERLAP) - OVERLAP)).all()
        newest = max((number for number, _ in rows), default=0)
        fresh.append({sitting for number, sitting in rows if number not in known and sitting is not None})
        news.append(frozenset(number for number, _ in rows if number > newest - OVERLAP))
    ruled, *judged = fresh
    told = ruled | _of_their_names(session, set[int]().union(*judged))
    waiting = select(Case.sitting_id).where(Case.stage != "settled")
    found = {one for part in _parts(told) for one in session.scalars(waiting.where(Case.sitting_id.in_(part)))}
    return found, replace(after, news=tuple(news))


def _of_their_names(session: Session, sittings: Collection[int]) -> set[int]:
    """Other sittings under a name of one of these, in a class's list or on the paper."""
    names, found = defaultdict[str, set[int]](set), set[int]()
    for part in _parts(sittings):
        for select_names in NAMES:
            for number, name in session.execute(select_names.where(Sitting.id.in_(part))):
                names[name].add(number)
    ordered = sorted(names.keys() - {""})
    for begin in range(0, len(ordered), CHUNK):
        for select_names, column in zip(NAMES, (SupervisedName.folded, CertificateName.folded), strict=True):
            bearers = session.execute(select_names.where(column.in_(ordered[begin : begin + CHUNK])))
            found |= {number for number, name in bearers if names[name] - {number}}
    return found


def _late_since(at: datetime | None) -> Select[int, datetime]:
    late = select(SittingTask.sitting_id, LateAnswer.at).join(LateAnswer, LateAnswer.key == SittingTask.key)
    return late if at is None else late.where(LateAnswer.at >= at - LATE_OVERLAP)


def _marked_otherwise(session: Session, after: Cursor) -> tuple[set[int], Cursor]:
    """Sittings of classes that may be open still, of which the case does not say who was helped as the supervisor's list does."""
    latest = session.scalar(select(func.max(Supervision.closes_at)))
    marked = (
        select(Case.sitting_id)
        .join(Sitting, Sitting.id == Case.sitting_id)
        .join(SupervisedName, SupervisedName.sitting_id == Sitting.id)
        .join(Supervision, Supervision.id == SupervisedName.supervision_id)
        .where(_is_help_untold())
    )
    if after.classes is not None:
        marked = marked.where(Supervision.closes_at >= after.classes - CLASS_OVERLAP)
    return set(session.scalars(marked)), replace(after, classes=latest)


def _was_helped() -> ColumnElement[bool]:
    """The sitting, as its phone said or a supervisor saw: domain.record.SittingRecord.was_assisted."""
    seen = select(ANY_LINE.id).where(ANY_LINE.sitting_id == Sitting.id, ANY_LINE.assisted)
    return or_(Sitting.assisted, exists(seen))


def _is_help_untold() -> ColumnElement[bool]:
    """What was decided stays as it was seen, where it says of more help."""
    is_told, is_helped = Case.concerns.contains('"assisted"', autoescape=True), _was_helped()
    return or_(and_(is_helped, ~is_told), and_(is_told, ~is_helped, Case.stage != "settled"))


def _perhaps_one_person(session: Session, after: Cursor) -> tuple[set[int], Cursor]:
    """Sittings of whoever shares an identity number with a learner whose number, or certificate, or its revocation, is new."""
    identity = session.scalar(select(func.max(LearnerIdentity.at)))
    if identity is None:  # no number is kept here
        return set(), after
    entries = (session.scalar(select(func.max(one))) for one in (Certificate.log_index, Certificate.revoke_log_index))
    certificate = max((index for index in entries if index is not None), default=after.certificate)
    numbers = select(LearnerIdentity.learner_id)
    if after.identity is not None:
        numbers = numbers.where(LearnerIdentity.at >= after.identity - LATE_OVERLAP)
    is_new = or_(Certificate.log_index > after.certificate, Certificate.revoke_log_index > after.certificate)
    issued = select(Certificate.learner_id).where(is_new)
    new: CompoundSelect[Any] = union(numbers, issued)
    own, other = aliased(LearnerIdentity), aliased(LearnerIdentity)
    shared = (
        select(Sitting.id)
        .join(own, own.learner_id == Sitting.learner_id)
        .join(other, _is_same_number(own, other))
        .where(or_(own.learner_id.in_(new), other.learner_id.in_(new)))
    )
    return set(session.scalars(shared)), replace(after, identity=identity, certificate=certificate)


def _is_same_number(own: type[LearnerIdentity], other: type[LearnerIdentity]) -> ColumnElement[bool]:
    """Of two accounts."""
    return (other.key == own.key) & (other.mac == own.mac) & (other.learner_id != own.learner_id)


def _is_certified_elsewhere() -> ColumnElement[bool]:
    """Of the sitting's learner: certification.identities.certified_elsewhere, said of many."""
    own, other = aliased(LearnerIdentity), aliased(LearnerIdentity)
    matched = select(own.learner_id).join(other, _is_same_number(own, other))
    return exists(matched.where(own.learner_id == Sitting.learner_id, holds_certificate(other.learner_id)))


def is_behind(session: Session, case: Case) -> bool:
    """Whether something happened to its sitting that the case does not tell yet."""
    return any(True for _ in _due(session, [case.sitting_id]))


def _due(session: Session, sittings: Sequence[int]) -> Iterable[int]:
    counted = (
        select(
            SittingResult.sitting_id,
            func.count().label("results"),
            func.count(SittingResult.outcome.distinct()).label("outcomes"),
        )
        .where(SittingResult.sitting_id.in_(sittings))
        .group_by(SittingResult.sitting_id)
        .subquery()
    )
    asked_at = select(func.max(Appeal.at)).where(Appeal.sitting_id == Sitting.id).scalar_subquery()
    seen_at = (
        select(func.max(PracticalReport.at))
        .join(SittingVerdict, SittingVerdict.id == PracticalReport.verdict_id)
        .where(SittingVerdict.sitting_id == Sitting.id)
        .scalar_subquery()
    )
    is_somebodys = or_(asked_at.is_not(None), seen_at.is_not(None))
    # Certified alone, and judged again: perhaps of less than the certificate names (opener.py looks).
    stands = exists().where(Certificate.subject == Sitting.token, Certificate.revoked_at.is_(None))
    may_have_lost = and_(counted.c.results > 1, stands)
    is_ours = or_(Sitting.supervision_id.is_not(None), is_somebodys, counted.c.outcomes > 1)
    concerns_us = or_(is_ours, may_have_lost, Case.id.is_not(None))
    is_reported = and_(seen_at.is_not(None), or_(Case.practised_at.is_(None), Case.practised_at < seen_at))
    is_asked_again = and_(asked_at.is_not(None), or_(Case.appealed_at.is_(None), Case.appealed_at < asked_at))
    came_late = select(LateAnswer.key).join(SittingTask, SittingTask.key == LateAnswer.key)
    is_untold = and_(
        exists(came_late.where(SittingTask.sitting_id == Sitting.id)),
        ~Case.concerns.contains('"late"', autoescape=True),
    )
    is_told, is_matched = Case.concerns.contains('"same-person"', autoescape=True), _is_certified_elsewhere()
    # What was decided stays as it was seen.
    is_unmatched = or_(and_(is_matched, ~is_told), and_(is_told, ~is_matched, Case.stage != "settled"))
    is_news = or_(is_asked_again, is_reported, is_untold, is_unmatched, _is_help_untold())
    is_behind = or_(Case.id.is_(None), Case.results != counted.c.results, is_news)
    return session.scalars(
        select(Sitting.id)
        .join(counted, counted.c.sitting_id == Sitting.id)
        .outerjoin(Case, Case.sitting_id == Sitting.id)
        .where(Sitting.ended_at.is_not(None), concerns_us, is_behind)
        .order_by(Sitting.ended_at)
    )


def is_namesake_untold(case: Case, record: SittingRecord) -> bool:
    """Whether an earlier try under the same name is known only since the case was written: the two are looked at together.
    Who that may be no select tells, so is_behind leaves it out."""
    return bool(doubted(record)) and '"namesake"' not in case.concerns


def happened(session: Session, sitting: int) -> tuple[int, int, int]:
    """How many results it has, appeals, and reports of practical work: with one more of them it may be somebody's affair."""
    reports = select(func.count(PracticalReport.id)).join(
        SittingVerdict, SittingVerdict.id == PracticalReport.verdict_id
    )
    counts = (
        select(func.count(SittingResult.id)).where(SittingResult.sitting_id == sitting),
        select(func.count(Appeal.id)).where(Appeal.sitting_id == sitting),
        reports.where(SittingVerdict.sitting_id == sitting),
    )
    results, appeals, reported = (session.scalar(count) or 0 for count in counts)
    return results, appeals, reported


def late_answers(session: Session, sitting: int) -> int:
    """How many came late, whatever the case tells of them."""
    came = select(func.count()).select_from(LateAnswer).join(SittingTask, SittingTask.key == LateAnswer.key)
    return session.scalar(came.where(SittingTask.sitting_id == sitting)) or 0


def tempi(session: Session) -> dict[str, Tempo]:
    """How long tasks take, from the newest answers."""
    rows = session.execute(
        select(SittingTask.item, SittingTask.shown_at, SittingAnswer.answered_at, SittingAnswer.thinking_ms)
        .join(SittingAnswer, SittingAnswer.key == SittingTask.key)
        .where(SittingAnswer.score.is_not(None))
        .order_by(SittingAnswer.answered_at.desc())
        .limit(TIMED_ANSWERS)
    )
    taken: dict[str, list[float]] = defaultdict(list)
    for item, shown_at, answered_at, thinking_ms in rows:
        seconds = (answered_at - shown_at).total_seconds() if thinking_ms is None else thinking_ms / 1000
        taken[item].append(max(0.1, seconds))
    return {item: tempo_of(seconds) for item, seconds in taken.items() if len(seconds) >= LEAST_TIMES}
