"""First attempts at a simulation, screen by screen: who needed which hint, and what was pressed by mistake."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from statistics import median

from app.observations.domain.disclosure import LEAST, protected
from app.quiz.domain.simulation.play import SHOWN, State, after, start
from app.quiz.domain.simulation.screens import Screen, Simulation
from app.simulations.domain.attempts import Attempt

ENOUGH_FOR_TIME = 2 * LEAST  # attempts: of fewer a middle one is somebody's own
STEP_S = 10  # seconds: what a median is rounded to


@dataclass(frozen=True)
class Mistake:
    """So many people pressed this, or typed something else into it, where it did not lead on. `name` is plain text."""

    name: str
    people: int


@dataclass(frozen=True)
class ScreenUse:
    """`hints`: people by the furthest hint they asked for on this screen: glow, words, shown; None: hidden; `helped`: all
    of them together. `left`: people whose attempt ended here. `mistakes`: those that may be told, the most frequent
    first. How many came here is not told: from one screen to the next that would give away those who left."""

    name: str
    hints: tuple[int | None, ...]
    helped: int | None
    left: int | None
    mistakes: tuple[Mistake, ...]


@dataclass(frozen=True)
class Played:
    """`seconds`: the middle time from the first press to the goal, of those who reached it, to ten seconds."""

    people: int | None
    reached: int | None
    seconds: int | None
    screens: tuple[ScreenUse, ...]


@dataclass
class _Visit:
    hint: int = 0
    wrong: set[str] = field(default_factory=set)


def outline(simulation: Simulation) -> object:
    """Equal for two wordings of a simulation whose attempts are counted together: the same screens, controls, ways."""
    return tuple((s.id, tuple((c.id, c.goes_to, c.is_wrong) for c in s.controls)) for s in simulation.screens)


def played(simulation: Simulation, attempts: Iterable[Attempt]) -> Played:
    """`attempts`: one of each learner, at this very wording."""
    walks = [_walk(simulation, attempt) for attempt in attempts]
    ends = Counter("" if state.done else state.trail[-1] for state, _ in walks)
    table = protected([ends[""], *(ends[screen.id] for screen in simulation.screens)])
    visits = [visits for _, visits in walks]
    screens = tuple(
        _use(screen, [visited.get(screen.id, _Visit()) for visited in visits], left)
        for screen, left in zip(simulation.screens, table.cells[1:], strict=True)
        if screen.id != simulation.goal
    )
    return Played(table.total, table.cells[0], _middle_time(state for state, _ in walks), screens)


def _walk(simulation: Simulation, attempt: Attempt) -> tuple[State, dict[str, _Visit]]:
    state = start(simulation)
    visits = {state.trail[-1]: _Visit()}
    for tap in attempt.taps:
        here = visits[state.trail[-1]]
        following = after(simulation, state, tap, attempt.mode) or state
        if tap.kind == "hint":
            here.hint = max(here.hint, following.hint)
        if following.wrong > state.wrong:
            here.wrong.add(following.answered_by)
        state = following
        visits.setdefault(state.trail[-1], _Visit())
    return state, visits


def _use(screen: Screen, visits: Sequence[_Visit], left: int | None) -> ScreenUse:
    """`visits`: one of each attempt, empty when it never came here."""
    hints = Counter(visit.hint for visit in visits)
    table = protected([hints[rung] for rung in range(SHOWN + 1)])
    wrong = Counter(control for visit in visits for control in visit.wrong)
    told = [
        (control.name, protected([wrong[control.id], len(visits) - wrong[control.id]])) for control in screen.controls
    ]
    mistakes = [Mistake(name, people) for name, table in told if (people := table.cells[0])]
    ranked = tuple(sorted(mistakes, key=lambda mistake: -mistake.people))
    return ScreenUse(screen.name, table.cells[1:], table.sum_of(range(1, SHOWN + 1)), left, ranked)


def _middle_time(states: Iterable[State]) -> int | None:
    times = [
        (state.last_at - state.first_at).total_seconds()
        for state in states
        if state.done and state.first_at and state.last_at
    ]
    return STEP_S * max(1, round(median(times) / STEP_S)) if len(times) >= ENOUGH_FOR_TIME else None
