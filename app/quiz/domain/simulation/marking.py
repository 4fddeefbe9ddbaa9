"""How an attempt went."""

from collections.abc import Iterable
from dataclasses import dataclass

from app.quiz.domain.simulation.play import Mode, State, Tap, replay
from app.quiz.domain.simulation.screens import Simulation


@dataclass(frozen=True)
class Marking:
    """`score` 0–1: of the screens of the learner's right path, the share left by a right step before anything wrong was
    pressed or typed there and before the control was shown. That path: the screens of right paths that they acted on
    or stand on, and the shortest way on to the goal from the last of those they stand on.

    `seconds` from the first tap to the last. `unaided`: the goal was reached, without a hint and without a remark being
    said (in an exam none is). Help from a person is not known here.
    """

    reached: bool
    score: float
    wrong: int
    hints: int
    seconds: float
    unaided: bool


def mark(simulation: Simulation, taps: Iterable[Tap], mode: Mode = "practice") -> Marking:
    """The marking of these taps. It never raises: an attempt without taps has reached nothing and scores 0."""
    state = replay(simulation, taps, mode)
    screens = _right_path(simulation, state)
    return Marking(
        reached=state.done,
        score=len(screens & state.clean) / len(screens),
        wrong=state.wrong,
        hints=state.hints,
        seconds=_seconds(state),
        unaided=state.done and not state.hints and (mode == "exam" or not state.wrong),
    )


def _right_path(simulation: Simulation, state: State) -> frozenset[str]:
    stands_on = next(screen for screen in reversed(state.trail) if screen in simulation.route)
    ahead = simulation.way_from(stands_on)
    return (simulation.route & {*state.clean, *state.spoilt, *state.trail, *ahead}) - {simulation.goal}


def _seconds(state: State) -> float:
    if state.first_at is None or state.last_at is None:
        return 0.0
    return max(0.0, (state.last_at - state.first_at).total_seconds())
