"""Use cases of a sitting that goes on: a task is answered or pressed on, it pauses, is resumed, is left.

Every one is given the sitting's own row, locked (queries.find_sitting), so that what is sent twice, or from two phones at
once, comes one after the other and counts once.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal, TypeAlias

from sqlalchemy.orm import Session

from app.quiz.domain.adaptive.sitting import decide
from app.quiz.domain.question import Fields, Question, Unfinished
from app.quiz.domain.simulation.marking import mark
from app.quiz.domain.simulation.play import Action, play
from app.quiz.domain.simulation.play import replay as replay_taps
from app.quiz.domain.simulation.screens import Simulation
from app.quiz.service import NOT_OURS, Incomplete
from app.simulations.domain.attempts import summary
from app.sittings.beginning import AlreadyOpen, Device, MustWait, NewSitting, start_sitting
from app.sittings.domain.record import Task
from app.sittings.models import LateAnswer, Sitting, SittingAnswer, SittingTap
from app.sittings.outcomes import Flip, appeal, certificate_request, neutralise_item, record_verdict
from app.sittings.queries import chosen_of, in_sitting, neutralised_items, sitting_record, tasks_of
from app.sittings.standards import Engine
from app.sittings.steering import (
    Asked,
    SittingClosed,
    asked_now,
    current_task,
    end,
    go_on,
    is_open,
    later,
    mode_of,
    require_going,
)

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
    "pause_sitting",
    "press",
    "record_verdict",
    "resume_sitting",
    "sitting_record",
    "start_sitting",
    "submit_answer",
]

ASIDE = ""  # the answer to a task that was put aside: not reached
SKIPPED = "?"  # to one that its learner passed over: a score of 0
LONGEST_THINKING_MS = 24 * 3600 * 1000
FREE_PAUSES = 2  # so many tasks may be set aside by pausing before it counts as not able

# went-on: to the next task or the end; kept: it had been answered before, the same or (differs) otherwise; aside: it
# counts no more; same: still the same task; old: the page it came from is not the one of now; late: the task took no answer
# any more, this one is kept for people to look at.
Step: TypeAlias = Literal["went-on", "kept", "differs", "aside", "same", "old", "late"]


class UnknownTask(Exception):
    """The key belongs to no task of this sitting."""


@dataclass(frozen=True)
class Sent:
    """What the form of a task sent. `thinking_ms`: as the phone counted it; None without script."""

    key: str
    fields: Fields
    thinking_ms: int | None = None
    assisted: bool = False


def submit_answer(session: Session, engine: Engine, sitting: Sitting, sent: Sent, now: datetime) -> Step:
    """Judged, written, and the next task asked. Raises Incomplete, UnknownTask, SittingClosed."""
    found = _Arrival.of(session, engine, sitting, sent.key, now)
    content = found.asked.content
    if not found.asked.task.is_open:
        return _kept(session, found, sent)
    if found.asked.rests or content is None:
        return found.put_aside("aside")
    if "cho-qua" in sent.fields:
        return found.record(SKIPPED, 0, sent)
    if isinstance(content, Simulation):
        raise UnknownTask
    answer, score = _judged(content, sent.fields)
    return found.record(answer, score, sent)


def press(session: Session, engine: Engine, sitting: Sitting, sent: Sent, action: Action, now: datetime) -> Step:
    """One press on the look-alike phone; the one that reaches the goal is the answer. Its score is 1 when every screen of
    the way was left by a right step before anything wrong was done there (quiz/domain/simulation/marking.py), else 0: the
    wrong presses lead nowhere, so that whoever presses long enough arrives. Raises UnknownTask, SittingClosed."""
    found = _Arrival.of(session, engine, sitting, sent.key, now)
    task, simulation = found.asked.task, found.asked.content
    if not task.is_open:
        return "kept"
    if found.asked.rests or not isinstance(simulation, Simulation):
        return found.put_aside("aside")
    before = replay_taps(simulation, task.taps, "exam")
    played = play(simulation, before, action, found.now, "exam")
    if not played.taps:
        return "old" if played.refused and action.seq != before.taps else "same"
    session.add_all(
        SittingTap(key=task.key, seq=tap.seq, kind=tap.kind, control=tap.control, outcome=tap.outcome, at=tap.at)
        for tap in played.taps
    )
    if not played.state.done:
        found.touch(sent.assisted)
        return "same"
    marking = mark(simulation, (*task.taps, *played.taps), "exam")
    return found.record(summary(marking), int(marking.reached and marking.score >= 1), sent)


def _judged(question: Question, fields: Fields) -> tuple[str, int]:
    """Full marks or none: what was half right is no evidence of being able to do it."""
    answer = question.answer_from(fields)
    if isinstance(answer, Unfinished):
        raise Incomplete(answer.message)
    verdict = question.judge(answer)
    if verdict is None:
        raise Incomplete(NOT_OURS)
    return answer, int(verdict.score >= 1)


def _kept(session: Session, found: "_Arrival", sent: Sent) -> Step:
    """The stored acknowledgement of an answer that is sent again."""
    task, content = found.asked.task, found.asked.content
    if task.answer == ASIDE:
        return "late" if not found.asked.rests and _keep_late(session, found.asked, sent, found.now) else "aside"
    if isinstance(content, Simulation) or content is None:
        return "kept"
    answer = SKIPPED if "cho-qua" in sent.fields else content.answer_from(sent.fields)
    return "kept" if answer == task.answer else "differs"


def keep_late(session: Session, engine: Engine, sitting: Sitting, sent: Sent, now: datetime) -> Step:
    """After SittingClosed: the answer of a phone that had no network until its class was over counts nothing, and is kept for
    the people who look at the sitting. "old" where there is none to keep."""
    tasks = tasks_of(session, sitting.id, taps=False)
    task = next((task for task in tasks if task.key == sent.key), None)
    if task is None:
        return "old"
    return "late" if _keep_late(session, asked_now(session, engine.standards, tasks, task), sent, now) else "old"


def _keep_late(session: Session, asked: Asked, sent: Sent, now: datetime) -> bool:
    """The first one; True also when it is there already."""
    if asked.task.late is not None:
        return True
    answer = _answer_in(asked.content, sent.fields)
    if not answer:
        return False
    session.add(LateAnswer(key=asked.task.key, answer=answer, at=now))
    session.flush()
    return True


def _answer_in(content: Question | Simulation | None, fields: Fields) -> str:
    """As it would have been written; "" for what is no answer."""
    if "cho-qua" in fields:
        return SKIPPED
    answer = "" if content is None or isinstance(content, Simulation) else content.answer_from(fields)
    return "" if isinstance(answer, Unfinished) else answer


@dataclass(frozen=True)
class _Arrival:
    """Something was sent for a task of a sitting. `now` never lies before what is there already."""

    session: Session
    engine: Engine
    sitting: Sitting
    tasks: tuple[Task, ...]
    asked: Asked
    now: datetime

    @classmethod
    def of(cls, session: Session, engine: Engine, sitting: Sitting, key: str, now: datetime) -> "_Arrival":
        now = later(sitting, now)
        tasks = tasks_of(session, sitting.id, taps=False)
        task = next((task for task in tasks if task.key == key), None)
        if task is None:
            raise UnknownTask
        if task.is_open:
            require_going(session, sitting, now)
        return cls(session, engine, sitting, tasks, asked_now(session, engine.standards, tasks, task), now)

    def touch(self, assisted: bool) -> None:
        self.sitting.active_at = self.now
        self.sitting.assisted = self.sitting.assisted or assisted

    def record(self, answer: str, score: int | None, sent: Sent) -> Step:
        self.touch(sent.assisted)
        self._write(answer, score, _thinking(self.asked.task, sent.thinking_ms, self.now))
        return "went-on"

    def put_aside(self, step: Step, score: int | None = None) -> Step:
        self.touch(assisted=False)
        self._write(ASIDE, score, None)
        return step

    def _write(self, answer: str, score: int | None, thinking_ms: int | None) -> None:
        task = self.asked.task
        self.session.add(
            SittingAnswer(key=task.key, answer=answer, score=score, answered_at=self.now, thinking_ms=thinking_ms)
        )
        done = replace(task, answer=answer, score=score, answered_at=self.now)
        go_on(self.session, self.engine, self.sitting, (*self.tasks[:-1], done), self.now)


def _thinking(task: Task, said: int | None, now: datetime) -> int | None:
    """The phone may say that it took less than what passed here, when its answer waited for the network; never more."""
    passed = int((now - task.shown_at).total_seconds() * 1000)
    return None if said is None else max(0, min(said, passed, LONGEST_THINKING_MS))


def pause_sitting(sitting: Sitting, now: datetime) -> None:
    """Pausing twice is pausing once."""
    if sitting.ended_at is None and sitting.paused_at is None:
        sitting.paused_at = later(sitting, now)
        sitting.active_at = sitting.paused_at


def resume_sitting(
    session: Session, engine: Engine, sitting: Sitting, now: datetime, *, by_choice: bool = True
) -> None:
    """The task that was open is put aside and another is asked: there was time to look it up. Whoever pauses `by_choice`
    (not: the class was closed) after pressing on it, or after FREE_PAUSES others, has not done it: a score of 0, or only what
    is easy would ever count. Raises SittingClosed when its class is over, or it has ended."""
    now = later(sitting, now)
    mode = mode_of(session, sitting, now)
    if mode in ("class-over", "ended"):
        raise SittingClosed(mode)
    if mode == "paused":
        sitting.paused_at = None
        put_aside(session, engine, sitting, now, by_choice=by_choice)


def put_aside(session: Session, engine: Engine, sitting: Sitting, now: datetime, *, by_choice: bool = False) -> None:
    """What is asked now is not asked any more; something else is."""
    tasks = tasks_of(session, sitting.id, taps=False)
    if not tasks or not tasks[-1].is_open:
        return
    asked, score = asked_now(session, engine.standards, tasks, tasks[-1]), None
    if by_choice and not asked.rests:
        sitting.put_aside += 1
        score = 0 if asked.task.taps or sitting.put_aside > FREE_PAUSES else None
    _Arrival(session, engine, sitting, tasks, asked, later(sitting, now)).put_aside("aside", score)


def pass_resting(session: Session, engine: Engine, sitting: Sitting, now: datetime) -> None:
    """A task that rests since it was shown is put aside; any other stays. Raises SittingClosed."""
    require_going(session, sitting, later(sitting, now))
    found = current_task(session, engine.standards, sitting)
    if found is not None and found.rests:
        put_aside(session, engine, sitting, now)


def leave_sitting(session: Session, engine: Engine, sitting: Sitting, now: datetime) -> None:
    """The learner does not want to go on: nothing is certified, and the try counts. Leaving twice is leaving once."""
    if sitting.ended_at is not None:
        return
    now = later(sitting, now)
    tasks = tasks_of(session, sitting.id, taps=False)
    neutralised = neutralised_items(session)
    decision = decide(chosen_of(session, engine.standards, sitting).position(tasks, neutralised))
    end(session, engine, sitting, replace(decision, outcome="refer", reason="left"), "left", now)
