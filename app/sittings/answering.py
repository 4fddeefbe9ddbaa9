"""How what was sent for a task is written, and what follows: the next task, or the end."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal, TypeAlias

from sqlalchemy.orm import Session

from app.quiz.domain.question import Fields, Question, Unfinished
from app.quiz.service import NOT_OURS, Incomplete
from app.sittings.domain.record import ASIDE, Task
from app.sittings.models import Sitting, SittingAnswer
from app.sittings.queries import tasks_of
from app.sittings.standards import Engine
from app.sittings.steering import Asked, asked_now, go_on, later, require_going

LONGEST_THINKING_MS = 24 * 3600 * 1000

# went-on: to the next task or the end; kept: it had been answered before, the same or (differs) otherwise; aside: it
# counts no more; same: still the same task; old: the page it came from is not the one of now; late: the task took no answer
# any more, this one is kept for people to look at.
Step: TypeAlias = Literal["went-on", "kept", "differs", "aside", "same", "old", "late"]


class UnknownTask(Exception):
    """The key belongs to no task of this sitting."""


@dataclass(frozen=True)
class Sent:
    """What the form of a task sent. `thinking_ms`, `waited_ms`: as the phone counted them, the second from the press until
    there was a network again; None without script."""

    key: str
    fields: Fields
    thinking_ms: int | None = None
    assisted: bool = False
    waited_ms: int | None = None

    @property
    def is_skip(self) -> bool:
        return "cho-qua" in self.fields


def judged(question: Question, fields: Fields) -> tuple[str, int]:
    """Full marks or none: what was half right is no evidence of being able to do it. Raises Incomplete."""
    answer = question.answer_from(fields)
    if isinstance(answer, Unfinished):
        raise Incomplete(answer.message)
    verdict = question.judge(answer)
    if verdict is None:
        raise Incomplete(NOT_OURS)
    return answer, int(verdict.score >= 1)


@dataclass(frozen=True)
class Arrival:
    """Something was sent for a task of a sitting. `now` never lies before what is there already."""

    session: Session
    engine: Engine
    sitting: Sitting
    tasks: tuple[Task, ...]
    asked: Asked
    now: datetime

    @classmethod
    def of(cls, session: Session, engine: Engine, sitting: Sitting, key: str, now: datetime) -> "Arrival":
        """Raises UnknownTask, and SittingClosed where the task is open and the sitting is not."""
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
        self._go_on(self.write(answer, score, at_most(sent.thinking_ms, self.asked.task, self.now)))
        return "went-on"

    def put_aside(self, step: Step, score: int | None = None) -> Step:
        self.touch(assisted=False)
        self._go_on(self.write(ASIDE, score, None))
        return step

    def write(self, answer: str, score: int | None, thinking_ms: int | None) -> Task:
        task = self.asked.task
        self.session.add(
            SittingAnswer(key=task.key, answer=answer, score=score, answered_at=self.now, thinking_ms=thinking_ms)
        )
        return replace(task, answer=answer, score=score, answered_at=self.now)

    def _go_on(self, done: Task) -> None:
        go_on(self.session, self.engine, self.sitting, (*self.tasks[:-1], done), self.now)


def at_most(said: int | None, task: Task, now: datetime) -> int | None:
    """What the phone says, in milliseconds: never more than what passed here since the task was shown."""
    passed = int((now - task.shown_at).total_seconds() * 1000)
    return None if said is None else max(0, min(said, passed, LONGEST_THINKING_MS))
