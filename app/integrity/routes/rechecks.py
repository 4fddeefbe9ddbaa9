"""`/tham-dinh/kiem-tra-lai`: an admin publishes a seed, a stranger tests again whom the lot chose and says what they saw."""

from datetime import date

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from sqlalchemy.orm import Session

from app.accounts.deps import KnownAccount
from app.accounts.domain.roles import Role
from app.accounts.domain.sign_in import SignedIn
from app.assessment.deps import reader_for
from app.assessment.views.words import OBSTACLE
from app.integrity import draws
from app.integrity.closing import closing_of
from app.integrity.deps import desk_of
from app.integrity.domain.rechecks import BadPeriod, told
from app.integrity.models import RecheckDraw
from app.integrity.rechecks import (
    PERCENTS,
    NoStranger,
    NoSuchDraw,
    SaidByAnother,
    drawn_ones,
    publish_draw,
    record_outcome,
    tallies,
)
from app.integrity.views.rechecks import DrawFound, recheck_page, rechecks_page
from app.web.deps import Db, Now, PlainForm, TransactionRoute, read_clock
from app.web.errors import NotFound
from app.web.render import render

NO_DRAW = "Không có đợt rút này, hoặc đợt ấy chưa mở hạt giống, hoặc giấy này không được rút."
NO_DAY = "Anh chị chọn đủ ngày đầu và ngày cuối nhé."
NO_STRANGER = "Việc kiểm tra lại này cần một người xã khác, chưa từng quyết định hồ sơ ấy."
BY_ANOTHER = "Người khác đã ghi kết quả của giấy này rồi. Kết quả ấy giữ nguyên."
KEPT = "Đã ghi."

router = APIRouter(default_response_class=HTMLResponse, route_class=TransactionRoute)


@router.get("/tham-dinh/kiem-tra-lai")
def rechecks(request: Request, session: Db, account: KnownAccount) -> HTMLResponse:
    return _show_all(request, session, account)


def _show_all(
    request: Request, session: Session, account: SignedIn, status: int = 200, *, error: str = "", first: str = "",
    last: str = "", percent: int = PERCENTS[1],
) -> HTMLResponse:  # fmt: skip
    found = [
        DrawFound(draw, told(tallies(session, draw)), closing_of(session.connection(), draw))
        for draw in draws.all_draws(session)
    ]
    page = rechecks_page(
        found, desk_of(request, account), request.app.state.path_to, read_clock(request),
        may_publish=account.role is Role.ADMIN, error=error, first=first, last=last, percent=percent,
    )  # fmt: skip
    return render(request, page, status)


@router.post("/tham-dinh/kiem-tra-lai")
def publish_recheck(request: Request, form: PlainForm, session: Db, account: KnownAccount, now: Now) -> Response:
    first, last, chosen = (str(form.get(name, ""))[:10] for name in ("tu", "den", "ti-le"))
    percent = int(chosen) if chosen in map(str, PERCENTS) else 0
    days = _day(first), _day(last)
    try:
        if days[0] is None or days[1] is None:
            raise BadPeriod(NO_DAY)
        publish_draw(session, days[0], days[1], percent, account.account_id, now)
    except BadPeriod as wrong:
        typed = {"first": first if days[0] else "", "last": last if days[1] else "", "percent": percent or PERCENTS[1]}
        return _show_all(request, session, account, 422, error=str(wrong), **typed)  # type: ignore[arg-type]
    return RedirectResponse(request.app.state.path_to("rechecks"), 303)


def _day(typed: str) -> date | None:
    """As a browser sends a date."""
    try:
        return date.fromisoformat(typed)
    except ValueError:
        return None


@router.get("/tham-dinh/kiem-tra-lai/{number:int}")
def recheck(request: Request, number: int, session: Db, account: KnownAccount) -> HTMLResponse:
    draw = draws.find_draw(session, number)
    if draw is None or closing_of(session.connection(), draw) is None:
        raise NotFound(NO_DRAW)
    return _show_one(request, session, account, draw, notice=KEPT if request.query_params.get("da-ghi") == "1" else "")


def _show_one(
    request: Request, session: Session, account: SignedIn, draw: RecheckDraw, status: int = 200, *, notice: str = "",
    error: str = "",
) -> HTMLResponse:  # fmt: skip
    reader, arranges = reader_for(session, account), account.role is Role.ADMIN
    found = drawn_ones(session, draw, reader)
    holders = draws.holders_of(session, [one.decided.code for one in found]) if arranges else {}
    page = recheck_page(
        draw, found, holders, request.app.state.path_to, arranges=arranges,
        why_not="" if arranges or reader.commune else OBSTACLE["no-commune"], notice=notice, error=error,
    )  # fmt: skip
    return render(request, page, status)


@router.post("/tham-dinh/kiem-tra-lai/{number:int}/{code}")
def record_recheck(
    request: Request, number: int, code: str, form: PlainForm, session: Db, account: KnownAccount, now: Now
) -> Response:
    reader, outcome = reader_for(session, account), str(form.get("ket-qua", ""))
    try:
        record_outcome(session, number, code, outcome, reader, now)
    except NoSuchDraw:
        raise NotFound(NO_DRAW) from None
    except (NoStranger, SaidByAnother) as refusal:
        error, status = (NO_STRANGER, 403) if isinstance(refusal, NoStranger) else (BY_ANOTHER, 409)
        return _show_one(request, session, account, session.get_one(RecheckDraw, number), status, error=error)
    return RedirectResponse(f"{request.app.state.path_to('recheck', number=number)}?da-ghi=1", 303)
