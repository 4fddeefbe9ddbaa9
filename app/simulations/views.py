"""From attempts to pages: pure."""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from types import MappingProxyType

from app.courses.domain.lessons import Lesson
from app.courses.views import SITE, differs_path, screen_path, tutor_path
from app.quiz.domain.simulation.marking import Marking
from app.quiz.domain.simulation.play import Action
from app.quiz.domain.simulation.screens import ENTRIES, Simulation
from app.quiz.domain.simulation.showing import View, visible
from app.quiz.domain.simulation.typed_text import judge_typed
from app.quiz.views import Setting
from app.simulations.domain.attempts import Misstep, marking_of, missteps, state_of
from app.simulations.pages import KeypadPart, MisstepView, Play, ResultPage, SimulationPage
from app.simulations.service import Standing

NOTHING_TYPED: Mapping[str, str] = MappingProxyType({})
AGAIN, ALONE = "lam-lai", "tu-lam"  # queries for a new attempt: with hints, without


def simulation_page(
    today: Lesson,
    standing: Standing,
    setting: Setting,
    *,
    message: str = "",
    typed: Mapping[str, str] = NOTHING_TYPED,
    focus: str = "",
) -> SimulationPage:
    """`today` is the lesson as it is now; the attempt may be of an older version."""
    attempt = standing.attempt
    view = visible(standing.simulation, standing.state, attempt.mode)
    url = partial(setting.simulation_url, today.slug, attempt.exercise)
    anew = url(**{ALONE if attempt.mode == "exam" else AGAIN: "1"})
    number, on_errand = today.number_of(attempt.exercise), bool(setting.errand.address)
    is_wrong = view.remark and not message and last_misstep(standing) is not None
    why = setting.why_url(today.slug, attempt.exercise) if is_wrong else ""
    return SimulationPage(
        title=f"{view.name} · Tập bấm · {today.about.title} · {SITE}",
        lesson_title=today.about.title,
        number=number,
        total=0 if on_errand else len(today.screens),
        stem=standing.simulation.stem,
        play=Play(view, message, typed, focus, anew, why),
        action=url(),
        key=attempt.key,
        version=attempt.version,
        is_exam=attempt.mode == "exam",
        previous_url="" if on_errand else screen_path(today, today.before(number), setting.path_to),
        next_url="" if on_errand else setting.next_url(today, number),
        leave_url=str(setting.path_to("home")) if on_errand else "",
        here=url() if attempt.taps else anew,  # what was only shown is not found again by its address
        assisted=setting.assisted,
        differs_url=differs_path(today, number, setting.path_to),
        tutor_url="" if on_errand or attempt.mode == "exam" else tutor_path(today, number, setting.path_to),
    )


def view_before(standing: Standing, action: Action) -> View:
    """What the page showed that sent this form."""
    attempt = replace(standing.attempt, taps=standing.attempt.taps[: max(0, action.seq - 1)])
    return visible(standing.simulation, state_of(standing.simulation, attempt), attempt.mode)


def keypad_part(play: Play, before: View) -> KeypadPart | None:
    """For a press that only went on with a keypad; None when anything else is to be shown otherwise than `before`."""
    view = play.view
    changed = [now for now, then in zip(view.controls, before.controls, strict=False) if now != then]
    if len(changed) != 1 or changed[0].kind != "keypad" or changed[0].is_filled or play.message:
        return None
    is_all = replace(before, seq=view.seq, controls=view.controls) == view
    return KeypadPart("", changed[0], view.seq) if is_all else None


def result_page(today: Lesson, standing: Standing, setting: Setting) -> ResultPage:
    attempt = standing.attempt
    url = partial(setting.simulation_url, today.slug, attempt.exercise)
    number, on_errand = today.number_of(attempt.exercise), bool(setting.errand.address)
    marking = marking_of(standing.simulation, attempt)
    told = tuple(misstep_view(one) for one in missteps(standing.simulation, attempt))
    return ResultPage(
        title=f"Tập bấm xong · {today.about.title} · {SITE}",
        lesson_title=today.about.title,
        number=number,
        total=0 if on_errand else len(today.screens),
        heading="Bác làm được rồi, giỏi lắm!" if marking.unaided else "Bác làm được rồi!",
        goal=standing.simulation.by_id[standing.simulation.goal].text,
        good=_went_well(standing, marking),
        missteps=told,
        why_url=setting.why_url(today.slug, attempt.exercise) if told else "",
        again_url=url(**{AGAIN: "1"}),
        alone_url=url(**{ALONE: "1"}),
        next_url=setting.next_url(today, number),
        previous_url="" if on_errand else screen_path(today, today.before(number), setting.path_to),
        here=url(),
        helped_url=str(setting.path_to("say_helped", lesson=today.slug)),
        assisted=setting.assisted,
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


def last_misstep(standing: Standing) -> Misstep | None:
    """What was pressed or typed last, if that was wrong and its remark is being said."""
    state = standing.state
    if state.typed_real or standing.attempt.mode == "exam":
        return None
    pressed = ((screen, screen.control(state.answered_by)) for screen in standing.simulation.screens)
    found = (Misstep(screen.name, control, 1) for screen, control in pressed if control and not control.free)
    return next(found, None)


def misstep_view(one: Misstep) -> MisstepView:
    verb = "ở ô" if one.control.kind in ENTRIES else "bác bấm"
    if one.control.value and one.control.kind not in ENTRIES:
        verb = "bác quên chưa gạt"
    times = f" ({one.times} lần)" if one.times > 1 else ""
    return MisstepView(f"Ở màn hình “{one.screen}”, {verb} “{one.control.name}”{times}", one.control.remark)
