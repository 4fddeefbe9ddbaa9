"""The desk: drafts in hand, every content file with its state, one file with its faults and its phone preview."""

from collections.abc import Iterable

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from sqlalchemy.orm import Session

from app.accounts.deps import KnownAccount
from app.accounts.domain.roles import refusal
from app.accounts.queries import names_of
from app.authoring import service
from app.authoring.deps import NO_FILE, file_url, path_if_any, shelf_of
from app.authoring.domain.typed_text import file_text
from app.authoring.pages.desk import ClosedRow, DeskLink, DeskPage, DraftRow, FileRow
from app.authoring.pages.files import FilePage
from app.authoring.queries import OpenDraft, closed_drafts, open_drafts
from app.authoring.views.editor import draft_row, waiting_row
from app.authoring.views.files import (
    diagnostic_views,
    diagnostics_of,
    file_group,
    file_state,
    lesson_of,
    previews,
    remark_views,
    source_lines,
)
from app.authoring.views.revisions import closed_row
from app.core.clock import VIETNAM
from app.courses.deps import library_of
from app.courses.domain.source import SourceFile
from app.courses.library import ContentLibrary
from app.web.deps import Db, TransactionRoute
from app.web.errors import NotFound
from app.web.render import render

OTHER_DESKS = {
    "reviews": "Bài chờ duyệt",
    "rewrites": "Bản viết lại của máy",
    "stale_board": "Chỗ cần xem lại, lời báo của người học",
    "observations": "Người học làm ra sao",
    "gaps": "Câu hỏi chưa có bài",
    "exchange": "Tải về và đưa vào",
    "supervisions": "Lớp làm bài có giám sát",
}
CLOSED = 10  # drafts that were given up last; what was saved of the others stays as well
SHOWN_AT_ONCE = 8  # faults; the others are told at their lines as well

router = APIRouter(default_response_class=HTMLResponse, route_class=TransactionRoute)


@router.get("/soan-bai")
def desk(request: Request, session: Db, account: KnownAccount) -> HTMLResponse:
    library, seen = library_of(request), shelf_of(request)
    drafts = [one for one in open_drafts(session) if seen.sees(one.path)]
    mine, theirs = ([one for one in drafts if (account.account_id in one.writers) is own] for own in (True, False))
    rows: dict[str, list[FileRow]] = {course.slug: [] for course in library.catalogue.courses}
    others: list[FileRow] = []
    for file in seen.files.values():
        row = _row(request, library, file)
        course = file.relative.split("/")[1] if file.relative.startswith("courses/") else ""
        (rows[course] if course in rows and file.relative.endswith(".md") else others).append(row)
    names = {course.slug: course.about.name for course in library.catalogue.courses}
    groups = [file_group(names[slug], files) for slug, files in rows.items()] + [file_group("Tệp dùng chung", others)]
    return render(
        request,
        DeskPage(
            "Bàn soạn bài · Học Vụ Số",
            (*_waiting_rows(request, session, account.account_id), *_draft_rows(request, session, mine)),
            _draft_rows(request, session, theirs),
            _closed_rows(request, session, {draft.path for draft in drafts}),
            tuple(
                DeskLink(label, url)
                for name, label in OTHER_DESKS.items()
                if not refusal(name, account.role) and (url := path_if_any(request, name))
            ),
            tuple(group for group in groups if group.files),
            sum(group.troubled for group in groups),
            f"{library.loaded_at.astimezone(VIETNAM):%H:%M %d/%m/%Y}",
        ),
    )


@router.get("/soan-bai/tep/{path:path}")
def file(request: Request, path: str, session: Db) -> HTMLResponse:
    """The path is looked up among the files that were read, never opened from the address."""
    library = library_of(request)
    found = shelf_of(request).files.get(path)
    if found is None:
        raise NotFound(NO_FILE)
    diagnostics = diagnostics_of(library, found)
    told = diagnostic_views(diagnostics)
    draft = _draft_rows(request, session, open_drafts(session, path))
    return render(
        request,
        FilePage(
            title=f"{path} · Bàn soạn bài",
            path=path,
            open_url=file_url(request, "open_file", path) if file_text(found) is not None else "",
            draft=draft[0] if draft else None,
            versions_url=file_url(request, "versions", path),
            state=file_state(library, found),
            diagnostics=told[:SHOWN_AT_ONCE],
            more=told[SHOWN_AT_ONCE:],
            remarks=remark_views(found, library.catalogue),
            screens=previews(library.draft(found)),
            lines=source_lines(found, diagnostics),
        ),
    )


def _row(request: Request, library: ContentLibrary, found: SourceFile) -> FileRow:
    lesson = lesson_of(library, found)
    diagnostics = diagnostics_of(library, found)
    errors = sum(diagnostic.severity == "error" for diagnostic in diagnostics)
    return FileRow(
        url=file_url(request, "file", found.path),
        path=found.path,
        title=lesson.about.title if lesson else found.relative,
        state=file_state(library, found),
        errors=errors,
        warnings=len(diagnostics) - errors,
    )


def _draft_rows(request: Request, session: Session, drafts: Iterable[OpenDraft]) -> tuple[DraftRow, ...]:
    found = tuple(drafts)
    names = names_of(session, {draft.last for draft in found})
    catalogue, path_to = library_of(request).catalogue, request.app.state.path_to
    return tuple(draft_row(draft, names, catalogue, path_to) for draft in found)


def _closed_rows(request: Request, session: Session, open_paths: set[str]) -> tuple[ClosedRow, ...]:
    catalogue, path_to = library_of(request).catalogue, request.app.state.path_to
    drafts = [one for one in closed_drafts(session, CLOSED) if shelf_of(request).sees(one.path)]
    names = names_of(session, {draft.closed_by for draft in drafts if draft.closed_by})
    return tuple(closed_row(draft, open_paths, names, catalogue, path_to) for draft in drafts)


def _waiting_rows(request: Request, session: Session, account_id: int) -> tuple[DraftRow, ...]:
    catalogue, path_to = library_of(request).catalogue, request.app.state.path_to
    rows = [(one, service.find_draft(session, one.draft_id).path) for one in service.waiting_of(session, account_id)]
    sees = shelf_of(request).sees
    return tuple(waiting_row(revision, path, catalogue, path_to) for revision, path in rows if sees(path))
