"""People and the tutor's switch, for admins (accounts/domain/roles.py)."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from pydantic import BaseModel, Field
from sqlalchemy.orm import Session

import app.tutor
from app.accounts import queries, service, throttling
from app.accounts.deps import KnownAccount
from app.accounts.domain.login import as_login
from app.accounts.domain.roles import Role
from app.accounts.domain.sign_in import SignedIn
from app.admin.views import admin_page, one_time_password_page, people_page, tutor_desk_page
from app.assessment.deps import recheck_reminder, staffing_here
from app.core.ids import is_token, new_token, signature
from app.learners.deps import settings_of
from app.tutor.deps import ladder_of
from app.tutor.domain.budgets import KINDS, period_of
from app.tutor.ladder import STEPS
from app.tutor.queries import open_gaps
from app.tutor.spending import answered_by_step, spent_by_kind
from app.tutor.switch import is_on, switch, switchings
from app.web.deps import Db, Now, SubmittedForm, TransactionRoute
from app.web.errors import NotFound
from app.web.forms import Form, PersonName, Refused
from app.web.render import render

MOST_FOUND = 100
FIGURES = Path(app.tutor.__file__).parent / "evaluation" / "figures.json"
LOCKED = "Đã khóa {login}. Mọi máy đang đăng nhập đều thoát."
OWN = "Đây là tài khoản đang dùng. Nhờ quản trị khác khóa giúp."
TWICE = "Tài khoản này vừa tạo rồi, có trong danh sách bên dưới. Cần mật khẩu khác thì bấm Cấp mật khẩu mới."
NOT_STAFF = "Chọn một vai trò trong danh sách."

router = APIRouter(default_response_class=HTMLResponse, route_class=TransactionRoute)


class NewPerson(BaseModel):
    name: Annotated[PersonName, Field(alias="ten", min_length=1, max_length=60)]
    role: Annotated[Role, Field(alias="vai-tro")]


NEW_PERSON = Form(NewPerson)


@router.get("/quan-tri", name="admin_desk")
def admin_desk(request: Request, session: Db) -> HTMLResponse:
    provider = request.app.state.provider
    model = provider.profile.model if provider else ""
    staffing, recheck = staffing_here(request, session), recheck_reminder(request, session)
    return render(request, admin_page(len(queries.staff(session)), model, staffing, recheck))


# People


@router.get("/quan-tri/nguoi", name="people")
def people(request: Request, session: Db, account: KnownAccount) -> HTMLResponse:
    locked = as_login(request.query_params.get("khoa", ""))
    notice = LOCKED.format(login=locked) if queries.is_disabled(session, locked) else ""
    return _people(request, session, account, notice=notice)


def _people(request: Request, session: Session, account: SignedIn, status: int = 200, **said: Any) -> HTMLResponse:
    sought = request.query_params.get("tim", "")[:60]
    found = (
        queries.accounts_like(session, as_login(sought), MOST_FOUND + 1) if as_login(sought) else queries.staff(session)
    )
    page = people_page(
        found[:MOST_FOUND] if sought else found,
        queries.count_learners(session),
        account.account_id,
        request.app.state.path_to,
        key=new_token(),
        sought=sought,
        has_more=bool(sought) and len(found) > MOST_FOUND,
        **said,
    )
    return render(request, page, status)


@router.post("/quan-tri/nguoi", name="create_person")
def create_person(request: Request, form: SubmittedForm, session: Db, account: KnownAccount, now: Now) -> Response:
    """The password is on this one page and nowhere else; the same form sent twice makes one account."""
    wanted = NEW_PERSON.parse(form)
    if isinstance(wanted, Refused):
        typed = (wanted.typed.get("ten", ""), wanted.typed.get("vai-tro", ""))
        return _people(request, session, account, 422, typed=typed, errors=wanted.errors)
    if not wanted.role.is_staff:
        return _people(request, session, account, 422, typed=(wanted.name, ""), errors={"vai-tro": NOT_STAFF})
    secret, key = settings_of(request).secret, str(form.get("khoa", ""))
    is_again = is_token(key) and throttling.count_within(session, signature(secret, "new account", key), 1, now)
    if is_again:
        return _people(request, session, account, 409, notice=TWICE)
    created = service.create_account(session, secret, wanted.role, wanted.name, None, now)
    return render(request, one_time_password_page(created, wanted.name))


@router.post("/quan-tri/nguoi/{login}/khoa", name="disable_person")
def disable_person(request: Request, login: str, session: Db, account: KnownAccount, now: Now) -> Response:
    _not_oneself(account, login)
    try:
        locked = service.disable_account(session, login, now)
    except service.NoSuchLogin:
        raise NotFound("Không có tài khoản nào đang dùng tên này.") from None
    return RedirectResponse(f"{request.app.state.path_to('people')}?khoa={locked}", 303)


@router.post("/quan-tri/nguoi/{login}/mat-khau", name="renew_password")
def renew_password(request: Request, login: str, session: Db, account: KnownAccount) -> Response:
    _not_oneself(account, login)
    try:
        renewed = service.give_one_time_password(session, login)
    except service.NoSuchLogin:
        raise NotFound("Không có tài khoản nào đang dùng tên này.") from None
    return render(request, one_time_password_page(renewed, queries.names_of(session, {renewed.id})[renewed.id]))


def _not_oneself(account: SignedIn, login: str) -> None:
    """Whoever locks themself out may be the last admin."""
    if as_login(login) == account.login:
        raise NotFound(OWN)


# The tutor


@router.get("/quan-tri/tro-ly", name="tutor_desk")
def tutor_desk(request: Request, session: Db, now: Now) -> HTMLResponse:
    ladder, day = ladder_of(request), period_of("day", now)
    switched = switchings(session)
    names = queries.names_of(session, {one.account_id for one in switched})
    page = tutor_desk_page(
        ladder.provider,
        is_on=is_on(session),
        switched=[(one.is_on, names[one.account_id], one.at) for one in switched],
        today=spent_by_kind(session, KINDS, day),
        month=spent_by_kind(session, KINDS, day[: len("2026-11")]),
        steps=answered_by_step(session, STEPS, day[: len("2026-11")]),
        limits=ladder.limits,
        gaps=len(open_gaps(session)),
        gaps_url=str(request.app.state.path_to("gaps")),
        figures=_figures(),
    )
    return render(request, page)


@router.post("/quan-tri/tro-ly", name="switch_tutor")
def switch_tutor(request: Request, form: SubmittedForm, session: Db, account: KnownAccount, now: Now) -> Response:
    wanted = form.get("tro-ly")
    if wanted in ("bat", "tat"):
        switch(session, account.account_id, now, on=wanted == "bat")
    return RedirectResponse(request.app.state.path_to("tutor_desk"), 303)


def _figures() -> Mapping[str, Any]:
    """As `hocvuso tutor eval --keep` left them; none where it has not run."""
    try:
        kept: Mapping[str, Any] = json.loads(FIGURES.read_text("utf-8"))
    except FileNotFoundError:
        return {}
    return kept
