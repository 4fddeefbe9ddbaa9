"""Learners make accounts without e-mail: by themselves, or at the commune with somebody of the staff."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse
from pydantic import AfterValidator, Field
from sqlalchemy.exc import IntegrityError
from starlette.datastructures import FormData

from app.accounts import enrolment, queries, service, sign_in_sessions, throttling
from app.accounts.deps import CurrentToken, remember_session
from app.accounts.domain import throttle
from app.accounts.domain.learner_login import SecretKind
from app.accounts.domain.login import as_phone
from app.accounts.domain.pictures import written
from app.accounts.enrolment import NewLearnerAccount
from app.accounts.hashing import hash_password
from app.accounts.pages import Guest
from app.accounts.routes.choosing import PRESSED, chosen_pictures, chosen_pin
from app.accounts.routes.fields import Fields, required
from app.accounts.routes.starting import address_of, render_throttled, without_session
from app.accounts.views import enrol_page, guest_question, pictures_page, printed_cards_page, sign_up_page
from app.core.ids import is_token, new_token, signature
from app.learners.deps import FULL, CurrentVisit, Visit, go_to, settings_of, show_person
from app.learners.domain.device import DeviceFull
from app.learners.domain.return_path import FIELD, local_path, with_return
from app.web.deps import Now, SubmittedForm, TransactionRoute
from app.web.forms import Form, Line, PersonName, Refused, clean_name
from app.web.render import render

router = APIRouter(default_response_class=HTMLResponse, route_class=TransactionRoute)

MOST_AT_ONCE = 12  # cards: three sheets of four, and as many slow hashes
NOT_AGREED = "Bác đánh dấu vào ô này thì mình mới lập tài khoản được."
NOT_SAID = "Mời bác chọn một câu."
TAKEN = "Số này đã có người dùng để vào học, có khi là người nhà. Bác để trống ô này cũng được: mình vào bằng thẻ."
NOT_A_PHONE = "Số điện thoại này chưa đúng. Mời xem lại, hoặc để trống cũng được."
TOO_MANY = "Nơi này vừa lập nhiều tài khoản quá. Mời thử lại sau {minutes} phút."
PRINTED = "Những thẻ này vừa lập rồi. Cần lập thêm cho người khác thì gõ tên vào đây."
KEPT = ("ten", "so-dien-thoai", "dong-y", "nguoi", "cua-bac", "khoa", FIELD)


def agreed(value: str) -> str:
    if value != "co":
        raise ValueError(NOT_AGREED)
    return value


class WhoJoins(Fields):
    name: Annotated[PersonName, Field("", alias="ten", max_length=40), required("Mời bác gõ tên hay gọi ở nhà.")]
    phone: Annotated[Line, Field("", alias="so-dien-thoai", max_length=40)]
    agreed: Annotated[Line, Field("", alias="dong-y", validate_default=True), AfterValidator(agreed)]


WHO_JOINS = Form(WhoJoins)


@dataclass(frozen=True)
class Joining:
    """A sign-up that may go on, but for its secret."""

    name: str
    phone_mac: str | None
    guest_id: int | None


@router.get("/dang-ky")
def sign_up(request: Request, visit: CurrentVisit) -> Response:
    guest = service.guest_on(visit.session, visit.device)
    next_path = local_path(request.query_params.get(FIELD, ""))
    asked = guest_question(guest, settings_of(request).secret)
    typed = {"ten": guest.name} if guest else {}
    return render(request, sign_up_page(asked, new_token(), next_path, typed))


@router.post("/dang-ky")
def submit_sign_up(
    request: Request,  # noqa: ARG001 - its transaction hangs on it (app.web.deps.TransactionRoute)
    visit: CurrentVisit,
    form: SubmittedForm,
    token: CurrentToken,
    now: Now,
) -> Response:
    pin, errors = chosen_pin(form, as_phone(str(form.get("so-dien-thoai", ""))) or "")
    joining = judged(visit, form, errors, now)
    if isinstance(joining, Response):
        return joining
    return make_account(visit, form, joining, SecretKind.PIN, pin, token, now)


@router.get("/dang-ky/hinh")
async def back_to_sign_up(request: Request) -> Response:
    """Pictures are pressed on pages that came in reply to a form: opened anew, they begin at the form."""
    return go_to(request.app.url_path_for("sign_up"))


@router.post("/dang-ky/hinh")
def sign_up_with_pictures(
    request: Request, visit: CurrentVisit, form: SubmittedForm, token: CurrentToken, now: Now
) -> Response:
    joining = judged(visit, form, {}, now)
    if isinstance(joining, Response):
        return joining
    pressed = chosen_pictures(form)
    if pressed.is_chosen:
        return make_account(visit, form, joining, SecretKind.PICTURES, pressed.secret, token, now)
    kept = {name: str(form.get(name, "")) for name in KEPT} | {PRESSED: written(pressed.names)}
    action, count = str(request.app.url_path_for("sign_up_with_pictures")), len(pressed.names)
    return render(
        request, pictures_page("Chọn ba hình", action, kept, count, again=count >= 3, message=pressed.complaint)
    )


def judged(visit: Visit, form: FormData, errors: Mapping[str, str], now: datetime) -> Joining | Response:
    """Who wants to join, or the page that says what is missing. Says whether a phone number is taken, to a few only."""
    request, secret = visit.request, settings_of(visit.request).secret
    guest = service.guest_on(visit.session, visit.device)
    asked = guest_question(guest, secret, str(form.get("cua-bac", "")))
    wanted = WHO_JOINS.parse(form)
    errors = {**errors, **(wanted.errors if isinstance(wanted, Refused) else {}), **guest_errors(form, asked)}
    if isinstance(wanted, Refused) or errors:
        return asked_again(visit, form, asked, errors)
    phone_mac = None
    try:
        if wanted.phone:
            refused = throttling.throttled(visit.session, taken_key(request), throttle.MOST_TAKEN, now)
            if refused:
                return asked_again(visit, form, asked, {}, refused)
            phone_mac = service.free_phone(visit.session, secret, wanted.phone)
    except service.PhoneTaken:
        throttling.count_within(visit.session, taken_key(request), throttle.MOST_TAKEN, now)
        return asked_again(visit, form, asked, {"phone": TAKEN})
    except ValueError:
        return asked_again(visit, form, asked, {"phone": NOT_A_PHONE})
    return Joining(wanted.name, phone_mac, guest.id if guest and asked.said == "co" else None)


def asked_of(visit: Visit, form: FormData) -> Guest:
    guest = service.guest_on(visit.session, visit.device)
    return guest_question(guest, settings_of(visit.request).secret, str(form.get("cua-bac", "")))


def guest_errors(form: FormData, asked: Guest) -> dict[str, str]:
    """The page may have been left open while another person took the phone."""
    is_said = not asked.tag or (asked.said in ("co", "khong") and form.get("nguoi") == asked.tag)
    return {} if is_said else {"guest": NOT_SAID}


def asked_again(
    visit: Visit, form: FormData, asked: Guest, errors: dict[str, str], refused: throttling.Throttled | None = None
) -> Response:
    typed = {name: value for name in KEPT if isinstance(value := form.get(name), str)}
    parsed = WHO_JOINS.parse(form)
    shown = typed | (parsed.typed if isinstance(parsed, Refused) else {})
    message = TOO_MANY.format(minutes=refused.minutes) if refused else ""
    page = sign_up_page(asked, form_key(form), local_path(typed.get(FIELD, "")), shown, errors, message)
    return render_throttled(visit.request, page, refused) if refused else render(visit.request, page, 422)


def form_key(form: FormData) -> str:
    key = str(form.get("khoa", ""))
    return key if is_token(key) else new_token()


def taken_key(request: Request) -> str:
    secret = settings_of(request).secret
    return signature(secret, "attempt", f"taken:{throttle.source_of(address_of(request))}")


def make_account(
    visit: Visit, form: FormData, joining: Joining, kind: SecretKind, chosen: str, token: str, now: datetime
) -> Response:
    """Counted first; hashed while no transaction is open; the same form sent twice leads to the account it has made."""
    request, session, secret = visit.request, visit.session, settings_of(visit.request).secret
    source = signature(secret, "attempt", f"join:{throttle.source_of(address_of(request))}")
    refused = throttling.count_within(session, source, throttle.MOST_PER_SOURCE, now)
    card = enrolment.card_for(secret, form_key(form))
    is_again = queries.account_of_card(session, card) is not None
    session.commit()
    if is_again:
        return go_to(request.app.url_path_for("enter_by_card", card=card))
    if refused:
        return asked_again(visit, form, asked_of(visit, form), {}, refused)
    wanted = NewLearnerAccount(joining.name, kind, hash_password(chosen), card, joining.phone_mac)
    try:
        account_id = enrolment.enrol(session, wanted, now)
    except IntegrityError:  # the same form, or the same phone number, at the same moment
        session.rollback()
        return go_to(request.app.url_path_for("enter_by_card", card=card))
    return first_visit(visit, form, account_id, joining.guest_id, token, now)


def first_visit(
    visit: Visit, form: FormData, account_id: int, guest_id: int | None, token: str, now: datetime
) -> Response:
    request, session = visit.request, visit.session
    device = without_session(visit, token)
    started = sign_in_sessions.open_session(session, account_id, now)
    try:
        device, learner = enrolment.join(session, started.account, device, visit.reading, now, guest_id)
    except DeviceFull:
        session.rollback()
        return asked_again(visit, form, asked_of(visit, form), {"name": FULL})
    next_path = local_path(str(form.get(FIELD, "")))
    response = go_to(with_return(f"{request.app.url_path_for('card')}", next_path))
    show_person(request, response, visit.device, device, learner)
    remember_session(request, response, started)
    return response


# At the commune


@router.get("/dang-ky/tai-xa")
async def sign_up_here(request: Request) -> Response:
    return render(request, enrol_page(MOST_AT_ONCE, new_token()))


@router.post("/dang-ky/tai-xa")
def print_cards(request: Request, visit: CurrentVisit, form: SubmittedForm, now: Now) -> Response:
    typed = str(form.get("ten", ""))
    names, problem = typed_names(typed)
    key, secret = form_key(form), settings_of(request).secret
    if problem:
        return render(request, enrol_page(MOST_AT_ONCE, key, typed[:2_000], {"names": problem}), 422)
    cards: list[enrolment.OneTimeCard] | None
    try:
        cards = enrolment.enrol_people(visit.session, secret, key, names, now)
    except IntegrityError:
        visit.session.rollback()
        cards = enrolment.printed_before(visit.session, secret, key, names)
    if cards is None:
        return render(request, enrol_page(MOST_AT_ONCE, new_token(), "", {"names": PRINTED}), 409)
    address = settings_of(request).public_url.rstrip("/")
    path_to = request.app.url_path_for
    page = printed_cards_page(
        cards, f"{address}{path_to('enter')}", lambda card: f"{address}{path_to('enter_by_card', card=card)}"
    )
    return render(request, page)


def typed_names(text: str) -> tuple[list[str], str]:
    """One a line, and what is wrong with them, "" when nothing is."""
    try:
        names = [str(clean_name(line)) for line in text.splitlines() if line.strip()]
    except ValueError as error:
        return [], str(error)
    if not names:
        return [], "Mời gõ tên, mỗi người một dòng."
    if len(names) > MOST_AT_ONCE:
        return [], f"Mỗi lần lập nhiều nhất {MOST_AT_ONCE} thẻ. Còn lại lập ở lần sau."
    if any(len(name) > 40 for name in names):
        return [], "Có tên dài quá. Mỗi tên nhiều nhất 40 ký tự."
    return names, ""
