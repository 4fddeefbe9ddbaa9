"""Signing in and out with a password, choosing one, and whether the phone's guest is the person who signed in."""

from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse
from pydantic import Field

from app.accounts import queries, service, sign_in_sessions, throttling
from app.accounts.deps import CurrentAccount, CurrentToken, KnownAccount, forget_session, remember_session
from app.accounts.domain.learner_login import SecretKind
from app.accounts.domain.password import LONGEST, complaint
from app.accounts.domain.sign_in import SignedIn
from app.accounts.routes.fields import Fields, required
from app.accounts.routes.starting import counted_attempt, landing, render_throttled, secret_page, start_visit, too_often
from app.accounts.views import claim_page, new_password_page, sign_in_page
from app.learners.deps import (
    FULL,
    CurrentVisit,
    go_to,
    handed_over,
    require_same_person,
    settings_of,
    show_learners,
)
from app.learners.domain.device import DeviceFull, NotOnDevice
from app.learners.domain.return_path import FIELD, local_path, with_return
from app.web.deps import Now, SubmittedForm, TransactionRoute
from app.web.forms import Form, Line, Refused
from app.web.render import render

router = APIRouter(default_response_class=HTMLResponse, route_class=TransactionRoute)

WRONG = "Tên đăng nhập hoặc mật khẩu chưa đúng. Mời xem lại rồi gõ lại."
ONCE_MORE = "Việc này cần chắc chắn là bác. Mời gõ mật khẩu một lần nữa."
NOT_CURRENT = "Mật khẩu đang dùng chưa đúng. Mời gõ lại."
NOT_SAME = "Hai lần gõ mật khẩu chưa giống nhau. Mời gõ lại."


class Credentials(Fields):
    login: Annotated[Line, Field(alias="ten-dang-nhap", max_length=100), required("Bác chưa gõ tên đăng nhập.")]
    password: Annotated[Line, Field(alias="mat-khau", max_length=LONGEST), required("Bác chưa gõ mật khẩu.")]


class NewPassword(Fields):
    current: Annotated[Line, Field("", alias="hien-tai", max_length=LONGEST)]
    password: Annotated[Line, Field(alias="mat-khau")]
    again: Annotated[Line, Field(alias="lai")]


CREDENTIALS = Form(Credentials)
NEW_PASSWORD = Form(NewPassword)


# Whose progress is it


@router.post("/tai-khoan/roi-may")
def leave_device(
    request: Request, form: SubmittedForm, visit: CurrentVisit, signed_in: CurrentAccount, token: CurrentToken
) -> Response:
    """The active learner leaves; if it is the one signed in, or may be, the sign-in ends with it."""
    session, device = visit.session, visit.device
    try:
        require_same_person(visit, form)
    except NotOnDevice:
        return show_learners(visit, status=422)
    own = sign_in_sessions.learner_of_session(session, token)
    leaves = device.active is not None and own == device.active
    response = handed_over(request, device, device.leave(device.active), None)
    if leaves or service.guest_to_claim(session, signed_in, device):
        sign_in_sessions.sign_out(session, token)
        forget_session(request, response)
    return response


@router.get("/tai-khoan/nhan-lai")
def claim(request: Request, visit: CurrentVisit, signed_in: KnownAccount) -> Response:
    next_path = local_path(request.query_params.get(FIELD, ""))
    guest = service.guest_to_claim(visit.session, signed_in, visit.device)
    if guest is None:
        return go_to(next_path or request.app.url_path_for("account"))
    return render(request, claim_page(guest, settings_of(request).secret, next_path))


@router.post("/tai-khoan/nhan-lai", name="submit_claim")
def submit_claim(
    request: Request, visit: CurrentVisit, form: SubmittedForm, signed_in: KnownAccount, now: Now
) -> Response:
    """Yes: the guest is this person. No: the account gets a learner of its own, the guest stays on the phone."""
    next_path = local_path(str(form.get(FIELD, "")))
    guest = service.guest_to_claim(visit.session, signed_in, visit.device)
    if guest is None:
        return go_to(next_path or request.app.url_path_for("account"))
    page = claim_page(guest, settings_of(request).secret, next_path)
    answer = form.get("la-bac")
    if answer not in ("co", "khong") or form.get("nguoi") != page.tag:
        return render(request, page, 422)
    own = guest.id if answer == "co" else None
    try:
        device, learner = service.welcome_learner(visit.session, signed_in, visit.device, visit.reading, now, own)
    except DeviceFull:
        visit.session.rollback()
        return render(request, replace(page, error=FULL), 422)
    return handed_over(request, visit.device, device, learner, next_path)


# Signing in and out


@router.get("/dang-nhap")
async def sign_in(request: Request) -> Response:
    return render(request, sign_in_page(next_path=local_path(request.query_params.get(FIELD, ""))))


@router.post("/dang-nhap")
def submit_sign_in(
    request: Request, visit: CurrentVisit, form: SubmittedForm, token: CurrentToken, now: Now
) -> Response:
    next_path = local_path(str(form.get(FIELD, "")))
    wanted = CREDENTIALS.parse(form)
    if isinstance(wanted, Refused):
        typed = wanted.typed.get("ten-dang-nhap", "")
        return render(request, sign_in_page(typed, next_path, errors=wanted.errors), 422)
    counted = counted_attempt(visit, wanted.login, now)
    if isinstance(counted, throttling.Throttled):
        return render_throttled(request, sign_in_page(wanted.login, next_path, too_often(counted)), counted)
    if not service.is_right(counted, wanted.password):
        return render(request, sign_in_page(wanted.login, next_path, WRONG), 422)
    try:
        return start_visit(visit, counted, token, next_path, now)
    except DeviceFull:
        visit.session.rollback()
        return render(request, sign_in_page(wanted.login, next_path, FULL), 422)


@router.post("/dang-xuat")
def sign_out(request: Request, visit: CurrentVisit, token: CurrentToken) -> Response:
    learner = sign_in_sessions.sign_out(visit.session, token) if token else None
    response = handed_over(request, visit.device, visit.device.leave(learner), None)
    forget_session(request, response)
    return response


@router.get("/tai-khoan/xac-nhan")
def confirm_self(request: Request, visit: CurrentVisit, signed_in: KnownAccount) -> Response:
    """Before what cannot be undone: the same person says their secret once more, where they always do."""
    next_path = local_path(request.query_params.get(FIELD, ""))
    login, path_to = queries.learner_login(visit.session, signed_in.account_id), request.app.url_path_for
    if login is None or login.kind == SecretKind.PASSWORD.value:
        return render(request, sign_in_page(signed_in.login, next_path, ONCE_MORE))
    return go_to(with_return(path_to("enter_by_card", card=login.card), next_path))


@router.get("/mat-khau-moi")
def new_password(request: Request, visit: CurrentVisit, signed_in: KnownAccount) -> Response:
    next_path = local_path(request.query_params.get(FIELD, ""))
    wanted = secret_page(visit, signed_in)
    if wanted != "new_password":
        return go_to(with_return(request.app.url_path_for(wanted), next_path))
    return render(request, new_password_page(signed_in, next_path))


@router.post("/mat-khau-moi")
def submit_new_password(
    request: Request, visit: CurrentVisit, form: SubmittedForm, signed_in: KnownAccount, now: Now
) -> Response:
    """Who has a password of their own must say it again: an unlocked phone is not enough to take over an account."""
    next_path = local_path(str(form.get(FIELD, "")))
    if secret_page(visit, signed_in) != "new_password":
        return go_to(request.app.url_path_for("new_secret"))
    wanted = NEW_PASSWORD.parse(form)
    errors = wanted.errors if isinstance(wanted, Refused) else password_errors(wanted, signed_in)
    if isinstance(wanted, Refused) or errors:
        return render(request, new_password_page(signed_in, next_path, errors), 422)
    if not signed_in.must_change:
        counted = counted_attempt(visit, signed_in.login, now)
        if isinstance(counted, throttling.Throttled):
            page = new_password_page(signed_in, next_path, {"current": too_often(counted)})
            return render_throttled(request, page, counted)
        if not service.is_right(counted, wanted.current):
            return render(request, new_password_page(signed_in, next_path, {"current": NOT_CURRENT}), 422)
        service.forgive_attempt(visit.session, counted)
    started = service.change_password(visit.session, signed_in, wanted.password, now)
    response = go_to(landing(visit, started.account, visit.device, next_path))
    remember_session(request, response, started)
    return response


def password_errors(wanted: NewPassword, account: SignedIn) -> dict[str, str]:
    refused = complaint(wanted.password, account.role, account.login, account.name)
    if refused:
        return {"password": refused}
    return {} if wanted.password == wanted.again else {"again": NOT_SAME}
