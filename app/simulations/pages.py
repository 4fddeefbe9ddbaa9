"""What the templates of this feature receive. Nothing here holds a way, a value or a remark that was not earned."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from app.quiz.domain.simulation.showing import ShownControl, View


@dataclass(frozen=True)
class Play:
    """What a press may change. `message`: what the page says of itself. `typed`: what an entry holds again after a form
    that was not taken, by the entry's id. `focus`: the control that was pressed and is still there. `why_url`: where a
    wrong tap is explained; "" after any other."""

    view: View
    message: str
    typed: Mapping[str, str]
    focus: str
    restart_url: str
    why_url: str


@dataclass(frozen=True)
class SimulationPage:
    """The look-alike phone on one screen, as one form with `key` and `version`. `number` of `total`, which is 0 outside of a lesson: then `leave_url` is where one may
    stop, else "". `assisted`: somebody helps, and may hand the phone back to come `here`. `differs_url`: for whom the
    real thing looks different; `tutor_url`: for who has a question, "" outside of a lesson and where one plays alone.
    """

    template: ClassVar[str] = "simulation.html"
    title: str
    lesson_title: str
    number: int
    total: int
    stem: str  # HTML
    play: Play
    action: str
    key: str
    version: str
    is_exam: bool
    previous_url: str
    next_url: str
    leave_url: str
    here: str
    assisted: bool
    differs_url: str
    tutor_url: str


@dataclass(frozen=True)
class PlayPart:
    """Of a SimulationPage, when the browser has the rest already. `here` is "" but after the first press: only now there
    is an attempt that who goes to say something of a helper comes back to."""

    template: ClassVar[str] = "simulation_play.html"
    title: str
    play: Play
    here: str


@dataclass(frozen=True)
class KeypadPart:
    """Of a Play, when the browser has the rest already: how many keys were pressed, and the number of the next tap. The
    page keeps its title: `title` is ""."""

    template: ClassVar[str] = "simulation_keypad.html"
    title: str
    keypad: ShownControl
    seq: int


@dataclass(frozen=True)
class MisstepView:
    """`remark` is HTML."""

    words: str
    remark: str


@dataclass(frozen=True)
class ResultPage:
    """The goal is reached: `goal` is the HTML of its screen, `good` what went well, in sentences. `total` is 0 and
    `previous_url` "" outside of a lesson. `why_url` explains the missteps, "" without any."""

    template: ClassVar[str] = "simulation_result.html"
    title: str
    lesson_title: str
    number: int
    total: int
    heading: str
    goal: str
    good: tuple[str, ...]
    missteps: tuple[MisstepView, ...]
    why_url: str
    again_url: str
    alone_url: str
    next_url: str
    previous_url: str
    here: str
    helped_url: str
    assisted: bool
