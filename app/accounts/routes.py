"""Who learns on this phone, signing in and out, choosing a password."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from pydantic import AfterValidator, BaseModel, ConfigDict, Field
from sqlalchemy.orm import Session

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
from app.accounts.domain.password import LONGEST, complaint, least_length
from app.accounts.domain.reading import AUDIENCES, PLATFORMS, Reading
from app.accounts.domain.return_path import local_path
from app.accounts.domain.roles import DESKS, Role
from app.accounts.domain.session import SignedIn
from app.accounts.models import Learner
from app.accounts.pages import AccountPage, LearnerOnDevice, NewPasswordPage, Option, SignInPage
from app.core.ids import digest
from app.web.deps import Db, Now, SubmittedForm
from app.web.forms import Form, Line, PersonName, Refused
from app.web.render import render

router = APIRouter(default_response_class=HTMLResponse)

FULL = f"Máy này đã có {MOST_LEARNERS} người học. Mời một người rời máy trước."
WRONG = "Tên đăng nhập hoặc mật khẩu chưa đúng. Mời xem lại rồi gõ lại."
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


class ChosenLearner(Fields):
    place: Annotated[Line, Field(alias="nguoi", pattern=r"^[0-7]$")]


class ChosenReading(Fields):
    audience: Annotated[Line, Field(alias="doi-tuong"), one_of(AUDIENCES)]
    platform: Annotated[Line, Field(alias="may"), one_of(PLATFORMS)]


class Credentials(Fields):
    login: Annotated[Line, Field(alias="ten-dang-nhap", min_length=1, max_length=100)]
    password: Annotated[Line, Field(alias="mat-khau", min_length=1, max_length=LONGEST)]


class NewPassword(Fields):
    password: Annotated[Line, Field(alias="mat-khau")]
    again: Annotated[Line, Field(alias="lai")]


NEW_LEARNER = Form(NewLearner)
CHOSEN_LEARNER = Form(ChosenLearner)
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
    return render(request, account_page(visit, saved="da-luu" in request.query_params))


@router.post("/tai-khoan/nguoi-hoc")
def add_learner(request: Request, form: SubmittedForm, visit: CurrentVisit, now: Now) -> Response:
    wanted = NEW_LEARNER.parse(form)
    if isinstance(wanted, Refused):
        return render(request, account_page(visit, wanted.typed.get("ten", ""), wanted.errors), 422)
    try:
        device, learner = service.add_learner(visit.session, visit.device, wanted.name, visit.reading, now)
    except DeviceFull:
        return render(request, account_page(visit, wanted.name, {"name": FULL}), 422)
    return handed_over(request, visit.device, device, learner)


@router.post("/tai-khoan/dang-hoc")
def switch_learner(request: Request, form: SubmittedForm, visit: CurrentVisit) -> Response:
    wanted = CHOSEN_LEARNER.parse(form)
    device = visit.device
    try:
        chosen = device.at(-1 if isinstance(wanted, Refused) else int(wanted.place))
    except NotOnDevice:
        # Another tab changed who is on this phone: the same page shows who is here now.
        return render(request, account_page(visit), 422)
    learner = queries.find_learner(visit.session, chosen)
    return handed_over(request, device, device.switch_to(chosen) if learner else device.leave(chosen), learner)


@router.post("/tai-khoan/cach-doc")
def choose_reading(request: Request, form: SubmittedForm, visit: CurrentVisit) -> Response:
    wanted = CHOSEN_READING.parse(form)
    if isinstance(wanted, Refused):
        return render(request, account_page(visit, errors=wanted.errors), 422)
    chosen = Reading(wanted.audience, wanted.platform)
    if visit.device.active is not None:
        service.choose_reading(visit.session, visit.device.active, chosen)
    response = go_to(f"{request.app.url_path_for('account')}?da-luu=1")
    show_reading(request, response, chosen)
    return response


@router.post("/tai-khoan/roi-may")
def leave_device(request: Request, session: Db, device: CurrentDevice, token: CurrentToken) -> Response:
    """The active learner leaves; if it is the one signed in, the sign-in ends with it."""
    response = handed_over(request, device, device.leave(device.active), None)
    if device.active is not None and queries.learner_of_session(session, digest(token)) == device.active:
        service.sign_out(session, token)
        forget_session(request, response)
    return response


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
    address = request.client.host if request.client else ""
    counted = service.count_attempt(visit.session, settings_of(request).secret, wanted.login, address, now)
    visit.session.commit()  # counted whatever comes, and no lock is held while the password is hashed
    if isinstance(counted, service.Throttled):
        message = f"Gõ sai nhiều lần quá rồi. Mời thử lại sau {counted.minutes} phút."
        response = render(request, sign_in_page(wanted.login, next_path, message), 429)
        response.headers["Retry-After"] = str(counted.minutes * 60)
        return response
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
    if not signed_in.must_change:
        return go_to(landing(request, signed_in))
    return render(request, new_password_page(signed_in, {}))


@router.post("/mat-khau-moi")
def submit_new_password(
    request: Request, session: Db, form: SubmittedForm, signed_in: KnownAccount, now: Now
) -> Response:
    if not signed_in.must_change:  # an unlocked phone is not enough to take over an account
        return go_to(landing(request, signed_in))
    wanted = NEW_PASSWORD.parse(form)
    errors = wanted.errors if isinstance(wanted, Refused) else password_errors(wanted, signed_in)
    if isinstance(wanted, Refused) or errors:
        return render(request, new_password_page(signed_in, errors), 422)
    started = service.change_password(session, signed_in, wanted.password, now)
    response = go_to(landing(request, started.account))
    remember_session(request, response, started)
    return response


def start_visit(visit: Visit, counted: service.Counted, token: str, next_path: str, now: datetime) -> Response:
    """The old session ends and its learner leaves; a new session starts and its learner comes. Raises DeviceFull."""
    request, session = visit.request, visit.session
    device = visit.device.leave(service.sign_out(session, token)) if token else visit.device
    started = service.start_session(session, counted, now)
    learner = None
    if started.account.role is Role.LEARNER:
        device, learner = service.welcome_learner(session, started.account, device, visit.reading, now)
    response = go_to(landing(request, started.account, next_path))
    show_person(request, response, visit.device, device, learner)
    remember_session(request, response, started)
    return response


def handed_over(request: Request, before: Device, device: Device, learner: Learner | None) -> Response:
    response = go_to(request.app.url_path_for("home"))
    show_person(request, response, before, device, learner)
    return response


def landing(request: Request, account: SignedIn, next_path: str = "") -> str:
    """Where someone goes after signing in: first a password of their own, then where they wanted, then their desk."""
    if account.must_change:
        return str(request.app.url_path_for("new_password"))
    desk = DESKS.get(account.role)
    return next_path or str(request.app.url_path_for(desk.route if desk else "home"))


def go_to(path: str) -> Response:
    return RedirectResponse(path, 303, headers={"Cache-Control": "no-store"})


def password_errors(wanted: NewPassword, account: SignedIn) -> dict[str, str]:
    refused = complaint(wanted.password, account.role, account.login, account.name)
    if refused:
        return {"password": refused}
    return {} if wanted.password == wanted.again else {"again": NOT_SAME}


def account_page(
    visit: Visit, typed_name: str = "", errors: dict[str, str] | None = None, *, saved: bool = False
) -> AccountPage:
    desk = DESKS.get(visit.account.role) if visit.account else None
    return AccountPage(
        title="Ai đang học?",
        learners=learners_on(visit.session, visit.device),
        typed_name=typed_name,
        audiences=options(AUDIENCES, visit.reading.audience),
        platforms=options(PLATFORMS, visit.reading.platform),
        errors=errors or {},
        saved=saved,
        account_name=visit.account.name if visit.account else "",
        desk_url=str(visit.request.app.url_path_for(desk.route)) if desk else "",
        desk_name=desk.name if desk else "",
    )


def learners_on(session: Session, device: Device) -> tuple[LearnerOnDevice, ...]:
    """Their `id` is the place on the phone: real ids stay inside the signed cookie."""
    return tuple(
        LearnerOnDevice(str(place), learner.name, learner.id == device.active)
        for place, learner in enumerate(queries.learners_of(session, device))
        if learner is not None
    )


def options(labels: Mapping[str, str], chosen: str) -> tuple[Option, ...]:
    return tuple(Option(value, label, value == chosen) for value, label in labels.items())


def sign_in_page(
    login: str = "", next_path: str = "", message: str = "", errors: dict[str, str] | None = None
) -> SignInPage:
    return SignInPage("Đăng nhập", login, next_path, message, errors or {})


def new_password_page(signed_in: SignedIn, errors: dict[str, str]) -> NewPasswordPage:
    return NewPasswordPage("Đặt mật khẩu mới", signed_in.login, least_length(signed_in.role), errors)
