"""`/chung-nhan`: what is needed, and what there is already."""

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, Response
from sqlalchemy.orm import Session

from app.accounts.deps import read_account, require_holder
from app.certification.queries import certificates_of
from app.core.clock import VIETNAM
from app.learners.deps import device_of, settings_of
from app.learners.queries import find_learner
from app.sittings import queries
from app.sittings.beginning import tries_of
from app.sittings.deps import engine_of, holder_of, offer_of
from app.sittings.domain.retakes import wait_for
from app.sittings.models import Sitting
from app.sittings.views.certification import Past, certification_page
from app.sittings.views.sitting import earlier_words
from app.web.deps import Db, Now, TransactionRoute
from app.web.render import render

router = APIRouter(
    default_response_class=HTMLResponse, route_class=TransactionRoute, dependencies=[Depends(read_account)]
)


@router.get("/chung-nhan", name="certification")
def certification(request: Request, session: Db, now: Now) -> Response:
    learner = device_of(request).active
    require_holder(request, find_learner(session, learner))
    offer = offer_of(request)
    sittings = queries.sittings_of(session, learner) if learner is not None else ()
    going = next((one for one in sittings if one.ended_at is None), None)
    ended = [one for one in sittings if one.ended_at is not None]
    tries = [one.at for one in tries_of(session, ended)]
    past = Past(
        going,
        holder_of(session, going),
        [(one, _earlier(session, one)) for one in ended],
        bool(ended) and ended[0].supervision_id is not None and not queries.verdicts_of(session, ended[0].id),
        certificates_of(session, learner) if learner is not None else (),
        wait_for(tries, offer.standard.retakes, now) if offer else None,
        queries.has_account(session, learner),
        asks_identity=learner is not None and bool(settings_of(request).identity_secret),
    )
    may_choose = len(engine_of(request).standards.offers) > 1
    today = now.astimezone(VIETNAM).date()
    return render(request, certification_page(offer, past, request.app.state.path_to, today, may_choose=may_choose))


def _earlier(session: Session, sitting: Sitting) -> str:
    results, verdicts = queries.results_of(session, sitting.id), queries.verdicts_of(session, sitting.id)
    return earlier_words(results[-1].outcome if results else "", verdicts[-1].state if verdicts else "")
