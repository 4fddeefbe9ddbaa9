"""Two texts of one draft: what two teachers wrote, or a teacher and the file; and what came after a draft had ended."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response
from sqlalchemy.orm import Session

from app.accounts.deps import KnownAccount
from app.accounts.queries import names_of
from app.authoring import service
from app.authoring.deps import first_fields, go_to, shelf_of
from app.authoring.domain.typed_text import file_text
from app.authoring.models import Draft, DraftRevision
from app.authoring.pages.editor import MergePage
from app.authoring.service import DraftMoved
from app.authoring.views.editor import choices_of, ended_page, merge_page, merge_url
from app.core.ids import version_of
from app.web.deps import Db, Now, PlainForm, TransactionRoute
from app.web.errors import NotFound
from app.web.render import render

MOVED = "Bản nháp vừa đổi trong lúc thầy cô chọn. Đây là chữ mới nhất, thầy cô chọn lại giúp nhé."
CHOOSE = "Còn chỗ thầy cô chưa chọn. Chọn đủ rồi bấm ghép lại nhé."
UNEDITABLE = "Tệp này máy không đọc trọn được nên chưa sửa ở đây được."

router = APIRouter(default_response_class=HTMLResponse, route_class=TransactionRoute)


@router.get("/soan-bai/sua/{draft_id:int}/ban/{number:int}", name="merge_page")
def show_merge(request: Request, draft_id: int, number: int, session: Db) -> Response:
    draft = service.find_draft(session, draft_id)
    revision = service.find_revision(session, draft, number)
    if not draft.is_open:
        return render(request, ended_page(draft, revision, request.app.state.path_to))
    return render(request, _merge_page(request, session, draft, revision))


@router.post("/soan-bai/sua/{draft_id:int}/ban/{number:int}", name="merge")
def merge(
    request: Request, draft_id: int, number: int, form: PlainForm, session: Db, account: KnownAccount, now: Now
) -> Response:
    """Of a draft that was submitted in the meantime: it comes back first."""
    draft = service.find_draft(session, draft_id)
    revision, fields = service.find_revision(session, draft, number), first_fields(form)
    if not draft.is_open:
        return render(request, ended_page(draft, revision, request.app.state.path_to), 422)
    try:
        if fields.get("thay") != str(draft.number):
            raise DraftMoved
        if draft.state == "submitted":
            service.set_state(session, draft, "writing", account.account_id, now)
        service.settle(session, draft, revision, choices_of(fields), account.account_id, now)
    except (DraftMoved, KeyError) as refused:
        session.rollback()
        again = service.find_draft(session, draft_id)
        return _refuse_merge(request, _merge_page(request, session, again, revision, refused))
    return go_to(request, "edit_draft", draft_id=draft.id)


@router.post("/soan-bai/sua/{draft_id:int}/ban/{number:int}/viet-tiep", name="carry_over")
def carry_over(request: Request, draft_id: int, number: int, session: Db, account: KnownAccount, now: Now) -> Response:
    ended = service.find_draft(session, draft_id)
    revision = service.find_revision(session, ended, number)
    text = file_text(shelf_of(request).files.get(ended.path))
    if ended.is_open or text is None:
        return go_to(request, "merge_page", draft_id=ended.id, number=revision.number)
    draft, saved = service.carry_over(session, ended, revision, text, account.account_id, now)
    if saved.is_aside:
        return go_to(request, "merge_page", draft_id=draft.id, number=saved.number)
    return go_to(request, "edit_draft", draft_id=draft.id)


@router.post("/soan-bai/sua/{draft_id:int}/ban/{number:int}/thoi", name="give_up")
def give_up(request: Request, draft_id: int, number: int, session: Db, account: KnownAccount, now: Now) -> Response:
    """Its words stay where they are; nobody is asked about them again."""
    ended = service.find_draft(session, draft_id)
    revision = service.find_revision(session, ended, number)
    if not ended.is_open:
        service.give_up(session, ended, revision, account.account_id, now)
    return go_to(request, "desk")


@router.get("/soan-bai/sua/{draft_id:int}/tep", name="file_merge_page")
def show_file_merge(request: Request, draft_id: int, session: Db) -> HTMLResponse:
    return render(request, _file_merge_page(request, session, service.find_draft(session, draft_id)))


@router.post("/soan-bai/sua/{draft_id:int}/tep", name="file_merge")
def file_merge(
    request: Request, draft_id: int, form: PlainForm, session: Db, account: KnownAccount, now: Now
) -> Response:
    draft, fields = service.find_draft(session, draft_id), first_fields(form)
    text = file_text(shelf_of(request).files.get(draft.path))
    try:
        if text is None or fields.get("thay") != f"{draft.number}.{version_of(text)}":
            raise DraftMoved
        service.take_up(session, draft, text, choices_of(fields), account.account_id, now)
    except (DraftMoved, KeyError) as refused:
        session.rollback()
        again = service.find_draft(session, draft_id)
        return _refuse_merge(request, _file_merge_page(request, session, again, refused))
    return go_to(request, "edit_draft", draft_id=draft.id)


def _merge_page(
    request: Request, session: Session, draft: Draft, revision: DraftRevision, refused: Exception | None = None
) -> MergePage:
    newest = service.find_revision(session, draft, draft.number)
    names = names_of(session, {revision.account_id, newest.account_id})
    ours, theirs = (names.get(row.account_id, "người khác") for row in (revision, newest))
    same = ours == theirs
    return merge_page(
        draft,
        service.passages_of(session, draft, revision),
        why=_why(draft, ours),
        action=merge_url(revision, request.app.state.path_to),
        seen=str(draft.number),
        our_name=f"Chữ chưa ghép của {ours}",
        their_name="Chữ đang có trong bản nháp" if same else f"Chữ của {theirs}, đang có trong bản nháp",
        path_to=request.app.state.path_to,
        error=_told(refused),
    )


def _why(draft: Draft, writer: str) -> str:
    if draft.state == "submitted":
        return f"Bài đã được gửi đi duyệt trong lúc {writer} đang gõ. Ghép vào thì bài về lại để viết tiếp."
    return f"Trong lúc {writer} đang gõ, bản nháp đã có chữ mới."


def _file_merge_page(request: Request, session: Session, draft: Draft, refused: Exception | None = None) -> MergePage:
    text = file_text(shelf_of(request).files.get(draft.path))
    if text is None or draft.state != "writing":
        raise NotFound(UNEDITABLE if text is None else "Bản nháp này đang không viết tiếp được nên chưa ghép được.")
    passages = service.passages_with_file(session, draft, text)
    return merge_page(
        draft,
        passages,
        why="Tệp của bài đã đổi sau khi bản nháp này bắt đầu. Ghép vào để không mất chữ của ai.",
        action=str(request.app.state.path_to("file_merge", draft_id=draft.id)),
        seen=f"{draft.number}.{version_of(text)}",
        our_name="Chữ trong bản nháp",
        their_name="Chữ trong tệp, người học đang thấy",
        path_to=request.app.state.path_to,
        error=_told(refused),
    )


def _told(refused: Exception | None) -> str:
    if refused is None:
        return ""
    return CHOOSE if isinstance(refused, KeyError) else MOVED


def _refuse_merge(request: Request, page: MergePage) -> HTMLResponse:
    return render(request, page, 422)
