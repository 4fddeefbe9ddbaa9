"""Back in without the secret: somebody who may help starts it on their phone, the learner answers the question on theirs."""

from datetime import datetime

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse

from app.accounts import recovering, throttling
from app.accounts.deps import CurrentToken, KnownAccount
from app.accounts.routes.starting import address_of, begin, render_throttled, too_often, without_session
from app.accounts.views import help_back_in_page, recover_page
from app.learners.deps import FULL, CurrentVisit, Visit, settings_of
from app.learners.domain.device import DeviceFull
from app.web.deps import Db, Now, SubmittedForm, TransactionRoute
from app.web.forms import printable
from app.web.render import render

router = APIRouter(default_response_class=HTMLResponse, route_class=TransactionRoute)

WHO = "Mời gõ mã trên thẻ, hoặc số điện thoại của người cần giúp."
WRONG = "Mã chưa đúng, hoặc đã quá nửa giờ. Bác nhờ người giúp xem lại, hoặc lấy mã mới."
WRONG_ANSWER = "Chưa khớp với câu trả lời bác đã đặt. Bác thử viết cách khác xem. Mỗi mã chỉ thử được vài lần."
CLOSED = (
    "Câu hỏi này đã trả lời chưa khớp nhiều lần quá, nên mình đóng lại để giữ tài khoản cho bác. "
    "Bác nhờ người quản trị ở xã cấp mật khẩu dùng một lần nhé."
)
NO_ANSWER = "Mời bác viết câu trả lời."
USED = "Mã này vừa dùng rồi. Cần nữa thì bác nhờ người giúp lấy mã mới."


@router.get("/giup-lay-lai")
async def help_back_in(request: Request, _: KnownAccount) -> Response:
    return render(request, help_back_in_page())


@router.post("/giup-lay-lai")
def start_recovery(request: Request, session: Db, form: SubmittedForm, signed_in: KnownAccount, now: Now) -> Response:
    """A code in any case: it is worth something where somebody has this login and this helper may help them."""
    typed = _line(form.get("ma"))
    if not typed:
        return render(request, help_back_in_page(message=WHO), 422)
    code = recovering.start_recovery(session, settings_of(request).secret, signed_in, typed, now)
    if isinstance(code, throttling.Throttled):
        return render_throttled(request, help_back_in_page(typed, message=too_often(code)), code)
    return render(request, help_back_in_page(typed, code))


@router.get("/lay-lai")
async def recover(request: Request) -> Response:
    return render(request, recover_page())


@router.post("/lay-lai")
def submit_recovery(
    request: Request, visit: CurrentVisit, form: SubmittedForm, token: CurrentToken, now: Now
) -> Response:
    """First the code, then the answer to the question; nobody is asked anything who has no code."""
    typed, code, answer = _line(form.get("ma")), _line(form.get("so")), _line(form.get("tra-loi"))
    secret, address = settings_of(request).secret, address_of(request)
    known = recovering.check_code(visit.session, secret, typed, code, address, now)
    may_answer = not isinstance(known, recovering.Known) or not answer or recovering.may_answer(visit.session, known)
    visit.session.commit()
    if isinstance(known, throttling.Throttled):
        return render_throttled(request, recover_page(typed, code, message=too_often(known)), known)
    if known is None:
        return render(request, recover_page(typed, code, message=WRONG), 422)
    if "tra-loi" not in form:
        return render(request, recover_page(typed, code, known.question))
    if not may_answer:
        return render(request, recover_page(typed, code, known.question, CLOSED), 422)
    if not recovering.is_answer_right(known, answer):
        message = WRONG_ANSWER if answer else NO_ANSWER
        return render(request, recover_page(typed, code, known.question, message), 422)
    return _let_in(visit, known, token, now) or render(request, recover_page(typed, message=USED), 422)


def _let_in(visit: Visit, known: recovering.Known, token: str, now: datetime) -> Response | None:
    """To choose a new secret before anything else; None when the code was used meanwhile."""
    device = without_session(visit, token)
    started = recovering.recover(visit.session, known, now)
    if started is None:
        return None
    try:
        return begin(visit, device, started, "", now)
    except DeviceFull:
        visit.session.rollback()
        return render(visit.request, recover_page(message=FULL), 422)


def _line(value: object) -> str:
    return printable(str(value or ""))[:100].strip()
