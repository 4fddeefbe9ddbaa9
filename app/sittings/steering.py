"""Where a sitting stands, and how it goes on: the next task, or the end."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, TypeAlias

import structlog
from prometheus_client import Counter
from sqlalchemy.orm import Session

from app.core.ids import new_token
from app.quiz.domain.adaptive.sitting import Decision, decide, next_item
from app.quiz.domain.question import Question
from app.quiz.domain.question_family import asked
from app.quiz.domain.simulation.screens import Simulation
from app.sittings.alone import conclude_alone
from app.sittings.domain.record import Task
from app.sittings.exposure import count_shown
from app.sittings.models import Sitting, SittingTask, Supervision
from app.sittings.outcomes import judge_again, record_result
from app.sittings.queries import AWAY, chosen_of, neutralised_items, tasks_of
from app.sittings.standards import Engine, Standards

log = structlog.get_logger()
EXHAUSTED = Counter("hocvuso_sittings_exhausted_total", "Sittings for which the bank had no task left", ["framework"])

Mode: TypeAlias = Literal["going", "paused", "class-over", "ended", "elsewhere"]  # elsewhere: on another phone


class SittingClosed(Exception):
    """No answer is taken now: `mode` says why."""

    def __init__(self, mode: Mode) -> None:
        super().__init__()
        self.mode = mode


@dataclass(frozen=True)
class Asked:
    """A task with what it asks, in the version that was shown; `content` is None when it cannot be read any more. `answered`:
    how many tasks of its sitting were, so far."""

    task: Task
    content: Question | Simulation | None
    rests: bool
    answered: int


def mode_of(session: Session, sitting: Sitting, now: datetime) -> Mode:
    if sitting.ended_at is not None:
        return "ended"
    if sitting.supervision_id is not None:
        supervision = session.get_one(Supervision, sitting.supervision_id)
        if not is_open(supervision, now):
            return "class-over"
    is_away = now - sitting.active_at > AWAY
    return "paused" if is_away or sitting.paused_at is not None else "going"


def is_open(supervision: Supervision, now: datetime) -> bool:
    """A class takes answers until it is closed, or its time is over."""
    return supervision.closed_at is None and now < supervision.closes_at


def current_task(session: Session, standards: Standards, sitting: Sitting) -> Asked | None:
    """The task that is open; None when none is."""
    tasks = tasks_of(session, sitting.id, taps=False)
    return asked_now(session, standards, tasks, tasks[-1]) if tasks and tasks[-1].is_open else None


def asked_now(session: Session, standards: Standards, tasks: Sequence[Task], task: Task) -> Asked:
    exercise = standards.exercise(task.item, task.version)
    content: Question | Simulation | None = None
    if exercise is not None:
        content = exercise.body if isinstance(exercise.body, Simulation) else asked(exercise.body, task.key)
    rests = content is None or task.item not in standards.available or task.item in neutralised_items(session)
    return Asked(task, content, rests, sum(one.score is not None for one in tasks))


def later(sitting: Sitting, now: datetime) -> datetime:
    """The server's time, which in a sitting never runs backwards."""
    return max(now, sitting.active_at)


def require_going(session: Session, sitting: Sitting, now: datetime) -> None:
    """Raises SittingClosed."""
    mode = mode_of(session, sitting, now)
    if mode == "class-over" and sitting.paused_at is None:
        sitting.paused_at = now
    if mode != "going":
        raise SittingClosed(mode)


def go_on(session: Session, engine: Engine, sitting: Sitting, tasks: tuple[Task, ...], now: datetime) -> None:
    """Asks the next task, or ends the sitting."""
    chosen = chosen_of(session, engine.standards, sitting)
    neutralised = neutralised_items(session) & frozenset(chosen.bank.ids)
    resting = engine.standards.at_rest(chosen.bank)
    position = chosen.position(tasks, neutralised, resting)
    decision = decide(position)
    item = next_item(position, dict(chosen.shown)) if decision.outcome == "continue" else None
    if item is None:
        end(session, engine, sitting, decision, "ended", now)
        return
    task = SittingTask(
        sitting_id=sitting.id,
        number=len(tasks) + 1,
        item=item,
        key=new_token(),
        version=engine.standards.version_now(item),
        shown_at=now,
        resting=json.dumps(sorted(resting)),
        neutralised=json.dumps(sorted(neutralised)),
    )
    session.add(task)
    count_shown(session, sitting.bank_version, item)
    session.flush()


def end(session: Session, engine: Engine, sitting: Sitting, decision: Decision, cause: str, now: datetime) -> None:
    """`cause`: ended (by the engine) or left (by its learner)."""
    sitting.ended_at, sitting.active_at = now, now
    record_result(session, sitting, decision, cause, now)
    session.flush()
    mended = judge_again(
        session, engine.standards, sitting, "neutralised", now
    )  # an earlier one was, while this went on
    if cause == "ended" and decision.outcome == "exhausted":  # nobody else is told of one that was alone
        log.error("certification bank exhausted", framework=sitting.framework, bank=sitting.bank_version)
        EXHAUSTED.labels(sitting.framework).inc()
    if cause == "ended":
        conclude_alone(session, engine, sitting, mended[0].after if mended else decision.outcome, now)
