"""The learner's card: printed and kept at home, it says who they are, and the secret is asked for."""

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse

from app.accounts import enrolment, queries
from app.accounts.deps import FreshAccount, KnownAccount
from app.accounts.views import card_page
from app.learners.deps import go_to, settings_of
from app.web.deps import Db, TransactionRoute
from app.web.render import render

router = APIRouter(default_response_class=HTMLResponse, route_class=TransactionRoute)


@router.get("/tai-khoan/the")
def card(request: Request, session: Db, signed_in: KnownAccount) -> Response:
    login, path_to = queries.learner_login(session, signed_in.account_id), request.app.url_path_for
    here = settings_of(request).public_url.rstrip("/")
    leads = path_to("enter_by_card", card=login.card) if login else path_to("enter")
    is_new = "moi" in request.query_params
    return render(request, card_page(signed_in, login, f"{here}{path_to('enter')}", f"{here}{leads}", is_new=is_new))


@router.post("/tai-khoan/the/moi")
def renew_card(request: Request, session: Db, signed_in: FreshAccount) -> Response:
    """For a card that was lost: the old one leads nowhere from now on."""
    enrolment.renew_card(session, signed_in.account_id)
    return go_to(f"{request.app.url_path_for('card')}?moi=1")
