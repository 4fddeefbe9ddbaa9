"""The taps of a case, one after the other."""

from dataclasses import dataclass
from typing import ClassVar

from app.quiz.domain.simulation.showing import View


@dataclass(frozen=True)
class FrameView:
    """The screen on which one tap was made; `control`: what was pressed, "" for none; `seconds` since the tap before;
    `play_ms`: how long it stands when it is played."""

    number: int
    view: View
    control: str
    said: str
    seconds: str
    play_ms: int


@dataclass(frozen=True)
class PlayedTask:
    """`stem` is HTML."""

    id: str
    number: int
    stem: str
    result: str
    frames: tuple[FrameView, ...]


@dataclass(frozen=True)
class ReplayPage:
    """Every tap of the simulations of a case, played in at most a minute."""

    template: ClassVar[str] = "replay.html"
    title: str
    label: str
    case_url: str
    tasks: tuple[PlayedTask, ...]
    taps: int
    seconds: int
