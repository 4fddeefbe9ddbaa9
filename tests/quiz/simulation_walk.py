"""A learner at the pretend phone: presses by name, as they would."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from app.quiz.domain.simulation.marking import Marking, mark
from app.quiz.domain.simulation.play import Action, Mode, Played, State, Tap, play, start
from app.quiz.domain.simulation.screens import Simulation
from app.quiz.domain.simulation.showing import View, visible

NINE = datetime(2026, 11, 22, 9, tzinfo=UTC)
BACK, HINT = "(quay lại)", "(gợi ý)"


@dataclass
class Walk:
    """Ten seconds pass before each form."""

    simulation: Simulation
    mode: Mode = "practice"
    taps: list[Tap] = field(default_factory=list)
    forms: int = 0

    def __post_init__(self) -> None:
        self.state: State = start(self.simulation)

    @property
    def view(self) -> View:
        return visible(self.simulation, self.state, self.mode)

    @property
    def at(self) -> str:
        return self.view.name

    @property
    def marking(self) -> Marking:
        return mark(self.simulation, self.taps, self.mode)

    def id_of(self, name: str) -> str:
        return next(control.id for control in self.view.controls if control.name == name)

    def press(self, *names: str, typed: dict[str, str] | None = None) -> "Walk":
        for name in names:
            if name in (BACK, HINT):
                self.send(Action(self.view.seq, "back" if name == BACK else "hint", self.view.screen))
            else:
                texts = {self.id_of(entry): text for entry, text in (typed or {}).items()}
                self.send(Action(self.view.seq, "press", self.id_of(name), texts))
        return self

    def fill(self, name: str, text: str) -> "Walk":
        self.send(Action(self.view.seq, "fill", "", {self.id_of(name): text}))
        return self

    def send(self, action: Action) -> Played:
        self.forms += 1
        played = play(self.simulation, self.state, action, NINE + timedelta(seconds=10 * self.forms), self.mode)
        self.taps += played.taps
        self.state = played.state
        return played
