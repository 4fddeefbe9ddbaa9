"""From attempts to pages: pure."""

from collections.abc import Mapping
from types import MappingProxyType

from app.courses.domain.lessons import Lesson
from app.courses.views import SITE, PathTo, screen_path
from app.quiz.domain.simulation.marking import Marking
from app.quiz.domain.simulation.play import Action
from app.quiz.domain.simulation.screens import ENTRIES, Simulation
from app.quiz.domain.simulation.showing import visible
from app.quiz.domain.simulation.typed_text import judge_typed
from app.simulations.domain.attempts import Misstep, marking_of, missteps
from app.simulations.pages import MisstepView, ResultPage, SimulationPage
from app.simulations.service import Standing

NOTHING_TYPED: Mapping[str, str] = MappingProxyType({})
AGAIN, ALONE = "lam-lai", "tu-lam"  # queries for a new attempt: with hints, without


def simulation_page(
    today: Lesson,
    standing: Standing,
    path_to: PathTo,
    *,
    message: str = "",
    typed: Mapping[str, str] = NOTHING_TYPED,
    focus: str = "",
    styled: bool = True,
    assisted: bool = False,
) -> SimulationPage:
    """`today` is the lesson as it is now; the attempt may be of an older version."""
    attempt = standing.attempt
    view = visible(standing.simulation, standing.state, attempt.mode)
    slug = attempt.exercise
    action = str(path_to("simulation", lesson=today.slug, simulation=slug))
    number = today.number_of(slug)
    return SimulationPage(
        title=f"{view.name} · Tập bấm · {today.about.title} · {SITE}",
        lesson_title=today.about.title,
        number=number,
        total=len(today.screens),
        stem=standing.simulation.stem,
        view=view,
        message=message,
        action=action,
        key=attempt.key,
        version=attempt.version,
        is_exam=attempt.mode == "exam",
        typed=typed,
        focus=focus,
        styled=styled,
        restart_url=f"{action}?{ALONE if attempt.mode == 'exam' else AGAIN}=1",
        previous_url=screen_path(today, number - 1, path_to),
        next_url=screen_path(today, number + 1, path_to),
        here=action,
        assisted=assisted,
    )


def result_page(today: Lesson, standing: Standing, path_to: PathTo, *, assisted: bool = False) -> ResultPage:
    attempt = standing.attempt
    slug = attempt.exercise
    url = str(path_to("simulation", lesson=today.slug, simulation=slug))
    number = today.number_of(slug)
    marking = marking_of(standing.simulation, attempt)
    return ResultPage(
        title=f"Tập bấm xong · {today.about.title} · {SITE}",
        lesson_title=today.about.title,
        number=number,
        total=len(today.screens),
        heading="Bác làm được rồi, giỏi lắm!" if marking.unaided else "Bác làm được rồi!",
        goal=standing.simulation.by_id[standing.simulation.goal].text,
        good=_went_well(standing, marking),
        missteps=tuple(_misstep(one) for one in missteps(standing.simulation, attempt)),
        again_url=f"{url}?{AGAIN}=1",
        alone_url=f"{url}?{ALONE}=1",
        next_url=screen_path(today, number + 1, path_to),
        previous_url=screen_path(today, number - 1, path_to),
        here=url,
        helped_url=str(path_to("say_helped", lesson=today.slug)),
        assisted=assisted,
    )


def typed_again(simulation: Simulation, action: Action) -> dict[str, str]:
    """What may stand in the fields once more: no password, and nothing that looks like a real number."""
    controls = {control.id: control for screen in simulation.screens for control in screen.controls}
    return {
        name: text
        for name, text in action.typed.items()
        if (control := controls.get(name))
        and control.kind in ("text", "digits")
        and judge_typed(control, text) != "looks-real"
    }


def _went_well(standing: Standing, marking: Marking) -> tuple[str, ...]:
    if marking.unaided and not marking.wrong:
        return ("Bác bấm đúng hết ngay từ đầu, không cần gợi ý.",)
    clean = [screen.name for screen in standing.simulation.screens if screen.id in standing.state.clean]
    lines = []
    if clean:
        lines.append(f"Đúng ngay từ lần bấm đầu ở: {', '.join(clean)}.")
    if marking.wrong:
        lines.append("Bấm nhầm rồi mà bác vẫn tìm lại được đường. Thế là biết cách rồi.")
    if not marking.hints:
        lines.append("Bác không cần đến gợi ý.")
    return tuple(lines)


def _misstep(one: Misstep) -> MisstepView:
    verb = "ở ô" if one.control.kind in ENTRIES else "bác bấm"
    if one.control.value and one.control.kind not in ENTRIES:
        verb = "bác quên chưa gạt"
    times = f" ({one.times} lần)" if one.times > 1 else ""
    return MisstepView(f"Ở màn hình “{one.screen}”, {verb} “{one.control.name}”{times}", one.control.remark)
