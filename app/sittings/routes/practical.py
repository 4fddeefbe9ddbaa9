"""`/chung-nhan/giam-sat/thuc-hanh`: a supervisor writes down what they saw of practical work that a learner was invited to.

Whoever supervises may, who has the code from the learner, or from the list of the class they opened. It is evidence beside
the test: an assessor reads it, and decides."""

from collections.abc import Sequence
from datetime import datetime

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response
from sqlalchemy.orm import Session
from starlette.datastructures import FormData

from app.accounts.deps import KnownAccount
from app.accounts.domain.sign_in import SignedIn
from app.core.private_text.plain import plain
from app.core.private_text.spans import private_spans
from app.learners.deps import go_to
from app.sittings import practical
from app.sittings.deps import engine_of
from app.sittings.domain.full_names import says_who
from app.sittings.domain.practical import MOST_NOTED, SEEN, SkillWatched
from app.sittings.practical import InvitationOver, Invited, NoSuchInvitation
from app.sittings.queries import keeps_bank
from app.sittings.seat_codes import digits_of
from app.sittings.views.practical import practical_code_page, practical_page
from app.web import errors as refusals
from app.web.deps import Db, Now, SubmittedForm, TransactionRoute
from app.web.errors import NotFound
from app.web.forms import Refused, clean_text
from app.web.render import render

NO_CODE = "Không có lời mời nào với mã này. Thầy cô xem lại mã trên trang kết quả của người học nhé."
OVER = "Lời mời này đã xong: người thẩm định đã quyết định. Lần ghi vừa rồi không được lưu."
KEEPS_BANK = "Thầy cô đang giữ kho câu hỏi chứng nhận, nên một thầy cô khác xem và ghi giúp."
UNSAID = "Thầy cô chọn một trong ba: làm được, chưa làm được, chưa làm."
TOO_LONG = f"Ghi chú dài quá, nhiều nhất {MOST_NOTED} chữ cái."
NAMED = "Ghi chú có tên người học, hay tên xã. Thầy cô bỏ ra giúp: người thẩm định không được biết là ai, ở đâu."
PRIVATE = "Ghi chú có số điện thoại, số giấy tờ hay mã. Thầy cô bỏ số ấy ra giúp."

router = APIRouter(default_response_class=HTMLResponse, route_class=TransactionRoute)


@router.get("/chung-nhan/giam-sat/thuc-hanh", name="find_practical")
def find_practical(request: Request, session: Db) -> Response:
    typed = request.query_params.get("ma", "")[:40]
    if not typed:
        return render(request, practical_code_page(request.app.state.path_to))
    try:
        found = practical.invited_with(session, digits_of(typed))
    except NoSuchInvitation:
        return render(request, practical_code_page(request.app.state.path_to, typed, NO_CODE), 404)
    return go_to(request.app.state.path_to("practical", code=found.invitation.code))


@router.get("/chung-nhan/giam-sat/thuc-hanh/{code}", name="practical")
def show_practical(request: Request, code: str, session: Db, account: KnownAccount) -> Response:
    found = _invited(session, account, code)
    return _show(request, found, Refused({}, {}), saved="da-luu" in request.query_params)


@router.post("/chung-nhan/giam-sat/thuc-hanh/{code}", name="report_practical")
def report_practical(
    request: Request, code: str, form: SubmittedForm, session: Db, account: KnownAccount, now: Now
) -> Response:
    found = _invited(session, account, code)
    watched = _watched(form, found)
    if isinstance(watched, Refused):
        return _show(request, found, watched, 422)
    return _reported(request, session, found, account, watched, now)


def _reported(
    request: Request,
    session: Session,
    found: Invited,
    account: SignedIn,
    watched: Sequence[SkillWatched],
    now: datetime,
) -> Response:
    try:
        practical.write_report(session, found.invitation.code, account.account_id, watched, now)
    except InvitationOver:
        now_found = practical.invited_with(session, found.invitation.code)
        return _show(request, now_found, Refused({}, {"": OVER}), 409)
    return go_to(f"{request.app.state.path_to('practical', code=found.invitation.code)}?da-luu=1")


def _invited(session: Session, account: SignedIn, code: str) -> Invited:
    """Raises NotFound, and Refused for who may see the bank with its keys."""
    try:
        found = practical.invited_with(session, digits_of(code))
    except NoSuchInvitation:
        raise NotFound(NO_CODE) from None
    if keeps_bank(session, account.account_id):
        raise refusals.Refused(KEEPS_BANK)
    return found


def _watched(form: FormData, found: Invited) -> tuple[SkillWatched, ...] | Refused:
    """Of every skill, in the order of the invitation."""
    errors: dict[str, str] = {}
    watched = []
    for place, skill in enumerate(found.invitation.skills, 1):
        seen, note = form.get(f"thay-{place}", ""), form.get(f"ghi-{place}", "")
        if seen not in SEEN:
            errors[str(place)] = UNSAID
            continue
        try:
            watched.append(SkillWatched(skill, seen, _note(note, found)))
        except ValueError as refused:
            errors[str(place)] = str(refused)
    typed = {name: value for name, value in form.items() if isinstance(value, str)}
    return Refused(typed, errors) if errors else tuple(watched)


def _note(sent: object, found: Invited) -> str:
    """Raises ValueError (in Vietnamese)."""
    note = " ".join(str(clean_text(sent)).split())
    if len(note) > MOST_NOTED:
        raise ValueError(TOO_LONG)
    if private_spans(plain(note)):
        raise ValueError(PRIVATE)
    if says_who(note, found.name, found.commune):
        raise ValueError(NAMED)
    return note


def _show(request: Request, found: Invited, form: Refused, status: int = 200, *, saved: bool = False) -> HTMLResponse:
    framework = engine_of(request).standards.framework(found.sitting.framework)
    page = practical_page(found, framework, request.app.state.path_to, form.typed, form.errors, saved=saved)
    return render(request, page, status)
