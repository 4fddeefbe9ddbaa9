"""Texts leave as a file and come back as drafts: nothing that was sent in is seen by learners before it was reviewed."""

import asyncio
from datetime import datetime
from threading import Lock
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, Response
from sqlalchemy.orm import Session
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException

from app.accounts.deps import KnownAccount
from app.authoring import service
from app.authoring.deps import shelf_of, surroundings_of
from app.authoring.domain.exchange.exporting import Form, exported
from app.authoring.domain.exchange.import_plan import ImportPlan, plan_import
from app.authoring.domain.typed_text import file_text, typed_text
from app.authoring.pages.exchanging import ImportedFile, ImportPage
from app.authoring.routes.slow_work import answered_later
from app.authoring.views.exchanging import exchange_page, import_page, paths_of, reading_page
from app.core.batch import UNAVAILABLE
from app.core.db import Database
from app.courses.domain.compilation import Compiled
from app.courses.folders import root_names
from app.learners.deps import settings_of
from app.web.deps import Now, TransactionRoute
from app.web.render import render

MOST_BYTES = 1_000_000  # of an archive that comes by the desk; all that ships has 420,000
MOST_FILES = 200
TYPES = {Form.ZIP: "application/zip", Form.GIFT: "text/plain; charset=utf-8", Form.QTI: "application/zip"}
NAMES = {Form.ZIP: "noi-dung.zip", Form.GIFT: "cau-hoi.gift.txt", Form.QTI: "cau-hoi-qti.zip"}
NOTHING = "Chỗ này chưa có gì để tải về. Thầy cô chọn chỗ khác nhé."
FAULTY = "Trong đó còn lỗi nên chưa tải về được. Thầy cô sửa các tệp này trước nhé:"
NO_FILE = "Thầy cô chưa chọn gói nào. Bấm Chọn gói, rồi chọn tệp .zip đã tải về."
TOO_BIG = "Gói này lớn quá 1 MB nên máy chưa nhận. Thầy cô tải về từng khóa, rồi gửi từng gói nhỏ nhé."
TOO_MANY = f"Gói này đổi quá nhiều tệp một lúc (hơn {MOST_FILES}). Thầy cô chia thành vài gói, hoặc nhờ người quản máy chủ nhập giúp."
CANNOT_WRITE = "Máy đang bận nên chưa ghi được bản nháp nào. Thầy cô gửi lại gói sau một phút nhé."
SEALED = (
    "Trong gói có chuẩn chứng nhận, chỉ người giữ kho chứng nhận đưa vào được. Thầy cô bỏ phần ấy ra rồi gửi lại nhé."
)
BUSY = "Máy đang bận với một gói khác. Thầy cô chờ một phút rồi gửi lại nhé."

_working = Lock()  # on a whole archive, one at a time: it takes a processor

router = APIRouter(default_response_class=HTMLResponse, route_class=TransactionRoute)


async def sent_archive(request: Request) -> bytes:
    """The only form with a file; kept in memory, and within the limit that the guard knows (app/main.py)."""
    try:
        async with request.form(max_files=1, max_fields=10) as form:
            sent = form.get("goi")
            return await sent.read() if isinstance(sent, UploadFile) else b""
    except ValueError as error:
        raise HTTPException(400) from error


Archive = Annotated[bytes, Depends(sent_archive)]


@router.get("/soan-bai/trao-doi", name="exchange")
def exchange(request: Request) -> HTMLResponse:
    return _show(request)


@router.get("/soan-bai/trao-doi/tai-ve", name="export")
def export(request: Request, gi: str = "", dang: str = "") -> Response:
    """`gi`: a course or a lesson, "" for everything; `dang`: the form of the file."""
    seen = shelf_of(request)
    wanted = paths_of(gi, seen.catalogue, seen.files)
    form = Form(dang) if dang in set(Form) else Form.ZIP
    if not _working.acquire(blocking=False):
        return _show(request, BUSY, 503)
    try:
        files = {path: file for path, file in seen.files.items() if path in wanted} if not gi else seen.files
        around = surroundings_of(request)
        compiled = Compiled(seen.catalogue, tuple(one for one in seen.diagnostics if one.file in files))
        found = exported(form, files, wanted, compiled, around.today, around.kinds)
    finally:
        _working.release()
    if found.faults or not found.count:
        faulty = ", ".join(sorted({one.file for one in found.faults})[:5])
        return _show(request, f"{FAULTY} {faulty}" if faulty else NOTHING)
    name = f"{gi or 'tat-ca'}-{NAMES[form]}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return Response(found.data, media_type=TYPES[form], headers=headers)


@router.post("/soan-bai/trao-doi", name="import_archive")
async def import_archive(request: Request, archive: Archive, account: KnownAccount, now: Now) -> Response:
    """Every file that differs becomes a draft, or goes into the one there is."""
    path_to = request.app.state.path_to
    if not archive:
        return _show(request, NO_FILE)
    return answered_later(
        request, reading_page(path_to), asyncio.to_thread(_imported, request, archive, account.account_id, now)
    )


def _imported(request: Request, archive: bytes, account_id: int, now: datetime) -> ImportPage:
    path_to, nothing = request.app.state.path_to, ImportPlan((), ())
    if not _working.acquire(blocking=False):
        return import_page(nothing, (), path_to, BUSY)
    try:
        around = surroundings_of(request)
        plan = plan_import(archive, _root(request), around.files, around.today, around.kinds, anywhere=True)
    finally:
        _working.release()
    if not all(map(shelf_of(request).sees, plan.paths.values())):
        return import_page(nothing, (), path_to, SEALED)
    if len(plan.to_write) > MOST_FILES:
        return import_page(nothing, (), path_to, TOO_MANY)
    database: Database = request.app.state.database
    try:
        with database.session(writes=True) as session:
            files = _drafted(request, session, plan, account_id, now)
            session.commit()
    except UNAVAILABLE:
        return import_page(nothing, (), path_to, CANNOT_WRITE)
    return import_page(plan, files, path_to)


def _root(request: Request) -> str:
    """Where new files go."""
    return root_names(settings_of(request).content_dirs)[0]


def _drafted(
    request: Request, session: Session, plan: ImportPlan, account_id: int, now: datetime
) -> tuple[ImportedFile, ...]:
    found, path_to = [], request.app.state.path_to
    for change in plan.to_write:
        path = plan.paths[change.place]
        text = typed_text(change.data.decode("utf-8-sig")).text
        draft = service.open_draft_of(session, path)
        if draft is None:
            base = file_text(shelf_of(request).files.get(path)) or ""
            draft = service.start_draft(session, path, base, text, account_id, now)
        else:  # somebody is writing it: what both changed is merged, or asked about
            saved = service.save_revision(session, draft, 1, text, account_id, now)
            if saved.is_aside:
                url = path_to("merge_page", draft_id=draft.id, number=saved.number)
                found.append(ImportedFile(path, "aside" if saved.kept == "conflict" else "locked", str(url)))
                continue
        became: Literal["new", "changed"] = "new" if change.kind == "new" else "changed"
        found.append(ImportedFile(path, became, str(path_to("edit_draft", draft_id=draft.id))))
    return tuple(found)


def _show(request: Request, error: str = "", status: int = 422) -> HTMLResponse:
    page = exchange_page(shelf_of(request).catalogue, error, request.app.state.path_to)
    return render(request, page, status if error else 200)
