"""The taps of a case, screen after screen, in at most a minute."""

from collections.abc import Iterator, Mapping
from itertools import pairwise

from app.assessment.pages.replay import FrameView, PlayedTask, ReplayPage
from app.assessment.views.words import DESK, label_of
from app.courses.domain.exercises import Exercise
from app.quiz.domain.simulation.marking import mark
from app.quiz.domain.simulation.play import Tap, after, start
from app.quiz.domain.simulation.screens import Screen, Simulation
from app.quiz.domain.simulation.showing import visible
from app.sittings.domain.record import SittingRecord, Task

PLAYED_MS = 60_000
QUICKEST_MS, SLOWEST_MS = 250, 3_000  # a screen stands so long, unless there are too many


def replay_page(
    token: str, record: SittingRecord, exercises: Mapping[str, Exercise | None], case_url: str
) -> ReplayPage:
    tasks = [(task, body) for task in record.tasks if (body := _simulation(exercises.get(task.item))) and task.taps]
    pauses = [seconds for task, _ in tasks for seconds in seconds_between(task.taps)]
    shown_ms = play_times(pauses)
    played = []
    for task, simulation in tasks:
        times, shown_ms = shown_ms[: len(task.taps)], shown_ms[len(task.taps) :]
        played.append(_played(task, simulation, times))
    total = sum(frame.play_ms for one in played for frame in one.frames)
    label = label_of(token)
    return ReplayPage(
        f"Xem lại các lần bấm · {label} · {DESK}", label, case_url, tuple(played), len(pauses), round(total / 1000)
    )


def seconds_between(taps: tuple[Tap, ...]) -> list[float]:
    """Before each tap; before the first 0."""
    return [0.0] + [max(0.0, (two.at - one.at).total_seconds()) for one, two in pairwise(taps)]


def play_times(pauses: list[float]) -> list[int]:
    """Milliseconds that each screen stands: as in life, within limits, and all of them together at most PLAYED_MS."""
    times = [min(max(seconds * 1000, QUICKEST_MS), SLOWEST_MS) for seconds in pauses]
    scale = min(1.0, PLAYED_MS / sum(times)) if times else 1.0
    return [int(one * scale) for one in times]


def _simulation(exercise: Exercise | None) -> Simulation | None:
    return exercise.body if exercise and isinstance(exercise.body, Simulation) else None


def _played(task: Task, simulation: Simulation, times: list[int]) -> PlayedTask:
    marking = mark(simulation, task.taps, "exam")
    reached = "tới nơi" if marking.reached else "chưa tới nơi"
    result = f"{len(task.taps)} lần bấm, {reached}, {marking.wrong} lần bấm lạc, {marking.seconds:.0f} giây."
    frames = tuple(_frames(task, simulation, times))
    return PlayedTask(f"viec-{task.number}", task.number, simulation.stem, result, frames)


def _frames(task: Task, simulation: Simulation, times: list[int]) -> Iterator[FrameView]:
    """Each tap on the screen as it stood before it."""
    state = start(simulation)
    for tap, seconds, play_ms in zip(task.taps, seconds_between(task.taps), times, strict=True):
        screen = simulation.by_id[state.trail[-1]]
        waited = f"sau {seconds:.0f} giây" if seconds else "lần đầu"
        yield FrameView(tap.seq, visible(simulation, state, "exam"), tap.control, _said(tap, screen), waited, play_ms)
        state = after(simulation, state, tap, "exam") or state


def _said(tap: Tap, screen: Screen) -> str:
    control = screen.control(tap.control)
    name = control.name if control else ""
    if tap.kind == "back":
        return "Quay lại màn hình trước"
    if tap.kind == "fill":
        outcome = {"right": "đúng", "looks-real": "giống số thật, đã bỏ"}.get(tap.outcome, "chưa đúng")
        return f"Gõ vào “{name}”: {outcome}"
    return f"Bấm “{name}”"
