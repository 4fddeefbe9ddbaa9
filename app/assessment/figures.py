"""Selects for the page of figures: who agreed with whom, how often people decide otherwise."""

from collections import defaultdict
from collections.abc import Callable, Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from app.assessment import queries
from app.assessment.domain.agreement import AS_SAID, Group, Pair, Reviewed, Settled
from app.assessment.domain.drawing import is_drawn
from app.assessment.domain.readings import answers, appealed
from app.assessment.models import Case, CaseDecision
from app.assessment.queries import month_of
from app.sittings.models import Sitting


def pairs(session: Session, share: Callable[[str], float]) -> list[Pair]:
    """Of every case that two have read, in the order of cases. `share`: by framework, how much of it is drawn; where that was
    another in the meantime, a denial near the cut may count as drawn that was not, or the other way round."""
    second = aliased(CaseDecision)
    is_same = (second.case_id == CaseDecision.case_id) & (second.round == CaseDecision.round) & (second.reading == 2)
    wanted = select(CaseDecision, second, Case.token, Case.framework, Sitting.supervision_id.is_not(None))
    wanted = wanted.join(Case, Case.id == CaseDecision.case_id).join(Sitting, Sitting.id == Case.sitting_id)
    wanted = wanted.join(second, is_same).where(CaseDecision.reading == 1)
    seeds = dict(queries.seeds(session))

    def pair(one: CaseDecision, other: CaseDecision, token: str, framework: str, is_supervised: bool) -> Pair:
        seed = seeds.get(month_of(one.at), "")
        by_lot = one.kind != "deny" or is_drawn(seed, token, share(framework))
        return Pair(Group(framework, is_supervised), by_lot, *answers(*queries.as_decided([one, other])))

    return [pair(*row) for row in session.execute(wanted.order_by(CaseDecision.case_id, CaseDecision.id))]


def settled(session: Session) -> list[Settled]:
    readings = aliased(CaseDecision)
    newest = select(func.max(readings.id)).where(readings.case_id == Case.id, readings.reading > 0).scalar_subquery()
    wanted = select(
        Case.framework, Sitting.supervision_id.is_not(None), CaseDecision.at, CaseDecision.outcome, Case.verdict
    )
    wanted = wanted.join(Case, Case.id == CaseDecision.case_id).join(Sitting, Sitting.id == Case.sitting_id)
    rows = session.execute(wanted.where(CaseDecision.id == newest, Case.stage == "settled"))
    return [Settled(Group(row[0], row[1]), month_of(row[2]), row[3], row[4] or "") for row in rows]


def reviewed(session: Session, decided: Sequence[Settled], read_twice: Sequence[Pair]) -> list[Reviewed]:
    """Everything that somebody looked at after the machine, or after somebody else."""
    by_machine = [Reviewed(one.group, "machine", one.is_overturned) for one in decided if one.outcome in AS_SAID]
    by_second = [Reviewed(one.group, "second", one.first != one.second) for one in read_twice]
    return [*by_machine, *by_second, *_appeals(session)]


def _appeals(session: Session) -> list[Reviewed]:
    asked = select(CaseDecision.case_id).where(CaseDecision.kind == "reopen", CaseDecision.reason == "appeal")
    wanted = select(CaseDecision, Case.framework, Sitting.supervision_id.is_not(None))
    wanted = wanted.join(Case, Case.id == CaseDecision.case_id).join(Sitting, Sitting.id == Case.sitting_id)
    rows = session.execute(wanted.where(CaseDecision.case_id.in_(asked)).order_by(CaseDecision.id))
    groups: dict[int, Group] = {}
    decisions: dict[int, list[CaseDecision]] = defaultdict(list)
    for decision, framework, is_supervised in rows:
        groups[decision.case_id] = Group(framework, is_supervised)
        decisions[decision.case_id].append(decision)
    return [
        Reviewed(groups[case], "appeal", before != after)
        for case, found in decisions.items()
        for before, after in appealed(queries.as_decided(found))
    ]
