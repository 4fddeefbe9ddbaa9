"""How a sitting begins alone."""

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, Response
from sqlalchemy.orm import Session

from app.accounts.deps import read_account
from app.learners.deps import go_to
from app.sittings.deps import going_of, offer_of
from app.sittings.routes.entering import CLOSED, Alone, begin, begin_form, known_beginning, refuse, typed_again
from app.sittings.standards import Offer
from app.sittings.views.certification import TypedBeginning, name_page
from app.web.deps import Db, Now, PlainForm, TransactionRoute
from app.web.forms import Form, Refused
from app.web.render import render

RIGHT_NAME, OTHER_NAME = "dung", "sua"
ALONE = Form(Alone)

router = APIRouter(
    default_response_class=HTMLResponse, route_class=TransactionRoute, dependencies=[Depends(read_account)]
)


@router.get("/chung-nhan/bat-dau", name="begin_sitting")
def begin_sitting(request: Request, session: Db) -> Response:
    """Who has a sitting that goes on does not begin another: the page before says whose it is."""
    if going_of(request, session):
        return go_to(request.app.state.path_to("certification"))
    return begin_form(request, session, known_beginning(request, session), in_class=False)


@router.post("/chung-nhan/bat-dau", name="start_sitting")
def start_alone(request: Request, form: PlainForm, session: Db, now: Now) -> Response:
    wanted = ALONE.parse(form)
    if isinstance(wanted, Refused):
        return begin_form(request, session, typed_again(wanted), in_class=False, status=422)
    offer = offer_of(request, wanted.framework)
    if offer is None:
        return refuse(request, session, wanted, CLOSED, in_class=False)
    if wanted.look != RIGHT_NAME and going_of(request, session) is None:
        return _ask_name(request, session, wanted, offer)
    return begin(request, session, wanted, offer, None, now)


def _ask_name(request: Request, session: Session, wanted: Alone, offer: Offer) -> HTMLResponse:
    """Before it begins: on the certificate, which comes at once, nobody mends a name. A class has its list for that."""
    if wanted.look == OTHER_NAME:
        typed = TypedBeginning(wanted.name, device=wanted.device, framework=offer.framework.id, agreed=True)
        return begin_form(request, session, typed, in_class=False)
    return render(request, name_page(wanted.name, wanted.device, offer, request.app.state.path_to))
