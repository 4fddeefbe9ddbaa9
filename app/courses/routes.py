"""Home, catalogue and lessons where they are personal; the same for everyone is answered by public_pages.py before."""

import re

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from app.courses.deps import answered_of, last_seen_of, library_of
from app.courses.views import catalogue_page, home_page, screen_path
from app.learners.deps import name_of
from app.web.deps import TransactionRoute
from app.web.errors import NotFound
from app.web.page_routes import PageRoute
from app.web.render import render

router = APIRouter(default_response_class=HTMLResponse, route_class=TransactionRoute)


async def home(request: Request) -> HTMLResponse:
    answered = await answered_of(request)
    state = request.app.state
    task = await state.next_task(request, answered)  # of app.practice, which is above: app/main.py puts it in place
    page = home_page(
        library_of(request).catalogue, answered, last_seen_of(request), name_of(request), state.path_to, task
    )
    return render(request, page)


async def catalogue(request: Request) -> HTMLResponse:
    answered = await answered_of(request)
    return render(request, catalogue_page(library_of(request).catalogue, answered, request.app.state.path_to))


pages = [PageRoute("/", home), PageRoute("/bai-hoc", catalogue)]


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
