"""A sitting: one task a screen, a pause, the end, another look."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, Response
from sqlalchemy.orm import Session

from app.accounts.deps import read_account
from app.core.ids import is_token
from app.courses.deps import library_of
from app.learners.deps import go_to, is_assisted
from app.quiz.domain.question import NO_FIELDS, Fields
from app.quiz.domain.simulation.play import replay
from app.quiz.domain.simulation.screens import Simulation
from app.simulations.routes import action_of, pressed_of
from app.simulations.views import typed_again
from app.sittings import service
from app.sittings.deps import engine_of, is_elsewhere, own_sitting
from app.sittings.models import Sitting
from app.sittings.queries import has_account, has_late_answers, sitting_record
from app.sittings.service import Incomplete, Sent, SittingClosed, Step, UnknownTask
from app.sittings.views.sitting import (
    NOTHING,
    Said,
    Setting,
    end_page,
    paused_page,
    resting_page,
    simulation_page,
    task_page,
)
from app.web.deps import Db, Now, PlainForm, TransactionRoute, read_clock
from app.web.forms import fields_of
from app.web.render import Page, render

EARLIER_COUNTS = "Câu này bác đã trả lời lúc nãy rồi, và câu ấy được ghi. Mình làm tiếp nhé."
OLD_PAGE = "Trang lúc nãy cũ rồi. Đây mới là chỗ bác đang làm, bác làm tiếp nhé."
LATE = "Câu này gửi tới khi việc ấy đã đóng, nên chưa tính. Mình giữ lại để người xem bài của bác biết."
SAID: Mapping[Step, str] = {"differs": EARLIER_COUNTS, "old": OLD_PAGE, "late": LATE}
TAKEN = "X-Da-Nhan"  # names what the service has: the phone need not keep it any longer (sitting.js)
ASKED_AGAIN = "Người học nhờ xem lại."

router = APIRouter(
    default_response_class=HTMLResponse, route_class=TransactionRoute, dependencies=[Depends(read_account)]
)


@router.get("/chung-nhan/luot/{token}", name="sitting")
def show_sitting(request: Request, token: str, session: Db, now: Now) -> Response:
    return render(request, _page(request, session, own_sitting(request, session, token), now))


@router.post("/chung-nhan/luot/{token}/tra-loi", name="sitting_answer")
def answer(request: Request, token: str, form: PlainForm, session: Db, now: Now) -> Response:
    """Acknowledged after the commit (TransactionRoute)."""
    sitting = own_sitting(request, session, token, lock=True)
    sent = _sent(request, fields_of(form))
    return _taken(_answered(request, session, sitting, sent, now), sent.key)


def _answered(request: Request, session: Session, sitting: Sitting, sent: Sent, now: datetime) -> Response:
    engine = engine_of(request)
    try:
        _require_here(request, sitting)
        step = service.submit_answer(session, engine, sitting, sent, now)
    except Incomplete as unfinished:
        page = _page(request, session, sitting, now, Said(unfinished.message, sent.fields))
        return _here(render(request, page, 422 if unfinished.message else 200))
    except UnknownTask:
        step = "old"
    except SittingClosed:
        step = service.keep_late(session, engine, sitting, sent, now)
    return _after(request, session, sitting, step, now)


def _require_here(request: Request, sitting: Sitting) -> None:
    """Raises SittingClosed on the phone that a sitting was moved away from: what it sends now comes late."""
    if is_elsewhere(request, sitting):
        raise SittingClosed("elsewhere")


def _taken(response: Response, key: str, seq: int = 0) -> Response:
    """The service has it, whatever became of it: an answer by the key of its task, a press by its place there as well."""
    if is_token(key):
        response.headers[TAKEN] = f"{key}.{seq}" if seq else key
    return response


@router.post("/chung-nhan/luot/{token}/bam", name="sitting_press")
def press(request: Request, token: str, form: PlainForm, session: Db, now: Now) -> Response:
    """Acknowledged after the commit, as an answer is."""
    sitting, engine = own_sitting(request, session, token, lock=True), engine_of(request)
    sent = _sent(request, fields_of(form))
    action = action_of({name: values[0] for name, values in sent.fields.items()})
    try:
        _require_here(request, sitting)
        step = service.press(session, engine, sitting, sent, action, now)
    except UnknownTask:
        step = "old"
    except SittingClosed:
        step = service.keep_late(session, engine, sitting, sent, now, action)
    said = NOTHING
    found = service.current_task(session, engine.standards, sitting)
    if step == "same" and found is not None and isinstance(found.content, Simulation):
        said = Said(typed=typed_again(found.content, action), focus=pressed_of(action))
    return _taken(_after(request, session, sitting, step, now, said), sent.key, action.seq)


def _sent(request: Request, fields: Fields) -> Sent:
    return Sent(
        next(iter(fields.get("khoa", ())), ""),
        fields,
        _milliseconds(fields, "nghi"),
        is_assisted(request),
        _milliseconds(fields, "cho"),
    )


def _milliseconds(fields: Fields, name: str) -> int | None:
    said = next(iter(fields.get(name, ())), "")
    return int(said) if re.fullmatch(r"[0-9]{1,9}", said) else None


def _after(
    request: Request, session: Session, sitting: Sitting, step: Step, now: datetime, said: Said = NOTHING
) -> Response:
    """Where the sitting stands now. Without script the browser itself sends the form: shown by a redirect, going back never
    asks to send it again."""
    message = SAID.get(step, "")
    if request.headers.get("sec-fetch-mode") == "navigate" and not message:
        return go_to(request.app.state.path_to("sitting", token=sitting.token))
    page = _page(request, session, sitting, now, Said(message, NO_FIELDS, said.typed, said.focus))
    return _here(render(request, page, 422 if message else 200))


def _here(response: Response) -> Response:
    """The address stays that of the sitting, under which it can be opened anew."""
    response.headers["HX-Push-Url"] = "false"
    return response


@router.get("/chung-nhan/luot/{token}/tra-loi", name="sitting_answered")
@router.get("/chung-nhan/luot/{token}/bam", name="sitting_pressed")
def back_to_sitting(request: Request, token: str) -> Response:
    """Whoever opens anew the page that a browser without script got in reply to a form."""
    return go_to(request.app.state.path_to("sitting", token=token))


@router.post("/chung-nhan/luot/{token}/tam-nghi", name="pause_sitting")
def pause(request: Request, token: str, session: Db, now: Now) -> Response:
    sitting = own_sitting(request, session, token, lock=True)
    if not is_elsewhere(request, sitting):
        service.pause_sitting(sitting, now)
    return _back(request, sitting)


@router.post("/chung-nhan/luot/{token}/lam-tiep", name="resume_sitting")
def resume(request: Request, token: str, session: Db, now: Now) -> Response:
    sitting = own_sitting(request, session, token, lock=True)
    try:
        _require_here(request, sitting)
        service.resume_sitting(session, engine_of(request), sitting, now)
    except SittingClosed:
        return _back(request, sitting)  # the page says why
    return _back(request, sitting)


@router.post("/chung-nhan/luot/{token}/viec-khac", name="pass_resting")
def pass_resting(request: Request, token: str, session: Db, now: Now) -> Response:
    sitting = own_sitting(request, session, token, lock=True)
    try:
        _require_here(request, sitting)
        service.pass_resting(session, engine_of(request), sitting, now)
    except SittingClosed:
        return _back(request, sitting)
    return _back(request, sitting)


@router.post("/chung-nhan/luot/{token}/thoi", name="leave_sitting")
def leave(request: Request, token: str, session: Db, now: Now) -> Response:
    sitting = own_sitting(request, session, token, lock=True)
    if not is_elsewhere(request, sitting):
        service.leave_sitting(session, engine_of(request), sitting, now)
    return _back(request, sitting)


@router.post("/chung-nhan/luot/{token}/xem-lai", name="appeal_sitting")
def appeal(request: Request, token: str, session: Db, now: Now) -> Response:
    """One tap; twice is once."""
    sitting = own_sitting(request, session, token, lock=True)
    service.appeal(session, sitting, ASKED_AGAIN, now)
    return _back(request, sitting)


def _back(request: Request, sitting: Sitting) -> Response:
    return go_to(request.app.state.path_to("sitting", token=sitting.token))


def _page(request: Request, session: Session, sitting: Sitting, now: datetime, said: Said = NOTHING) -> Page:
    setting = Setting(sitting.token, request.app.state.path_to, is_assisted(request))
    mode = "elsewhere" if is_elsewhere(request, sitting) else service.mode_of(session, sitting, now)
    if mode == "ended":
        return _end(request, session, sitting, setting)
    standards = engine_of(request).standards
    found = service.current_task(session, standards, sitting)
    setting = replace(setting, pause_costs=found is not None and service.pause_costs(sitting, found.task))
    if mode != "going":
        late = has_late_answers(session, sitting.id)
        return paused_page(mode, setting, has_account=has_account(session, sitting.learner_id), has_late=late)
    if found is None or found.rests or found.content is None:
        return resting_page(setting)
    least = standards.standard(session, sitting.standard_version).n_min
    if isinstance(found.content, Simulation):
        state = replay(found.content, found.task.taps, "exam")
        return simulation_page(found, found.content, state, least, setting, said)
    return task_page(found, found.content, least, setting, said)


def _end(request: Request, session: Session, sitting: Sitting, setting: Setting) -> Page:
    standards = engine_of(request).standards
    record = sitting_record(session, standards, sitting.id)
    again = None
    if record.ended_at is not None:
        again = record.ended_at + timedelta(days=record.standard.retakes.after_days)
        again = again if again > read_clock(request) else None
    framework = standards.framework(record.framework)
    return end_page(record, framework, library_of(request).catalogue, again, setting)
