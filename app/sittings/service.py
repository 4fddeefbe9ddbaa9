"""Use cases of a sitting that goes on: a task is answered, or pressed on.

Every one is given the sitting's own row, locked (queries.find_sitting), so that what is sent twice, or from two phones at
once, comes one after the other and counts once.
"""

from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from app.quiz.domain.simulation.play import Action, play
from app.quiz.domain.simulation.play import replay as replay_taps
from app.quiz.domain.simulation.screens import Simulation
from app.quiz.service import Incomplete
from app.simulations.domain.attempts import Attempt, is_resent
from app.sittings.answering import Arrival, Sent, Step, UnknownTask, judged
from app.sittings.beginning import AlreadyOpen, Device, MustWait, NewSitting, start_sitting
from app.sittings.domain.record import ASIDE, SKIPPED, Task
from app.sittings.late_answers import keep_late, marked
from app.sittings.models import Sitting, SittingTap
from app.sittings.outcomes import Flip, appeal, certificate_request, neutralise_item, record_verdict
from app.sittings.pausing import (
    leave_sitting,
    pass_resting,
    pause_costs,
    pause_sitting,
    put_aside,
    resume_sitting,
)
from app.sittings.queries import in_sitting, sitting_record
from app.sittings.standards import Engine
from app.sittings.steering import SittingClosed, current_task, is_open, mode_of

# The face of this feature: what others ask of it.
__all__ = [
    "AlreadyOpen",
    "Device",
    "Flip",
    "Incomplete",
    "MustWait",
    "NewSitting",
    "Sent",
    "SittingClosed",
    "Step",
    "UnknownTask",
    "appeal",
    "certificate_request",
    "current_task",
    "in_sitting",
    "is_open",
    "keep_late",
    "leave_sitting",
    "mode_of",
    "neutralise_item",
    "pass_resting",
    "pause_costs",
    "pause_sitting",
    "press",
    "put_aside",
    "record_verdict",
    "resume_sitting",
    "sitting_record",
    "start_sitting",
    "submit_answer",
]


def submit_answer(session: Session, engine: Engine, sitting: Sitting, sent: Sent, now: datetime) -> Step:
    """Judged, written, and the next task asked. Raises Incomplete, UnknownTask, SittingClosed."""
    found = Arrival.of(session, engine, sitting, sent.key, now)
    content = found.asked.content
    if not found.asked.task.is_open:
        return _kept(found, sent)
    if found.asked.rests or content is None:
        return found.put_aside("aside")
    if sent.is_skip:
        return found.record(SKIPPED, 0, sent)
    if isinstance(content, Simulation):
        raise UnknownTask
    answer, score = judged(content, sent.fields)
    return found.record(answer, score, sent)


def press(session: Session, engine: Engine, sitting: Sitting, sent: Sent, action: Action, now: datetime) -> Step:
    """One press on the look-alike phone; the one that reaches the goal is the answer. The same press sent again counts once:
    it is known by its task and its place among the presses. Raises UnknownTask, SittingClosed."""
    found = Arrival.of(session, engine, sitting, sent.key, now)
    task, simulation = found.asked.task, found.asked.content
    if not task.is_open:
        return _kept(found, sent, action)
    if found.asked.rests or not isinstance(simulation, Simulation):
        return found.put_aside("aside")
    if is_resent(simulation, _attempt(task), action):
        return "same"
    played = play(simulation, replay_taps(simulation, task.taps, "exam"), action, found.now, "exam")
    if not played.taps:
        return "old" if played.refused else "same"
    session.add_all(
        SittingTap(key=task.key, seq=tap.seq, kind=tap.kind, control=tap.control, outcome=tap.outcome, at=tap.at)
        for tap in played.taps
    )
    if not played.state.done:
        found.touch(sent.assisted)
        return "same"
    sent = replace(sent, thinking_ms=None)  # since the press before this one, as its phone counts
    return found.record(*marked(simulation, (*task.taps, *played.taps)), sent)


def _attempt(task: Task) -> Attempt:
    return Attempt(task.key, None, "", task.item, task.version, "exam", task.taps)


def _kept(found: Arrival, sent: Sent, action: Action | None = None) -> Step:
    """The stored acknowledgement of what is sent again; or it came when its task had been put aside."""
    task, content = found.asked.task, found.asked.content
    if task.answer == ASIDE:
        if found.asked.rests:
            return "aside"
        step = keep_late(found.session, found.engine, found.sitting, sent, found.now, action)
        return step if step == "late" else "aside"
    if isinstance(content, Simulation) or content is None:
        return "kept"
    answer = SKIPPED if sent.is_skip else content.answer_from(sent.fields)
    return "kept" if answer == task.answer else "differs"
