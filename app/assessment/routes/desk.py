"""The desk: what waits, the next case, what was decided, figures."""

import re

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from sqlalchemy.orm import Session

from app.accounts.deps import KnownAccount
from app.accounts.domain.sign_in import SignedIn
from app.accounts.queries import names_of
from app.assessment import queries, service
from app.assessment.batches import LEAST, plain_cases
from app.assessment.deps import engine_of, path_to_of, reader_for, staffing_here
from app.assessment.domain.agreement import overturned
from app.assessment.domain.reading_times import paces
from app.assessment.openings import readings
from app.assessment.views.desk import QUEUES, desk_page, figures_page, settled_page
from app.assessment.views.words import OBSTACLE
from app.courses.deps import library_of
from app.quiz.domain.kappa import cohen_kappa
from app.web.deps import Db, Now, PlainForm, TransactionRoute, read_clock
from app.web.render import render

NOTHING = "Hàng này không còn hồ sơ nào anh chị xem được lúc này."
NOTICES = {
    "1": "Đã ghi quyết định. Hàng này không còn hồ sơ nào chờ anh chị.",
    "lo": "Đã ghi quyết định: duyệt cả lô.",
}

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
    page = settled_page(cases, sought, library_of(request).catalogue.frameworks, path_to_of(request), now)
    return render(request, page)


@router.get("/tham-dinh/so-lieu")
def assessment_figures(request: Request, session: Db, now: Now) -> HTMLResponse:
    months = overturned(queries.verdicts(session))
    kappa = cohen_kappa(queries.pairs(session))
    found = paces(readings(session))
    names = names_of(session, [one.account for one in found])
    offers = engine_of(request).standards.offers.values()
    standards = {offer.framework.name: offer.standard for offer in offers}
    seeds, this_month = queries.seeds(session), queries.month_of(now)
    return render(request, figures_page(kappa, months, found, names, seeds, this_month, standards))
