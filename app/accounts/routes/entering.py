"""Learners come in: by the code on their card or their phone number, or by the card itself, with a PIN or three pictures."""

from datetime import datetime

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse
from starlette.datastructures import FormData

from app.accounts import queries, service, throttling
from app.accounts.deps import CurrentToken
from app.accounts.domain.learner_login import CODE_LENGTH, FIRST_DIGITS, SecretKind, as_code
from app.accounts.domain.pictures import written
from app.accounts.pages import EnterPage
from app.accounts.routes.choosing import PRESSED, pressed_pictures, typed_pin
from app.accounts.routes.starting import address_of, counted_attempt, render_throttled, start_visit, too_often
from app.accounts.views import enter_page, pictures_page
from app.core.ids import is_token
from app.learners.deps import FULL, CurrentVisit, Visit, go_to, settings_of
from app.learners.domain.device import DeviceFull
from app.learners.domain.return_path import FIELD, local_path, with_return
from app.web.deps import Now, SubmittedForm, TransactionRoute
from app.web.forms import printable
from app.web.render import render

router = APIRouter(default_response_class=HTMLResponse, route_class=TransactionRoute)

WRONG = "Chưa vào được. Bác xem lại mã thẻ hay số điện thoại, rồi xem lại 6 số hay ba hình của mình. Vẫn chưa được thì nhờ người giúp lấy lại, ở cuối trang này."
NO_CODE = "Mời bác gõ mã trên thẻ, hoặc số điện thoại."
NO_PIN = "Mời bác gõ 6 số của bác."
MISTYPED = "Mã trên thẻ có 9 chữ số. Hình như bác gõ nhầm một số, mời xem lại."
OLD_CARD = "Thẻ này không còn dùng được. Có khi bác đã làm thẻ mới. Bác gõ mã trên thẻ mới, hoặc số điện thoại nhé."
LONGEST = 100


@router.get("/vao")
async def enter(request: Request) -> Response:
    return render(request, enter_page(next_path=local_path(request.query_params.get(FIELD, ""))))


@router.get("/vao/{card}")
def enter_by_card(request: Request, visit: CurrentVisit, card: str) -> Response:
    """The card says who; nothing more."""
    next_path = local_path(request.query_params.get(FIELD, ""))
    page = page_of(visit, card, "", next_path)
    if not page.card:
        return render(request, enter_page(next_path=next_path, message=OLD_CARD), 404)
    if page.kind == SecretKind.PASSWORD.value:
        return go_to(with_return(request.app.url_path_for("sign_in"), next_path))
    return render(request, page)


@router.post("/vao")
def submit_enter(request: Request, visit: CurrentVisit, form: SubmittedForm, token: CurrentToken, now: Now) -> Response:
    secret = typed_pin(form)
    if not secret:
        return render(request, refused(visit, form, errors={"pin": NO_PIN}), 422)
    return come_in(visit, form, secret, token, now)


@router.get("/vao-bang-hinh")
async def back_to_enter(request: Request) -> Response:
    """Pictures are pressed on pages that came in reply to a form: opened anew, they begin at the form."""
    return go_to(request.app.url_path_for("enter"))


@router.post("/vao-bang-hinh")
def enter_with_pictures(
    request: Request, visit: CurrentVisit, form: SubmittedForm, token: CurrentToken, now: Now
) -> Response:
    problem = code_problem(form)
    if problem:
        return render(request, refused(visit, form, errors={"code": problem}), 422)
    pressed = pressed_pictures(form)
    if pressed.is_said:
        return come_in(visit, form, pressed.secret, token, now)
    kept = {name: printable(str(form.get(name, "")))[:500] for name in ("the", "ma", FIELD)} | {
        PRESSED: written(pressed.names)
    }
    action = str(request.app.url_path_for("enter_with_pictures"))
    return render(request, pictures_page("Chọn ba hình của bác", action, kept, len(pressed.names)))


def come_in(visit: Visit, form: FormData, secret: str, token: str, now: datetime) -> Response:
    """Known or not, right or closed: what is not let in gets the same answer."""
    problem = code_problem(form)
    if problem:
        return render(visit.request, refused(visit, form, errors={"code": problem}), 422)
    counted = counted_by(visit, form, now)
    if isinstance(counted, throttling.Throttled):
        return render_throttled(visit.request, refused(visit, form, too_often(counted)), counted)
    if not service.is_right(counted, secret):
        return render(visit.request, refused(visit, form, WRONG), 422)
    try:
        return start_visit(visit, counted, token, local_path(str(form.get(FIELD, ""))), now)
    except DeviceFull:
        visit.session.rollback()
        return render(visit.request, refused(visit, form, FULL), 422)


def counted_by(visit: Visit, form: FormData, now: datetime) -> service.Counted | throttling.Throttled:
    card = str(form.get("the", ""))
    if not is_token(card):
        return counted_attempt(visit, typed_code(form), now)
    secret = settings_of(visit.request).secret
    counted = service.count_card_attempt(visit.session, secret, card, address_of(visit.request), now)
    visit.session.commit()
    return counted


def typed_code(form: FormData) -> str:
    return printable(str(form.get("ma", "")))[:LONGEST].strip()


def code_problem(form: FormData) -> str:
    """Told without looking anybody up."""
    typed = typed_code(form)
    if is_token(str(form.get("the", ""))):
        return ""
    digits = "".join(character for character in typed if character.isdigit())
    if len(digits) == CODE_LENGTH and digits[0] in FIRST_DIGITS and as_code(digits) is None:
        return MISTYPED
    return "" if typed else NO_CODE


def refused(visit: Visit, form: FormData, message: str = "", errors: dict[str, str] | None = None) -> EnterPage:
    page = page_of(visit, str(form.get("the", "")), message, local_path(str(form.get(FIELD, ""))), errors)
    return page if page.card else enter_page(typed_code(form), page.next_path, message, errors)


def page_of(visit: Visit, card: str, message: str, next_path: str, errors: dict[str, str] | None = None) -> EnterPage:
    account = queries.account_of_card(visit.session, card) if is_token(card) else None
    login = queries.learner_login(visit.session, account.id) if account else None
    owner = (account, login) if account and login else None
    return enter_page("", next_path, message, errors, owner)
