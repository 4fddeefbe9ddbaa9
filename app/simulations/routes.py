"""Simulations of a lesson: each screen is a form, each press a new screen."""

import re
from collections.abc import Mapping

from fastapi import Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from app.core.ids import new_token
from app.courses.deps import library_of
from app.courses.domain.lessons import Lesson
from app.learners.deps import device_of, is_assisted, remember_learner
from app.quiz.domain.errand import FIELD, read_errand
from app.quiz.domain.simulation.play import Action, Mode, start
from app.quiz.service import SomeoneElses
from app.quiz.views import RESTS, Setting, resting_page
from app.simulations.deps import stores_of
from app.simulations.domain.attempts import Attempt
from app.simulations.pages import PlayPart
from app.simulations.service import (
    NotWritten,
    Press,
    SimulationChanged,
    Standing,
    latest_standing,
    simulation_of,
    take_press,
)
from app.simulations.views import (
    AGAIN,
    ALONE,
    keypad_part,
    result_page,
    simulation_page,
    typed_again,
    view_before,
)
from app.web.deps import read_clock, read_form
from app.web.errors import NotFound
from app.web.forms import fields_of
from app.web.page_routes import PageRoute
from app.web.render import Page, render, wants_fragment

CHANGED = "Bài tập bấm vừa được sửa lại. Bác bắt đầu lại từ đây nhé."
ELSES = "Lượt vừa rồi là của người khác trên máy này. Bác bắt đầu lượt của bác nhé."
OLD_PAGE = "Trang lúc nãy cũ rồi. Đây mới là chỗ bác đang đứng, bác bấm tiếp nhé."
BUSY = "Mạng đang đông, máy chưa ghi được. Bác bấm lại lần nữa nhé."
# A fragment is no document and may do nothing as one: said in a sixth of what a page needs, with each press.
NO_DOCUMENT = {"Content-Security-Policy": "default-src 'none'", "Permissions-Policy": ""}
ENTRY = "o-"  # the names of fields begin with it
TASK = "#bai-tap"
SAID = "bao"  # the page says something of its own, which a count of keys would leave there


def _find(request: Request, lesson: str, slug: str) -> Lesson:
    found = library_of(request).catalogue.lessons.get(lesson)
    if found is None or simulation_of(found, slug) is None:
        raise NotFound("Không có bài tập bấm này. Có thể bài đã được sửa lại.")
    return found


def _setting(request: Request) -> Setting:
    errand = read_errand(request.query_params.get(FIELD, ""))
    return Setting(request.app.state.path_to, errand, is_assisted(request))


async def show_simulation(request: Request, lesson: str, simulation: str) -> HTMLResponse:
    """Where this learner stands in the latest attempt, unless a new one is asked for."""
    found = _find(request, lesson, simulation)
    if simulation in found.resting:
        return render(request, resting_page(found, simulation, _setting(request)))
    learner = device_of(request).active
    if learner is not None and not {AGAIN, ALONE} & request.query_params.keys():
        standing = await latest_standing(stores_of(request), learner, lesson, simulation)
        if standing is not None:
            return _show(request, found, standing)
    return _begin(request, found, simulation, "exam" if ALONE in request.query_params else "practice")


def _begin(
    request: Request, found: Lesson, slug: str, mode: Mode, message: str = "", status: int = 200
) -> HTMLResponse:
    simulation = simulation_of(found, slug)
    if simulation is None:
        raise NotFound
    attempt = Attempt(new_token(), None, found.slug, slug, found.version, mode)
    standing = Standing(found, simulation, attempt, start(simulation))
    return _render(request, simulation_page(found, standing, _setting(request), message=message), status)


def _show(request: Request, found: Lesson, standing: Standing) -> HTMLResponse:
    page = result_page if standing.state.done else simulation_page
    return _render(request, page(found, standing, _setting(request)))


async def tap(request: Request, lesson: str, simulation: str) -> Response:
    """Acknowledged after the durable commit. Never calls the database here: the logs have their own threads."""
    found, device, setting = _find(request, lesson, simulation), device_of(request), _setting(request)
    if simulation in found.resting:  # since it was shown: this press counts for nothing, earlier ones stand
        return _render(request, resting_page(found, simulation, setting), RESTS)
    fields = {name: values[0] for name, values in fields_of(await read_form(request)).items()}
    action = action_of(fields)
    sent = Press(
        lesson,
        simulation,
        fields.get("khoa", ""),
        fields.get("phien-ban", ""),
        "exam" if fields.get("cach") == ALONE else "practice",
        action,
        setting.assisted,
        setting.errand.mode,
    )
    try:
        standing, is_old = await take_press(stores_of(request), sent, device.active, read_clock(request))
    except SimulationChanged:
        return _begin(request, found, simulation, sent.mode, CHANGED, 422)
    except SomeoneElses:
        return _begin(request, found, simulation, sent.mode, ELSES, 422)
    except NotWritten as busy:
        return _after(request, found, busy.standing, fields, BUSY, 503)
    response: Response = _answer(request, found, standing, fields, is_old=is_old)
    learner = standing.attempt.learner_id
    if standing.attempt.taps and learner is not None and (learner != device.active or standing.state.done):
        remember_learner(request, response, device, learner)
    return response


def _answer(
    request: Request, found: Lesson, standing: Standing, fields: Mapping[str, str], *, is_old: bool
) -> Response:
    attempt = standing.attempt
    if request.headers.get("sec-fetch-mode") == "navigate" and attempt.taps and not is_old:
        # Without script the browser itself sends the form; shown by a redirect, going back never asks to send it again.
        path = _setting(request).simulation_url(found.slug, attempt.exercise)
        return RedirectResponse(path if standing.state.done else f"{path}{TASK}", 303)
    if standing.state.done:
        return _show(request, found, standing)
    return _after(request, found, standing, fields, OLD_PAGE if is_old else "", 422 if is_old else 200)


def _after(
    request: Request, found: Lesson, standing: Standing, fields: Mapping[str, str], message: str, status: int
) -> HTMLResponse:
    """The screen after a form: of it, a browser that asks for a fragment gets what the press may have changed."""
    action = action_of(fields)
    page = simulation_page(
        found,
        standing,
        _setting(request),
        message=message,
        typed=typed_again(standing.simulation, action),
        focus=pressed_of(action),
    )
    if not wants_fragment(request) or not action.seq:
        return _render(request, page, status)
    keypad = None if SAID in fields or action.seq == 1 else keypad_part(page.play, view_before(standing, action))
    part = keypad or PlayPart(page.title, page.play, page.here if action.seq == 1 else "")
    target, swap = (f"dem-{keypad.keypad.id}", "innerHTML") if keypad else ("luot", f"outerHTML show:{TASK}:top")
    response = _render(request, part, status)
    response.headers.update({"HX-Retarget": f"#{target}", "HX-Reswap": swap})
    return response


def _render(request: Request, page: Page, status: int = 200) -> HTMLResponse:
    response = render(request, page, status)
    if wants_fragment(request):
        response.headers.update(NO_DOCUMENT)
    return response


def action_of(fields: Mapping[str, str]) -> Action:
    """The form as it was sent; what does not fit is refused by the rules of the game."""
    sent = fields.get("thu-tu", "")
    seq = int(sent) if re.fullmatch(r"[0-9]{1,4}", sent) else 0
    if "lui" in fields:
        return Action(seq, "back", fields["lui"])
    if "goi-y" in fields:
        return Action(seq, "hint", fields["goi-y"])
    typed = {name.removeprefix(ENTRY): text for name, text in fields.items() if name.startswith(ENTRY)}
    pressed = fields.get("cham", "")
    return Action(seq, "press" if pressed else "fill", pressed, typed)


def pressed_of(action: Action) -> str:
    """The id of what was pressed; of a keypad, with its key behind."""
    return action.control or "".join(f"{name} {text[-1:]}" for name, text in action.typed.items())


SIMULATION = "/bai-hoc/{lesson}/tap-bam/{simulation}"
pages = [
    PageRoute(SIMULATION, show_simulation, name="simulation"),
    PageRoute(SIMULATION, tap, methods=["POST"]),
]
