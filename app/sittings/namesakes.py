"""Selects: who sat the test before under the same name, and which accounts are one person's as supervisors say."""

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, aliased

from app.courses.domain.standards import Retakes
from app.learners.models import Learner
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
    carried_from: int | None = None


@dataclass(frozen=True)
class _Earlier:
    sitting: Sitting
    name: str | None  # None: its learner took the name for the paper back
    where: Where


def seeker_in_class(
    row: SupervisedName, supervision: Supervision, sitting: Sitting | None, rules: Retakes, now: datetime
) -> Seeker:
    """`sitting` None: they have not come yet."""
    where = _in_class(supervision, sitting.device_mac if sitting else "")
    if sitting is None:
        return Seeker(row.folded, where, rules, now, None, row.id)
    begun_at, learner = sitting.started_at, sitting.learner_id
    return Seeker(row.folded, where, rules, begun_at, learner, row.id, sitting.ended_at, sitting.carried_from)


def _in_class(held: Supervision, device_mac: str) -> Where:
    return Where(held.supervisor_id, held.commune, held.commune_code, device_mac, held.id, held.place)


def namesakes_of_sitting(session: Session, sitting: Sitting, rules: Retakes) -> tuple[Namesake, ...]:
    """But for those from whose evidence it goes on, with nothing said against it."""
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
        learner, ended_at = sitting.learner_id, sitting.ended_at
        seekers = [Seeker(name, alone, rules, begun_at, learner, None, ended_at, sitting.carried_from)]
    met = [one for rows in namesakes(session, seekers) for one in rows]
    # On two lists: what was said on either, the newest.
    found = {
        one.sitting_id: one for one in sorted(met, key=lambda one: one.ruling.at.timestamp() if one.ruling else 0.0)
    }
    return tuple(sorted((one for one in found.values() if not one.is_settled), key=lambda one: one.at))


def namesakes(session: Session, seekers: Sequence[Seeker]) -> list[tuple[Namesake, ...]]:
    """Of each of them, the oldest first."""
    if not seekers:
        return []
    since = min(one.begun_at - one.rules.months * LONGEST_MONTH for one in seekers)
    earlier = [*_on_phones(session, seekers, since), *_in_classes(session, seekers, since)]  # of a class: where it was
    known = _Known(
        _judged(session, {one.sitting.id for one in earlier}),
        _rulings(session, [one.line for one in seekers if one.line is not None]),
        _with_account(session, seekers, earlier),
    )
    return [_met(seeker, earlier, known, _carried(session, seeker)) for seeker in seekers]


@dataclass(frozen=True)
class _Known:
    """`rulings` by the line and the earlier sitting; `with_account`: learners of those that were held side by side."""

    ended: Mapping[int, tuple[SittingResult, str]]
    rulings: Mapping[tuple[int, int], Ruling]
    with_account: frozenset[int]


def _met(seeker: Seeker, earlier: Iterable[_Earlier], known: _Known, carried: frozenset[int]) -> tuple[Namesake, ...]:
    found = {}
    for one in earlier:
        sitting, at = one.sitting, one.sitting.ended_at
        meeting = seeker.where.meets(one.where)
        if meeting is None or at is None or sitting.id not in known.ended or not _is_name_of(seeker, one):
            continue
        is_others = sitting.learner_id != seeker.learner_id and (seeker.ended_at is None or at <= seeker.ended_at)
        result, verdict = known.ended[sitting.id]
        has_own_paper = verdict == "approved" and sitting.supervision_id is None  # which claims no more than practice
        if not is_others or has_own_paper or _are_two(seeker, one, known.with_account):
            continue
        if is_within(at, seeker.rules, seeker.begun_at):
            found[sitting.id] = Namesake(
                sitting.id, at, meeting, result.outcome, result.theta, result.se, result.p_master, verdict,
                known.rulings.get((seeker.line or 0, sitting.id)), one.where.place, sitting.id in carried,
            )  # fmt: skip
    return tuple(sorted(found.values(), key=lambda one: one.at))


def _is_name_of(seeker: Seeker, one: _Earlier) -> bool:
    """A name that was taken back since may be anybody's who sits on that phone alone."""
    return bool(seeker.name) and (one.name == seeker.name or (one.name is None and seeker.line is None))


def _are_two(seeker: Seeker, one: _Earlier, with_account: frozenset[int]) -> bool:
    """Their supervisor had both at one time, as two lines of one list, on two phones, each with an account of their own: nobody
    has to be asked. The earlier one ended first (_met), so they met where the later had begun by then."""
    sitting = one.sitting
    is_one_list = one.where.supervision_id is not None and one.where.supervision_id == seeker.where.supervision_id
    is_apart = sitting.device_mac != seeker.where.device_mac and {sitting.learner_id, seeker.learner_id} <= with_account
    return is_one_list and is_apart and sitting.ended_at is not None and seeker.begun_at < sitting.ended_at


def _with_account(session: Session, seekers: Sequence[Seeker], earlier: Sequence[_Earlier]) -> frozenset[int]:
    classes = {one.where.supervision_id for one in seekers} - {None}
    beside = {one.sitting.learner_id for one in earlier if one.where.supervision_id in classes}
    if not beside:
        return frozenset()
    learners = beside | {one.learner_id for one in seekers if one.learner_id is not None}
    known = select(Learner.id).where(Learner.id.in_(learners), Learner.account_id.is_not(None))
    return frozenset(session.scalars(known))


def _carried(session: Session, seeker: Seeker) -> frozenset[int]:
    """The sittings from whose evidence theirs goes on, one after the other."""
    found: set[int] = set()
    number = seeker.carried_from
    while number is not None and number not in found:
        found.add(number)
        sitting = session.get(Sitting, number)
        number = sitting.carried_from if sitting else None
    return frozenset(found)


def _in_classes(session: Session, seekers: Sequence[Seeker], since: datetime) -> list[_Earlier]:
    names = {one.name for one in seekers if one.line is not None} - {""}
    rows = session.execute(
        select(Sitting, SupervisedName.folded, Supervision)
        .join(SupervisedName, SupervisedName.sitting_id == Sitting.id)
        .join(Supervision, Supervision.id == SupervisedName.supervision_id)
        .where(SupervisedName.folded.in_(names), Sitting.ended_at >= since)
    )
    return [
        _Earlier(sitting, name, _in_class(held, sitting.device_mac)) for sitting, name, held in (rows if names else ())
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
    """The learner, and every other that supervisors say is the same person; `line`: of the list they come in under now. Where
    two of these are two people, as was said as well, only the one of whom it was said last."""
    person, said = {learner_id}, _said(session, learner_id, line)
    while (found := _next_of(person, said)) is not None:
        person.add(found)
        for pair, told in _said(session, found, None).items():
            said[pair] = max(told, said.get(pair, told))
    return frozenset(person)


def _next_of(person: Set[int], said: Mapping[frozenset[int], tuple[int, bool]]) -> int | None:
    """Somebody who is one of these, as was said last, and set apart from none of them."""
    beside = {pair: told for pair, told in said.items() if len(pair - person) == 1 and pair & person}
    apart = {one for pair, (_, is_same) in beside.items() if not is_same for one in pair - person}
    same = [(told, one) for pair, told in beside.items() if told[1] for one in pair - person - apart]
    return max(same)[1] if same else None


def _said(session: Session, learner_id: int, line: int | None) -> dict[frozenset[int], tuple[int, bool]]:
    """Of this learner and each other: when, in the order of rulings, and whether they are one person; the newest."""
    own, earlier = aliased(Sitting), aliased(Sitting)
    rows = session.execute(
        select(own.learner_id, earlier.learner_id, NamesakeRuling)
        .select_from(NamesakeRuling)
        .join(earlier, earlier.id == NamesakeRuling.earlier_id)
        .join(SupervisedName, SupervisedName.id == NamesakeRuling.name_id)
        .outerjoin(own, own.id == SupervisedName.sitting_id)
        .where(or_(own.learner_id == learner_id, earlier.learner_id == learner_id, NamesakeRuling.name_id == line))
        .order_by(NamesakeRuling.id)
    )
    found = {}
    for own_learner, other, row in rows:
        one = learner_id if row.name_id == line else own_learner
        if one is not None and one != other:
            found[frozenset((one, other))] = row.id, row.is_same
    return found
