"""Answers that come when their task takes none any more: a phone without network kept them until its class was over, or
until the task was put aside. They are judged and kept, and count only when somebody who reads the case says so."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from app.quiz.domain.adaptive.sitting import Decision
from app.quiz.domain.simulation.marking import mark
from app.quiz.domain.simulation.play import Action, Tap, play, replay
from app.quiz.domain.simulation.screens import Simulation
from app.quiz.service import Incomplete
from app.simulations.domain.attempts import summary
from app.sittings.answering import Sent, Step, at_most, judged
from app.sittings.domain.record import SKIPPED, Task
from app.sittings.domain.rescoring import LEFT, late_choices, outcome_again
from app.sittings.models import LateAnswer, LateRuling, Sitting
from app.sittings.outcomes import Flip, judge_followers, lock_with_followers, record_result
from app.sittings.queries import sitting_record, taps_of, tasks_of
from app.sittings.standards import Engine, Standards
from app.sittings.steering import Asked, asked_now, later


class NoLateAnswer(Exception):
    """Nothing came late for this task that could count."""


@dataclass(frozen=True)
class Ruling:
    """Whether it counts, as whoever reads the case says."""

    counts: bool
    reason: str
    account_id: int


def keep_late(
    session: Session, engine: Engine, sitting: Sitting, sent: Sent, now: datetime, action: Action | None = None
) -> Step:
    """The first one that came for its task. `action`: a press, which is an answer when it reaches the goal. "old" where
    there is no answer to keep."""
    tasks = tasks_of(session, sitting.id, taps=False)
    task = next((task for task in tasks if task.key == sent.key), None)
    if task is None or task.answer:
        return "old"
    if task.late is not None:
        return "late"
    came = _judged(asked_now(session, engine.standards, tasks, task), _taps(session, task), sent, action, now)
    if came is None:
        return "old"
    answer, score = came
    now = later(sitting, now)
    waited = at_most(sent.waited_ms, task, now)
    sitting.assisted = sitting.assisted or sent.assisted
    session.add(LateAnswer(key=task.key, answer=answer, at=now, score=score, waited_ms=waited))
    session.flush()
    return "late"


def _taps(session: Session, task: Task) -> tuple[Tap, ...]:
    return task.taps or tuple(taps_of(session, [task.key]).get(task.key, ()))


def _judged(
    asked: Asked, taps: tuple[Tap, ...], sent: Sent, action: Action | None, now: datetime
) -> tuple[str, int] | None:
    """As it would have been written; None for what is no answer."""
    content = asked.content
    if content is None:
        return None
    if sent.is_skip:
        return SKIPPED, 0
    if isinstance(content, Simulation):
        return _arrived(content, taps, action, now) if action is not None else None
    try:
        return judged(content, sent.fields)
    except Incomplete:
        return None


def _arrived(simulation: Simulation, taps: tuple[Tap, ...], action: Action, now: datetime) -> tuple[str, int] | None:
    played = play(simulation, replay(simulation, taps, "exam"), action, now, "exam")
    if not played.state.done or not played.taps:
        return None
    return marked(simulation, (*taps, *played.taps))


def marked(simulation: Simulation, taps: tuple[Tap, ...]) -> tuple[str, int]:
    """The answer that these presses are, with its score: 1 when every screen of the way was left by a right step before
    anything wrong was done there (quiz/domain/simulation/marking.py), else 0: the wrong presses lead nowhere, so that whoever
    presses long enough arrives."""
    marking = mark(simulation, taps, "exam")
    return summary(marking), int(marking.reached and marking.score >= 1)


def rule_on_late(
    session: Session, standards: Standards, sitting_id: int, number: int, ruling: Ruling, now: datetime
) -> Flip | None:
    """The late answer to task `number` of an ended sitting counts from now on, or no more: a result of its own, computed
    anew. Ruling the same twice changes nothing. Gives what it comes to where that is something else now. Raises
    NoLateAnswer; ValueError without a reason."""
    if not ruling.reason.strip():
        raise ValueError("no reason")
    sitting = next((one for one in lock_with_followers(session, [sitting_id]) if one.id == sitting_id), None)
    if sitting is None:
        raise NoLateAnswer
    record = sitting_record(session, standards, sitting_id)
    choice = next((choice for choice in late_choices(record) if choice.task.number == number), None)
    if choice is None or record.result is None:
        raise NoLateAnswer
    if choice.counts == ruling.counts:
        return None
    _write(session, choice.task, ruling, now)
    reason = LEFT if record.result.reason == LEFT else "late"
    position = sitting_record(session, standards, sitting_id).position
    outcome = outcome_again(position, was_left=reason == LEFT)
    record_result(session, sitting, Decision(outcome, reason, position.estimate, len(position.scored)), "late", now)
    judge_followers(session, standards, sitting, "late", now)
    return Flip(sitting_id, record.result.outcome, outcome) if outcome != record.result.outcome else None


def _write(session: Session, task: Task, ruling: Ruling, now: datetime) -> None:
    row = LateRuling(
        key=task.key, counts=ruling.counts, reason=ruling.reason.strip(), account_id=ruling.account_id, at=now
    )
    session.add(row)
    session.flush()
