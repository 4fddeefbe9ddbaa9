"""`/xac-minh`: is this certificate real, and does it still stand? For anyone, by code or by file, without a script.

Codes are random, so that trying them finds nothing; whoever tries many all the same is told to wait. Only codes that do not
exist are counted: a village office that checks papers all day has one address.
"""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from sqlalchemy.orm import Session
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException

from app.accounts.domain.throttle import source_of
from app.accounts.throttling import Throttled, count_within, throttled
from app.certification.domain.attachment import MOST_BYTES
from app.certification.domain.confirmation import read_code
from app.certification.domain.credential import holder_hash_in
from app.certification.domain.kept_head import KeptHead
from app.certification.domain.verdict import Verdict
from app.certification.kept_heads import check_kept
from app.certification.transparency_log import prove_inclusion, size_of
from app.certification.verification import judge_code, judge_file
from app.certification.views import BAD_CODE, NO_FILE, NO_PAPER, LogPlace, check_page, checked_page
from app.core.db import Database
from app.core.ids import signature
from app.learners.deps import settings_of
from app.web.deps import Db, Now, SubmittedForm, TransactionRoute, read_clock
from app.web.errors import error_page
from app.web.forms import clean_name, printable
from app.web.render import render

MOST_UNKNOWN = 30  # codes that do not exist, from one address within accounts.domain.throttle.WINDOW
MOST_NAMES, MOST_NAMES_ANYWHERE = 5, 50  # names compared with one certificate, from one address and from all
MOST_UPLOAD = MOST_BYTES + 10_000  # with the form around it
TOO_BIG = "Tệp này lớn quá 1 MB, không phải giấy xác nhận. Bác chọn lại nhé."
TOO_MANY = "Bác thử nhiều lần quá. Bác chờ {minutes} phút rồi thử lại nhé."
UNKNOWN_CODE, NO_TOKEN = "no-code", "no-token"  # of domain.verdict.UNKNOWN
NO_NAME = "Bác gõ họ tên in trên giấy nhé."

router = APIRouter(default_response_class=HTMLResponse, route_class=TransactionRoute)


@router.get("/xac-minh", name="verify")
def verify(request: Request, ma: str | None = None) -> Response:
    path_to = request.app.state.path_to
    if ma is None:
        return render(request, check_page(path_to))
    code = read_code(ma)
    if code is None:
        return render(request, check_page(path_to, printable(ma)[:40], BAD_CODE), 422)
    return RedirectResponse(path_to("verify_code", code=code), 303)


async def sent_file(request: Request) -> bytes:
    """Kept in memory, within the limit that the guard knows (app/main.py)."""
    try:
        async with request.form(max_files=1, max_fields=10) as form:
            sent = form.get("tep")
            return await sent.read() if isinstance(sent, UploadFile) else b""
    except ValueError as error:
        raise HTTPException(400) from error


@router.post("/xac-minh", name="verify_file")
def verify_file(request: Request, file: Annotated[bytes, Depends(sent_file)], session: Db, now: Now) -> Response:
    path_to = request.app.state.path_to
    if not file:
        return render(request, check_page(path_to, file_error=NO_FILE), 422)
    verdict, kept = judge_file(session, file, now), check_kept(session.connection(), file)
    if verdict.reason == NO_TOKEN and (kept is None or kept.holds):  # a photo: it says nothing against the paper
        return render(request, check_page(path_to, file_error=NO_PAPER), 422)
    return _show(request, session, verdict, kept=kept)


@router.get("/xac-minh/{code}", name="verify_code")
def verify_code(request: Request, code: str, session: Db, now: Now) -> Response:
    read = read_code(code)
    if read is None:
        return render(request, check_page(request.app.state.path_to, printable(code)[:40], BAD_CODE), 404)
    verdict = _judge(request, session, read, now)
    if isinstance(verdict, Throttled):
        return _wait(request, verdict)
    return _show(request, session, verdict, status=404 if verdict.reason == UNKNOWN_CODE else 200)


@router.post("/xac-minh/{code}", name="verify_name")
def verify_name(request: Request, code: str, form: SubmittedForm, session: Db, now: Now) -> Response:
    """Whether the name that somebody types is the holder's, whom the page may not name."""
    read = read_code(code)
    if read is None:
        return render(request, check_page(request.app.state.path_to, printable(code)[:40], BAD_CODE), 404)
    verdict = _judge(request, session, read, now)
    if isinstance(verdict, Throttled):
        return _wait(request, verdict)
    if verdict.confirmation is None or verdict.signed is None:
        return _show(request, session, verdict, status=404)
    typed = printable(str(form.get("ten", "")))[:60]
    waits = _count_name(request, session, read, now)
    if waits:
        return _wait(request, waits)
    name = _name(typed)
    if not name:
        return _show(request, session, verdict, typed, error=NO_NAME, status=422)
    is_same = verdict.confirmation.is_held_by(name, holder_hash_in(verdict.signed))
    return _show(request, session, verdict, typed, "same" if is_same else "other")


def _judge(request: Request, session: Session, code: str, now: datetime) -> Verdict | Throttled:
    """What is known of a code, as long as this address has not tried too many that do not exist."""
    source = _source(request, "certificate codes")
    waits = throttled(session, source, MOST_UNKNOWN, now)
    if waits:
        return waits
    verdict = judge_code(session, code, now)
    if verdict.reason == UNKNOWN_CODE:
        session.rollback()  # what only looked must not hold up what counts
        _count(request, source)
    return verdict


def _count_name(request: Request, session: Session, code: str, now: datetime) -> Throttled | None:
    secret = settings_of(request).secret
    own = signature(secret, "name of", f"{code} {_source(request, 'names')}")
    anywhere = signature(secret, "name of", code)
    return count_within(session, own, MOST_NAMES, now) or count_within(session, anywhere, MOST_NAMES_ANYWHERE, now)


def _show(
    request: Request,
    session: Session,
    verdict: Verdict,
    typed: str = "",
    answer: str = "",
    error: str = "",
    status: int = 200,
    kept: KeptHead | None = None,
) -> Response:
    place = None
    if verdict.logged is not None:
        connection = session.connection()
        proof = prove_inclusion(connection, verdict.logged.index, size_of(connection))
        place = LogPlace(proof.size, proof.root, proof.hashes)
    page = checked_page(verdict, place, request.app.state.path_to, typed, answer, error, kept)
    return render(request, page, status)


def _name(typed: str) -> str:
    try:
        return str(clean_name(typed))
    except ValueError:
        return ""


def _source(request: Request, purpose: str) -> str:
    address = source_of(request.client.host if request.client else "")
    return signature(settings_of(request).secret, purpose, address)


def _count(request: Request, source: str) -> None:
    """In a transaction of its own: the page itself changes nothing."""
    database: Database = request.app.state.database
    with database.session(writes=True) as session:
        count_within(session, source, MOST_UNKNOWN, read_clock(request))
        session.commit()


def _wait(request: Request, refused: Throttled) -> Response:
    return error_page(request, 429, TOO_MANY.format(minutes=refused.minutes))
