"""Steps said anew by the language model: a teacher reads them beside their source, and decides."""

from collections.abc import Callable
from datetime import datetime
from typing import TypeAlias

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from pydantic import BaseModel, Field
from sqlalchemy.orm import Session
from starlette.datastructures import FormData

from app.accounts.deps import KnownAccount
from app.accounts.domain.sign_in import SignedIn
from app.accounts.queries import names_of
from app.courses.deps import library_of
from app.publishing import service
from app.publishing.deps import rewrites_of
from app.publishing.routes.outcome import MOVED
from app.publishing.routes.reviewing import UNREAD, Said, clean_said
from app.publishing.views.rewrites import WHY_NOT, Answered, rewrite_page, rewrites_page
from app.tutor.domain.budgets import DONG
from app.tutor.domain.rewriting.buckets import BUCKETS
from app.tutor.domain.rewriting.judging import judge
from app.tutor.domain.rewriting.unusable import Unusable
from app.tutor.rewriting import deciding
from app.tutor.rewriting.models import StepRewrite
from app.tutor.rewriting.queries import current_rows, find_rewrite, tally
from app.tutor.rewriting.workshop import Place
from app.tutor.spending import limits_of
from app.web.deps import Db, Now, PlainForm, TransactionRoute
from app.web.errors import NotFound
from app.web.forms import FALLBACK, Form, Refused
from app.web.render import render

LONGEST_PIECE = 1_500  # characters

# deciding.reject, deciding.take_back
Decide: TypeAlias = Callable[[Session, StepRewrite, str, str, int, datetime], None]

router = APIRouter(default_response_class=HTMLResponse, route_class=TransactionRoute)


class Seen(BaseModel):
    """What somebody decided about."""

    mark: str = Field(alias="dau", pattern="^[0-9a-f]{12}$")


class Why(Seen):
    said: Said = Field(alias="loi")


SEEN, WHY = Form(Seen), Form(Why)


@router.get("/soan-bai/ban-viet-lai")
def rewrites(request: Request, session: Db) -> HTMLResponse:
    state = request.app.state
    rows, counted = current_rows(session, library_of(request).catalogue), tally(session)
    cost = limits_of(state.settings).cost(counted.asked, counted.answered) / DONG
    page = rewrites_page(rows, counted, cost, state.settings.llm_model, library_of(request).catalogue, state.path_to)
    return render(request, page)


@router.get("/soan-bai/ban-viet-lai/{rewrite_id:int}")
def rewrite(request: Request, rewrite_id: int, session: Db, account: KnownAccount) -> HTMLResponse:
    return _show(request, session, _found(session, rewrite_id), account)


@router.post("/soan-bai/ban-viet-lai/{rewrite_id:int}/nhan")
def accept_rewrite(
    request: Request, rewrite_id: int, form: PlainForm, session: Db, account: KnownAccount, now: Now
) -> Response:
    row, seen = _found(session, rewrite_id), SEEN.parse(form)
    place = _place(request, row)
    if isinstance(seen, Refused) or place is None:
        return _show(request, session, row, account, 422, Answered(UNREAD if place else ""))
    may_publish = service.reviewer(session, account.account_id).may_publish
    try:
        deciding.accept(
            session, row, seen.mark, account.account_id, now, may_publish=may_publish, labelled=place.labelled
        )
    except (deciding.Moved, deciding.Refused) as refusal:
        return _refuse(request, session, row, account, refusal)
    return _done(request, session, row)


@router.post("/soan-bai/ban-viet-lai/{rewrite_id:int}/khong-nhan")
def reject_rewrite(
    request: Request, rewrite_id: int, form: PlainForm, session: Db, account: KnownAccount, now: Now
) -> Response:
    return _put_aside(request, rewrite_id, form, session, account, deciding.reject, now)


@router.post("/soan-bai/ban-viet-lai/{rewrite_id:int}/lay-lai")
def take_back_rewrite(
    request: Request, rewrite_id: int, form: PlainForm, session: Db, account: KnownAccount, now: Now
) -> Response:
    return _put_aside(request, rewrite_id, form, session, account, deciding.take_back, now)


@router.post("/soan-bai/ban-viet-lai/{rewrite_id:int}/sua")
def edit_rewrite(
    request: Request, rewrite_id: int, form: PlainForm, session: Db, account: KnownAccount, now: Now
) -> Response:
    """What was typed is judged like the machine's words, and waits for a decision."""
    row, seen = _found(session, rewrite_id), SEEN.parse(form)
    place = _place(request, row)
    if isinstance(seen, Refused) or place is None:
        return _show(request, session, row, account, 422, Answered(UNREAD if place else ""))
    typed = {piece.number: _line(form, f"doan-{piece.number}", piece.text) for piece in place.material.pieces}
    said = {piece.number: typed[piece.number] for piece in place.material.pieces if typed[piece.number] != piece.text}
    try:
        if typed == _shown(row, place):
            raise deciding.Refused("unchanged")
        judgement = judge(place.step, place.material, said, BUCKETS[row.bucket], rewrites_of(request).workshop.around)
        deciding.edit(session, row, seen.mark, said, judgement, account.account_id, now)
    except Unusable as unusable:
        return _show(request, session, row, account, 422, Answered(str(unusable), typed=typed))
    except (deciding.Moved, deciding.Refused) as refusal:
        return _refuse(request, session, row, account, refusal)
    return _done(request, session, row)


def _put_aside(
    request: Request,
    rewrite_id: int,
    form: FormData,
    session: Session,
    account: SignedIn,
    decide: Decide,
    now: datetime,
) -> Response:
    row, why = _found(session, rewrite_id), WHY.parse(form)
    if isinstance(why, Refused):
        said = why.typed.get("loi", "")
        error = f"Thầy cô viết một câu cho người khác biết vì sao. {why.errors.get('loi', FALLBACK)}"
        return _show(request, session, row, account, 422, Answered(error, said))
    try:
        decide(session, row, why.mark, why.said, account.account_id, now)
    except (deciding.Moved, deciding.Refused) as refusal:
        return _refuse(request, session, row, account, refusal, why.said)
    return _done(request, session, row)


def _found(session: Session, rewrite_id: int) -> StepRewrite:
    """Raises NotFound."""
    row = find_rewrite(session, rewrite_id)
    if row is None:
        raise NotFound("Không có bản viết lại này.")
    return row


def _place(request: Request, row: StepRewrite) -> Place | None:
    """The step that it was made for, while it still is as it was."""
    place = rewrites_of(request).workshop.place_of(row.lesson, row.step)
    return place if place and place.version == row.version else None


def _shown(row: StepRewrite, place: Place) -> dict[int, str]:
    """What stands in the fields of the page as long as nobody types, as it comes back from there."""
    pieces = place.material.pieces
    return {one.number: str(clean_said(row.text.get(str(one.number), one.text))) for one in pieces}


def _line(form: FormData, name: str, otherwise: str) -> str:
    """As one line of markdown, whatever was typed; nothing typed means the teacher's own words."""
    typed = form.get(name)
    line = " ".join(str(clean_said(typed)).split())[:LONGEST_PIECE] if isinstance(typed, str) else ""
    return line or otherwise


def _show(
    request: Request,
    session: Session,
    row: StepRewrite,
    account: SignedIn,
    status: int = 200,
    answered: Answered = Answered(),
) -> HTMLResponse:
    people = {entry["by"] for entry in row.log} | ({row.edited_by} if row.edited_by is not None else set())
    page = rewrite_page(
        row, _place(request, row), library_of(request).catalogue, account.account_id, names_of(session, people),
        request.app.state.path_to, answered=answered,
        may_publish=service.reviewer(session, account.account_id).may_publish,
    )  # fmt: skip
    return render(request, page, status)


def _refuse(
    request: Request, session: Session, row: StepRewrite, account: SignedIn,
    refusal: deciding.Moved | deciding.Refused, said: str = "",
) -> HTMLResponse:  # fmt: skip
    """The page as it is now, and why nothing was decided."""
    session.rollback()
    found = _found(session, row.id)
    error = WHY_NOT[refusal.obstacle] if isinstance(refusal, deciding.Refused) else ""
    return _show(request, session, found, account, 409, Answered(error or MOVED, said))


def _done(request: Request, session: Session, row: StepRewrite) -> Response:
    """Learners of this process see it at once, those of others within seconds."""
    url = request.app.state.path_to("rewrite", rewrite_id=row.id)
    session.commit()
    rewrites_of(request).refresh()
    return RedirectResponse(url, 303)
