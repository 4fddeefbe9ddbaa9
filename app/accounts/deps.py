"""What a route may ask about the person: the phone, the active learner, the account, whether they may be here.

Cookies: `__Host-may` (the device, signed), `__Host-phien` (the sign-in token). Scripts and prebuilt pages read `ten`
(name of the active learner) and `kieu` (how lessons are shown); these are not signed and decide nothing.
"""

import re
from contextlib import suppress
from datetime import datetime
from typing import Annotated
from urllib.parse import quote, unquote, urlencode

from fastapi import Depends, FastAPI, Request, Response
from fastapi.responses import RedirectResponse
from sqlalchemy.exc import OperationalError
from starlette.concurrency import run_in_threadpool

from app.accounts import service
from app.accounts.domain import sign_in
from app.accounts.domain.device import Device, DeviceFull, decode, encode
from app.accounts.domain.reading import COOKIE as READING
from app.accounts.domain.reading import Reading, format_reading, parse_reading
from app.accounts.domain.roles import Refusal, is_open, refusal
from app.accounts.domain.sign_in import SignedIn
from app.accounts.models import Learner
from app.core.config import Settings
from app.core.db import Database
from app.web.deps import read_clock
from app.web.errors import error_page
from app.web.forms import printable
from app.web.security import SAFE_METHODS

DEVICE, SESSION = "may", "phien"  # under __Host- where the browser keeps such cookies
NAME, POSITION = "ten", "vi-tri"
LONGEST_S = 400 * 24 * 3600  # browsers keep no cookie longer
TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")


class SignInNeeded(Exception):
    """`next_path` is where the person wanted to go; empty when it was not a page that can be opened."""

    def __init__(self, next_path: str) -> None:
        super().__init__()
        self.next_path = next_path


class PasswordChangeNeeded(Exception):
    """Signed in with a one-time password: first choose one's own."""


class Forbidden(Exception):
    """The role of this account may not be here."""


# Reading


def settings_of(request: Request) -> Settings:
    settings: Settings = request.app.state.settings
    return settings


# The cheap ones are plain functions as well: on the busiest pages each dependency would cost more than what it reads.


def device_of(request: Request) -> Device:
    settings = settings_of(request)
    return decode(request.cookies.get(guarded(settings, DEVICE), ""), settings.secret)


def name_of(request: Request) -> str:
    """The name to greet with, as the phone itself remembers it; "" when nobody gave one."""
    return _name_in(request)


def _name_in(request: Request) -> str:
    return printable(unquote(request.cookies.get(NAME, "")))[:60]


def reading_of(request: Request) -> Reading:
    return parse_reading(request.cookies.get(READING, ""))


async def read_device(request: Request) -> Device:
    return device_of(request)


async def read_reading(request: Request) -> Reading:
    return reading_of(request)


async def read_token(request: Request) -> str:
    """The sign-in token as the browser sent it, "" when there is none; what it is worth, read_account says."""
    token = request.cookies.get(guarded(settings_of(request), SESSION), "")
    return token if TOKEN.fullmatch(token) else ""


CurrentDevice = Annotated[Device, Depends(read_device)]
CurrentReading = Annotated[Reading, Depends(read_reading)]
CurrentToken = Annotated[str, Depends(read_token)]


async def read_account(request: Request) -> SignedIn | None:
    """Looked up once a request, in a session of its own: the request's own may be read-only, or not wanted at all."""
    if not hasattr(request.state, "account"):
        token = await read_token(request)
        found = await run_in_threadpool(_find_account, request, token) if token else None
        request.state.account = found
    account: SignedIn | None = request.state.account
    return account


CurrentAccount = Annotated[SignedIn | None, Depends(read_account)]


async def known_account(account: CurrentAccount) -> SignedIn:
    """For routes that ACCESS opens to signed-in people only."""
    if account is None:
        raise SignInNeeded("")
    return account


KnownAccount = Annotated[SignedIn, Depends(known_account)]


def _find_account(request: Request, token: str) -> SignedIn | None:
    database: Database = request.app.state.database
    now = read_clock(request)
    with database.session(writes=False) as session:
        account = service.account_of(session, token, now)
    if account is not None and sign_in.is_seen_due(account.seen_at, now):
        _mark_seen(database, token, now)
    return account


def _mark_seen(database: Database, token: str, now: datetime) -> None:
    try:
        with database.session(writes=True) as session:
            service.mark_seen(session, token, now)
            session.commit()
    except OperationalError:
        return  # a full disk or a busy database must not take reading away; the next request tries again


async def require_access(request: Request) -> None:
    """For every route of the app: refuses whom domain.roles.ACCESS does not let in. Costs nothing where anyone may.
    Raises SignInNeeded, PasswordChangeNeeded, Forbidden."""
    route: str = getattr(request.scope.get("route"), "name", "")
    if is_open(route):
        return
    account = await read_account(request)
    role = account.role if account else None
    reason = refusal(route, role, must_change=account is not None and account.must_change)
    if reason is Refusal.SIGN_IN:
        raise SignInNeeded(_page_path(request))
    if reason is Refusal.NEW_PASSWORD:
        raise PasswordChangeNeeded
    if reason is Refusal.FORBIDDEN:
        raise Forbidden


def install_refusals(app: FastAPI) -> None:
    """What a person sees instead: the sign-in page, a new password, a page that says it is not for them."""

    @app.exception_handler(SignInNeeded)
    def sign_in_first(request: Request, refused: SignInNeeded) -> Response:
        query = f"?{urlencode({'toi': refused.next_path})}" if refused.next_path else ""
        return RedirectResponse(f"{request.app.url_path_for('sign_in')}{query}", 303)

    @app.exception_handler(PasswordChangeNeeded)
    def new_password_first(request: Request, _refused: PasswordChangeNeeded) -> Response:
        return RedirectResponse(request.app.url_path_for("new_password"), 303)

    @app.exception_handler(Forbidden)
    def not_for_you(request: Request, _refused: Forbidden) -> Response:
        return error_page(request, 403)

    @app.exception_handler(service.HashingBusy)
    def too_many_passwords(request: Request, _busy: service.HashingBusy) -> Response:
        return error_page(request, 503)


def _page_path(request: Request) -> str:
    if request.method not in SAFE_METHODS:
        return ""
    query = request.scope["query_string"].decode("latin-1")
    return quote(request.scope["path"]) + (f"?{query}" if query else "")


# Writing


def show_person(request: Request, response: Response, before: Device, device: Device, learner: Learner | None) -> None:
    """The cookies of whoever reads now: the learner, or, when the active one has left, nobody in particular."""
    remember_device(request, response, before, device)
    if learner is not None:
        _show_name(request, response, learner.name)
        show_reading(request, response, learner.reading)
    elif device.active != before.active:
        _show_name(request, response, "")
        show_reading(request, response, Reading())


def remember_device(request: Request, response: Response, before: Device, device: Device) -> None:
    """Where someone stopped in a lesson is theirs: it goes when another person takes the phone."""
    settings = settings_of(request)
    if device.learners:
        _set(settings, response, guarded(settings, DEVICE), encode(device, settings.secret))
    else:
        _drop(settings, response, guarded(settings, DEVICE))
    if not device.is_same_reader(before):
        _drop(settings, response, POSITION, script=True)


def remember_learner(request: Request, response: Response, device: Device, learner: int) -> None:
    """After each answer: the cookies begin their 400 days anew, so that whoever keeps learning is not forgotten. A
    visitor's first answer made a guest, whom the phone remembers from now on. A full phone on which nobody is active
    cannot: the answer is stored, and the person may still choose who they are."""
    joined = device
    with suppress(DeviceFull):
        joined = device.add(learner)
    remember_device(request, response, device, joined)
    name = _name_in(request)
    if name:
        _show_name(request, response, name)
    if READING in request.cookies:
        show_reading(request, response, parse_reading(request.cookies[READING]))


def _show_name(request: Request, response: Response, name: str) -> None:
    settings = settings_of(request)
    if name:
        _set(settings, response, NAME, quote(name, safe=""), script=True)
    else:
        _drop(settings, response, NAME, script=True)


def show_reading(request: Request, response: Response, reading: Reading) -> None:
    _set(settings_of(request), response, READING, format_reading(reading), script=True)


def remember_session(request: Request, response: Response, started: service.Started) -> None:
    settings = settings_of(request)
    lasts = int(sign_in.longest(started.account.role).total_seconds())
    _set(settings, response, guarded(settings, SESSION), started.token, max_age=lasts)


def forget_session(request: Request, response: Response) -> None:
    settings = settings_of(request)
    _drop(settings, response, guarded(settings, SESSION))


def guarded(settings: Settings, name: str) -> str:
    """The cookie's real name: browsers keep `__Host-` cookies only where transport is safe."""
    return f"__Host-{name}" if settings.secure_cookies else name


def _set(settings: Settings, response: Response, name: str, value: str, *, script: bool = False,
         max_age: int = LONGEST_S) -> None:  # fmt: skip
    response.set_cookie(
        name, value, max_age=max_age, path="/", secure=settings.secure_cookies, httponly=not script, samesite="lax"
    )


def _drop(settings: Settings, response: Response, name: str, *, script: bool = False) -> None:
    # With the same attributes: a browser ignores a __Host- cookie without them, even one that deletes.
    response.delete_cookie(name, path="/", secure=settings.secure_cookies, httponly=not script, samesite="lax")
