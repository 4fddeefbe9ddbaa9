"""Trying out a revision of a draft: the learner's own pages, which may stand in a frame of ours, and record nothing."""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from markupsafe import escape

from app.authoring import service
from app.authoring.deps import surroundings_of
from app.authoring.domain.judging import shown_text
from app.authoring.pages.trial import ElsewherePage
from app.authoring.views.trial import Trial, end_page, frame, read_taps, written_taps
from app.core.ids import is_token, new_token
from app.courses.domain.lessons import Step
from app.courses.views import screen_path, step_page
from app.learners.domain.reading import (
    ADDRESSES,
    PLATFORMS,
    Reading,
    format_reading,
    known_reading,
    parse_reading,
)
from app.quiz.domain.question import NO_FIELDS, Fields, Unfinished
from app.quiz.domain.simulation.play import Mode, play
from app.quiz.service import NOT_OURS, question_of
from app.quiz.views import answered_page, asked_page
from app.simulations.domain.attempts import Attempt, state_of
from app.simulations.routes import OLD_PAGE, action_of, pressed_of
from app.simulations.service import Standing, simulation_of
from app.simulations.views import ALONE, result_page, simulation_page, typed_again
from app.web.addressing import WRITTEN, addressed
from app.web.deps import Db, Now, SubmittedForm, TransactionRoute
from app.web.forms import fields_of
from app.web.render import BLOCK, HEADERS, SCREEN, Page, Templates, render, values, wants_fragment
from app.web.security import CSP

# Only our own pages may hold a preview in a frame, and a preview holds none.
FRAMED = {**HEADERS, "Content-Security-Policy": CSP.replace("frame-ancestors 'none'", "frame-ancestors 'self'")}
ROOT = "/soan-bai/xem-thu/{draft_id:int}/{number:int}"
NOTHING = "Bản này chưa có gì để xem. Thầy cô viết thêm một bước, hoặc sửa các lỗi máy đã chỉ, rồi xem lại."
OUTSIDE = (
    "Trong bài thật, chỗ này dẫn ra ngoài bài, hoặc ghi lại một điều gì đó. Xem thử thì không ghi, cũng không đi đâu."
)

router = APIRouter(default_response_class=HTMLResponse, route_class=TransactionRoute)


def _find(request: Request, session: Db, draft_id: int, number: int, reader: str) -> Trial | None:
    """Reads, lets the database go, then compiles; None when there is nothing to show."""
    draft = service.find_draft(session, draft_id)
    revision = service.find_revision(session, draft, number)
    session.commit()
    lesson = shown_text(draft.path, revision.text, surroundings_of(request))
    return Trial(draft_id, number, parse_reading(reader), lesson) if lesson else None


@router.get(ROOT, name="preview")
def preview(request: Request, draft_id: int, number: int, session: Db) -> Response:
    """The screen and the reader that are asked for, or the first screen."""
    asked = request.query_params
    reading = known_reading(
        asked.get("nguoi", Reading().audience), *(asked.get(name, "") for name in ("may", "doc", "viec", "xung-ho"))
    )
    trial = _find(request, session, draft_id, number, format_reading(reading))
    return _go(request, trial, asked.get("buoc", "")) if trial else _nothing(request)


@router.get(ROOT + "/{reader}/bai", name="preview_step")
def preview_step(request: Request, draft_id: int, number: int, reader: str, session: Db) -> Response:
    trial = _find(request, session, draft_id, number, _chosen(request, reader))
    if trial is None:
        return _nothing(request)
    place, lesson = _place(trial, request.query_params.get("buoc", "")), trial.lesson
    screen = lesson.screens[place - 1]
    if not isinstance(screen, Step):
        return _go(request, trial, str(place))
    inside = trial.addresses(request.app.state.path_to)
    page = step_page(lesson, place, screen, trial.reader.only(screen.tags), inside)
    return _show(request, trial, page, place)


@router.get(ROOT + "/{reader}/cau-hoi/{question}", name="preview_question")
def preview_question(request: Request, draft_id: int, number: int, reader: str, question: str, session: Db) -> Response:
    """Each time with a new key: in another order, of a family another member."""
    trial = _find(request, session, draft_id, number, reader)
    if trial is None:
        return _nothing(request)
    return _ask(request, trial, question, new_token())


@router.post(ROOT + "/{reader}/cau-hoi/{question}", name="preview_answer")
def preview_answer(
    request: Request, draft_id: int, number: int, reader: str, question: str, form: SubmittedForm, session: Db
) -> Response:
    """Judged as an answer is, and forgotten."""
    trial, fields = _find(request, session, draft_id, number, reader), fields_of(form)
    if trial is None:
        return _nothing(request)
    sent = fields.get("khoa", ("",))[0]
    key = sent if is_token(sent) else new_token()
    asked = question_of(trial.lesson, question, key)
    if asked is None:
        return _go(request, trial, "")
    answer = asked.answer_from(fields)
    if isinstance(answer, Unfinished):
        return _ask(request, trial, question, key, fields, answer.message)
    verdict = asked.judge(answer)
    if verdict is None:
        return _ask(request, trial, question, key, fields, NOT_OURS)
    page = answered_page(trial.lesson, question, asked, verdict, trial.setting(request.app.state.path_to))
    return _show(request, trial, page, page.number)


def _ask(request: Request, trial: Trial, slug: str, key: str, fields: Fields = NO_FIELDS, error: str = "") -> Response:
    question = question_of(trial.lesson, slug, key)
    if question is None:
        return _go(request, trial, "")
    setting = trial.setting(request.app.state.path_to)
    page = asked_page(trial.lesson, slug, question, key, setting, fields=fields, error=error)
    return _show(request, trial, page, page.number, 422 if error else 200)


@router.get(ROOT + "/{reader}/tap-bam/{simulation}", name="preview_simulation")
def preview_simulation(
    request: Request, draft_id: int, number: int, reader: str, simulation: str, session: Db, now: Now
) -> Response:
    """From its start; where somebody stands is only in the form."""
    trial = _find(request, session, draft_id, number, reader)
    if trial is None:
        return _nothing(request)
    mode = {"cach": ALONE} if ALONE in request.query_params else {}
    return _play(request, trial, simulation, mode, now)


@router.post(ROOT + "/{reader}/tap-bam/{simulation}", name="preview_tap")
def preview_tap(
    request: Request,
    draft_id: int,
    number: int,
    reader: str,
    simulation: str,
    form: SubmittedForm,
    session: Db,
    now: Now,
) -> Response:
    trial = _find(request, session, draft_id, number, reader)
    if trial is None:
        return _nothing(request)
    fields = {name: sent[0] for name, sent in fields_of(form).items()}
    return _play(request, trial, simulation, fields, now, pressed=True)


def _play(
    request: Request, trial: Trial, slug: str, fields: Mapping[str, str], now: Any, *, pressed: bool = False
) -> Response:
    """Where the taps of the form lead, and the press that came with it."""
    simulation, lesson = simulation_of(trial.lesson, slug), trial.lesson
    if simulation is None:
        return _go(request, trial, "")
    mode: Mode = "exam" if fields.get("cach") == ALONE else "practice"
    taps, action = read_taps(fields.get("khoa", ""), now), action_of(fields)
    attempt = Attempt("", None, lesson.slug, slug, lesson.version, mode, taps)
    played = play(simulation, state_of(simulation, attempt), action, now, mode)
    if pressed:
        taps += played.taps
    attempt = Attempt(written_taps(taps), None, lesson.slug, slug, lesson.version, mode, taps)
    standing = Standing(lesson, simulation, attempt, state_of(simulation, attempt))
    setting = trial.setting(request.app.state.path_to)
    if standing.state.done:
        page: Page = result_page(lesson, standing, setting)
        return _show(request, trial, page, lesson.number_of(slug))
    message = OLD_PAGE if pressed and played.refused else ""
    typed = typed_again(simulation, action) if pressed else {}
    page = simulation_page(lesson, standing, setting, message=message, typed=typed, focus=pressed_of(action))
    return _show(request, trial, page, lesson.number_of(slug))


@router.get(ROOT + "/{reader}/xong", name="preview_finished")
def preview_finished(request: Request, draft_id: int, number: int, reader: str, session: Db, now: Now) -> Response:
    trial = _find(request, session, draft_id, number, reader)
    if trial is None:
        return _nothing(request)
    return _show(request, trial, end_page(trial, now, request.app.state.path_to), 0)


@router.get(ROOT + "/{reader}/ra-ngoai", name="preview_elsewhere")
@router.post(ROOT + "/{reader}/ra-ngoai", name="preview_help")
def preview_elsewhere(request: Request, draft_id: int, number: int, reader: str, session: Db) -> Response:
    """Where a link leads that leaves the lesson, and a form that would record something."""
    trial = _find(request, session, draft_id, number, reader)
    if trial is None:
        return _nothing(request)
    back = screen_path(trial.lesson, 1, trial.addresses(request.app.state.path_to))
    return _show(request, trial, ElsewherePage("Chỗ này ở ngoài bài", OUTSIDE, back), 0)


def _chosen(request: Request, reader: str) -> str:
    """A step offers to change the phone, as it does to learners."""
    wanted = request.query_params.get("may")
    reading = parse_reading(reader)
    return format_reading(replace(reading, platform=wanted)) if wanted in PLATFORMS and wanted else reader


def _place(trial: Trial, asked: str) -> int:
    number = int(asked) if re.fullmatch(r"[0-9]{1,3}", asked) else 1
    return min(max(number, 1), len(trial.lesson.screens))


def _go(request: Request, trial: Trial, asked: str) -> Response:
    """To a screen by its number; where it is gone from this revision, to the first."""
    inside = trial.addresses(request.app.state.path_to)
    return RedirectResponse(screen_path(trial.lesson, _place(trial, asked), inside), 303, headers=FRAMED)


def _nothing(request: Request) -> Response:
    response = render(request, ElsewherePage("Chưa xem được", NOTHING, request.scope["path"]))
    response.headers.update(FRAMED)
    return response


def _show(request: Request, trial: Trial, page: Page, place: int, status: int = 200) -> HTMLResponse:
    """The screen as learners get it, its addresses those of the preview; around it what belongs to a preview."""
    templates: Templates = request.app.state.templates
    path_to = request.app.state.path_to
    template = templates.environment.get_template(page.template)
    context = template.new_context({**values(page), "path_to": trial.addresses(path_to)})
    screen = addressed("".join(template.blocks[BLOCK](context)), ADDRESSES.get(trial.reading.address, WRITTEN))
    if wants_fragment(request):
        return HTMLResponse(f"<title>{escape(page.title)}</title>{screen}", status, headers=FRAMED)
    around = templates.environment.get_template("preview.html").render(values(frame(trial, page.title, place, path_to)))
    return HTMLResponse(around.replace(SCREEN, screen, 1), status, headers=FRAMED)
