"""`/chung-nhan`: what is needed, what there is already, and how a sitting begins: alone, or in a class."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response
from pydantic import AfterValidator, BaseModel, ConfigDict, Field
from sqlalchemy.orm import Session

from app.accounts.deps import CurrentAccount
from app.accounts.service import count_within, throttled
from app.certification.queries import certificates_of
from app.core.ids import signature
from app.learners.deps import (
    FULL,
    device_of,
    go_to,
    is_assisted,
    name_of,
    reading_of,
    settings_of,
    show_person,
)
from app.learners.domain.device import Device, DeviceFull
from app.learners.models import Learner
from app.learners.queries import find_learner
from app.learners.service import add_learner
from app.sittings import queries
from app.sittings.beginning import agree, tries_of
from app.sittings.deps import engine_of, offer_of, phone_mac, phone_of, remember_phone
from app.sittings.domain.retakes import wait_for
from app.sittings.models import Sitting, Supervision
from app.sittings.pages import BeginSittingPage
from app.sittings.service import AlreadyOpen, MustWait, NewSitting, start_sitting
from app.sittings.standards import Offer
from app.sittings.supervision import InAnotherSitting, NoSuchClass, NotOnTheList, class_of_code, enter_class_sitting
from app.sittings.views.certification import (
    DEVICES,
    TERMS_VERSION,
    TypedBeginning,
    begin_page,
    certification_page,
    sitting_path,
    wait_words,
)
from app.sittings.views.sitting import earlier_words
from app.web.deps import Db, Now, SubmittedForm, TransactionRoute
from app.web.forms import Form, Line, PersonName, Refused
from app.web.render import render

CLOSED = "Nơi này chưa mở phần cấp giấy xác nhận."
AGREE = "Bác đọc rồi đánh dấu vào ô đồng ý ở dưới nhé."
NO_CLASS = "Chưa có lớp nào đang mở với mã này. Bác xem lại mã trên tường nhé."
NOT_LISTED = "Tên này chưa có trong danh sách của lớp. Bác nhờ thầy cô ghi tên bác vào, rồi thử lại nhé."
ELSEWHERE = "Bác đang làm bài ở một lớp khác còn mở. Bác làm xong ở lớp ấy nhé."
STAFF_HERE = "Trên máy này thầy cô đang đăng nhập. Thầy cô đăng xuất, hay bác làm trên máy khác, rồi vào lớp nhé."
ALONE_FIRST = "Bác đang có một bài làm một mình chưa xong. Bác làm xong bài ấy trước nhé."
TOO_MANY = "Máy thử nhiều mã quá rồi. Bác chờ {minutes} phút nữa nhé."
MOST_WRONG_CODES = 30  # from one address within a quarter of an hour: a whole class may share it

router = APIRouter(default_response_class=HTMLResponse, route_class=TransactionRoute)


def some_name(value: str) -> str:
    if not value:
        raise ValueError("Bác gõ tên của mình nhé.")
    return value


def a_device(value: str) -> str:
    if value not in DEVICES:
        raise ValueError("Bác chọn một ô nhé.")
    return value


def agreed(value: str) -> str:
    if value != "1":
        raise ValueError(AGREE)
    return value


class Beginning(BaseModel):
    """Errors come by the names of our fields."""

    model_config = ConfigDict(loc_by_alias=False)

    name: Annotated[PersonName, Field(alias="ten", max_length=60), AfterValidator(some_name)]
    device: Annotated[Line, Field(default="", alias="may", validate_default=True), AfterValidator(a_device)]
    agreed: Annotated[Line, Field(default="", alias="dong-y", validate_default=True), AfterValidator(agreed)]


class InClass(Beginning):
    code: Annotated[Line, Field(alias="ma", max_length=20)]


BEGINNING, IN_CLASS = Form(Beginning), Form(InClass)


@router.get("/chung-nhan", name="certification")
def certification(request: Request, session: Db, now: Now) -> Response:
    learner = device_of(request).active
    offer = offer_of(request, reading_of(request).audience)
    sittings = queries.sittings_of(session, learner) if learner is not None else ()
    going = next((one for one in sittings if one.ended_at is None), None)
    ended = [one for one in sittings if one.ended_at is not None]
    tried = tries_of(session, ended, offer.framework.id) if offer else []
    wait = wait_for([at for at, _ in tried], offer.standard.retakes, now) if offer else None
    certificates = certificates_of(session, learner) if learner is not None else ()
    rows = [(one, _earlier(session, one)) for one in ended]
    page = certification_page(
        offer,
        going,
        wait,
        rows,
        certificates,
        request.app.state.path_to,
        has_account=queries.has_account(session, learner),
    )
    return render(request, page)


def _earlier(session: Session, sitting: Sitting) -> str:
    results, verdicts = queries.results_of(session, sitting.id), queries.verdicts_of(session, sitting.id)
    return earlier_words(results[-1].outcome if results else "", verdicts[-1].state if verdicts else "")


@router.get("/chung-nhan/bat-dau", name="begin_sitting")
def begin_sitting(request: Request, session: Db) -> Response:
    return _form(request, session, _known(request, session), in_class=False)


@router.get("/chung-nhan/vao-lop", name="join_class")
def join_class(request: Request, session: Db) -> Response:
    return _form(request, session, _known(request, session), in_class=True)


def _known(request: Request, session: Session) -> TypedBeginning:
    learner = device_of(request).active
    kept = queries.certificate_name(session, learner) if learner is not None else None
    return TypedBeginning(kept.name if kept else name_of(request))


def _form(
    request: Request, _session: Session, typed: TypedBeginning, *, in_class: bool, status: int = 200
) -> HTMLResponse:
    page: BeginSittingPage = begin_page(
        typed, request.app.state.path_to, in_class=in_class, assisted=is_assisted(request)
    )
    return render(request, page, status)


def _typed(wanted: Refused) -> TypedBeginning:
    typed = wanted.typed
    return TypedBeginning(typed.get("ten", ""), typed.get("ma", ""), typed.get("may", ""), wanted.errors)


@router.post("/chung-nhan/bat-dau", name="start_sitting")
def start_alone(request: Request, form: SubmittedForm, session: Db, now: Now) -> Response:
    wanted = BEGINNING.parse(form)
    if isinstance(wanted, Refused):
        return _form(request, session, _typed(wanted), in_class=False, status=422)
    offer = offer_of(request, reading_of(request).audience)
    if offer is None:
        return _refuse(request, session, wanted, CLOSED, in_class=False)
    return _begin(request, session, wanted, offer, None, now)


@router.post("/chung-nhan/vao-lop", name="enter_class")
def enter_class(request: Request, form: SubmittedForm, session: Db, account: CurrentAccount, now: Now) -> Response:
    wanted = IN_CLASS.parse(form)
    if isinstance(wanted, Refused):
        return _form(request, session, _typed(wanted), in_class=True, status=422)
    if account is not None and account.role.is_staff:
        return _refuse(request, session, wanted, STAFF_HERE, in_class=True)
    source = _source(request)
    waiting = throttled(session, source, MOST_WRONG_CODES, now)
    if waiting is not None:
        return _refuse(request, session, wanted, TOO_MANY.format(minutes=waiting.minutes), in_class=True)
    try:
        supervision = class_of_code(session, wanted.code, now)
        offer = engine_of(request).standards.offers.get(supervision.framework)
        if offer is None:
            return _refuse(request, session, wanted, CLOSED, in_class=True)
        return _begin(request, session, wanted, offer, supervision, now)
    except NoSuchClass:
        session.rollback()
        count_within(session, source, MOST_WRONG_CODES, now)
        return _refuse(request, session, wanted, NO_CLASS, in_class=True, field="code")
    except NotOnTheList:
        session.rollback()  # a visitor has become nobody yet
        count_within(session, source, MOST_WRONG_CODES, now)
        return _refuse(request, session, wanted, NOT_LISTED, in_class=True, field="name")
    except InAnotherSitting as refused:
        return _refuse(request, session, wanted, ALONE_FIRST if refused.alone else ELSEWHERE, in_class=True)


def _source(request: Request) -> str:
    address = request.client.host if request.client else ""
    return signature(settings_of(request).secret, "class-code", address)


def _refuse(
    request: Request, session: Session, wanted: Beginning, message: str, *, in_class: bool, field: str = ""
) -> HTMLResponse:
    code = wanted.code if isinstance(wanted, InClass) else ""
    typed = TypedBeginning(wanted.name, code, wanted.device, {field: message})
    return _form(request, session, typed, in_class=in_class, status=422)


def _begin(
    request: Request,
    session: Session,
    wanted: Beginning,
    offer: Offer,
    supervision: Supervision | None,
    now: datetime,
) -> Response:
    """The learner's sitting, begun now or going on, in one transaction with the consent to it."""
    before = device_of(request)
    try:
        device, learner = _learner(session, before, wanted.name, request, now)
    except DeviceFull:
        return _refuse(request, session, wanted, FULL, in_class=supervision is not None)
    is_new = queries.open_sitting(session, learner.id) is None
    phone = phone_of(request)
    new = NewSitting(
        learner.id,
        offer,
        wanted.device,  # type: ignore[arg-type] # one of DEVICES
        phone_mac(request, phone),
        is_assisted(request),
        supervision.id if supervision else None,
    )
    going: Sitting | None
    try:
        if supervision is not None:
            going = enter_class_sitting(session, engine_of(request), supervision, new, wanted.name, now)
        else:
            going = start_sitting(session, engine_of(request), new, now)
        if is_new:  # the name of one that goes on is the one it began with
            agree(session, learner.id, wanted.name, TERMS_VERSION, now)
    except MustWait as refused:
        session.rollback()
        return _refuse(request, session, wanted, wait_words(refused.wait), in_class=supervision is not None)
    except AlreadyOpen as refused:
        going = refused.sitting
    path_to = request.app.state.path_to
    response = go_to(sitting_path(going, path_to) if going else path_to("certification"))
    show_person(request, response, before, device, learner)
    remember_phone(request, response, phone)
    return response


def _learner(session: Session, device: Device, name: str, request: Request, now: datetime) -> tuple[Device, Learner]:
    """Whoever is active on this phone; a visitor becomes a learner of this name."""
    found = find_learner(session, device.active)
    if found is not None:
        found.name = found.name or name[:60]
        return device, found
    return add_learner(session, device.leave(device.active), name, reading_of(request), now)
