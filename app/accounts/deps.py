"""What a route may ask about the account: who is signed in, whether they may be here. The cookie `__Host-phien` holds
the sign-in token."""

import re
from datetime import datetime
from typing import Annotated
from urllib.parse import quote

from fastapi import Depends, FastAPI, Request, Response
from fastapi.responses import RedirectResponse
from sqlalchemy.exc import OperationalError
from starlette.concurrency import run_in_threadpool

from app.accounts import service, sign_in_sessions
from app.accounts.domain import sign_in
from app.accounts.domain.roles import Refusal, is_open, refusal
from app.accounts.domain.sign_in import SignedIn
from app.accounts.hashing import HashingBusy
from app.accounts.views import account_note
from app.core.db import Database
from app.learners.deps import device_of, settings_of
from app.learners.domain.return_path import with_return
from app.learners.models import Learner
from app.learners.pages import AccountNote
from app.web.cookies import drop_cookie, guarded, set_cookie
from app.web.deps import read_clock
from app.web.errors import error_page
from app.web.security import SAFE_METHODS

SESSION = "phien"  # under __Host- where the browser keeps such cookies
TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")


class SignInNeeded(Exception):
    """`next_path` is where the person wanted to go; empty when it was not a page that can be opened. A learner has a card,
    staff a password."""

    def __init__(self, next_path: str, *, is_learner: bool = False) -> None:
        super().__init__()
        self.next_path, self.is_learner = next_path, is_learner


class ConfirmationNeeded(Exception):
    """Signed in too long ago for this; `next_path` as above."""

    def __init__(self, next_path: str) -> None:
        super().__init__()
        self.next_path = next_path


class PasswordChangeNeeded(Exception):
    """Signed in with a one-time password: first choose one's own."""


class Forbidden(Exception):
    """The role of this account may not be here."""


async def read_token(request: Request) -> str:
    """The sign-in token as the browser sent it, "" when there is none; what it is worth, read_account says."""
    token = request.cookies.get(guarded(settings_of(request), SESSION), "")
    return token if TOKEN.fullmatch(token) else ""


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


async def fresh_account(request: Request, account: KnownAccount) -> SignedIn:
    """For what an unlocked phone alone may not do: the secret was typed lately (domain.sign_in.FRESH), or is asked for.
    One-time secrets are for choosing one's own, which takes as long as it takes. Raises ConfirmationNeeded."""
    require_fresh(request, account)
    return account


def require_fresh(request: Request, account: SignedIn | None) -> None:
    """As fresh_account, for what people without an account may do as well. Raises ConfirmationNeeded."""
    if account is None or account.must_change or sign_in.is_fresh(account.since, read_clock(request)):
        return
    # A form that was sent cannot be gone back to; what it changes is reached from "Ai đang học?".
    raise ConfirmationNeeded(_page_path(request) or str(request.app.url_path_for("account")))


def require_holder(request: Request, learner: Learner | None) -> None:
    """A phone remembers who learned on it, also after it was lost or lent: what is somebody's own to prove (sittings,
    certificates) is, of a learner with an account, for who is signed in. After read_account. Raises SignInNeeded."""
    account: SignedIn | None = request.state.account
    if learner is None or learner.account_id is None:
        return
    if account is None or account.account_id != learner.account_id:
        raise SignInNeeded(_page_path(request), is_learner=True)


FreshAccount = Annotated[SignedIn, Depends(fresh_account)]


def _find_account(request: Request, token: str) -> SignedIn | None:
    database: Database = request.app.state.database
    now = read_clock(request)
    with database.session(writes=False) as session:
        account = sign_in_sessions.account_of(session, token, now)
    if account is not None and sign_in.is_seen_due(account.seen_at, now):
        _mark_seen(database, token, now)
    return account


def _mark_seen(database: Database, token: str, now: datetime) -> None:
    try:
        with database.session(writes=True) as session:
            sign_in_sessions.mark_seen(session, token, now)
            session.commit()
    except OperationalError:
        return  # a full disk or a busy database must not take reading away; the next request tries again


async def read_account_note(request: Request) -> AccountNote | None:
    """What the page "Ai đang học?" of app.learners says about who is signed in."""
    account = await read_account(request)
    return await run_in_threadpool(_note_on, request, account) if account else None


def _note_on(request: Request, account: SignedIn) -> AccountNote:
    database: Database = request.app.state.database
    with database.session(writes=False) as session:
        guest = service.guest_to_claim(session, account, device_of(request))
        return account_note(account, guest, request.app.state.path_to)


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
        page = request.app.url_path_for("enter" if refused.is_learner else "sign_in")
        return RedirectResponse(with_return(page, refused.next_path), 303)

    @app.exception_handler(ConfirmationNeeded)
    def secret_first(request: Request, refused: ConfirmationNeeded) -> Response:
        return RedirectResponse(with_return(request.app.url_path_for("confirm_self"), refused.next_path), 303)

    @app.exception_handler(PasswordChangeNeeded)
    def new_password_first(request: Request, _refused: PasswordChangeNeeded) -> Response:
        return RedirectResponse(request.app.url_path_for("new_password"), 303)

    @app.exception_handler(Forbidden)
    def not_for_you(request: Request, _refused: Forbidden) -> Response:
        return error_page(request, 403)

    @app.exception_handler(HashingBusy)
    def too_many_passwords(request: Request, _busy: HashingBusy) -> Response:
        return error_page(request, 503)


def _page_path(request: Request) -> str:
    if request.method not in SAFE_METHODS:
        return ""
    query = request.scope["query_string"].decode("latin-1")
    return quote(request.scope["path"]) + (f"?{query}" if query else "")


def remember_session(request: Request, response: Response, started: sign_in_sessions.Started) -> None:
    settings = settings_of(request)
    lasts = int(sign_in.longest(started.account.role).total_seconds())
    set_cookie(settings, response, guarded(settings, SESSION), started.token, max_age=lasts)


def forget_session(request: Request, response: Response) -> None:
    settings = settings_of(request)
    drop_cookie(settings, response, guarded(settings, SESSION))
