"""An ended sitting judged again: without a task that turned out to be flawed, or with an answer that came too late."""

from dataclasses import dataclass, replace

from app.quiz.domain.ability import Estimate
from app.quiz.domain.adaptive.sitting import Outcome, Position
from app.sittings.domain.record import SittingRecord, Task

LEFT = "left"


@dataclass(frozen=True)
class LateChoice:
    """A late answer that may count (`score` 1 or 0), or counts already. `otherwise`: with it where it does not count, without
    it where it counts."""

    task: Task
    score: int
    counts: bool
    now: Estimate
    otherwise: Estimate
    outcome_now: str
    outcome_otherwise: Outcome


def outcome_again(position: Position, *, was_left: bool = False) -> Outcome:
    """Of a sitting that has ended: nothing more can be asked, so that what is not clear goes to a person, and so does one
    that its learner left."""
    if was_left:
        return "refer"
    if position.estimate.p_master >= position.policy.certify_at:
        return "certify"
    return "deny" if position.estimate.p_master <= position.policy.deny_at else "refer"


def late_choices(record: SittingRecord) -> tuple[LateChoice, ...]:
    """In the order of its tasks; none before it has a result. What was neutralised, or is in the bank no more, tells nothing, late or
    not; what could not be judged when it came is only shown."""
    found = (_choice(record, task) for task in record.tasks)
    return tuple(choice for choice in found if choice is not None)


def _choice(record: SittingRecord, task: Task) -> LateChoice | None:
    late = task.late
    is_told = task.item in record.bank.by_id and task.item not in record.neutralised
    if late is None or late.score is None or not is_told or record.result is None:
        return None
    turned = replace(task, late=replace(late, counts=not late.counts))
    tasks = tuple(turned if one.number == task.number else one for one in record.tasks)
    now, otherwise = record.position, replace(record, tasks=tasks).position
    again = outcome_again(otherwise, was_left=record.result.reason == LEFT)
    return LateChoice(task, late.score, late.counts, now.estimate, otherwise.estimate, record.result.outcome, again)
