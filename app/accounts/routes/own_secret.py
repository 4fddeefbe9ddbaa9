"""A learner chooses a PIN or pictures of their own: after a card of the commune, after a recovery, or any time later."""

from datetime import datetime

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse
from starlette.datastructures import FormData

from app.accounts import consents, enrolment, service
from app.accounts.deps import FreshAccount, remember_session
from app.accounts.domain.consent import Purpose
from app.accounts.domain.learner_login import SecretKind
from app.accounts.domain.pictures import written
from app.accounts.domain.sign_in import SignedIn
from app.accounts.hashing import hash_password
from app.accounts.pages import Guest, NewSecretPage
from app.accounts.routes.choosing import PRESSED, chosen_pictures, chosen_pin
from app.accounts.routes.joining import NOT_AGREED, NOT_SAID
from app.accounts.views import guest_question, new_secret_page, pictures_page
from app.learners import queries as learners
from app.learners.deps import FULL, CurrentVisit, Visit, go_to, settings_of, show_person
from app.learners.domain.device import DeviceFull
from app.learners.domain.return_path import FIELD, local_path
from app.web.deps import Now, SubmittedForm, TransactionRoute
from app.web.render import render

router = APIRouter(default_response_class=HTMLResponse, route_class=TransactionRoute)

KEPT = ("dong-y", "nguoi", "cua-bac", FIELD)


@router.get("/tai-khoan/ma-rieng")
def new_secret(request: Request, visit: CurrentVisit, signed_in: FreshAccount) -> Response:
    return render(request, page_for(visit, signed_in, local_path(request.query_params.get(FIELD, ""))))


@router.post("/tai-khoan/ma-rieng")
def submit_new_secret(
    request: Request, visit: CurrentVisit, form: SubmittedForm, signed_in: FreshAccount, now: Now
) -> Response:
    pin, errors = chosen_pin(form, signed_in.login)
    errors |= said_errors(visit, form, signed_in)
    if errors:
        return render(request, page_of(visit, form, signed_in, errors), 422)
    return keep_secret(visit, form, signed_in, SecretKind.PIN, pin, now)


@router.get("/tai-khoan/ma-rieng/hinh")
async def back_to_new_secret(request: Request) -> Response:
    """Pictures are pressed on pages that came in reply to a form: opened anew, they begin at the form."""
    return go_to(request.app.url_path_for("new_secret"))


@router.post("/tai-khoan/ma-rieng/hinh")
def new_secret_with_pictures(
    request: Request, visit: CurrentVisit, form: SubmittedForm, signed_in: FreshAccount, now: Now
) -> Response:
    errors = said_errors(visit, form, signed_in)
    if errors:
        return render(request, page_of(visit, form, signed_in, errors), 422)
    pressed = chosen_pictures(form)
    if pressed.is_chosen:
        return keep_secret(visit, form, signed_in, SecretKind.PICTURES, pressed.secret, now)
    kept = {name: str(form.get(name, "")) for name in KEPT} | {PRESSED: written(pressed.names)}
    action, count = str(request.app.url_path_for("new_secret_with_pictures")), len(pressed.names)
    return render(
        request, pictures_page("Chọn ba hình", action, kept, count, again=count >= 3, message=pressed.complaint)
    )


def keep_secret(
    visit: Visit, form: FormData, account: SignedIn, kind: SecretKind, chosen: str, now: datetime
) -> Response:
    """Whoever has no learner yet begins now: as the phone's guest, if they said that it is them."""
    request, session = visit.request, visit.session
    hashed = hash_password(chosen)
    guest = service.guest_to_claim(session, account, visit.device) if form.get("cua-bac") == "co" else None
    started = enrolment.choose_secret(session, account.account_id, kind, hashed, now)
    try:
        device, learner = enrolment.join(
            session, account, visit.device, visit.reading, now, guest.id if guest else None
        )
    except DeviceFull:
        session.rollback()
        return render(request, page_of(visit, form, account, {"pin": FULL}), 422)
    response = go_to(local_path(str(form.get(FIELD, ""))) or request.app.url_path_for("card"))
    show_person(request, response, visit.device, device, learner)
    remember_session(request, response, started)
    return response


def said_errors(visit: Visit, form: FormData, account: SignedIn) -> dict[str, str]:
    asked = asked_of(visit, account, str(form.get("cua-bac", "")))
    is_said = not asked.tag or (asked.said in ("co", "khong") and form.get("nguoi") == asked.tag)
    errors = {} if is_said else {"guest": NOT_SAID}
    return errors if has_agreed(visit, account) or form.get("dong-y") == "co" else errors | {"agreed": NOT_AGREED}


def page_for(visit: Visit, account: SignedIn, next_path: str) -> NewSecretPage:
    return new_secret_page(account, asked_of(visit, account), next_path, agreed=has_agreed(visit, account))


def page_of(visit: Visit, form: FormData, account: SignedIn, errors: dict[str, str]) -> NewSecretPage:
    asked = asked_of(visit, account, str(form.get("cua-bac", "")))
    next_path = local_path(str(form.get(FIELD, "")))
    return new_secret_page(account, asked, next_path, agreed=has_agreed(visit, account), errors=errors)


def asked_of(visit: Visit, account: SignedIn, said: str = "") -> Guest:
    guest = service.guest_to_claim(visit.session, account, visit.device)
    return guest_question(guest, settings_of(visit.request).secret, said)


def has_agreed(visit: Visit, account: SignedIn) -> bool:
    learner = learners.learner_of_account(visit.session, account.account_id)
    return learner is not None and consents.holds(visit.session, learner.id, Purpose.ACCOUNT)
