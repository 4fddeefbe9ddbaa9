"""A learner's taps on a simulation, kept append-only, folded to where they stand. Nothing that was typed is kept."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import takewhile
from typing import Literal

from app.quiz.domain.simulation.screens import SENDERS, TOGGLES, Control, Screen, Simulation
from app.quiz.domain.simulation.typed_text import Outcome, judge_typed

Mode = Literal["practice", "exam"]
TapKind = Literal["press", "fill", "hint", "back"]

SHOWN = 3  # rungs of the hint ladder: 1 glow, 2 words, 3 shown
MOST_TAPS = 500  # of one attempt: beyond, every tap is refused, and a new attempt is due


@dataclass(frozen=True)
class Tap:
    """`seq` counts the taps of one attempt from 1. `control`: the id of what was pressed or filled; for hint and back,
    the id of the screen. `outcome` is that of a filling (for a keypad: of one key), "" otherwise."""

    seq: int
    kind: TapKind
    control: str
    at: datetime
    outcome: Outcome | Literal[""] = ""


@dataclass(frozen=True)
class Action:
    """One submitted form, made from the page that showed `View.seq`. Enter in a field is a `fill` with `control` "".

    `typed`: control id → text, for every entry of the form: judged here and then dropped.
    """

    seq: int
    kind: TapKind
    control: str
    typed: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class State:
    """`trail`: screen ids from the start to where the learner stands, none twice. `entered`: entry id → right fillings.
    `toggled`: switches that do not stand as they did at first. `answered_by`: the control whose remark is to be said.

    `clean`: the screens left by a right step before anything wrong was done or the control was shown there; `spoilt`:
    those where that came first.
    """

    trail: tuple[str, ...]
    taps: int = 0
    refused: int = 0
    hint: int = 0
    hints: int = 0
    wrong: int = 0
    entered: Mapping[str, int] = field(default_factory=dict)
    toggled: frozenset[str] = frozenset()
    answered_by: str = ""
    typed_real: bool = False
    clean: frozenset[str] = frozenset()
    spoilt: frozenset[str] = frozenset()
    done: bool = False
    first_at: datetime | None = None
    last_at: datetime | None = None

    def is_filled(self, control: Control) -> bool:
        if control.kind in TOGGLES:
            return control.id in self.toggled
        return self.entered.get(control.id, 0) >= control.presses

    def is_on(self, control: Control) -> bool:
        return (control.value == "off") != (control.id in self.toggled)

    def unfilled(self, screen: Screen) -> Control | None:
        return next((control for control in screen.wanted if not self.is_filled(control)), None)


@dataclass(frozen=True)
class Played:
    """What one form did: the taps to store (none when it was refused, or an empty field was sent), and the new state."""

    taps: tuple[Tap, ...]
    state: State
    refused: bool


def start(simulation: Simulation) -> State:
    return State(trail=(simulation.start,))


def replay(simulation: Simulation, taps: Iterable[Tap], mode: Mode = "practice") -> State:
    """Where these taps lead. Taps that do not belong where they come change nothing and are counted as refused."""
    state = start(simulation)
    for tap in taps:
        state = after(simulation, state, tap, mode) or replace(state, refused=state.refused + 1)
    return state


def play(simulation: Simulation, state: State, action: Action, at: datetime, mode: Mode = "practice") -> Played:
    """The taps that a form means here, and the state after them; refused when the page it came from is not this one."""
    taps: list[Tap] = []
    now = state
    for kind, control, outcome in _meant(simulation, state, action):
        tap = Tap(action.seq + len(taps), kind, control, at, outcome)
        following = after(simulation, now, tap, mode)
        if following is None:
            return Played((), state, refused=True)
        taps.append(tap)
        now = following
        if outcome == "looks-real" or now.trail != state.trail:
            break
    return Played(tuple(taps), now, refused=False)


def after(simulation: Simulation, state: State, tap: Tap, mode: Mode = "practice") -> State | None:
    """The state after one more tap; None when the tap does not belong here: an old page, another simulation's, sent
    twice, no hint left (an exam has none), nothing to go back to, or the goal already reached."""
    if state.done or tap.seq != state.taps + 1 or tap.seq > MOST_TAPS:
        return None
    screen = simulation.by_id[state.trail[-1]]
    following = _folded(simulation, screen, replace(state, answered_by="", typed_real=False), tap, mode)
    if following is None:
        return None
    return replace(following, taps=tap.seq, first_at=state.first_at or tap.at, last_at=tap.at)


def _meant(
    simulation: Simulation, state: State, action: Action
) -> Iterable[tuple[TapKind, str, Outcome | Literal[""]]]:
    """A press sends what was typed along with it; a button whose fields were just mistyped is not pressed as well."""
    screen = simulation.by_id[state.trail[-1]]
    fills = _fills(screen, state, action.typed) if action.kind in ("press", "fill") else []
    for control_id, outcome in fills:
        yield "fill", control_id, outcome
    pressed = screen.control(action.control)
    is_held = any(outcome != "right" for _, outcome in fills) and pressed and _sends(pressed)
    if action.kind != "fill" and not is_held:
        yield action.kind, action.control, ""


def _fills(screen: Screen, state: State, typed: Mapping[str, str]) -> list[tuple[str, Outcome]]:
    """The outcomes of what was typed into open entries, right ones first, so that the last thing said is a remark."""
    fills = [
        (control.id, outcome)
        for control in screen.controls
        if control.is_entry and not state.is_filled(control)
        for outcome in _outcomes(control, typed.get(control.id, "").strip(), state.entered.get(control.id, 0))
    ]
    return sorted(fills, key=lambda fill: fill[1] != "right")


def _sends(control: Control) -> bool:
    """Leads on only when the fields of its screen are filled."""
    return control.is_step and control.kind in SENDERS and not control.free


def _outcomes(control: Control, typed: str, entered: int) -> list[Outcome]:
    if not typed:
        return []
    if control.kind != "keypad":
        return [judge_typed(control, typed)]
    wanted = control.value[entered:]
    right = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(typed, wanted, strict=False)))
    outcomes: list[Outcome] = ["right"] * right
    return outcomes if right == min(len(typed), len(wanted)) else [*outcomes, "wrong"]


def _folded(simulation: Simulation, screen: Screen, state: State, tap: Tap, mode: Mode) -> State | None:
    if tap.kind == "hint":
        return _hinted(screen, state, tap, mode)
    if tap.kind == "back":
        is_here = tap.control == screen.id and len(state.trail) > 1
        return replace(state, trail=state.trail[:-1], hint=0) if is_here else None
    control = screen.control(tap.control)
    if tap.kind == "press" and control and control.is_pressable:
        return _pressed(simulation, screen, state, control)
    if tap.kind == "fill" and control and control.is_entry and tap.outcome and not state.is_filled(control):
        return _filled(simulation, screen, state, control, tap.outcome)
    return None


def _hinted(screen: Screen, state: State, tap: Tap, mode: Mode) -> State | None:
    if mode == "exam" or tap.control != screen.id or state.hint >= SHOWN:
        return None
    hinted = replace(state, hint=state.hint + 1, hints=state.hints + 1)
    return _spoilt(hinted, screen) if hinted.hint == SHOWN else hinted


def _pressed(simulation: Simulation, screen: Screen, state: State, control: Control) -> State:
    missing = state.unfilled(screen)
    if missing and _sends(control):
        return _wrong(state, screen, missing)
    if control.is_wrong:
        state = _wrong(state, screen, control)
    elif control.free:
        state = replace(state, answered_by=control.id)
    if control.goes_to:
        return _moved(simulation, state, screen, control)
    if control.kind in TOGGLES and not control.is_wrong:
        return replace(state, toggled=state.toggled ^ {control.id}, hint=0)
    return state


def _filled(simulation: Simulation, screen: Screen, state: State, control: Control, outcome: Outcome) -> State:
    if outcome != "right":
        state = state if control.free else _wrong(state, screen, control)
        return replace(state, typed_real=outcome == "looks-real")
    entered = {**state.entered, control.id: state.entered.get(control.id, 0) + 1}
    state = replace(state, entered=entered, hint=0)
    if control.goes_to and state.is_filled(control):
        # Whoever comes back finds it empty, as there is no button to go on with.
        state = replace(state, entered={**entered, control.id: 0})
        return _moved(simulation, state, screen, control)
    return state


def _moved(simulation: Simulation, state: State, screen: Screen, control: Control) -> State:
    """Arriving on a screen of the trail goes back to it, as phones do."""
    if control.is_step and control.id not in simulation.detours and screen.id not in state.spoilt:
        state = replace(state, clean=state.clean | {screen.id})
    at = control.goes_to
    trail = state.trail[: state.trail.index(at) + 1] if at in state.trail else (*state.trail, at)
    return replace(state, trail=trail, hint=0, done=at == simulation.goal)


def _wrong(state: State, screen: Screen, answered_by: Control) -> State:
    return _spoilt(replace(state, wrong=state.wrong + 1, answered_by=answered_by.id), screen)


def _spoilt(state: State, screen: Screen) -> State:
    return state if screen.id in state.clean else replace(state, spoilt=state.spoilt | {screen.id})
