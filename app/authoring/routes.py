"""The teacher's first desk: every content file with its state, and one file with its faults and its phone preview."""

from urllib.parse import quote

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from app.authoring.pages import DeskPage, FilePage, FileRow
from app.authoring.views import (
    diagnostic_views,
    diagnostics_of,
    file_group,
    file_state,
    lesson_of,
    previews,
    remark_views,
    source_lines,
)
from app.core.clock import VIETNAM
from app.courses.deps import library_of
from app.courses.domain.source import SourceFile
from app.courses.library import ContentLibrary
from app.web.deps import TransactionRoute
from app.web.errors import NotFound
from app.web.render import render

SHOWN_AT_ONCE = 8  # faults; the others are told at their lines as well

router = APIRouter(default_response_class=HTMLResponse, route_class=TransactionRoute)


@router.get("/soan-bai")
def desk(request: Request) -> HTMLResponse:
    library = library_of(request)
    rows: dict[str, list[FileRow]] = {course.slug: [] for course in library.catalogue.courses}
    others: list[FileRow] = []
    for file in library.files.values():
        row = _row(request, library, file)
        course = file.relative.split("/")[1] if file.relative.startswith("courses/") else ""
        (rows[course] if course in rows and file.relative.endswith(".md") else others).append(row)
    names = {course.slug: course.about.name for course in library.catalogue.courses}
    groups = [file_group(names[slug], files) for slug, files in rows.items()] + [file_group("Tệp dùng chung", others)]
    return render(
        request,
        DeskPage(
            "Bàn soạn bài · Học Vụ Số",
            tuple(group for group in groups if group.files),
            sum(group.troubled for group in groups),
            f"{library.loaded_at.astimezone(VIETNAM):%H:%M %d/%m/%Y}",
        ),
    )


@router.get("/soan-bai/tep/{path:path}")
def file(request: Request, path: str) -> HTMLResponse:
    """The path is looked up among the files that were read, never opened from the address."""
    library = library_of(request)
    found = library.files.get(path)
    if found is None:
        raise NotFound("Không có tệp này trong thư mục nội dung.")
    diagnostics = diagnostics_of(library, found)
    told = diagnostic_views(diagnostics)
    return render(
        request,
        FilePage(
            title=f"{path} · Bàn soạn bài",
            path=path,
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
        url=str(request.app.url_path_for("file", path=quote(found.path))),
        path=found.path,
        title=lesson.about.title if lesson else found.relative,
        state=file_state(library, found),
        errors=errors,
        warnings=len(diagnostics) - errors,
    )
