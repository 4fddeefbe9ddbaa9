"""An answer that came late counts, or counts no more, as whoever reads the case says."""

from typing import Annotated, Literal

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from pydantic import BaseModel, BeforeValidator, Field

from app.accounts.deps import KnownAccount
from app.accounts.domain.sign_in import is_fresh
from app.assessment import late_rulings, openings
from app.assessment.deps import engine_of, read_tempi, reader_for
from app.assessment.routes.cases import readable_case, show_case
from app.assessment.routes.deciding import REFUSALS, SEEN, STEP_UP, clean_said, refuse, seen_of_form
from app.assessment.views.case import Typed
from app.assessment.views.late_answers import late_kind
from app.web.deps import Db, Now, PlainForm, TransactionRoute
from app.web.forms import Form, Refused

NO_REASON = "Anh chị viết lý do trước, một câu thôi cũng được."

router = APIRouter(default_response_class=HTMLResponse, route_class=TransactionRoute)


class LateRuling(BaseModel):
    seen: str = Field(alias="da-xem", pattern=SEEN)
    counts: Literal["1", "0"] = Field(alias="tinh")
    reason: Annotated[str, BeforeValidator(clean_said), Field(min_length=1, max_length=200)] = Field(alias="ly-do")


RULING = Form(LateRuling)


@router.post("/tham-dinh/ho-so/{token}/tra-loi-muon/{number:int}")
def rule_on_late_answer(
    request: Request, token: str, number: int, form: PlainForm, session: Db, account: KnownAccount, now: Now
) -> Response:
    tempi = read_tempi(request) if is_fresh(account.since, now) else {}  # before this session writes
    reader = reader_for(session, account)
    found = readable_case(session, token, reader)
    ruling = RULING.parse(form)
    if isinstance(ruling, Refused):
        return show_case(request, session, found, account, 422, error=NO_REASON)
    typed = Typed(late_kind(number), ruling.reason)
    if not is_fresh(account.since, now):
        return show_case(request, session, found, account, 403, error=STEP_UP, typed=typed)
    seen, counts = seen_of_form(ruling.seen), ruling.counts == "1"
    try:
        late_rulings.rule(
            session,
            engine_of(request),
            token,
            seen,
            number,
            reader,
            now,
            counts=counts,
            reason=ruling.reason,
            tempi=tempi,
        )
    except REFUSALS as refusal:
        return refuse(request, session, token, account, refusal, typed)
    openings.forget_typed(session, found, account.account_id)
    return RedirectResponse(f"{request.app.state.path_to('case', token=token)}#tra-loi-muon", 303)
