"""Questions without a lesson: the teacher reads them and says what becomes of them."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from sqlalchemy.orm import Session

from app.accounts.deps import KnownAccount
from app.courses.deps import library_of
from app.tutor.deps import key_of
from app.tutor.message_log import decide_gap
from app.tutor.queries import decided_gaps, is_gap, open_gaps
from app.tutor.views.gaps import DECISIONS, gaps_page
from app.web.deps import Db, Now, PlainForm, TransactionRoute
from app.web.errors import NotFound
from app.web.render import render

DECIDED_SHOWN = 30
UNKNOWN_LESSON = "Không có bài nào tên như vậy. Thầy cô chọn một bài trong danh sách giúp nhé."
LESSON_WANTED = "Thầy cô chọn bài đã dạy việc này rồi bấm “Đã có bài” giúp nhé."

router = APIRouter(default_response_class=HTMLResponse, route_class=TransactionRoute)


@router.get("/soan-bai/cau-chua-co-bai", name="gaps")
def gaps(request: Request, session: Db) -> HTMLResponse:
    return _show(request, session)


def _show(request: Request, session: Session, error: str = "", status: int = 200) -> HTMLResponse:
    catalogue = library_of(request).catalogue
    page = gaps_page(
        catalogue, open_gaps(session), decided_gaps(session, DECIDED_SHOWN), request.app.state.path_to, error
    )
    return render(request, page, status)


@router.post("/soan-bai/cau-chua-co-bai", name="decide_gap")
def decide(request: Request, form: PlainForm, session: Db, account: KnownAccount, now: Now) -> Response:
    topic, decision = key_of(str(form.get("cau", ""))), str(form.get("quyet", ""))
    if decision not in DECISIONS or not is_gap(session, topic):
        raise NotFound("Câu hỏi này không còn nữa. Có thể người học đã xóa.")
    lesson = _lesson(request, str(form.get("bai", "")).strip())
    if lesson is None:
        return _show(request, session, UNKNOWN_LESSON, 422)
    if decision == "da-co-bai" and not lesson:
        return _show(request, session, LESSON_WANTED, 422)
    decide_gap(session, topic, decision, lesson if decision == "da-co-bai" else "", account.account_id, now)
    return RedirectResponse(request.app.state.path_to("gaps"), 303)


def _lesson(request: Request, typed: str) -> str | None:
    """The slug of the lesson, by slug or title; "" when nothing was typed, None for no lesson of ours."""
    lessons = library_of(request).catalogue.lessons
    if not typed or typed in lessons:
        return typed
    titled = typed.casefold()
    return next((lesson.slug for lesson in lessons.values() if lesson.about.title.casefold() == titled), None)
