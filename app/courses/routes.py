"""Catalogue and lessons where they are personal; the same for everyone is answered by public_pages.py before."""

import re

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from app.courses.deps import answered_of, library_of
from app.courses.domain.readers import reader_of
from app.courses.domain.search import LONGEST
from app.courses.views import catalogue_page, course_page, find_course, screen_path
from app.learners.deps import reading_of
from app.web.deps import TransactionRoute
from app.web.errors import NotFound
from app.web.forms import printable
from app.web.page_routes import PageRoute
from app.web.render import render

router = APIRouter(default_response_class=HTMLResponse, route_class=TransactionRoute)


async def catalogue(request: Request) -> HTMLResponse:
    """`?tim=` looks for a lesson, `?khoa=` opens a course; an unknown one, perhaps renamed, leads to all of them."""
    answered = await answered_of(request)
    lessons, path_to, reading = library_of(request).catalogue, request.app.state.path_to, reading_of(request)
    audience, reader = reading.framework, reader_of(reading)
    typed = " ".join(printable(request.query_params.get("tim", ""))[:LONGEST].split())
    course = find_course(lessons, request.query_params.get("khoa"))
    if course and not typed:
        return render(request, course_page(lessons, course, answered, audience, path_to))
    return render(request, catalogue_page(lessons, answered, audience, path_to, typed, reader))


pages = [PageRoute("/bai-hoc", catalogue)]


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
