"""Who learns on this phone, and how lessons are shown to them."""

from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse
from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from app.learners import queries, service
from app.learners.deps import (
    FULL,
    CurrentVisit,
    forget_reading,
    go_to,
    handed_over,
    name_of,
    require_same_person,
    settings_of,
    show_help,
    show_learners,
    show_reading,
)
from app.learners.domain.device import DeviceFull, NotOnDevice
from app.learners.domain.reading import ADDRESSES, AUDIENCES, COMFORTS, PLATFORMS, WORKS, Reading
from app.learners.domain.return_path import FIELD, local_path
from app.learners.pages import HandBackPage
from app.learners.views import Typed
from app.web.deps import Now, PlainForm, TransactionRoute
from app.web.forms import Form, Line, PersonName, Refused
from app.web.render import render

router = APIRouter(default_response_class=HTMLResponse, route_class=TransactionRoute)


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
    """Errors come by the names of our fields, which the page knows, not by those of the HTML form."""

    model_config = ConfigDict(loc_by_alias=False)


class NewLearner(Fields):
    name: Annotated[PersonName, Field(alias="ten", max_length=40), AfterValidator(some_name)]


class NewName(Fields):
    new_name: Annotated[PersonName, Field(alias="ten", max_length=40), AfterValidator(some_name)]


class ChosenReading(Fields):
    """A page from before the last three were asked says nothing of them."""

    audience: Annotated[Line, Field(alias="doi-tuong"), one_of(AUDIENCES)]
    platform: Annotated[Line, Field(alias="may"), one_of(PLATFORMS)]
    comfort: Annotated[Line, Field(alias="doc"), one_of(COMFORTS)] = ""
    work: Annotated[Line, Field(alias="viec"), one_of(WORKS)] = ""
    address: Annotated[Line, Field(alias="xung-ho"), one_of({**ADDRESSES, "": ""})] = ""


NEW_LEARNER = Form(NewLearner)
NEW_NAME = Form(NewName)
CHOSEN_READING = Form(ChosenReading)


@router.get("/tai-khoan")
def account(request: Request, visit: CurrentVisit) -> Response:
    return show_learners(visit, saved="da-luu" in request.query_params)


@router.post("/tai-khoan/nguoi-hoc")
def add_learner(request: Request, form: PlainForm, visit: CurrentVisit, now: Now) -> Response:
    wanted = NEW_LEARNER.parse(form)
    if isinstance(wanted, Refused):
        return show_learners(visit, Typed(wanted.errors, name=wanted.typed.get("ten", "")), 422)
    try:
        service.keep_reading(visit.session, visit.device, visit.reading)
        device, learner = service.add_learner(visit.session, visit.device, wanted.name, visit.reading, now)
    except DeviceFull:
        return show_learners(visit, Typed({"name": FULL}, name=wanted.name), 422)
    return handed_over(request, visit.device, device, learner)


@router.post("/tai-khoan/dat-ten")
def rename_learner(request: Request, form: PlainForm, visit: CurrentVisit) -> Response:
    wanted = NEW_NAME.parse(form)
    if isinstance(wanted, Refused):
        return show_learners(visit, Typed(wanted.errors, new_name=wanted.typed.get("ten", "")), 422)
    try:
        require_same_person(visit, form)
        learner = service.rename_learner(visit.session, visit.device, wanted.new_name)
    except NotOnDevice:
        return show_learners(visit, status=422)
    return handed_over(request, visit.device, visit.device, learner)


@router.post("/tai-khoan/dang-hoc")
def switch_learner(request: Request, form: PlainForm, visit: CurrentVisit) -> Response:
    device = visit.device
    try:
        chosen = device.find(str(form.get("nguoi", "")), settings_of(request).secret)
    except NotOnDevice:
        return show_learners(visit, status=422)
    service.keep_reading(visit.session, device, visit.reading)
    learner = queries.find_learner(visit.session, chosen)
    return handed_over(request, device, device.switch_to(chosen) if learner else device.leave(chosen), learner)


@router.post("/tai-khoan/cach-doc")
def choose_reading(request: Request, form: PlainForm, visit: CurrentVisit) -> Response:
    wanted = CHOSEN_READING.parse(form)
    if isinstance(wanted, Refused):
        return show_learners(visit, Typed(wanted.errors), 422)
    chosen = Reading(wanted.audience, wanted.platform, wanted.comfort, wanted.work, wanted.address)
    if visit.device.active is not None:
        service.choose_reading(visit.session, visit.device.active, chosen)
    response = go_to(f"{request.app.url_path_for('account')}?da-luu=1")
    show_reading(request, response, chosen)
    return response


@router.post("/tai-khoan/xoa-cach-doc")
def forget_choices(request: Request, visit: CurrentVisit) -> Response:
    """As if nothing had ever been chosen."""
    if visit.device.active is not None:
        service.choose_reading(visit.session, visit.device.active, Reading())
    response = go_to(f"{request.app.url_path_for('account')}?da-luu=1")
    forget_reading(request, response)
    return response


@router.post("/co-nguoi-giup")
def begin_help(request: Request, form: PlainForm) -> Response:
    """One tap: from now on somebody helps."""
    response = go_to(_back(request, form.get(FIELD)))
    show_help(request, response, helped=True)
    return response


@router.get("/dua-may-lai")
def hand_back(request: Request) -> Response:
    """The check before unassisted work: the helper gives the phone back, the learner says so."""
    wanted = _back(request, request.query_params.get(FIELD))
    return render(request, HandBackPage("Đưa máy lại cho bác · Học Vụ Số", name_of(request), wanted))


@router.post("/dua-may-lai")
def end_help(request: Request, form: PlainForm) -> Response:
    response = go_to(_back(request, form.get(FIELD)))
    show_help(request, response, helped=False)
    return response


def _back(request: Request, wanted: object) -> str:
    return local_path(str(wanted or "")) or str(request.app.url_path_for("home"))
