"""A learner says that their screen looks different; the teacher's board of what has to be read again."""

import re
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from pydantic import BaseModel, Field

from app.accounts.deps import KnownAccount
from app.accounts.domain.throttle import source_of
from app.accounts.queries import names_of
from app.authoring.deps import open_shelf, shelf_of
from app.core.clock import VIETNAM
from app.core.ids import is_slug, is_version, new_token
from app.courses.deps import library_of
from app.courses.domain.lessons import Lesson
from app.courses.domain.source import with_plain_line_ends
from app.courses.domain.staleness import findings
from app.courses.library import ContentLibrary
from app.learners.deps import device_of, reading_of, settings_of
from app.upkeep.domain.fact_place import fact_places
from app.upkeep.domain.screen_report import Report, known_choice, report_key, sender_of
from app.upkeep.queries import closed_reports, open_days, open_reports
from app.upkeep.service import SaidMore, TooManyReports, close_reports, send_report
from app.upkeep.views.screen_reports import NOTE_LONGEST, SAID_MORE, report_page, report_sent_page, reports_page
from app.upkeep.views.stale_board import stale_board_page
from app.web.deps import Db, Now, PlainForm, TransactionRoute
from app.web.errors import NotFound
from app.web.forms import FALLBACK, Form, Line, Refused
from app.web.render import render

SENT = "xong"  # in addresses: the report was taken

router = APIRouter(default_response_class=HTMLResponse, route_class=TransactionRoute)


# For learners


async def find_screen(request: Request, lesson: str) -> tuple[Lesson, int]:
    """The lesson, and the number of the screen in the address; the nearest one for a number that it has not."""
    found = library_of(request).catalogue.lessons.get(lesson)
    if found is None:
        raise NotFound("Không có bài học này. Có thể bài đã đổi tên.")
    asked = request.query_params.get("buoc", "")
    number = int(asked) if re.fullmatch(r"[0-9]{1,3}", asked) else 1
    return found, min(max(number, 1), len(found.screens))


FoundScreen = Annotated[tuple[Lesson, int], Depends(find_screen)]


@router.get("/bai-hoc/{lesson}/khac")
def screen_report(request: Request, screen: FoundScreen) -> HTMLResponse:
    path_to = request.app.state.path_to
    if SENT in request.query_params:
        return render(request, report_sent_page(*screen, path_to))
    return render(request, report_page(*screen, new_token(), path_to))


@router.post("/bai-hoc/{lesson}/khac")
def send_screen_report(request: Request, screen: FoundScreen, form: PlainForm, session: Db, now: Now) -> Response:
    lesson, number = screen
    secret, day = settings_of(request).secret, now.astimezone(VIETNAM).date()
    source = source_of(request.client.host if request.client else "")
    sender = sender_of(secret, device_of(request).active, source, day)
    typed = {name: value for name, value in form.items() if isinstance(value, str)}
    step, version = typed.get("man", ""), typed.get("phien-ban", "")
    step = step if any(one.slug == step for one in lesson.screens) else lesson.screens[number - 1].slug
    report = Report(
        key=report_key(secret, sender, lesson.slug, step, typed.get("khoa", "")),
        sender=sender,
        lesson=lesson.slug,
        step=step,
        version=version if is_version(version) else lesson.version,
        platform=reading_of(request).platform,
        day=day,
        choice=known_choice(typed.get("khac", "")),
        typed=typed.get("loi", ""),
    )
    try:
        send_report(session, report)
    except TooManyReports:
        return render(request, report_sent_page(lesson, number, request.app.state.path_to, too_many=True), 429)
    return RedirectResponse(f"{request.url.path}?buoc={number}&{SENT}=1", 303)


# For teachers


@router.get("/soan-bai/can-xem-lai", dependencies=[Depends(open_shelf)])
def stale_board(request: Request, session: Db) -> HTMLResponse:
    library, on = library_of(request), request.app.state.clock.today()
    days, catalogue = open_days(session), shelf_of(request).catalogue
    found = findings(catalogue, on, library.fact_history, days)
    page = stale_board_page(
        catalogue, found, _fact_places(library), sum(map(len, days.values())), on, request.app.state.path_to
    )
    return render(request, page)


@router.get("/soan-bai/can-xem-lai/man-hinh")
def screen_reports(request: Request, session: Db) -> HTMLResponse:
    return _show_reports(request, session)


def _show_reports(request: Request, session: Db, error: str = "", status: int = 200) -> HTMLResponse:
    closed = closed_reports(session)
    names = names_of(session, {one.by for one in closed})
    catalogue, path_to = library_of(request).catalogue, request.app.state.path_to
    return render(request, reports_page(catalogue, open_reports(session), closed, names, path_to, error), status)


class Seen(BaseModel):
    """What a teacher says of the reports of one screen; `through` is the newest that they saw, `mark` what they saw."""

    through: int = Field(alias="den", ge=0, le=2**62)
    mark: str = Field(alias="dau", max_length=22)
    note: Line = Field(default="", alias="ghi-chu", max_length=NOTE_LONGEST)


SEEN = Form(Seen)


@router.post("/soan-bai/can-xem-lai/man-hinh/{lesson}/{step}", name="close_reports")
def close(
    request: Request, lesson: str, step: str, form: PlainForm, session: Db, account: KnownAccount, now: Now
) -> Response:
    """Of a screen that is gone from its lesson, too."""
    seen = SEEN.parse(form)
    if not (is_slug(lesson) and is_slug(step)):
        raise NotFound
    if isinstance(seen, Refused):
        return _show_reports(request, session, seen.errors.get("ghi-chu", FALLBACK), 422)
    try:
        close_reports(session, lesson, step, seen.through, seen.mark, account.account_id, seen.note, now)
    except SaidMore:
        return _show_reports(request, session, SAID_MORE, 409)
    return RedirectResponse(request.app.state.path_to("screen_reports"), 303)


def _fact_places(library: ContentLibrary) -> dict[str, tuple[str, int]]:
    texts = (
        (file.path, with_plain_line_ends(file.data.decode("utf-8-sig", errors="replace")))
        for file in library.files.values()
        if file.relative.startswith("facts/") and not file.refused
    )
    return fact_places(texts)
