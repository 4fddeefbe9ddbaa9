"""What is public: the log and its signed heads, the keys, the list of what was revoked, frameworks as they were, and the page
that checks without a network."""

import re
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, JSONResponse, Response
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException

from app.certification import transparency_log as log
from app.certification.deps import NOT_SIGNED, certificates, reading, without_signer
from app.certification.domain.kept_head import KeptHead
from app.certification.domain.status_list import SERVED_S
from app.certification.domain.tokens import BadToken
from app.certification.kept_heads import check_kept
from app.certification.log_heads import head_in
from app.certification.offline_page import CSP, NAME, offline_page
from app.certification.queries import Head, find_edition, last_list, newest_heads
from app.certification.service import edition_text
from app.certification.signing_keys import verifying_keys
from app.certification.views import edition_page, log_book_page, public_keys
from app.courses.deps import library_of
from app.web.deps import Db, Now, TransactionRoute
from app.web.errors import NotFound
from app.web.render import render

SHOWN_HEADS = 14
FOR_A_MINUTE = {"Cache-Control": f"public, max-age={SERVED_S}"}
NOTHING_SENT = "Bác dán bản ký của đầu sổ, hoặc chọn một tệp, rồi bấm So với sổ hôm nay nhé."
NO_HEAD = (
    "Trong đó không có đầu sổ nào đã ký, hoặc có nhiều hơn một. Bác dán cả bản ký, hay chọn tệp giấy xác nhận nhé."
)
NO_EDITION = "Học Vụ Số không có khung kỹ năng này ở phiên bản này."

router = APIRouter(default_response_class=HTMLResponse, route_class=TransactionRoute)


@router.get("/so-cai", name="log_book")
def log_book(request: Request, session: Db) -> HTMLResponse:
    return _log_book(request, session)


async def sent_head(request: Request) -> bytes:
    """A file, or what was pasted; within the limit that the guard knows (app/main.py)."""
    try:
        async with request.form(max_files=1, max_fields=10) as form:
            sent, pasted = form.get("tep"), form.get("dau")
            file = await sent.read() if isinstance(sent, UploadFile) else b""
            return file or (pasted.encode("utf-8", "replace") if isinstance(pasted, str) else b"")
    except ValueError as error:
        raise HTTPException(400) from error


@router.post("/so-cai", name="check_head")
def check_head(request: Request, sent: Annotated[bytes, Depends(sent_head)], session: Db) -> HTMLResponse:
    """Whether today's log begins with the head that somebody kept. It changes nothing, and is kept nowhere."""
    if not sent.strip():
        return _log_book(request, session, error=NOTHING_SENT, status=422)
    kept = check_kept(session.connection(), sent)
    if kept is None:
        return _log_book(request, session, error=NO_HEAD, status=422)
    return _log_book(request, session, kept)


def _log_book(
    request: Request, session: Db, kept: KeptHead | None = None, error: str = "", status: int = 200
) -> HTMLResponse:
    connection = session.connection()
    heads = [(said, head.token) for head in newest_heads(connection, SHOWN_HEADS) if (said := _said(session, head))]
    keys = verifying_keys(connection).values()
    page = log_book_page(log.size_of(connection), heads, keys, request.app.state.path_to, kept, error)
    return render(request, page, status)


def _said(session: Db, head: Head) -> dict[str, object] | None:
    """None for a head that our keys did not sign: somebody wrote it into the table."""
    try:
        return head_in(session.connection(), head.token)
    except BadToken:
        return None


@router.get("/.well-known/jwks.json", name="jwks")
def jwks(request: Request) -> JSONResponse:
    with reading(request) as connection:
        return JSONResponse(public_keys(verifying_keys(connection)), headers=FOR_A_MINUTE)


@router.get("/xac-minh/thu-hoi/{number}", name="revocations")
def revocations(request: Request, number: str, session: Db, now: Now) -> Response:
    connection, issuing = session.connection(), certificates(request)
    if not re.fullmatch(r"[1-9][0-9]{0,5}", number) or int(number) > last_list(connection):
        raise NotFound
    try:
        token = issuing.signer.statuses(connection, int(number), now)
    except NOT_SIGNED:
        return without_signer(request)
    return Response(token, media_type="application/vc+jwt", headers=FOR_A_MINUTE)


@router.get("/xac-minh/ngoai-mang", name="verify_offline")
def verify_offline(request: Request, session: Db, now: Now) -> Response:
    connection, issuing = session.connection(), certificates(request)
    numbers = range(1, last_list(connection) + 1)
    try:
        lists = [issuing.signer.statuses(connection, number, now) for number in numbers]
    except NOT_SIGNED:
        return without_signer(request)
    page = offline_page(public_keys(verifying_keys(connection)), lists, issuing.issuer, now)
    headers = {
        "Content-Disposition": f'attachment; filename="{NAME}"',
        "Content-Security-Policy": f"{CSP}; sandbox allow-scripts",
        "Cache-Control": "no-store",
    }
    return Response(page, media_type="text/html; charset=utf-8", headers=headers)


@router.get("/khung/{framework}/{version}", name="framework_edition")
def framework_edition(request: Request, framework: str, version: str, session: Db) -> HTMLResponse:
    """What a certificate says that somebody has achieved; of earlier versions, as they were when it was issued."""
    current = library_of(request).catalogue.frameworks.get(framework)
    is_current = current is not None and current.version == version
    text = edition_text(current) if current and is_current else find_edition(session, framework[:60], version[:60])
    if text is None:
        raise NotFound(NO_EDITION)
    return render(request, edition_page(version, text))
