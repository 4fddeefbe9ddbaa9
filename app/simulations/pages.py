"""What the templates of this feature receive. Nothing here holds a way, a value or a remark that was not earned."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from app.quiz.domain.simulation.showing import View


@dataclass(frozen=True)
class SimulationPage:
    """The look-alike phone on one screen, as one form with `key` and `version`.

    `typed`: what an entry holds again after a form that was not taken, by the entry's id. `focus`: the control that was
    pressed and is still there. `assisted`: somebody helps, and may hand the phone back to come `here`. `styled`: the page may come to a browser that has not got the phone's stylesheet.
    """

    template: ClassVar[str] = "simulation.html"
    title: str
    lesson_title: str
    number: int
    total: int
    stem: str  # HTML
    view: View
    message: str
    action: str
    key: str
    version: str
    is_exam: bool
    typed: Mapping[str, str]
    focus: str
    styled: bool
    restart_url: str
    previous_url: str
    next_url: str
    here: str
    assisted: bool


@dataclass(frozen=True)
class MisstepView:
    """`remark` is HTML."""

    words: str
    remark: str


@dataclass(frozen=True)
class ResultPage:
    """The goal is reached: `goal` is the HTML of its screen, `good` what went well, in sentences."""

    template: ClassVar[str] = "simulation_result.html"
    title: str
    lesson_title: str
    number: int
    total: int
    heading: str
    goal: str
    good: tuple[str, ...]
    missteps: tuple[MisstepView, ...]
    again_url: str
    alone_url: str
    next_url: str
    previous_url: str
    here: str
    helped_url: str
    assisted: bool
