"""How somebody comes into a class: with the code on the wall and their name, or with a code of their own that its
supervisor gave them."""

import re
from datetime import datetime

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, Response
from sqlalchemy.orm import Session

from app.accounts.deps import CurrentAccount, read_account
from app.accounts.throttling import count_within, throttled
from app.core.ids import signature
from app.learners.deps import FULL, device_of, go_to, settings_of, show_person
from app.learners.domain.device import DeviceFull
from app.sittings.deps import engine_of, phone_mac, phone_of, remember_phone
from app.sittings.routes.entering import (
    CLOSED,
    NO_NAME,
    InClass,
    Room,
    begin,
    begin_form,
    known_beginning,
    refuse,
    typed_again,
)
from app.sittings.seat_codes import (
    NoSuchSeatCode,
    SeatGiven,
    is_seat_code,
    learner_of,
    move_sitting,
    seat_given,
    use_to_begin,
)
from app.sittings.supervision import InAnotherSitting, NameTaken, NoSuchClass, NotOnTheList, class_of_code
from app.sittings.views.certification import sitting_path
from app.web.deps import Db, Now, PlainForm, TransactionRoute
from app.web.forms import Form, Refused

NO_CLASS = "Chưa có lớp nào đang mở với mã này. Bác xem lại mã trên tường nhé."
NO_SEAT_CODE = "Mã riêng này không dùng được: có thể đã dùng rồi, hay đã quá 15 phút. Bác nhờ thầy cô cho mã mới nhé."
TAKEN = "Tên này đang có người làm trên một máy khác. Bác nhờ thầy cô xem giúp nhé."
NOT_LISTED = "Tên này chưa có trong danh sách của lớp. Bác nhờ thầy cô ghi tên bác vào, rồi thử lại nhé."
ELSEWHERE = "Bác đang làm bài ở một lớp khác còn mở. Bác làm xong ở lớp ấy nhé."
STAFF_HERE = "Trên máy này thầy cô đang đăng nhập. Thầy cô đăng xuất, hay bác làm trên máy khác, rồi vào lớp nhé."
ALONE_FIRST = (
    "Bác đang có một bài làm một mình chưa xong. Bác mở bài ấy, làm xong, hoặc bấm Tạm nghỉ rồi Tôi không làm bài này nữa. "
    "Sau đó bác vào lớp được ngay."
)
TOO_MANY = "Máy thử nhiều mã quá rồi. Bác chờ {minutes} phút nữa nhé."
CLASS_CODE = re.compile(r"[0-9]{6}")
MOST_WRONG_CODES = 30  # from one address within a quarter of an hour: a whole class may share it
IN_CLASS = Form(InClass)

router = APIRouter(
    default_response_class=HTMLResponse, route_class=TransactionRoute, dependencies=[Depends(read_account)]
)


@router.get("/chung-nhan/vao-lop", name="join_class")
def join_class(request: Request, session: Db, ma: str = "") -> Response:
    """`ma`: the code, from the square that was scanned. Whether there is such a class is said once the form comes."""
    code = ma if CLASS_CODE.fullmatch(ma) else ""
    return begin_form(request, session, known_beginning(request, session, code), in_class=True)


@router.post("/chung-nhan/vao-lop", name="enter_class")
def enter_class(request: Request, form: PlainForm, session: Db, account: CurrentAccount, now: Now) -> Response:
    wanted = IN_CLASS.parse(form)
    if isinstance(wanted, Refused):
        return begin_form(request, session, typed_again(wanted), in_class=True, status=422)
    if account is not None and account.role.is_staff:
        return refuse(request, session, wanted, STAFF_HERE, in_class=True)
    source = _source(request)
    waiting = throttled(session, source, MOST_WRONG_CODES, now)
    if waiting is not None:
        return refuse(request, session, wanted, TOO_MANY.format(minutes=waiting.minutes), in_class=True)
    try:
        return _come_in(request, session, wanted, now)
    except (NoSuchClass, NoSuchSeatCode, NotOnTheList) as refused:
        session.rollback()  # a visitor has become nobody yet
        count_within(session, source, MOST_WRONG_CODES, now)
        field, message = _said(refused)
        return refuse(request, session, wanted, message, in_class=True, field=field)
    except InAnotherSitting as refused:
        return refuse(request, session, wanted, ALONE_FIRST if refused.alone else ELSEWHERE, in_class=True)


def _said(refused: Exception) -> tuple[str, str]:
    """At which field, and what."""
    if isinstance(refused, NoSuchClass):
        return "code", NO_CLASS
    if isinstance(refused, NoSuchSeatCode):
        return "code", NO_SEAT_CODE
    return "name", TAKEN if isinstance(refused, NameTaken) else NOT_LISTED


def _source(request: Request) -> str:
    address = request.client.host if request.client else ""
    return signature(settings_of(request).secret, "class-code", address)


def _come_in(request: Request, session: Session, wanted: InClass, now: datetime) -> Response:
    """Raises NoSuchClass, NoSuchSeatCode, NotOnTheList, InAnotherSitting."""
    given = seat_given(session, wanted.code, now) if is_seat_code(wanted.code) else None
    if given is not None and given.is_move:
        return _move(request, session, wanted, given, now)
    if given is None and not wanted.name:
        return refuse(request, session, wanted, NO_NAME, in_class=True, field="name")
    supervision = given.supervision if given else class_of_code(session, wanted.code, now)
    offer = engine_of(request).standards.offers.get(supervision.framework)
    if offer is None:
        return refuse(request, session, wanted, CLOSED, in_class=True)
    if given is None:
        return begin(request, session, wanted, offer, Room(supervision), now)
    named = wanted.model_copy(update={"name": given.row.name})
    response = begin(request, session, named, offer, Room(supervision, given.row.id), now)
    use_to_begin(session, given, now)
    return response


def _move(request: Request, session: Session, wanted: InClass, given: SeatGiven, now: datetime) -> Response:
    """The learner joins this phone; the other one keeps them too, but not the sitting."""
    before, learner, phone = device_of(request), learner_of(session, given), phone_of(request)
    try:
        device = before.add(learner.id)
    except DeviceFull:
        return refuse(request, session, wanted, FULL, in_class=True)
    mac = phone_mac(request, phone)
    sitting = move_sitting(session, engine_of(request), given, wanted.device, mac, now)  # type: ignore[arg-type]
    response = go_to(sitting_path(sitting, request.app.state.path_to))
    show_person(request, response, before, device, learner)
    remember_phone(request, response, phone)
    return response
