"""A sitting as statistics see it: what was answered, how, how fast, on which phone, under whose eyes."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from statistics import median

from app.core.clock import VIETNAM

NIGHT_FROM, NIGHT_TO = 22, 5  # o'clock: nobody holds a class then


@dataclass(frozen=True)
class TaskTaken:
    """`answer` as it was given, also a wrong one; `path`: the controls that were tapped, in order, of a simulation.
    `ms`: how long it took, in milliseconds, where the phone told. `chance` of success at the sitting's own estimate (0–1).
    `used`: in how many sittings of a thousand the item had been shown before."""

    item: str
    answer: str
    right: bool
    chance: float
    used: float
    ms: int | None = None
    path: tuple[str, ...] = ()

    @property
    def told(self) -> str:
        """Everything by which two answers to one item can be alike."""
        return " ".join((self.answer, *self.path))


@dataclass(frozen=True)
class SittingTaken:
    """`device`, `supervisor`, `class_`, `commune`: names for who and where, "" where there was none. `own_commune`: where the
    supervisor works, when that is another: the class counts for both."""

    id: str
    learner: str
    started_at: datetime
    ended_at: datetime
    passed: bool
    tasks: tuple[TaskTaken, ...]
    device: str = ""
    supervisor: str = ""
    class_: str = ""
    commune: str = ""
    own_commune: str = ""

    @cached_property
    def by_item(self) -> dict[str, TaskTaken]:
        return {task.item: task for task in self.tasks}

    @property
    def is_at_night(self) -> bool:
        """By the middle of it, on the clock of Vietnam."""
        hour = (self.started_at + (self.ended_at - self.started_at) / 2).astimezone(VIETNAM).hour
        return hour >= NIGHT_FROM or hour < NIGHT_TO

    def is_near(self, other: "SittingTaken", within: timedelta) -> bool:
        return abs(self.started_at - other.started_at) <= within


def usual_times(sittings: Iterable[SittingTaken]) -> dict[str, float]:
    """The median time of each item in milliseconds: what cheats do in a moment moves a mean, not a median."""
    times: dict[str, list[int]] = {}
    for sitting in sittings:
        for task in sitting.tasks:
            if task.ms is not None:
                times.setdefault(task.item, []).append(task.ms)
    return {item: float(median(found)) for item, found in times.items()}
