"""A certificate for the person who holds it: to look at, to show, to take home. To everybody else it is not there."""

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from sqlalchemy.orm import Session

from app.accounts.deps import read_account, require_holder
from app.certification.attaching import attachment_of
from app.certification.deps import NOT_SIGNED, certificates, without_signer
from app.certification.domain.attachment import as_file
from app.certification.domain.confirmation import from_text, read_code
from app.certification.models import Certificate, PendingCertificate
from app.certification.paper import print_certificate, qr_svg
from app.certification.pending import find_pending
from app.certification.queries import find_certificate
from app.certification.service import set_show_name
from app.certification.verification import judge_code
from app.certification.views import certificate_page, pending_page
from app.learners.deps import device_of
from app.learners.queries import find_learner
from app.web.deps import Db, Now, SubmittedForm, TransactionRoute
from app.web.errors import NotFound
from app.web.render import render

NOT_HERE = "Giấy này không có ở người đang học trên máy này. Bác chọn đúng người ở “Ai đang học?” nhé."

router = APIRouter(
    default_response_class=HTMLResponse, route_class=TransactionRoute, dependencies=[Depends(read_account)]
)


def _held(request: Request, session: Session, code: str) -> Certificate:
    """The certificate of whoever learns on this phone now. Called by the route itself: what a dependency raises leaves the
    session open."""
    read = read_code(code)
    found = find_certificate(session, read) if read else None
    learner = device_of(request).active
    if found is None or learner is None or found.learner_id != learner:
        raise NotFound(NOT_HERE)
    require_holder(request, find_learner(session, learner))
    return found


def _pending(request: Request, session: Session, code: str) -> PendingCertificate | None:
    """The same of one that waits to be signed."""
    read, learner = read_code(code), device_of(request).active
    found = find_pending(session, read) if read else None
    if found is None or found.learner_id != learner:
        return None
    require_holder(request, find_learner(session, learner))
    return found


@router.get("/chung-nhan/giay/{code}", name="certificate")
def certificate(request: Request, code: str, session: Db, now: Now) -> HTMLResponse:
    if (waiting := _pending(request, session, code)) is not None:
        return render(request, pending_page(waiting, request.app.state.path_to))
    mine = _held(request, session, code)
    address = certificates(request).issuer.page_of(mine.code)
    verdict = judge_code(session, mine.code, now)
    page = certificate_page(from_text(mine.confirmation), verdict, address, qr_svg(address), request.app.state.path_to)
    return render(request, page)


@router.post("/chung-nhan/giay/{code}/ten", name="show_name")
def show_name(request: Request, code: str, form: SubmittedForm, session: Db) -> Response:
    mine = _held(request, session, code)
    if form.get("hien") in ("co", "khong"):
        set_show_name(session, mine, shown=form.get("hien") == "co")
    return RedirectResponse(request.app.state.path_to("certificate", code=mine.code), 303)


@router.get("/chung-nhan/giay/{code}/pdf", name="certificate_pdf")
def certificate_pdf(request: Request, code: str, session: Db, now: Now) -> Response:
    mine = _held(request, session, code)
    if mine.revoked_at is not None:
        return _not_any_more(request, mine)
    issuing = certificates(request)
    try:
        attached = as_file(attachment_of(session.connection(), mine, issuing.signer, now))
    except NOT_SIGNED:
        return without_signer(request)
    pdf = print_certificate(from_text(mine.confirmation), issuing.issuer, attached)
    return _download(pdf, "application/pdf", f"giay-xac-nhan-{mine.code}.pdf")


@router.get("/chung-nhan/giay/{code}/tep", name="certificate_file")
def certificate_file(request: Request, code: str, session: Db, now: Now) -> Response:
    mine = _held(request, session, code)
    if mine.revoked_at is not None:
        return _not_any_more(request, mine)
    try:
        attached = as_file(attachment_of(session.connection(), mine, certificates(request).signer, now))
    except NOT_SIGNED:
        return without_signer(request)
    return _download(attached, "application/json", f"giay-xac-nhan-{mine.code}.json")


def _not_any_more(request: Request, revoked: Certificate) -> Response:
    """What was revoked is not given out again: its page says so."""
    return RedirectResponse(request.app.state.path_to("certificate", code=revoked.code), 303)


def _download(data: bytes, kind: str, name: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return Response(data, media_type=kind, headers=headers)
