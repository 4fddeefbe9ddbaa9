"""How a visit of somebody with an account begins, however they showed who they are."""

from datetime import datetime

from fastapi import Request, Response

from app.accounts import queries, recovering, service, sign_in_sessions, throttling
from app.accounts.deps import remember_session
from app.accounts.domain.learner_login import SecretKind
from app.accounts.domain.roles import DESKS, Role
from app.accounts.domain.sign_in import SignedIn
from app.learners.deps import Visit, go_to, settings_of, show_person
from app.learners.domain.device import Device
from app.learners.domain.return_path import with_return
from app.web.render import Page, render


def start_visit(visit: Visit, counted: service.Counted, token: str, next_path: str, now: datetime) -> Response:
    """The old session ends and its learner leaves; a new session starts and its learner comes, unless the phone's guest
    may be the same person: that is asked first. Raises DeviceFull."""
    device = without_session(visit, token)
    return begin(visit, device, service.start_session(visit.session, counted, now), next_path, now)


def begin(visit: Visit, device: Device, started: sign_in_sessions.Started, next_path: str, now: datetime) -> Response:
    """Raises DeviceFull."""
    request, session = visit.request, visit.session
    learner = None
    if started.account.role is Role.LEARNER and not service.guest_to_claim(session, started.account, device):
        device, learner = service.welcome_learner(session, started.account, device, visit.reading, now)
    response = go_to(landing(visit, started.account, device, next_path))
    show_person(request, response, visit.device, device, learner)
    remember_session(request, response, started)
    return response


def without_session(visit: Visit, token: str) -> Device:
    """The phone after whoever was signed in has left."""
    return visit.device.leave(sign_in_sessions.sign_out(visit.session, token)) if token else visit.device


def landing(visit: Visit, account: SignedIn, device: Device, next_path: str) -> str:
    """Where someone goes after signing in: first a secret of their own, then whether they are the phone's guest, then what
    happened to their account, then where they wanted, then their desk."""
    path_to = visit.request.app.url_path_for
    if account.must_change:
        return with_return(path_to(secret_page(visit, account)), next_path)
    if service.guest_to_claim(visit.session, account, device):
        return with_return(path_to("claim"), next_path)
    if recovering.has_news(visit.session, account.account_id):
        return with_return(path_to("recovery_news"), next_path)
    desk = DESKS.get(account.role)
    return next_path or str(path_to(desk.route if desk else "home"))


def secret_page(visit: Visit, account: SignedIn) -> str:
    """The route where this account chooses a secret: who came with a card has no password."""
    login = queries.learner_login(visit.session, account.account_id)
    return "new_secret" if login is not None and login.kind != SecretKind.PASSWORD.value else "new_password"


def counted_attempt(visit: Visit, login: str, now: datetime) -> service.Counted | throttling.Throttled:
    """Counted whatever comes: committed, and no lock is held while the password is hashed."""
    secret = settings_of(visit.request).secret
    counted = service.count_attempt(visit.session, secret, login, address_of(visit.request), now)
    visit.session.commit()
    return counted


def address_of(request: Request) -> str:
    return request.client.host if request.client else ""


def too_often(throttled: throttling.Throttled) -> str:
    return f"Gõ sai nhiều lần quá rồi. Mời thử lại sau {throttled.minutes} phút."


def render_throttled(request: Request, page: Page, throttled: throttling.Throttled) -> Response:
    response = render(request, page, 429)
    response.headers["Retry-After"] = str(throttled.minutes * 60)
    return response
