"""Reviewing a draft: what waits, what is said of it, what is decided."""

import re
import unicodedata
from collections.abc import Iterable
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from pydantic import BaseModel, BeforeValidator, Field
from sqlalchemy.orm import Session

from app.accounts.deps import KnownAccount
from app.accounts.queries import names_of
from app.authoring.deps import open_shelf, path_if_any, shelf_of
from app.authoring.domain.judging import slug_of
from app.authoring.models import Draft
from app.authoring.queries import open_drafts
from app.authoring.service import DraftMoved, find_draft, find_revision, latest_text
from app.courses.deps import library_of
from app.courses.domain.diagnostics import Diagnostic
from app.courses.domain.source import MAX_BYTES
from app.publishing import service
from app.publishing.deps import press_of
from app.publishing.domain.difference import difference, lines_of
from app.publishing.domain.judging import labels_now
from app.publishing.domain.pinning import Pin, moved_pins
from app.publishing.models import MOST_SAID, LineComment
from app.publishing.routes.outcome import MOVED, Refusal, published, published_later, submitted, submitted_later
from app.publishing.service import Obstructed
from app.publishing.views.review import WHY_NOT, Waiting, review_page, reviews_page
from app.web.deps import Db, Now, PlainForm, TransactionRoute, read_clock
from app.web.forms import FALLBACK, Form, Refused, printable
from app.web.render import render

UNREAD = "Máy chưa nhận được thầy cô quyết định về bản nào. Thầy cô xem lại rồi bấm lần nữa nhé."
TOO_LONG = "Bài dài quá mức cho phép nên ở đây chỉ so phần đầu. Bài dài như vậy cũng chưa gửi duyệt được."
CLOSED = "Bản này đã đăng hoặc đã bỏ nên không nhận góp ý nữa."

router = APIRouter(
    default_response_class=HTMLResponse, route_class=TransactionRoute, dependencies=[Depends(open_shelf)]
)


def clean_said(value: object) -> object:
    return (
        unicodedata.normalize("NFC", printable(value.replace("\r\n", "\n"))).strip()
        if isinstance(value, str)
        else value
    )


Said = Annotated[str, BeforeValidator(clean_said), Field(min_length=1, max_length=MOST_SAID)]
Number = Annotated[int, Field(ge=1, lt=2**31)]


class Seen(BaseModel):
    """The revision that somebody decided about."""

    number: Number = Field(alias="so")


class Returned(Seen):
    said: Said = Field(alias="loi")


class Comment(Returned):
    line: Number = Field(alias="dong")


SEEN, RETURNED, COMMENT = Form(Seen), Form(Returned), Form(Comment)


# Reading


@router.get("/soan-bai/duyet")
def reviews(request: Request, session: Db, account: KnownAccount, now: Now) -> HTMLResponse:
    catalogue, path_to = library_of(request).catalogue, request.app.state.path_to
    waiting = []
    for found in open_drafts(session):
        if found.state == "submitted" and shelf_of(request).sees(found.path):
            draft = find_draft(session, found.id)
            review = service.review_of(session, draft, labels_now(draft.path, catalogue))
            waiting.append(Waiting(draft, found.text, review))
    names = names_of(session, {step.account_id for one in waiting for step in one.review.steps})
    reviewer = service.reviewer(session, account.account_id)
    return render(request, reviews_page(waiting, reviewer, names, catalogue, path_to, now))


@router.get("/soan-bai/duyet/{draft_id:int}")
def draft_review(request: Request, draft_id: int, session: Db, account: KnownAccount) -> HTMLResponse:
    draft = find_draft(session, draft_id)
    asked = request.query_params.get("dong", "")
    return _show(
        request, session, draft, account.account_id, asked=int(asked) if re.fullmatch("[0-9]{1,6}", asked) else 0
    )


def _show(
    request: Request,
    session: Session,
    draft: Draft,
    account_id: int,
    *,
    status: int = 200,
    asked: int = 0,
    error: str = "",
    faults: Iterable[Diagnostic] = (),
    typed_comment: str = "",
    typed_return: str = "",
) -> HTMLResponse:
    catalogue = library_of(request).catalogue
    review = service.review_of(session, draft, labels_now(draft.path, catalogue))
    text = latest_text(session, draft)
    people = {step.account_id for step in review.steps} | {one.account_id for one in review.comments}
    page = review_page(
        Waiting(draft, text, review),
        difference(draft.base_text, text[:MAX_BYTES]),
        _pins(session, draft, text, review.comments),
        service.reviewer(session, account_id),
        names_of(session, people | review.standing.authors),
        catalogue,
        request.app.state.path_to,
        read_clock(request),
        edit_url=path_if_any(request, "edit_draft", draft_id=draft.id),
        asked=asked,
        error=error or (TOO_LONG if len(text) > MAX_BYTES else ""),
        faults=tuple(faults),
        typed_comment=typed_comment,
        typed_return=typed_return,
    )
    return render(request, page, status)


def _pins(session: Session, draft: Draft, text: str, comments: Iterable[LineComment]) -> dict[int, Pin]:
    """Where each comment stands in the text that is shown."""
    by_revision: dict[int, list[LineComment]] = {}
    for comment in comments:
        by_revision.setdefault(comment.number, []).append(comment)
    pins: dict[int, Pin] = {}
    for number, written in by_revision.items():
        old = find_revision(session, draft, number).text
        moved = moved_pins([comment.line for comment in written], lines_of(old), lines_of(text))
        pins |= {comment.id: moved[comment.line] for comment in written}
    return pins


# Deciding


@router.post("/soan-bai/duyet/{draft_id:int}/gui")
def submit_draft(
    request: Request, draft_id: int, form: PlainForm, session: Db, account: KnownAccount, now: Now
) -> Response:
    seen = SEEN.parse(form)
    if isinstance(seen, Refused):
        return _refuse(request, draft_id, session, account.account_id, UNREAD, 422)
    path = press_of(request).path_of(draft_id)
    if not slug_of(path):
        return submitted_later(request, draft_id, path, seen.number, account.account_id, now)
    refusal = submitted(request, session, draft_id, seen.number, account.account_id, now)
    return _told(request, draft_id, session, account.account_id, refusal)


@router.post("/soan-bai/duyet/{draft_id:int}/dong-y")
def approve_draft(
    request: Request, draft_id: int, form: PlainForm, session: Db, account: KnownAccount, now: Now
) -> Response:
    draft = find_draft(session, draft_id)
    seen = SEEN.parse(form)
    if isinstance(seen, Refused):
        return _refuse(request, draft_id, session, account.account_id, UNREAD, 422)
    try:
        service.approve(session, draft, seen.number, account.account_id, now)
    except Obstructed as obstructed:
        return _refuse(request, draft_id, session, account.account_id, WHY_NOT[obstructed.obstacle], 409)
    except DraftMoved:
        return _refuse(request, draft_id, session, account.account_id, MOVED, 409)
    return _back(request, draft_id)


@router.post("/soan-bai/duyet/{draft_id:int}/tra-ve")
def return_draft(
    request: Request, draft_id: int, form: PlainForm, session: Db, account: KnownAccount, now: Now
) -> Response:
    draft = find_draft(session, draft_id)
    returned = RETURNED.parse(form)
    if isinstance(returned, Refused):
        error = f"Thầy cô viết một câu cho người soạn biết cần sửa gì. {returned.errors.get('loi', FALLBACK)}"
        return _refuse(request, draft_id, session, account.account_id, error, 422, typed=returned.typed.get("loi", ""))
    try:
        service.send_back(session, draft, returned.number, returned.said, account.account_id, now)
    except DraftMoved:
        return _refuse(request, draft_id, session, account.account_id, MOVED, 409, typed=returned.said)
    return _back(request, draft_id)


@router.post("/soan-bai/duyet/{draft_id:int}/dang")
def publish_draft(request: Request, draft_id: int, form: PlainForm, session: Db, account: KnownAccount) -> Response:
    seen = SEEN.parse(form)
    if isinstance(seen, Refused):
        return _refuse(request, draft_id, session, account.account_id, UNREAD, 422)
    path = press_of(request).path_of(draft_id)
    if not slug_of(path):
        return published_later(request, draft_id, path, seen.number, account.account_id)
    refusal = published(request, draft_id, seen.number, account.account_id)
    return _told(request, draft_id, session, account.account_id, refusal)


def _told(request: Request, draft_id: int, session: Session, account_id: int, refusal: Refusal | None) -> Response:
    if refusal is None:
        return _back(request, draft_id)
    return _refuse(request, draft_id, session, account_id, refusal.error, refusal.status, refusal.faults)


def _refuse(
    request: Request,
    draft_id: int,
    session: Session,
    account_id: int,
    error: str,
    status: int,
    faults: Iterable[Diagnostic] = (),
    typed: str = "",
) -> HTMLResponse:
    """The page as it is now, and why nothing was decided."""
    session.rollback()
    draft = find_draft(session, draft_id)
    return _show(request, session, draft, account_id, status=status, error=error, faults=faults, typed_return=typed)


def _back(request: Request, draft_id: int, line: int = 0) -> Response:
    url = str(request.app.state.path_to("draft_review", draft_id=draft_id))
    return RedirectResponse(f"{url}#dong-{line}" if line else url, 303)


# Comments


@router.post("/soan-bai/duyet/{draft_id:int}/gop-y")
def comment_line(
    request: Request, draft_id: int, form: PlainForm, session: Db, account: KnownAccount, now: Now
) -> Response:
    draft = find_draft(session, draft_id)
    comment = COMMENT.parse(form)
    if isinstance(comment, Refused):
        line = comment.typed.get("dong", "")
        return _show(
            request, session, draft, account.account_id, status=422, error=comment.errors.get("loi", FALLBACK),
            typed_comment=comment.typed.get("loi", ""), asked=int(line) if re.fullmatch("[0-9]{1,6}", line) else 0,
        )  # fmt: skip
    try:
        service.comment(session, draft, comment.number, comment.line, comment.said, account.account_id, now)
    except DraftMoved:
        error = f"{CLOSED} Lời thầy cô vừa viết: “{comment.said}”"
        return _refuse(request, draft_id, session, account.account_id, error, 409)
    return _back(request, draft_id, comment.line)


@router.post("/soan-bai/duyet/{draft_id:int}/gop-y/{comment_id:int}/xong")
def resolve_comment(
    request: Request, draft_id: int, comment_id: int, session: Db, account: KnownAccount, now: Now
) -> Response:
    draft = find_draft(session, draft_id)
    service.resolve_comment(session, draft, comment_id, account.account_id, now)
    return _back(request, draft_id)
