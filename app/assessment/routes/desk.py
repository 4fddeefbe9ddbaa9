"""The desk: what waits, the next case, what was decided, figures."""

import re

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from sqlalchemy.orm import Session

from app.accounts.deps import KnownAccount
from app.accounts.domain.roles import Role
from app.accounts.domain.sign_in import SignedIn
from app.accounts.queries import names_of
from app.assessment import figures, queries, register, service
from app.assessment.batches import LEAST, plain_cases
from app.assessment.deps import engine_of, path_to_of, reader_for, recheck_reminder, staffing_here
from app.assessment.domain.agreement import by_part, overturned
from app.assessment.domain.reading_times import paces
from app.assessment.openings import readings
from app.assessment.views.desk import QUEUES, desk_page, settled_page
from app.assessment.views.figures import agreement_of, figures_page, pace_rows, part_rows
from app.assessment.views.register import register_file
from app.assessment.views.words import OBSTACLE
from app.courses.deps import library_of
from app.web.deps import Db, Now, PlainForm, TransactionRoute, read_clock
from app.web.render import render

NOTHING = "Hàng này không còn hồ sơ nào anh chị xem được lúc này."
NOTICES = {
    "1": "Đã ghi quyết định. Hàng này không còn hồ sơ nào chờ anh chị.",
    "lo": "Đã ghi quyết định: duyệt cả lô.",
}

MONTH = re.compile("20[0-9]{2}-(0[1-9]|1[0-2])")

router = APIRouter(default_response_class=HTMLResponse, route_class=TransactionRoute)


@router.get("/tham-dinh")
def assessment_desk(request: Request, session: Db, account: KnownAccount) -> HTMLResponse:
    return show_desk(request, session, account, notice=NOTICES.get(request.query_params.get("xong", ""), ""))


def show_desk(
    request: Request, session: Session, account: SignedIn, status: int = 200, *, notice: str = "", error: str = ""
) -> HTMLResponse:
    now, reader = read_clock(request), reader_for(session, account)
    plain = len(plain_cases(session, reader, now)) if reader.commune else 0
    page = desk_page(
        {queue: queries.waiting(session, queue, reader, now) for queue in QUEUES},
        queries.open_batch_of(session, reader.account),
        plain if plain >= LEAST else 0,
        library_of(request).catalogue.frameworks,
        path_to_of(request),
        now,
        staffing=staffing_here(request, session),
        recheck=recheck_reminder(request, session, reader),
        alarm_rate=queries.alarm_rate(session),
        why_not="" if reader.commune else OBSTACLE["no-commune"],
        notice=notice,
        error=error,
    )
    return render(request, page, status)


@router.post("/tham-dinh/tiep")
def next_case(request: Request, form: PlainForm, session: Db, account: KnownAccount, now: Now) -> Response:
    queue = str(form.get("hang", ""))
    case = service.claim_next(session, queue, reader_for(session, account), now) if queue in QUEUES else None
    if case is None:
        return show_desk(request, session, account, 409 if queue in QUEUES else 422, error=NOTHING)
    return RedirectResponse(request.app.state.path_to("case", token=case.token), 303)


@router.get("/tham-dinh/da-quyet-dinh")
def settled_cases(request: Request, session: Db, account: KnownAccount, now: Now) -> HTMLResponse:
    sought = re.sub(r"[^A-Za-z0-9_-]", "", request.query_params.get("tim", ""))[:22]
    reader = reader_for(session, account)
    cases = queries.settled(session, reader, sought) if reader.commune else []
    months = register.months(session, now) if reader.commune else ()
    page = settled_page(cases, sought, library_of(request).catalogue.frameworks, path_to_of(request), now, months)
    return render(request, page)


@router.get("/tham-dinh/so-quyet-dinh")
def decision_register(request: Request, session: Db, account: KnownAccount, now: Now) -> Response:
    """Of a month: to an assessor what they might read, to an admin, who reads no case, everything."""
    asked = request.query_params.get("thang", "")
    month = asked if MONTH.fullmatch(asked) else queries.month_of(now)
    reader = None if account.role is Role.ADMIN else reader_for(session, account)
    found = register.entries(session, month, reader) if reader is None or reader.commune else ()
    headers = {
        "Content-Disposition": f'attachment; filename="so-quyet-dinh-{month}.csv"',
        "Content-Type": "text/csv; charset=utf-8", "Cache-Control": "no-store", "X-Content-Type-Options": "nosniff",
    }  # fmt: skip
    return Response(register_file(found, library_of(request).catalogue.frameworks), headers=headers)


@router.get("/tham-dinh/so-lieu")
def assessment_figures(request: Request, session: Db, now: Now) -> HTMLResponse:
    decided = figures.settled(session)
    read_twice = figures.pairs(session, engine_of(request).standards.second_reading)
    paced = paces(readings(session))
    offers = engine_of(request).standards.offers.values()
    page = figures_page(
        agreement_of(read_twice),
        overturned((one.month, one.outcome, one.verdict) for one in decided),
        part_rows(by_part(figures.reviewed(session, decided, read_twice)), library_of(request).catalogue.frameworks),
        pace_rows(paced, names_of(session, [one.account for one in paced])),
        queries.seeds(session),
        queries.month_of(now),
        {offer.framework.name: offer.standard for offer in offers},
    )
    return render(request, page)
