"""Which queue a case waits in: ready to decide, or to be looked at, and why."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

from app.assessment.domain.evidence import Evidence, without_used
from app.assessment.domain.flags import Flag, Reference, Tempi, flags, signs
from app.quiz.domain.ability import Estimate
from app.quiz.domain.adaptive.sitting import Policy
from app.sittings.domain.doubts import doubted
from app.sittings.domain.record import SittingRecord
from app.sittings.domain.rescoring import LEFT

Queue: TypeAlias = Literal["ready", "look"]
Concern: TypeAlias = Literal[
    "unclear", "left", "exhausted", "flagged", "assisted", "appealed", "changed", "thin", "put-aside", "same-phone",
    "supervisors-phone", "moved", "late", "same-person", "practised",
    "namesake",
]  # fmt: skip

MOST_PUT_ASIDE = 2  # tasks whose learner paused over them: more often, it may have been to choose


@dataclass(frozen=True)
class Findings:
    """`outcome` and `cause` as of the result that counts; `changed`: it was computed anew after an item was neutralised.
    `without_used`: the estimate without the tasks that were shown most. `put_aside`: tasks that its learner set aside by
    pausing. `same_phone`: others sat the test lately on the phone that is not the class's. `moved`: it went on on another phone, as its supervisor let it. `late`: an
    answer came when its task took none any more. `same_person`: another account has a certificate under the same identity
    number. `practised`: a supervisor told what they saw of practical work. `namesake`: somebody sat before under the same name,
    perhaps the same person, and that might make a difference (sittings.domain.doubts). `was_left`: its learner
    stopped it, whatever was computed since."""

    outcome: str
    cause: str
    without_used: Estimate
    flags: tuple[Flag, ...]
    assisted: bool
    appealed: bool
    put_aside: int = 0
    same_phone: bool = False
    supervisors_phone: bool = False
    moved: bool = False
    late: bool = False
    same_person: bool = False
    practised: bool = False
    namesake: bool = False
    was_left: bool = False


def concerns(found: Findings, policy: Policy) -> tuple[Concern, ...]:
    """Why it cannot be decided at a glance; none: ready."""
    raised: dict[Concern, bool] = {
        "appealed": found.appealed,
        "changed": found.cause == "neutralised",
        "left": found.was_left,
        "exhausted": found.outcome == "exhausted",
        "unclear": found.outcome == "refer" and not found.was_left,
        "flagged": bool(found.flags),
        "assisted": found.assisted,
        "thin": _is_thin(found, policy),
        "put-aside": found.put_aside > MOST_PUT_ASIDE,
        "same-phone": found.same_phone,
        "supervisors-phone": found.supervisors_phone,
        "moved": found.moved,
        "late": found.late,
        "same-person": found.same_person,
        "practised": found.practised,
        "namesake": found.namesake,
    }
    return tuple(concern for concern, holds in raised.items() if holds)


def _is_thin(found: Findings, policy: Policy) -> bool:
    """Without the tasks shown most, it would be more likely than not the other way."""
    p = found.without_used.p_master
    return (found.outcome == "certify" and p < (policy.certify_at + 0.5) / 2) or (
        found.outcome == "deny" and p > (policy.deny_at + 0.5) / 2
    )


def queue_of(raised: tuple[Concern, ...]) -> Queue:
    return "look" if raised else "ready"


def is_near_cut(found: Estimate, cut: float) -> bool:
    """The 95 % interval of somebody below the standard reaches it."""
    return found.theta + 1.96 * found.se >= cut


def findings_of(record: SittingRecord, evidence: Evidence, tempi: Tempi, reference: Reference) -> Findings:
    """Of an ended sitting. Raises ValueError for one that goes on."""
    if record.result is None:
        raise ValueError("no result yet")
    return Findings(
        record.result.outcome,
        record.result.cause,
        without_used(evidence),
        flags(signs(evidence, tempi), reference),
        record.was_assisted,
        record.appeal is not None,
        record.put_aside,
        record.same_phone > 0,
        record.is_on_supervisors_phone,
        bool(record.moves),
        any(task.late is not None for task in record.tasks),
        record.certified_elsewhere > 0,
        bool(record.practised),
        bool(doubted(record)),
        record.result.reason == LEFT,
    )
