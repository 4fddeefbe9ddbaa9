"""One go at a simulation, as its taps tell it."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.quiz.domain.simulation.marking import Marking, mark
from app.quiz.domain.simulation.play import Action, Mode, State, Tap, after, play, replay, start
from app.quiz.domain.simulation.screens import Control, Simulation


@dataclass(frozen=True)
class Attempt:
    """`key` was made when the simulation was first shown; `version` is the lesson's text that is played to the end.
    `learner_id` is None for a visitor who has pressed nothing yet. `assisted`: somebody helped with one of its taps."""

    key: str
    learner_id: int | None
    lesson: str
    exercise: str
    version: str
    mode: Mode
    taps: tuple[Tap, ...] = ()
    assisted: bool = False


@dataclass(frozen=True)
class Misstep:
    """What was pressed, or typed into, where it did not lead on; `times` on that screen."""

    screen: str
    control: Control
    times: int


def state_of(simulation: Simulation, attempt: Attempt) -> State:
    return replay(simulation, attempt.taps, attempt.mode)


def marking_of(simulation: Simulation, attempt: Attempt) -> Marking:
    return mark(simulation, attempt.taps, attempt.mode)


def is_resent(simulation: Simulation, attempt: Attempt, action: Action) -> bool:
    """Whether the very form that made the latest taps has come again: its reply was lost, or a thumb pressed twice."""
    latest = attempt.taps[action.seq - 1 :] if action.seq > 0 else ()
    if not latest:
        return False
    before = replay(simulation, attempt.taps[: action.seq - 1], attempt.mode)
    again = play(simulation, before, action, latest[0].at, attempt.mode).taps
    return [(tap.kind, tap.control, tap.outcome) for tap in again] == [
        (tap.kind, tap.control, tap.outcome) for tap in latest
    ]


def missteps(simulation: Simulation, attempt: Attempt) -> tuple[Misstep, ...]:
    """In the order in which they first happened."""
    controls: Mapping[str, Control] = {c.id: c for screen in simulation.screens for c in screen.controls}
    times: dict[tuple[str, str], int] = {}
    state = start(simulation)
    for tap in attempt.taps:
        following = after(simulation, state, tap, attempt.mode) or state
        if following.wrong > state.wrong:
            place = state.trail[-1], following.answered_by
            times[place] = times.get(place, 0) + 1
        state = following
    return tuple(
        Misstep(simulation.by_id[screen].name, controls[control], count) for (screen, control), count in times.items()
    )


def summary(marking: Marking) -> str:
    """The attempt as one answer of the answer log."""
    return f"wrong={marking.wrong} hints={marking.hints} seconds={marking.seconds:.0f}"
