"""A batch of plain cases."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from sqlalchemy.orm import Session

from app.accounts.deps import KnownAccount
from app.accounts.domain.sign_in import SignedIn, is_fresh
from app.assessment import batches, queries
from app.assessment.batches import NotRead, TooFew
from app.assessment.deps import confirm_url, engine_of, path_to_of, reader_for
from app.assessment.models import Batch
from app.assessment.routes.deciding import MOVED, STEP_UP
from app.assessment.routes.desk import show_desk
from app.assessment.service import CaseMoved, CaseTaken, Obstructed
from app.assessment.settling import CaseBehind
from app.assessment.views.desk import batch_page
from app.courses.deps import library_of
from app.web.deps import Db, Now, TransactionRoute, read_clock
from app.web.errors import NotFound
from app.web.render import render

NO_BATCH = "Không có lô hồ sơ này."
TOO_FEW = "Chưa đủ hồ sơ thật rõ ràng để mở một lô, hoặc anh chị đang mở một lô rồi."
NOT_READ = "Anh chị đọc xong và duyệt hết các hồ sơ đã rút, rồi mới duyệt được cả lô."

router = APIRouter(default_response_class=HTMLResponse, route_class=TransactionRoute)


@router.post("/tham-dinh/lo")
def open_batch(request: Request, session: Db, account: KnownAccount, now: Now) -> Response:
    try:
        batch = batches.open_batch(session, engine_of(request).standards, reader_for(session, account), now)
    except TooFew:
        session.rollback()
        return show_desk(request, session, account, 422, error=TOO_FEW)
    return RedirectResponse(request.app.state.path_to("batch", token=batch.token), 303)


@router.get("/tham-dinh/lo/{token}")
def batch(request: Request, token: str, session: Db, account: KnownAccount) -> HTMLResponse:
    return _show(request, session, _own(session, token, account), account)


def _own(session: Session, token: str, account: SignedIn) -> Batch:
    """Raises NotFound."""
    found = session.get(Batch, token)
    if found is None or found.account_id != account.account_id:
        raise NotFound(NO_BATCH)
    return found


def _show(
    request: Request, session: Session, found: Batch, account: SignedIn, status: int = 200, error: str = ""
) -> HTMLResponse:
    now, path_to = read_clock(request), path_to_of(request)
    page = batch_page(
        found,
        queries.cases_in(session, found.token),
        library_of(request).catalogue.frameworks,
        path_to,
        now,
        may_approve=batches.may_approve(session, found),
        confirm_url=confirm_url(request, account, now, str(path_to("batch", token=found.token))),
        error=error,
    )
    return render(request, page, status)


@router.post("/tham-dinh/lo/{token}/duyet")
def approve_batch(request: Request, token: str, session: Db, account: KnownAccount, now: Now) -> Response:
    found = _own(session, token, account)
    if not is_fresh(account.since, now):
        return _show(request, session, found, account, 403, STEP_UP)
    try:
        batches.approve_rest(session, engine_of(request), token, reader_for(session, account), now)
    except (NotRead, Obstructed, CaseTaken, CaseMoved, CaseBehind) as refusal:
        session.rollback()
        error = NOT_READ if isinstance(refusal, NotRead) else MOVED
        return _show(request, session, _own(session, token, account), account, 409, error)
    return RedirectResponse(f"{request.app.state.path_to('assessment_desk')}?xong=lo", 303)


@router.post("/tham-dinh/lo/{token}/thoi")
def give_up_batch(request: Request, token: str, session: Db, account: KnownAccount, now: Now) -> Response:
    found = _own(session, token, account)
    try:
        batches.give_up(session, token, reader_for(session, account), now)
    except NotRead:
        session.rollback()
        return _show(request, session, _own(session, found.token, account), account, 409, NO_BATCH)
    return RedirectResponse(request.app.state.path_to("assessment_desk"), 303)
