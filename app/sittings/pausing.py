"""A sitting pauses, is resumed, is left; what was asked then is asked no more.

Every use case is given the sitting's own row, locked (queries.find_sitting).
"""

from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from app.quiz.domain.adaptive.sitting import decide
from app.sittings.answering import Arrival
from app.sittings.domain.record import ASIDE, Task
from app.sittings.models import Sitting
from app.sittings.queries import chosen_of, neutralised_items, tasks_of
from app.sittings.standards import Engine
from app.sittings.steering import SittingClosed, asked_now, current_task, end, later, mode_of, require_going

FREE_PAUSES = 2  # so many tasks may be set aside by pausing before it counts as not able


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


def pause_costs(sitting: Sitting, task: Task) -> bool:
    """Whether the task would count as not done, if they paused now."""
    return bool(task.taps) or sitting.put_aside >= FREE_PAUSES


def put_aside(session: Session, engine: Engine, sitting: Sitting, now: datetime, *, by_choice: bool = False) -> None:
    """What is asked now is not asked any more; something else is."""
    found = _open_task(session, engine, sitting, now)
    if found is None:
        return
    score = None
    if by_choice and not found.asked.rests:
        score = 0 if pause_costs(sitting, found.asked.task) else None
        sitting.put_aside += 1
    found.put_aside("aside", score)


def _open_task(session: Session, engine: Engine, sitting: Sitting, now: datetime) -> Arrival | None:
    tasks = tasks_of(session, sitting.id, taps=False)
    if not tasks or not tasks[-1].is_open:
        return None
    asked = asked_now(session, engine.standards, tasks, tasks[-1])
    return Arrival(session, engine, sitting, tasks, asked, later(sitting, now))


def pass_resting(session: Session, engine: Engine, sitting: Sitting, now: datetime) -> None:
    """A task that rests since it was shown is put aside; any other stays. Raises SittingClosed."""
    require_going(session, sitting, later(sitting, now))
    found = current_task(session, engine.standards, sitting)
    if found is not None and found.rests:
        put_aside(session, engine, sitting, now)


def leave_sitting(session: Session, engine: Engine, sitting: Sitting, now: datetime) -> None:
    """The learner does not want to go on: nothing is certified, what was asked last is not reached, and the try counts.
    Leaving twice is leaving once."""
    if sitting.ended_at is not None:
        return
    now = later(sitting, now)
    found = _open_task(session, engine, sitting, now)
    if found is not None:
        found.write(ASIDE, None, None)
    tasks = tasks_of(session, sitting.id, taps=False)
    neutralised = neutralised_items(session)
    decision = decide(chosen_of(session, engine.standards, sitting).position(tasks, neutralised))
    end(session, engine, sitting, replace(decision, outcome="refer", reason="left"), "left", now)
