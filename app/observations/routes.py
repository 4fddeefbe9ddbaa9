"""What learners did: all lessons, and one lesson screen by screen. Counted by a thread of its own, kept for a while."""

from urllib.parse import quote

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse

from app.authoring.deps import open_shelf, shelf_of
from app.observations.service import Observations, StillCounting
from app.observations.views import counting_page, observations_page, observed_lesson_page
from app.web.deps import TransactionRoute
from app.web.errors import NotFound
from app.web.render import render

router = APIRouter(
    default_response_class=HTMLResponse, route_class=TransactionRoute, dependencies=[Depends(open_shelf)]
)


def _observations(request: Request) -> Observations:
    counts: Observations = request.app.state.observations
    return counts


@router.get("/soan-bai/nguoi-hoc")
def observations(request: Request) -> HTMLResponse:
    try:
        ways = _observations(request).ways()
    except StillCounting:
        return _still_counting(request)
    return render(request, observations_page(ways, shelf_of(request).catalogue.bank, request.app.state.path_to))


@router.get("/soan-bai/nguoi-hoc/{slug}")
def observed_lesson(request: Request, slug: str) -> HTMLResponse:
    catalogue = shelf_of(request).catalogue
    if slug not in catalogue.lessons and slug not in catalogue.bank:
        raise NotFound("Không có bài nào tên này.")
    try:
        found = _observations(request).lesson(slug)
    except StillCounting:
        return _still_counting(request)
    return render(request, observed_lesson_page(found, request.app.state.path_to))


def _still_counting(request: Request) -> HTMLResponse:
    return render(request, counting_page(quote(request.url.path)), 503)
