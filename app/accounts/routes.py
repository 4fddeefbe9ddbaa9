"""Who learns on this phone, signing in and out, choosing a password."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from pydantic import AfterValidator, BaseModel, ConfigDict, Field
from starlette.datastructures import FormData

from app.accounts import queries, service
from app.accounts.deps import (
    CurrentAccount,
    CurrentDevice,
    CurrentReading,
    CurrentToken,
    KnownAccount,
    forget_session,
    remember_session,
    settings_of,
    show_person,
    show_reading,
)
from app.accounts.domain.device import MOST_LEARNERS, Device, DeviceFull, NotOnDevice
from app.accounts.domain.password import LONGEST, complaint
from app.accounts.domain.reading import AUDIENCES, PLATFORMS, Reading
from app.accounts.domain.return_path import local_path
from app.accounts.domain.roles import DESKS, Role
from app.accounts.domain.sign_in import SignedIn
from app.accounts.models import Learner
from app.accounts.views import NOTHING, Typed, account_page, claim_page, learners_on, new_password_page, sign_in_page
from app.core.ids import digest
from app.web.deps import Db, Now, SubmittedForm, TransactionRoute
from app.web.forms import Form, Line, PersonName, Refused
from app.web.render import Page, render

router = APIRouter(default_response_class=HTMLResponse, route_class=TransactionRoute)

FULL = f"Máy này đã có {MOST_LEARNERS} người học. Mời một người rời máy trước."
WRONG = "Tên đăng nhập hoặc mật khẩu chưa đúng. Mời xem lại rồi gõ lại."
NOT_CURRENT = "Mật khẩu đang dùng chưa đúng. Mời gõ lại."
NOT_SAME = "Hai lần gõ mật khẩu chưa giống nhau. Mời gõ lại."


def some_name(value: str) -> str:
    if not value:
        raise ValueError("Mời gõ tên người học.")
    return value


def one_of(labels: Mapping[str, str]) -> AfterValidator:
    def known(value: str) -> str:
        if value not in labels:
            raise ValueError("Lựa chọn này không có trong danh sách. Mời chọn lại.")
        return value

    return AfterValidator(known)


class Fields(BaseModel):
    """Errors come by the names of our fields, which the pages know, not by those of the HTML form."""

    model_config = ConfigDict(loc_by_alias=False)


class NewLearner(Fields):
    name: Annotated[PersonName, Field(alias="ten", max_length=40), AfterValidator(some_name)]


class NewName(Fields):
    new_name: Annotated[PersonName, Field(alias="ten", max_length=40), AfterValidator(some_name)]


class ChosenReading(Fields):
    audience: Annotated[Line, Field(alias="doi-tuong"), one_of(AUDIENCES)]
    platform: Annotated[Line, Field(alias="may"), one_of(PLATFORMS)]


class Credentials(Fields):
    login: Annotated[Line, Field(alias="ten-dang-nhap", min_length=1, max_length=100)]
    password: Annotated[Line, Field(alias="mat-khau", min_length=1, max_length=LONGEST)]


class NewPassword(Fields):
    current: Annotated[Line, Field("", alias="hien-tai", max_length=LONGEST)]
    password: Annotated[Line, Field(alias="mat-khau")]
    again: Annotated[Line, Field(alias="lai")]


NEW_LEARNER = Form(NewLearner)
NEW_NAME = Form(NewName)
CHOSEN_READING = Form(ChosenReading)
CREDENTIALS = Form(Credentials)
NEW_PASSWORD = Form(NewPassword)


# Who learns on this phone


@dataclass(frozen=True)
class Visit:
    """Who is here, on which phone: what the page "Ai đang học?" is made from."""

    request: Request
    session: Db
    device: CurrentDevice
    reading: CurrentReading
    account: CurrentAccount


CurrentVisit = Annotated[Visit, Depends()]


@router.get("/tai-khoan")
def account(request: Request, visit: CurrentVisit) -> Response:
    return show_account(visit, saved="da-luu" in request.query_params)


@router.post("/tai-khoan/nguoi-hoc")
def add_learner(request: Request, form: SubmittedForm, visit: CurrentVisit, now: Now) -> Response:
    wanted = NEW_LEARNER.parse(form)
    if isinstance(wanted, Refused):
        return show_account(visit, Typed(wanted.errors, name=wanted.typed.get("ten", "")), 422)
    try:
        device, learner = service.add_learner(visit.session, visit.device, wanted.name, visit.reading, now)
    except DeviceFull:
        return show_account(visit, Typed({"name": FULL}, name=wanted.name), 422)
    return handed_over(request, visit.device, device, learner)


@router.post("/tai-khoan/dat-ten")
def rename_learner(request: Request, form: SubmittedForm, visit: CurrentVisit) -> Response:
    wanted = NEW_NAME.parse(form)
    if isinstance(wanted, Refused):
        return show_account(visit, Typed(wanted.errors, new_name=wanted.typed.get("ten", "")), 422)
    try:
        require_same_person(visit, form)
        learner = service.rename_learner(visit.session, visit.device, wanted.new_name)
    except NotOnDevice:
        return show_account(visit, status=422)
    return handed_over(request, visit.device, visit.device, learner)


@router.post("/tai-khoan/dang-hoc")
def switch_learner(request: Request, form: SubmittedForm, visit: CurrentVisit) -> Response:
    device = visit.device
    try:
        chosen = device.find(str(form.get("nguoi", "")), settings_of(request).secret)
    except NotOnDevice:
        return show_account(visit, status=422)
    learner = queries.find_learner(visit.session, chosen)
    return handed_over(request, device, device.switch_to(chosen) if learner else device.leave(chosen), learner)


@router.post("/tai-khoan/cach-doc")
def choose_reading(request: Request, form: SubmittedForm, visit: CurrentVisit) -> Response:
    wanted = CHOSEN_READING.parse(form)
    if isinstance(wanted, Refused):
        return show_account(visit, Typed(wanted.errors), 422)
    chosen = Reading(wanted.audience, wanted.platform)
    if visit.device.active is not None:
        service.choose_reading(visit.session, visit.device.active, chosen)
    response = go_to(f"{request.app.url_path_for('account')}?da-luu=1")
    show_reading(request, response, chosen)
    return response


@router.post("/tai-khoan/roi-may")
def leave_device(request: Request, form: SubmittedForm, visit: CurrentVisit, token: CurrentToken) -> Response:
    """The active learner leaves; if it is the one signed in, or may be, the sign-in ends with it."""
    session, device = visit.session, visit.device
    try:
        require_same_person(visit, form)
    except NotOnDevice:
        return show_account(visit, status=422)
    signed_in = queries.learner_of_session(session, digest(token))
    leaves = device.active is not None and signed_in == device.active
    response = handed_over(request, device, device.leave(device.active), None)
    if leaves or service.guest_to_claim(session, visit.account, device):
        service.sign_out(session, token)
        forget_session(request, response)
    return response


# Whose progress is it


@router.get("/tai-khoan/nhan-lai")
def claim(request: Request, visit: CurrentVisit) -> Response:
    guest = service.guest_to_claim(visit.session, visit.account, visit.device)
    if guest is None:
        return go_to(request.app.url_path_for("account"))
    return render(request, claim_page(guest, settings_of(request).secret))


@router.post("/tai-khoan/nhan-lai", name="submit_claim")
def submit_claim(
    request: Request, visit: CurrentVisit, form: SubmittedForm, signed_in: KnownAccount, now: Now
) -> Response:
    """Yes: the guest is this person. No: the account gets a learner of its own, the guest stays on the phone."""
    guest = service.guest_to_claim(visit.session, signed_in, visit.device)
    if guest is None:
        return go_to(request.app.url_path_for("account"))
    page = claim_page(guest, settings_of(request).secret)
    answer = form.get("la-bac")
    if answer not in ("co", "khong") or form.get("nguoi") != page.tag:
        return render(request, page, 422)
    own = guest.id if answer == "co" else None
    try:
        device, learner = service.welcome_learner(visit.session, signed_in, visit.device, visit.reading, now, own)
    except DeviceFull:
        visit.session.rollback()
        return render(request, replace(page, error=FULL), 422)
    return handed_over(request, visit.device, device, learner)


# Signing in and out


@router.get("/dang-nhap")
async def sign_in(request: Request) -> Response:
    return render(request, sign_in_page(next_path=local_path(request.query_params.get("toi", ""))))


@router.post("/dang-nhap")
def submit_sign_in(
    request: Request, visit: CurrentVisit, form: SubmittedForm, token: CurrentToken, now: Now
) -> Response:
    next_path = local_path(str(form.get("toi", "")))
    wanted = CREDENTIALS.parse(form)
    if isinstance(wanted, Refused):
        typed = wanted.typed.get("ten-dang-nhap", "")
        return render(request, sign_in_page(typed, next_path, errors=wanted.errors), 422)
    counted = counted_attempt(visit, wanted.login, now)
    if isinstance(counted, service.Throttled):
        return render_throttled(request, sign_in_page(wanted.login, next_path, too_often(counted)), counted)
    if not service.is_right(counted, wanted.password):
        return render(request, sign_in_page(wanted.login, next_path, WRONG), 422)
    try:
        return start_visit(visit, counted, token, next_path, now)
    except DeviceFull:
        visit.session.rollback()
        return render(request, sign_in_page(wanted.login, next_path, FULL), 422)


@router.post("/dang-xuat")
def sign_out(request: Request, session: Db, device: CurrentDevice, token: CurrentToken) -> Response:
    learner = service.sign_out(session, token) if token else None
    response = handed_over(request, device, device.leave(learner), None)
    forget_session(request, response)
    return response


@router.get("/mat-khau-moi")
async def new_password(request: Request, signed_in: KnownAccount) -> Response:
    return render(request, new_password_page(signed_in, {}))


@router.post("/mat-khau-moi")
def submit_new_password(
    request: Request, visit: CurrentVisit, form: SubmittedForm, signed_in: KnownAccount, now: Now
) -> Response:
    """Who has a password of their own must say it again: an unlocked phone is not enough to take over an account."""
    wanted = NEW_PASSWORD.parse(form)
    errors = wanted.errors if isinstance(wanted, Refused) else password_errors(wanted, signed_in)
    if isinstance(wanted, Refused) or errors:
        return render(request, new_password_page(signed_in, errors), 422)
    if not signed_in.must_change:
        counted = counted_attempt(visit, signed_in.login, now)
        if isinstance(counted, service.Throttled):
            page = new_password_page(signed_in, {"current": too_often(counted)})
            return render_throttled(request, page, counted)
        if not service.is_right(counted, wanted.current):
            return render(request, new_password_page(signed_in, {"current": NOT_CURRENT}), 422)
        service.forgive_attempt(visit.session, counted)
    started = service.change_password(visit.session, signed_in, wanted.password, now)
    response = go_to(landing(visit, started.account, visit.device))
    remember_session(request, response, started)
    return response


def start_visit(visit: Visit, counted: service.Counted, token: str, next_path: str, now: datetime) -> Response:
    """The old session ends and its learner leaves; a new session starts and its learner comes, unless the phone's guest
    may be the same person: that is asked first. Raises DeviceFull."""
    request, session = visit.request, visit.session
    device = visit.device.leave(service.sign_out(session, token)) if token else visit.device
    started = service.start_session(session, counted, now)
    learner = None
    if started.account.role is Role.LEARNER and not service.guest_to_claim(session, started.account, device):
        device, learner = service.welcome_learner(session, started.account, device, visit.reading, now)
    response = go_to(landing(visit, started.account, device, next_path))
    show_person(request, response, visit.device, device, learner)
    remember_session(request, response, started)
    return response


def counted_attempt(visit: Visit, login: str, now: datetime) -> service.Counted | service.Throttled:
    """Counted whatever comes: committed, and no lock is held while the password is hashed."""
    request = visit.request
    address = request.client.host if request.client else ""
    counted = service.count_attempt(visit.session, settings_of(request).secret, login, address, now)
    visit.session.commit()
    return counted


def too_often(throttled: service.Throttled) -> str:
    return f"Gõ sai nhiều lần quá rồi. Mời thử lại sau {throttled.minutes} phút."


def render_throttled(request: Request, page: Page, throttled: service.Throttled) -> Response:
    response = render(request, page, 429)
    response.headers["Retry-After"] = str(throttled.minutes * 60)
    return response


def require_same_person(visit: Visit, form: FormData) -> None:
    """The page names whom it means; the phone may have been handed over since it was opened. Raises NotOnDevice."""
    named = form.get("nguoi")
    if named is not None and visit.device.find(str(named), settings_of(visit.request).secret) != visit.device.active:
        raise NotOnDevice


def show_account(visit: Visit, typed: Typed = NOTHING, status: int = 200, *, saved: bool = False) -> Response:
    """Also the answer to a page that was left open while the people of this phone changed: who is here now."""
    request = visit.request
    learners = queries.learners_of(visit.session, visit.device)
    people = learners_on(visit.device, learners, settings_of(request).secret)
    guest = service.guest_to_claim(visit.session, visit.account, visit.device)
    path_to = request.app.url_path_for
    return render(
        request, account_page(people, visit.reading, visit.account, guest, path_to, typed, saved=saved), status
    )


def handed_over(request: Request, before: Device, device: Device, learner: Learner | None) -> Response:
    response = go_to(request.app.url_path_for("home"))
    show_person(request, response, before, device, learner)
    return response


def landing(visit: Visit, account: SignedIn, device: Device, next_path: str = "") -> str:
    """Where someone goes after signing in: first a password of their own, then whether they are the phone's guest, then
    where they wanted, then their desk."""
    path_to = visit.request.app.url_path_for
    if account.must_change:
        return str(path_to("new_password"))
    if service.guest_to_claim(visit.session, account, device):
        return str(path_to("claim"))
    desk = DESKS.get(account.role)
    return next_path or str(path_to(desk.route if desk else "home"))


def go_to(path: str) -> Response:
    return RedirectResponse(path, 303, headers={"Cache-Control": "no-store"})


def password_errors(wanted: NewPassword, account: SignedIn) -> dict[str, str]:
    refused = complaint(wanted.password, account.role, account.login, account.name)
    if refused:
        return {"password": refused}
    return {} if wanted.password == wanted.again else {"again": NOT_SAME}
