"""A simulation as read: screens, what stands on them, and the ways between them."""

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

ControlKind = Literal[
    "button",
    "key",
    "link",
    "row",
    "icon",
    "switch",
    "tick",
    "text",
    "digits",
    "password",
    "keypad",
    "notice",
    "message",
]
ENTRIES: frozenset[ControlKind] = frozenset({"text", "digits", "password", "keypad"})  # what is typed into
TOGGLES: frozenset[ControlKind] = frozenset({"switch", "tick"})
READINGS: frozenset[ControlKind] = frozenset({"notice", "message"})  # may be there only to be read
SENDERS: frozenset[ControlKind] = frozenset({"button", "key"})  # what sends a form, so wants its fields filled first


@dataclass(frozen=True)
class Control:
    """`id` is opaque and stays while the words do. `detail` and `remark` are HTML, `name` is plain text.

    `value` is what to type, or "on"/"off" for what to switch; `given`: it stands there already; `free` ("tùy bác"):
    neither right nor wrong. `goes_to` is the id of a screen, or "".
    """

    id: str
    kind: ControlKind
    name: str
    line: int
    detail: str = ""
    remark: str = ""
    goes_to: str = ""
    value: str = ""
    given: bool = False
    free: bool = False

    @property
    def is_entry(self) -> bool:
        return self.kind in ENTRIES and not self.given

    @property
    def is_wanted(self) -> bool:
        """Has to be filled or switched before a button of its screen leads on."""
        return bool(self.value) and not self.given and not self.free

    @property
    def is_pressable(self) -> bool:
        if self.kind in ENTRIES:
            return False
        return self.kind not in READINGS or bool(self.goes_to or self.remark or self.free)

    @property
    def is_step(self) -> bool:
        """Leads on along a right path. An entry does so by itself once it is filled."""
        return bool(self.goes_to) and (self.is_entry or self.free or not self.remark)

    @property
    def is_wrong(self) -> bool:
        """A press that is answered with a remark: a wrong turn when it also leads somewhere."""
        return self.is_pressable and bool(self.remark) and not self.free and not self.value

    @property
    def presses(self) -> int:
        """Right fillings until it is filled: one for each key of a keypad."""
        return len(self.value) if self.kind == "keypad" else 1


@dataclass(frozen=True)
class Screen:
    """`text` and `hint` are HTML; a dialog is drawn over the screen it was opened from."""

    id: str
    name: str
    line: int
    text: str
    hint: str
    is_dialog: bool
    controls: tuple[Control, ...]

    def control(self, control_id: str) -> Control | None:
        return next((control for control in self.controls if control.id == control_id), None)

    @property
    def steps(self) -> tuple[Control, ...]:
        return tuple(control for control in self.controls if control.is_step)

    @property
    def wanted(self) -> tuple[Control, ...]:
        return tuple(control for control in self.controls if control.is_wanted)


@dataclass(frozen=True)
class Simulation:
    """`stem` is HTML; `goal` is the id of a screen. The first screen is where it starts."""

    slug: str
    stem: str
    screens: tuple[Screen, ...]
    goal: str

    @property
    def start(self) -> str:
        return self.screens[0].id

    @cached_property
    def by_id(self) -> Mapping[str, Screen]:
        return {screen.id: screen for screen in self.screens}

    @cached_property
    def distances(self) -> Mapping[str, int]:
        """Fewest steps to the goal, for every screen from which right steps lead there."""
        sources: dict[str, list[str]] = {}
        for screen in self.screens:
            for control in screen.steps:
                sources.setdefault(control.goes_to, []).append(screen.id)
        found = {self.goal: 0}
        waiting = deque([self.goal])
        while waiting:
            near = waiting.popleft()
            for source in sources.get(near, []):
                if source not in found:
                    found[source] = found[near] + 1
                    waiting.append(source)
        return found

    @cached_property
    def route(self) -> frozenset[str]:
        """The screens of the right paths: steps lead there from the start, and on from there to the goal."""
        return frozenset(self._reached(self.start, steps_only=True) & self.distances.keys())

    @cached_property
    def reachable(self) -> frozenset[str]:
        """The screens that some press opens, right or wrong."""
        return frozenset(self._reached(self.start, steps_only=False))

    @cached_property
    def detours(self) -> frozenset[str]:
        """Ids of the steps from which every way to the goal comes through the same screen again."""
        return frozenset(
            control.id
            for screen in self.screens
            for control in screen.steps
            if control.goes_to in self.distances
            and self.goal not in self._reached(control.goes_to, steps_only=True, without=screen.id)
        )

    def next_step(self, screen: Screen) -> Control | None:
        """The control that leads on the shortest way; None where only going back helps."""
        leading = [control for control in screen.steps if control.goes_to in self.distances]
        return min(leading, key=lambda control: (self.distances[control.goes_to], control.free), default=None)

    def way_from(self, screen_id: str) -> tuple[str, ...]:
        """The screens of the shortest way to the goal, from this one (which is in `distances`) on, the goal included."""
        way = [screen_id]
        while (step := self.next_step(self.by_id[way[-1]])) and way[-1] != self.goal:
            way.append(step.goes_to)
        return tuple(way)

    def _reached(self, start: str, *, steps_only: bool, without: str = "") -> set[str]:
        found, waiting = {start}, [start]
        while waiting:
            for control in self.by_id[waiting.pop()].controls:
                at = control.goes_to
                if at and at not in found and at != without and (control.is_step or not steps_only):
                    found.add(at)
                    waiting.append(at)
        return found
