"""Writing: a draft is opened, saved, taken back, closed; new lessons and courses begin."""

import re
from dataclasses import replace
from datetime import datetime

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response
from sqlalchemy.orm import Session
from starlette.datastructures import FormData

from app.accounts.deps import KnownAccount
from app.accounts.domain.sign_in import SignedIn
from app.accounts.queries import names_of
from app.authoring import service
from app.authoring.deps import NO_FILE, first_fields, go_to, path_if_any, shelf_of, surroundings_of
from app.authoring.domain.judging import judge_text, slug_of
from app.authoring.domain.typed_text import file_text, typed_text
from app.authoring.models import Draft, DraftRevision, DraftState
from app.authoring.pages.editor import EditorPage
from app.authoring.queries import open_drafts
from app.authoring.routes.joining import UNEDITABLE
from app.authoring.service import DraftMoved, Saved
from app.authoring.views.editor import editor_page, save_notice
from app.authoring.views.exchanging import is_of_bank
from app.authoring.views.new_files import NewFileRefused, courses_of, new_file_page, read_new_file
from app.courses.deps import library_of
from app.courses.folders import root_names
from app.learners.deps import settings_of
from app.web.deps import Db, Now, PlainForm, TransactionRoute
from app.web.errors import NotFound
from app.web.forms import MAX_KEPT, printable
from app.web.render import render, wants_fragment
from app.web.security import CSP

NUMBER = re.compile(r"[1-9][0-9]{0,8}")
WITH_PREVIEW = {"Content-Security-Policy": f"{CSP}; frame-src 'self'"}  # the frame in which the preview is shown
NOTHING_SENT = "Máy không nhận được chữ nào nên chưa lưu gì. Thầy cô bấm Lưu lần nữa nhé."

router = APIRouter(default_response_class=HTMLResponse, route_class=TransactionRoute)


# Beginning


@router.post("/soan-bai/tep/{path:path}", name="open_file")
def open_file(request: Request, path: str, session: Db, account: KnownAccount, now: Now) -> Response:
    """The path is looked up among the files that were read, never opened from the address."""
    file = shelf_of(request).files.get(path)
    text = file_text(file) if file else None
    if text is None:
        raise NotFound(UNEDITABLE if file else NO_FILE)
    draft = service.start_draft(session, path, text, text, account.account_id, now)
    return go_to(request, "edit_draft", draft_id=draft.id)


@router.get("/soan-bai/sua", name="new_file")
def new_file(request: Request, session: Db) -> HTMLResponse:
    catalogue = library_of(request).catalogue
    return render(request, new_file_page(catalogue, courses_of(catalogue, _taken(request, session)), {}, {}))


@router.post("/soan-bai/sua", name="create_file")
def create_file(request: Request, form: PlainForm, session: Db, account: KnownAccount, now: Now) -> Response:
    fields, taken, catalogue = first_fields(form), _taken(request, session), library_of(request).catalogue
    root, today = root_names(settings_of(request).content_dirs)[0], request.app.state.clock.today()
    wanted = read_new_file(fields, root, catalogue, taken, today)
    if isinstance(wanted, NewFileRefused):
        typed = {name: printable(value)[:MAX_KEPT] for name, value in fields.items()}
        return render(request, new_file_page(catalogue, courses_of(catalogue, taken), typed, wanted.errors), 422)
    draft = service.start_draft(session, wanted.path, "", wanted.text, account.account_id, now)
    return go_to(request, "edit_draft", draft_id=draft.id)


def _taken(request: Request, session: Session) -> frozenset[str]:
    """Paths of files, and of drafts that may become files."""
    return frozenset({*library_of(request).files, *(draft.path for draft in open_drafts(session))})


# Writing


@router.get("/soan-bai/sua/{draft_id:int}", name="edit_draft")
def edit_draft(request: Request, draft_id: int, session: Db, account: KnownAccount) -> Response:
    draft = service.find_draft(session, draft_id)
    if wants_fragment(request):  # the page brings its script and its own policy: only a whole page can
        return Response(
            headers={"HX-Redirect": request.scope["path"], "Vary": "HX-Request", "Cache-Control": "no-store"}
        )
    return _render_editor(request, _editor(request, session, draft, account))


@router.post("/soan-bai/sua/{draft_id:int}", name="save_draft")
def save_draft(
    request: Request, draft_id: int, form: PlainForm, session: Db, account: KnownAccount, now: Now
) -> Response:
    """The transaction ends before the text is judged: the database waits for no compiler."""
    draft, sent = service.find_draft(session, draft_id), form.get("chu")
    if not isinstance(sent, str):
        page = _editor(request, session, draft, account, notice=NOTHING_SENT)
        return _render_editor(request, page, 422)
    typed = typed_text(sent)
    saved = service.save_revision(session, draft, _number(session, draft, form), typed.text, account.account_id, now)
    notice = save_notice(saved, names_of(session, saved.others - {account.account_id}), typed.strange)
    if saved.is_aside and not wants_fragment(request):
        return go_to(request, "merge_page", draft_id=draft.id, number=saved.number)
    return _render_editor(request, _editor(request, session, draft, account, saved, notice))


def _number(session: Session, draft: Draft, form: FormData) -> int:
    """The revision that the writer had before them. Without a true one the first: whatever others wrote since then is
    merged, or asked about."""
    sent = str(form.get("so", ""))
    number = int(sent) if NUMBER.fullmatch(sent) else 1
    return number if session.get(DraftRevision, (draft.id, number)) else 1


def _editor(
    request: Request,
    session: Session,
    draft: Draft,
    account: SignedIn,
    saved: Saved | None = None,
    notice: str = "",
) -> EditorPage:
    """Reads what the page needs, ends the transaction, then judges the text."""
    newest = service.find_revision(session, draft, draft.number)
    saved_by = names_of(session, {newest.account_id}).get(newest.account_id, "")
    waiting = [row for row in service.waiting_of(session, account.account_id) if row.draft_id == draft.id]
    session.commit()
    around = surroundings_of(request)
    page = editor_page(
        draft,
        newest.text,
        judge_text(draft.path, newest.text, around),
        around.catalogue,
        _links(request, draft),
        writer=account.account_id,
        saved_at=newest.saved_at,
        saved_by=saved_by,
        saved=saved,
        notice=notice,
        waiting=waiting,
        path_to=request.app.state.path_to,
    )
    return replace(page, revisions_url=str(request.app.state.path_to("revisions", draft_id=draft.id)))


def _links(request: Request, draft: Draft) -> dict[str, str]:
    """What may be done with the draft as it stands, by the field of the page that offers it."""
    here = {"draft_id": draft.id}
    reviewed = draft.state != "writing" or draft.round > 0  # what was said of it stands there
    links = {"review_url": path_if_any(request, "draft_review", **here)} if reviewed else {}
    if slug_of(draft.path):
        links["preview_url"] = path_if_any(request, "preview", **here, number=draft.number)
    if draft.state == "submitted":
        links["take_back_url"] = path_if_any(request, "take_back", **here)
    elif draft.state == "writing":
        links["submit_url"] = path_if_any(request, "submit_draft", **here)
        if request.app.state.provider is not None and slug_of(draft.path) and not is_of_bank(draft.path):
            links["suggest_url"] = str(request.app.state.path_to("suggest", **here))
        links["close_url"] = path_if_any(request, "close_draft", **here)
        if _file_has_changed(request, draft):
            links["file_url"] = path_if_any(request, "file_merge_page", **here)
    return links


def _file_has_changed(request: Request, draft: Draft) -> bool:
    now = file_text(library_of(request).files.get(draft.path))
    return now is not None and now != draft.base_text


def _render_editor(request: Request, page: EditorPage, status: int = 200) -> HTMLResponse:
    response = render(request, page, status)
    response.headers.update(WITH_PREVIEW)
    return response


# Ending


@router.post("/soan-bai/sua/{draft_id:int}/lay-ve", name="take_back")
def take_back(request: Request, draft_id: int, session: Db, account: KnownAccount, now: Now) -> Response:
    return _move(request, session, draft_id, "writing", account, now)


@router.post("/soan-bai/sua/{draft_id:int}/bo", name="close_draft")
def close_draft(request: Request, draft_id: int, session: Db, account: KnownAccount, now: Now) -> Response:
    return _move(request, session, draft_id, "closed", account, now)


def _move(
    request: Request, session: Session, draft_id: int, state: DraftState, account: SignedIn, now: datetime
) -> Response:
    """A second press, or another teacher's, finds it done; what somebody else made of the draft in between stands."""
    draft = service.find_draft(session, draft_id)
    try:
        if state == "closed" and draft.state != "writing":
            raise DraftMoved  # somebody else has to decide about it now
        service.set_state(session, draft, state, account.account_id, now)
    except (DraftMoved, ValueError):
        session.rollback()
    return go_to(request, "desk") if state == "closed" else go_to(request, "edit_draft", draft_id=draft_id)
