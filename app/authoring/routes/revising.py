"""What was saved of a draft, save by save; any of it can be had back, also of a draft that has ended."""

import re

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from app.accounts.deps import KnownAccount
from app.accounts.queries import names_of
from app.authoring import service
from app.authoring.deps import first_fields, go_to
from app.authoring.queries import moves_of, saved_revisions
from app.authoring.views.revisions import revision_page, revisions_page
from app.courses.deps import library_of
from app.web.deps import Db, Now, PlainForm, TransactionRoute
from app.web.render import render

NUMBER = re.compile(r"[1-9][0-9]{0,8}")
SHOWN = 100  # revisions on one page; older ones stand on the next

router = APIRouter(default_response_class=HTMLResponse, route_class=TransactionRoute)


@router.get("/soan-bai/sua/{draft_id:int}/cac-ban", name="revisions")
def revisions(request: Request, draft_id: int, session: Db) -> HTMLResponse:
    draft, asked = service.find_draft(session, draft_id), request.query_params.get("truoc", "")
    rows = saved_revisions(session, draft.id, int(asked) if NUMBER.fullmatch(asked) else None, SHOWN)
    moves = moves_of(session, draft.id)
    names = names_of(session, {row.account_id for row in rows} | {move.account_id for move in moves})
    text, catalogue = service.latest_text(session, draft), library_of(request).catalogue
    return render(request, revisions_page(draft, text, rows, moves, names, catalogue, request.app.state.path_to))


@router.get("/soan-bai/sua/{draft_id:int}/cac-ban/{number:int}", name="revision")
def revision(request: Request, draft_id: int, number: int, session: Db) -> HTMLResponse:
    draft = service.find_draft(session, draft_id)
    found = service.find_revision(session, draft, number)
    names = names_of(session, {found.account_id})
    there = service.open_draft_of(session, draft.path)
    catalogue, path_to = library_of(request).catalogue, request.app.state.path_to
    return render(request, revision_page(draft, found, names, there.id if there else None, catalogue, path_to))


@router.post("/soan-bai/sua/{draft_id:int}/cac-ban/{number:int}", name="restore_revision")
def restore_revision(
    request: Request, draft_id: int, number: int, form: PlainForm, session: Db, account: KnownAccount, now: Now
) -> Response:
    """Its text is saved once more, as if typed into what the page showed; of a draft that has ended, into a new one that
    goes out from the same text of the file, so that what has changed in the file since is asked about."""
    draft = service.find_draft(session, draft_id)
    text = service.find_revision(session, draft, number).text
    if not draft.is_open:
        begun = service.start_draft(session, draft.path, draft.base_text, text, account.account_id, now)
        return go_to(request, "edit_draft", draft_id=begun.id)
    if draft.state == "writing":
        seen = first_fields(form).get("so", "")
        based_on = int(seen) if NUMBER.fullmatch(seen) and int(seen) <= draft.number else draft.number
        saved = service.save_revision(session, draft, based_on, text, account.account_id, now)
        if saved.is_aside:
            return go_to(request, "merge_page", draft_id=draft.id, number=saved.number)
    return go_to(request, "edit_draft", draft_id=draft.id)
