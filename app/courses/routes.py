"""Home, catalogue and lessons where they are personal; the same for everyone is answered by public_pages.py before."""

import re

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from app.accounts.deps import device_of, name_of
from app.courses.deps import last_seen_of, library_of
from app.courses.queries import answered_by
from app.courses.views import catalogue_page, home_page, screen_path
from app.web.deps import Db, TransactionRoute
from app.web.errors import NotFound
from app.web.render import render

router = APIRouter(default_response_class=HTMLResponse, route_class=TransactionRoute)


@router.get("/")
def home(request: Request, session: Db) -> HTMLResponse:
    answered = answered_by(session, device_of(request).active)
    catalogue = library_of(request).catalogue
    page = home_page(catalogue, answered, last_seen_of(request), name_of(request), request.app.state.path_to)
    return render(request, page)


@router.get("/bai-hoc")
def catalogue(request: Request, session: Db) -> HTMLResponse:
    answered = answered_by(session, device_of(request).active)
    return render(request, catalogue_page(library_of(request).catalogue, answered, request.app.state.path_to))


@router.get("/bai-hoc/{lesson}")
def step(request: Request, lesson: str) -> Response:
    """Whatever public_pages.py has no page for: an exercise's number, a number outside the lesson, an unknown lesson."""
    found = library_of(request).catalogue.lessons.get(lesson)
    if found is None:
        raise NotFound("Không có bài học này. Có thể bài đã đổi tên.")
    asked = request.query_params.get("buoc", "")
    number = int(asked) if re.fullmatch(r"[0-9]{1,3}", asked) else 1
    number = min(max(number, 1), len(found.screens))
    return RedirectResponse(screen_path(found, number, request.app.state.path_to), 303)
