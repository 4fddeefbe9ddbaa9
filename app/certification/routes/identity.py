"""`/chung-nhan/can-cuoc`: where a province has to know whose certificates are one person's, the number of the identity card.
It is read once, and neither kept, nor shown again, nor written anywhere; without a key of the province there is no such
page."""

from datetime import datetime

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from sqlalchemy.orm import Session

from app.accounts.deps import read_account, require_holder
from app.certification.domain.identity import read_identity
from app.certification.identities import forget_identity, has_identity, keep_identity
from app.certification.views import identity_page
from app.core.clock import VIETNAM
from app.learners.deps import device_of, settings_of
from app.learners.queries import find_learner
from app.web.deps import Db, Now, SubmittedForm, TransactionRoute
from app.web.errors import NotFound
from app.web.render import render

NO_PAGE = "Trang này không có ở đây."
NOBODY = "Trên máy này chưa có ai đang học. Bác chọn tên mình rồi mở lại trang này nhé."

router = APIRouter(
    default_response_class=HTMLResponse, route_class=TransactionRoute, dependencies=[Depends(read_account)]
)


def _key_and_learner(request: Request, session: Session) -> tuple[bytes, int]:
    key, learner = settings_of(request).identity_secret, device_of(request).active
    if not key:
        raise NotFound(NO_PAGE)
    if learner is None:
        raise NotFound(NOBODY)
    require_holder(request, find_learner(session, learner))
    return key, learner


@router.get("/chung-nhan/can-cuoc", name="identity")
def identity(request: Request, session: Db) -> HTMLResponse:
    _, learner = _key_and_learner(request, session)
    return render(request, identity_page(request.app.state.path_to, is_kept=has_identity(session, learner)))


@router.post("/chung-nhan/can-cuoc", name="give_identity")
def give_identity(request: Request, form: SubmittedForm, session: Db, now: Now) -> Response:
    """Whatever was typed is not shown again, not even to be mended."""
    key, learner = _key_and_learner(request, session)
    read = read_identity(str(form.get("so", "")), _year(now))
    if read.refusal:
        page = identity_page(request.app.state.path_to, read.refusal, is_kept=has_identity(session, learner))
        return render(request, page, 422)
    keep_identity(session, key, learner, read.number, now)
    return RedirectResponse(request.app.state.path_to("identity"), 303)


@router.post("/chung-nhan/can-cuoc/xoa", name="forget_identity")
def take_back_identity(request: Request, session: Db) -> Response:
    _, learner = _key_and_learner(request, session)
    forget_identity(session, learner)
    return RedirectResponse(request.app.state.path_to("identity"), 303)


def _year(now: datetime) -> int:
    return now.astimezone(VIETNAM).year
