"""How far learners got in a lesson, and where they stopped.

What is known of a learner's way is what they answered or pressed; pages that were only read leave no trace. So whoever
stopped did so on the way to an exercise: somewhere after the last one they answered, up to the next.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal, NamedTuple

from app.observations.domain.disclosure import Table, protected
from app.quiz.domain.detection import share

AWAY = timedelta(days=7)  # who has not come back for so long has stopped

State = Literal["finished", "away", "recent"]


class Reached(NamedTuple):
    """So many people: `stage` is twice the place (from 1) of the furthest exercise that they began, and one more when
    they answered it. `recent`: they were there within AWAY, so they may go on."""

    stage: int
    state: State
    people: int


@dataclass(frozen=True)
class Way:
    """The learners of one lesson as they may be told of: those who stopped on the way to each exercise (in order), those
    who came to the last with others left open, those still on their way, those who finished."""

    table: Table

    @property
    def began(self) -> int | None:
        return self.table.total

    @property
    def finished(self) -> int | None:
        return self.table.cells[-1]

    @property
    def recent(self) -> int | None:
        return self.table.cells[-2]

    @property
    def stops(self) -> tuple[int | None, ...]:
        return self.table.cells[:-2]

    @property
    def settled(self) -> int | None:
        """Those who finished or stopped."""
        return self.table.sum_of({*range(len(self.stops)), len(self.table.cells) - 1})

    def came_to(self, place: int) -> int | None:
        """Of the settled ones those who came as far as the exercise of this place, from 0."""
        return self.table.sum_of({*range(place, len(self.stops)), len(self.table.cells) - 1})

    @property
    def worst(self) -> int | None:
        """The place on the way to which most stopped, the earliest of equals; None when none may be told."""
        told = [(people, -place) for place, people in enumerate(self.stops) if people]
        return -max(told)[1] if told else None

    @property
    def need(self) -> float:
        """How badly the lesson needs a look, 0–1: the share of settled learners that is lost at the worst place, as the
        lower end of its interval (Wilson 1927), so that three of five do not come before 300 of 600."""
        lost, of = (self.stops[self.worst] if self.worst is not None else None), self.settled
        return share(lost, of).low if lost and of else 0.0


def way(exercises: int, reached: Iterable[Reached]) -> Way:
    """Of a lesson with so many exercises."""
    stops, recent, finished = [0] * (exercises + 1), 0, 0
    for stage, state, people in reached:
        if state == "finished":
            finished += people
        elif state == "recent":
            recent += people
        else:
            stops[min((stage - 1) // 2, exercises)] += people
    return Way(protected([*stops, recent, finished]))


def neediest(ways: Sequence[Way]) -> list[int]:
    """The places of these lessons in the order in which they need a look; those of which nothing may be told stay last,
    in their order."""
    return sorted(range(len(ways)), key=lambda place: (-ways[place].need, ways[place].began is None))
