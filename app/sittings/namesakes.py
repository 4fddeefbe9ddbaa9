"""Selects: who sat the test before under the same name, and which accounts are one person's as supervisors say."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session, aliased

from app.courses.domain.standards import Retakes
from app.sittings.domain.namesakes import Namesake, Ruling, Where, is_within
from app.sittings.models import (
    CertificateName,
    NamesakeRuling,
    Sitting,
    SittingResult,
    SittingVerdict,
    SupervisedName,
    Supervision,
)

LONGEST_MONTH = timedelta(days=31)


@dataclass(frozen=True)
class Seeker:
    """Somebody under a name: of whom no account is known yet, `learner_id` None. `line` of a class's list; None alone.
    Looked for is what had ended when theirs ended, `ended_at`; until then (None), all that has: of two that were begun side by
    side the one that ends last is asked about the other, whichever was begun first."""

    name: str
    where: Where
    rules: Retakes
    begun_at: datetime
    learner_id: int | None = None
    line: int | None = None
    ended_at: datetime | None = None


@dataclass(frozen=True)
class _Earlier:
    sitting: Sitting
    name: str | None  # None: its learner took the name for the paper back
    where: Where


def seeker_in_class(
    row: SupervisedName, supervision: Supervision, sitting: Sitting | None, rules: Retakes, now: datetime
) -> Seeker:
    """`sitting` None: they have not come yet."""
    mac = sitting.device_mac if sitting else ""
    where = Where(supervision.supervisor_id, supervision.commune, supervision.commune_code, mac)
    if sitting is None:
        return Seeker(row.folded, where, rules, now, None, row.id)
    return Seeker(row.folded, where, rules, sitting.started_at, sitting.learner_id, row.id, sitting.ended_at)


def namesakes_of_sitting(session: Session, sitting: Sitting, rules: Retakes) -> tuple[Namesake, ...]:
    """But for those with which, as a supervisor said, its evidence goes on."""
    seats = session.execute(
        select(SupervisedName, Supervision)
        .join(Supervision, Supervision.id == SupervisedName.supervision_id)
        .where(SupervisedName.sitting_id == sitting.id)
    ).all()
    seekers = [seeker_in_class(row, supervision, sitting, rules, sitting.started_at) for row, supervision in seats]
    if not seekers:
        own = session.get(CertificateName, sitting.learner_id)
        alone = Where(None, "", "", sitting.device_mac)
        name, begun_at = own.folded if own else "", sitting.started_at
        seekers = [Seeker(name, alone, rules, begun_at, sitting.learner_id, ended_at=sitting.ended_at)]
    met = [one for rows in namesakes(session, seekers) for one in rows]
    # On two lists: what was said on either.
    found = {one.sitting_id: one for one in sorted(met, key=lambda one: one.ruling is not None)}
    kept = [one for one in found.values() if not _is_settled(one, sitting)]
    return tuple(sorted(kept, key=lambda one: one.at))


def _is_settled(one: Namesake, sitting: Sitting) -> bool:
    if one.ruling is None:
        return False
    return not one.is_certified and one.is_same and one.ruling.at <= sitting.started_at


def namesakes(session: Session, seekers: Sequence[Seeker]) -> list[tuple[Namesake, ...]]:
    """Of each of them, the oldest first."""
    if not seekers:
        return []
    since = min(one.begun_at - one.rules.months * LONGEST_MONTH for one in seekers)
    earlier = [*_in_classes(session, seekers, since), *_on_phones(session, seekers, since)]
    ended = _judged(session, {one.sitting.id for one in earlier})
    rulings = _rulings(session, [one.line for one in seekers if one.line is not None])
    return [_met(seeker, earlier, ended, rulings) for seeker in seekers]


def _met(
    seeker: Seeker,
    earlier: Iterable[_Earlier],
    ended: Mapping[int, tuple[SittingResult, str]],
    rulings: Mapping[tuple[int, int], Ruling],
) -> tuple[Namesake, ...]:
    found = {}
    for one in earlier:
        sitting, at = one.sitting, one.sitting.ended_at
        meeting = seeker.where.meets(one.where)
        if meeting is None or at is None or sitting.id not in ended or not _is_name_of(seeker, one):
            continue
        is_others = sitting.learner_id != seeker.learner_id and (seeker.ended_at is None or at <= seeker.ended_at)
        result, verdict = ended[sitting.id]
        has_own_paper = verdict == "approved" and sitting.supervision_id is None  # which claims no more than practice
        if is_others and not has_own_paper and is_within(at, seeker.rules, seeker.begun_at):
            ruling = rulings.get((seeker.line or 0, sitting.id))
            found[sitting.id] = Namesake(
                sitting.id, at, meeting, result.outcome, result.theta, result.se, result.p_master, verdict, ruling
            )
    return tuple(sorted(found.values(), key=lambda one: one.at))


def _is_name_of(seeker: Seeker, one: _Earlier) -> bool:
    """A name that was taken back since may be anybody's who sits on that phone alone."""
    return bool(seeker.name) and (one.name == seeker.name or (one.name is None and seeker.line is None))


def _in_classes(session: Session, seekers: Sequence[Seeker], since: datetime) -> list[_Earlier]:
    names = {one.name for one in seekers if one.line is not None} - {""}
    rows = session.execute(
        select(Sitting, SupervisedName.folded, Supervision)
        .join(SupervisedName, SupervisedName.sitting_id == Sitting.id)
        .join(Supervision, Supervision.id == SupervisedName.supervision_id)
        .where(SupervisedName.folded.in_(names), Sitting.ended_at >= since)
    )
    return [
        _Earlier(sitting, name, Where(held.supervisor_id, held.commune, held.commune_code, sitting.device_mac))
        for sitting, name, held in (rows if names else ())
    ]


def _on_phones(session: Session, seekers: Sequence[Seeker], since: datetime) -> list[_Earlier]:
    phones, names = {one.where.device_mac for one in seekers} - {""}, {one.name for one in seekers}
    rows = session.execute(
        select(Sitting, CertificateName.folded)
        .outerjoin(CertificateName, CertificateName.learner_id == Sitting.learner_id)
        .where(Sitting.device_mac.in_(phones), Sitting.ended_at >= since)
        .where(or_(CertificateName.folded.in_(names), CertificateName.folded.is_(None)))
    )
    return [
        _Earlier(sitting, name, Where(None, "", "", sitting.device_mac)) for sitting, name in (rows if phones else ())
    ]


def _judged(session: Session, sittings: set[int]) -> dict[int, tuple[SittingResult, str]]:
    """Those where something was judged, by their newest result and the newest verdict."""
    results = select(SittingResult).where(SittingResult.sitting_id.in_(sittings)).order_by(SittingResult.id)
    verdicts = select(SittingVerdict).where(SittingVerdict.sitting_id.in_(sittings)).order_by(SittingVerdict.id)
    states = {one.sitting_id: one.state for one in session.scalars(verdicts)}
    newest = {one.sitting_id: one for one in session.scalars(results)}
    return {number: (result, states.get(number, "")) for number, result in newest.items() if result.n}


def _rulings(session: Session, lines: Sequence[int]) -> dict[tuple[int, int], Ruling]:
    """By the line and the earlier sitting; the newest holds."""
    rows = session.scalars(select(NamesakeRuling).where(NamesakeRuling.name_id.in_(lines)).order_by(NamesakeRuling.id))
    return {(row.name_id, row.earlier_id): Ruling(row.is_same, row.account_id, row.at) for row in rows}


def one_person(session: Session, learner_id: int, line: int | None) -> frozenset[int]:
    """The learner, and every other that supervisors say is the same person; `line`: of the list they come in under now."""
    newest = select(func.max(NamesakeRuling.id)).group_by(NamesakeRuling.name_id, NamesakeRuling.earlier_id)
    own, earlier = aliased(Sitting), aliased(Sitting)
    said = (
        select(own.learner_id, earlier.learner_id)
        .select_from(NamesakeRuling)
        .join(earlier, earlier.id == NamesakeRuling.earlier_id)
        .join(SupervisedName, SupervisedName.id == NamesakeRuling.name_id)
        .outerjoin(own, own.id == SupervisedName.sitting_id)
        .where(NamesakeRuling.id.in_(newest), NamesakeRuling.is_same)
    )
    now = session.execute(said.where(NamesakeRuling.name_id == line)).all() if line is not None else ()
    known, new = {learner_id}, {learner_id, *(other for _, other in now)}
    while new:
        known |= new
        rows = session.execute(said.where(or_(own.learner_id.in_(new), earlier.learner_id.in_(new))))
        new = {one for row in rows for one in row if one is not None} - known
    return frozenset(known)
