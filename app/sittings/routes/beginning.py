"""How a sitting begins: alone, or in a class."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, Response
from pydantic import AfterValidator, BaseModel, ConfigDict, Field
from sqlalchemy.orm import Session

from app.accounts.deps import CurrentAccount, read_account, require_holder
from app.accounts.throttling import count_within, throttled
from app.core.ids import is_token, new_token, signature
from app.courses.domain.folding import fold
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
from app.sittings.agreement import agree
from app.sittings.deps import engine_of, going_of, holder_of, offer_of, phone_mac, phone_of, remember_phone
from app.sittings.models import Sitting, Supervision
from app.sittings.service import AlreadyOpen, MustWait, NewSitting, start_sitting
from app.sittings.standards import Offer
from app.sittings.supervision import (
    InAnotherSitting,
    NameTaken,
    NoSuchClass,
    NotOnTheList,
    begun_with,
    class_of_code,
    enter_class_sitting,
)
from app.sittings.views.certification import (
    DEVICES,
    TypedBeginning,
    begin_page,
    name_page,
    sitting_path,
    wait_words,
)
from app.web.deps import Db, Now, SubmittedForm, TransactionRoute
from app.web.forms import Form, Line, PersonName, Refused, printed_name
from app.web.render import render

CLOSED = "Nơi này chưa mở phần cấp giấy xác nhận."
AGREE = "Bác đọc rồi đánh dấu vào ô đồng ý ở dưới nhé."
NO_CLASS = "Chưa có lớp nào đang mở với mã này. Bác xem lại mã trên tường nhé."
TAKEN = "Tên này đang có người làm trên một máy khác. Bác nhờ thầy cô xem giúp nhé."
NOT_LISTED = "Tên này chưa có trong danh sách của lớp. Bác nhờ thầy cô ghi tên bác vào, rồi thử lại nhé."
ELSEWHERE = "Bác đang làm bài ở một lớp khác còn mở. Bác làm xong ở lớp ấy nhé."
STAFF_HERE = "Trên máy này thầy cô đang đăng nhập. Thầy cô đăng xuất, hay bác làm trên máy khác, rồi vào lớp nhé."
ALONE_FIRST = (
    "Bác đang có một bài làm một mình chưa xong. Bác mở bài ấy, làm xong, hoặc bấm Tạm nghỉ rồi Tôi không làm bài này nữa. "
    "Sau đó bác vào lớp được ngay."
)
TOO_MANY = "Máy thử nhiều mã quá rồi. Bác chờ {minutes} phút nữa nhé."
RIGHT_NAME, OTHER_NAME = "dung", "sua"
MOST_WRONG_CODES = 30  # from one address within a quarter of an hour: a whole class may share it

router = APIRouter(
    default_response_class=HTMLResponse, route_class=TransactionRoute, dependencies=[Depends(read_account)]
)


def some_name(value: str) -> str:
    if not value:
        raise ValueError("Bác gõ tên của mình nhé.")
    return printed_name(value)


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


class Alone(Beginning):
    """`look`: what they say of the name as it will be printed, once they have seen it."""

    framework: Annotated[Line, Field(default="", alias="khung")]
    look: Annotated[Line, Field(default="", alias="ten-nay")]


class InClass(Beginning):
    code: Annotated[Line, Field(alias="ma", max_length=20)]
    key: Annotated[Line, Field(default="", alias="khoa", max_length=22)]


ALONE, IN_CLASS = Form(Alone), Form(InClass)


@router.get("/chung-nhan/bat-dau", name="begin_sitting")
def begin_sitting(request: Request, session: Db) -> Response:
    """Who has a sitting that goes on does not begin another: the page before says whose it is."""
    if going_of(request, session):
        return go_to(request.app.state.path_to("certification"))
    return _form(request, session, _known(request, session), in_class=False)


@router.get("/chung-nhan/vao-lop", name="join_class")
def join_class(request: Request, session: Db) -> Response:
    return _form(request, session, _known(request, session), in_class=True)


def _known(request: Request, session: Session) -> TypedBeginning:
    learner = device_of(request).active
    require_holder(request, find_learner(session, learner))
    kept = queries.certificate_name(session, learner) if learner is not None else None
    return TypedBeginning(kept.name if kept else name_of(request), key=new_token())


def _form(
    request: Request, session: Session, typed: TypedBeginning, *, in_class: bool, status: int = 200
) -> HTMLResponse:
    page = begin_page(
        typed,
        offer_of(request, typed.framework),
        tuple(engine_of(request).standards.offers.values()),
        holder_of(session, going_of(request, session)),
        request.app.state.path_to,
        in_class=in_class,
        assisted=is_assisted(request),
    )
    return render(request, page, status)


def _typed(wanted: Refused) -> TypedBeginning:
    typed = wanted.typed
    return TypedBeginning(
        typed.get("ten", ""),
        typed.get("ma", ""),
        typed.get("may", ""),
        wanted.errors,
        typed.get("khoa", ""),
        typed.get("khung", ""),
        typed.get("dong-y", "") == "1",
    )


@router.post("/chung-nhan/bat-dau", name="start_sitting")
def start_alone(request: Request, form: SubmittedForm, session: Db, now: Now) -> Response:
    wanted = ALONE.parse(form)
    if isinstance(wanted, Refused):
        return _form(request, session, _typed(wanted), in_class=False, status=422)
    offer = offer_of(request, wanted.framework)
    if offer is None:
        return _refuse(request, session, wanted, CLOSED, in_class=False)
    if wanted.look != RIGHT_NAME and going_of(request, session) is None:
        return _ask_name(request, session, wanted, offer)
    return _begin(request, session, wanted, offer, None, now)


def _ask_name(request: Request, session: Session, wanted: Alone, offer: Offer) -> HTMLResponse:
    """Before it begins: on the certificate, which comes at once, nobody mends a name. A class has its list for that."""
    if wanted.look == OTHER_NAME:
        typed = TypedBeginning(wanted.name, device=wanted.device, framework=offer.framework.id, agreed=True)
        return _form(request, session, typed, in_class=False)
    return render(request, name_page(wanted.name, wanted.device, offer, request.app.state.path_to))


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
    except NotOnTheList as refused:
        session.rollback()  # a visitor has become nobody yet
        count_within(session, source, MOST_WRONG_CODES, now)
        message = TAKEN if isinstance(refused, NameTaken) else NOT_LISTED
        return _refuse(request, session, wanted, message, in_class=True, field="name")
    except InAnotherSitting as refused:
        return _refuse(request, session, wanted, ALONE_FIRST if refused.alone else ELSEWHERE, in_class=True)


def _source(request: Request) -> str:
    address = request.client.host if request.client else ""
    return signature(settings_of(request).secret, "class-code", address)


def _refuse(
    request: Request, session: Session, wanted: Beginning, message: str, *, in_class: bool, field: str = ""
) -> HTMLResponse:
    code, key = (wanted.code, wanted.key) if isinstance(wanted, InClass) else ("", "")
    framework = wanted.framework if isinstance(wanted, Alone) else ""
    typed = TypedBeginning(wanted.name, code, wanted.device, {field: message}, key, framework, agreed=True)
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
    before, form_mac = device_of(request), _form_mac(request, wanted)
    again = begun_with(session, supervision, wanted.name, form_mac) if supervision else None
    try:
        device, learner = (
            (before.add(again.learner_id), session.get_one(Learner, again.learner_id))
            if again
            else _learner(session, before, wanted.name, request, now)
        )
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
            going = enter_class_sitting(session, engine_of(request), supervision, new, wanted.name, now, form_mac)
        else:
            going = start_sitting(session, engine_of(request), new, now)
        if is_new:  # the name of one that goes on is the one it began with
            agree(session, learner.id, wanted.name, now)
    except MustWait as refused:
        session.rollback()
        return _refuse(request, session, wanted, wait_words(refused.wait), in_class=supervision is not None)
    except AlreadyOpen as refused:
        going = refused.sitting
    path_to = request.app.state.path_to
    is_theirs = is_new or fold(holder_of(session, going)) == fold(wanted.name)  # else the page before says whose it is
    response = go_to(sitting_path(going, path_to) if going and is_theirs else path_to("certification"))
    show_person(request, response, before, device, learner)
    remember_phone(request, response, phone)
    return response


def _form_mac(request: Request, wanted: Beginning) -> str:
    """Of the form as it was shown, so that the same one sent again is known; "" for one without a key of ours."""
    key = wanted.key if isinstance(wanted, InClass) else ""
    return signature(settings_of(request).secret, "join-form", key) if is_token(key) else ""


def _learner(session: Session, device: Device, name: str, request: Request, now: datetime) -> tuple[Device, Learner]:
    """Whoever is active on this phone; a visitor becomes a learner of this name."""
    found = find_learner(session, device.active)
    require_holder(request, found)
    if found is not None:
        found.name = found.name or name[:60]
        return device, found
    return add_learner(session, device.leave(device.active), name, reading_of(request), now)
