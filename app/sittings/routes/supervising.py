"""`/chung-nhan/giam-sat`: a supervisor opens a class sitting, sees who has come, marks what they see, closes it."""

from typing import Annotated

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response
from pydantic import AfterValidator, BaseModel, ConfigDict, Field
from sqlalchemy.orm import Session
from starlette.datastructures import FormData

from app.accounts.deps import KnownAccount
from app.accounts.domain.sign_in import SignedIn
from app.courses.deps import library_of
from app.courses.domain.communes import Commune, NotListed, commune_field, listed, named_commune, told
from app.learners.deps import go_to, settings_of
from app.sittings import namesake_rulings, seat_codes, seats
from app.sittings import supervision as classes
from app.sittings.deps import engine_of, phone_mac, phone_of, remember_phone
from app.sittings.models import Supervision
from app.sittings.queries import keeps_bank
from app.sittings.steering import is_open
from app.sittings.views.certification import DEVICES
from app.sittings.views.supervising import supervision_page, supervisions_page
from app.web.deps import Db, Now, PlainForm, TransactionRoute, read_clock
from app.web.errors import NotFound
from app.web.forms import Form, Line, Refused, printed_name
from app.web.render import render

NO_CLASS = "Không có lớp này. Chỉ người mở lớp xem được lớp của mình."
NO_NAMES = "Cần ít nhất một tên, mỗi dòng một người."
TOO_MANY = f"Nhiều nhất {classes.MOST_NAMES} người một lớp."
NOT_FREED = "Người này đã bấm hay trả lời rồi, hoặc lớp đã đóng, nên chỗ giữ nguyên."
NO_CODE = "Lúc này không cho mã riêng được: người này đã làm xong, chưa làm gì, đang ở lớp khác, hoặc lớp đã đóng."
NO_NAMESAKE = "Danh sách vừa đổi, hoặc không còn ai cùng tên để hỏi. Mời xem lại."
HAS_ACCOUNT = "Người này có tài khoản: trên máy mới, bấm Ai đang học?, vào tài khoản, là làm tiếp được. Không cần mã."
BAD_NAME = "Có tên dài quá hay có ký tự lạ: {name}"
LONGEST_NAME, MOST_HOURS = 60, 12

router = APIRouter(default_response_class=HTMLResponse, route_class=TransactionRoute)


def filled(value: str) -> str:
    if not value.strip():
        raise ValueError("Mục này chưa điền.")
    return " ".join(value.split())


def some_names(value: str) -> str:
    """A name a line. Raises ValueError for none, too many, and for what is no name."""
    found = names_in(value)
    if not found:
        raise ValueError(NO_NAMES)
    if len(found) > classes.MOST_NAMES:
        raise ValueError(TOO_MANY)
    for name in found:
        if len(name) > LONGEST_NAME:
            raise ValueError(BAD_NAME.format(name=name[:20]))
    return value


def names_in(text: str) -> tuple[str, ...]:
    """As they are kept, and printed; a table pasted in has tabs. Raises ValueError for a line that is no name."""
    lines = text.replace("\r\n", "\n").replace("\t", " ").split("\n")
    return tuple(printed_name(line) for line in lines if line.strip())


class NewClass(BaseModel):
    model_config = ConfigDict(loc_by_alias=False)

    commune: Annotated[Line, Field(alias="xa", max_length=60), AfterValidator(filled)]
    place: Annotated[Line, Field(alias="noi", max_length=80), AfterValidator(filled)]
    framework: Annotated[Line, Field(alias="khung", max_length=40)]
    hours: Annotated[int, Field(alias="gio", ge=1, le=MOST_HOURS)]
    names: Annotated[str, Field(alias="ten", max_length=5_000), AfterValidator(some_names)]


class MoreNames(BaseModel):
    names: Annotated[str, Field(alias="ten", max_length=5_000), AfterValidator(some_names)]


NEW_CLASS, MORE_NAMES = Form(NewClass), Form(MoreNames)


@router.get("/chung-nhan/giam-sat", name="supervisions")
def supervisions(request: Request, session: Db, account: KnownAccount) -> Response:
    return _list(request, session, account, Refused({"gio": "3"}, {}))


def _list(
    request: Request,
    session: Session,
    account: SignedIn,
    typed: Refused,
    status: int = 200,
    meant: tuple[Commune, ...] = (),
) -> HTMLResponse:
    rows = classes.supervisions_of(session, account.account_id)
    offers = list(engine_of(request).standards.offers.values())
    own, communes = classes.own_commune(session, account.account_id), library_of(request).catalogue.communes
    page = supervisions_page(
        rows,
        offers,
        read_clock(request),
        request.app.state.path_to,
        typed.typed,
        typed.errors,
        commune=commune_field(communes, typed.typed.get("xa", listed(communes, own)), meant),
        has_commune=bool(own),
        keeps_bank=keeps_bank(session, account.account_id),
    )
    return render(request, page, status)


@router.post("/chung-nhan/giam-sat", name="open_supervision")
def open_supervision(request: Request, form: PlainForm, session: Db, account: KnownAccount, now: Now) -> Response:
    wanted = NEW_CLASS.parse(form)
    if isinstance(wanted, Refused):
        return _list(request, session, account, wanted, 422)
    typed = {name: value for name, value in form.items() if isinstance(value, str)}
    if wanted.framework not in engine_of(request).standards.offers:
        return _list(request, session, account, Refused(typed, {"framework": "Mời chọn một khung."}), 422)
    try:
        commune = named_commune(library_of(request).catalogue.communes, wanted.commune)
    except NotListed as refused:
        return _list(request, session, account, Refused(typed, {"commune": told(refused)}), 422, refused.meant)
    phone = phone_of(request)
    new = classes.NewSupervision(
        account.account_id,
        wanted.framework,
        commune.name,
        wanted.place,
        names_in(wanted.names),
        wanted.hours,
        phone_mac(request, phone),
        commune.code,
    )
    try:
        response = _to(request, classes.open_supervision(session, new, now))
    except classes.KeepsBank:
        return _list(request, session, account, Refused({}, {}), 409)
    remember_phone(request, response, phone)
    return response


@router.get("/chung-nhan/giam-sat/{number:int}", name="supervision")
def supervision(request: Request, number: int, session: Db, account: KnownAccount) -> Response:
    return _show(request, session, _found(session, account, number), saved="da-luu" in request.query_params)


@router.post("/chung-nhan/giam-sat/{number:int}/ten", name="add_names")
def add_names(request: Request, number: int, form: PlainForm, session: Db, account: KnownAccount) -> Response:
    found = _found(session, account, number, lock=True)
    wanted = MORE_NAMES.parse(form)
    if isinstance(wanted, Refused):
        return _show(request, session, found, next(iter(wanted.errors.values())), status=422)
    if len(classes.names_of(session, found)) + len(names_in(wanted.names)) > classes.MOST_NAMES:
        return _show(request, session, found, TOO_MANY, status=422)
    classes.add_names(session, found, names_in(wanted.names))
    return _to(request, found, saved=True)


@router.post("/chung-nhan/giam-sat/{number:int}/ghi", name="mark_seat")
def mark_seat(request: Request, number: int, form: PlainForm, session: Db, account: KnownAccount) -> Response:
    """While the class is open: afterwards what was seen stands."""
    found = _found(session, account, number, lock=True)
    if not is_open(found, read_clock(request)) or not _mark(session, found, form):
        return _show(request, session, found, "Lớp đã đóng, hoặc danh sách vừa đổi. Mời xem lại.", status=422)
    return _to(request, found, saved=True)


def _line(sent: object) -> int:
    """Of the list, or another row's number; 0, which is nobody's, for what is none."""
    line = str(sent)
    return int(line) if line.isascii() and line.isdigit() and len(line) <= 19 and int(line) < 2**63 else 0


def _mark(session: Session, found: Supervision, form: FormData) -> bool:
    """Every line of the list comes with one press, so that no tick is lost by pressing beside another."""
    helped = form.getlist("giup")
    marks = {}
    for line in form.getlist("dong"):
        device = str(form.get(f"may-{line}", ""))
        if device and device not in DEVICES:
            return False
        marks[_line(line)] = seats.Mark(line in helped, device or None)  # type: ignore[arg-type]
    return seats.mark(session, found, marks)


@router.post("/chung-nhan/giam-sat/{number:int}/tra-cho", name="free_seat")
def free_seat(request: Request, number: int, form: PlainForm, session: Db, account: KnownAccount) -> Response:
    found = _found(session, account, number, lock=True)
    if not is_open(found, read_clock(request)) or not seats.free_seat(session, found, _line(form.get("tra-cho", ""))):
        return _show(request, session, found, NOT_FREED, status=422)
    return _to(request, found, saved=True)


@router.post("/chung-nhan/giam-sat/{number:int}/ma-rieng", name="give_seat_code")
def give_seat_code(
    request: Request, number: int, form: PlainForm, session: Db, account: KnownAccount, now: Now
) -> Response:
    """For one line: to come in with, or to go on with on another phone."""
    found = _found(session, account, number, lock=True)
    if is_open(found, now):
        _mark(session, found, form)  # ticks come along, and are not lost by pressing beside them
    try:
        seat_codes.give_seat_code(session, found, _line(form.get("cho-ma", "")), now)
    except seat_codes.NoCodeFor as refused:
        error = HAS_ACCOUNT if isinstance(refused, seat_codes.HasAccount) else NO_CODE
        return _show(request, session, found, error, status=422)
    return _to(request, found)


@router.post("/chung-nhan/giam-sat/{number:int}/cung-ten", name="rule_on_namesake")
def rule_on_namesake(
    request: Request, number: int, form: PlainForm, session: Db, account: KnownAccount, now: Now
) -> Response:
    """Whether somebody on the list is the one of the same name who sat a test before; after the class as well."""
    found = _found(session, account, number, lock=True)
    if is_open(found, now):
        _mark(session, found, form)
    is_same = "mot-nguoi" in form
    line, _, earlier = str(form.get("mot-nguoi" if is_same else "hai-nguoi", "")).partition("-")
    rules = engine_of(request).standards.retakes(found.framework)
    person = account.account_id
    if rules is None or not namesake_rulings.rule_on_namesake(
        session, found, _line(line), _line(earlier), rules, person, now, is_same=is_same
    ):
        return _show(request, session, found, NO_NAMESAKE, status=422)
    return _to(request, found, saved=True)


@router.post("/chung-nhan/giam-sat/{number:int}/dong", name="close_supervision")
def close_supervision(request: Request, number: int, session: Db, account: KnownAccount, now: Now) -> Response:
    found = _found(session, account, number, lock=True)
    classes.close_supervision(session, found, now)
    return _to(request, found)


def _found(session: Session, account: SignedIn, number: int, *, lock: bool = False) -> Supervision:
    found = classes.find_supervision(session, account.account_id, number, lock=lock) if number < 2**62 else None
    if found is None:
        raise NotFound(NO_CLASS)
    return found


def _show(
    request: Request, session: Session, found: Supervision, error: str = "", *, saved: bool = False, status: int = 200
) -> HTMLResponse:
    now, standards = read_clock(request), engine_of(request).standards
    rules = standards.retakes(found.framework)
    address = f"{settings_of(request).public_url.rstrip('/')}{request.app.state.path_to('join_class')}"
    page = supervision_page(
        found,
        seats.seats(session, found, rules, now),
        now,
        request.app.state.path_to,
        address,
        standards.framework(found.framework),
        rules,
        error=error,
        saved=saved,
    )
    return render(request, page, status)


def _to(request: Request, found: Supervision, *, saved: bool = False) -> Response:
    path = request.app.state.path_to("supervision", number=found.id)
    return go_to(f"{path}?da-luu=1" if saved else path)
