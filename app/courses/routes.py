"""Home, catalogue and lessons where they are personal; the same for everyone is answered by prebuilt.py before."""

import re
from typing import Annotated

from fastapi import APIRouter, Cookie, Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from app.accounts.deps import POSITION, CurrentLearner, CurrentName
from app.courses.domain.progress import Place
from app.courses.library import ContentLibrary
from app.courses.queries import answered_by
from app.courses.views import catalogue_page, home_page, screen_path
from app.web.deps import Db
from app.web.errors import NotFound
from app.web.render import render

router = APIRouter(default_response_class=HTMLResponse)


def get_library(request: Request) -> ContentLibrary:
    library: ContentLibrary = request.app.state.library
    return library


Library = Annotated[ContentLibrary, Depends(get_library)]


def read_place(value: Annotated[str, Cookie(alias=POSITION)] = "") -> Place | None:
    """The screen this phone showed last, as prebuilt.py wrote it."""
    match = re.fullmatch(r"([a-z0-9-]{1,60})\.([1-9]\d{0,2})", value)
    return Place(match[1], int(match[2])) if match else None


LastSeen = Annotated[Place | None, Depends(read_place)]


@router.get("/")
def home(
    request: Request, session: Db, library: Library, learner: CurrentLearner, name: CurrentName, last_seen: LastSeen
) -> HTMLResponse:
    answered = answered_by(session, learner)
    return render(request, home_page(library.catalogue, answered, last_seen, name, request.app.url_path_for))


@router.get("/bai-hoc")
def catalogue(request: Request, session: Db, library: Library, learner: CurrentLearner) -> HTMLResponse:
    answered = answered_by(session, learner)
    return render(request, catalogue_page(library.catalogue, answered, request.app.url_path_for))


@router.get("/bai-hoc/{lesson}")
def step(request: Request, library: Library, lesson: str, buoc: str = "") -> Response:
    """Whatever prebuilt.py has no page for: an exercise's number, a number outside the lesson, an unknown lesson."""
    found = library.catalogue.lessons.get(lesson)
    if found is None:
        raise NotFound("Không có bài học này. Có thể bài đã đổi tên.")
    number = int(buoc) if re.fullmatch(r"[0-9]{1,3}", buoc) else 1
    number = min(max(number, 1), len(found.screens))
    return RedirectResponse(screen_path(found, number, request.app.url_path_for), 303)
