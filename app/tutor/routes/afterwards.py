"""What a learner does with answers: says whether one helped, takes them along, erases them."""

from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from sqlalchemy.orm import Session
from starlette.exceptions import HTTPException

from app.learners.deps import settings_of
from app.learners.domain.device import tag_of
from app.tutor.answer_cache import withdraw
from app.tutor.deps import key_of, learner_of, require_no_sitting
from app.tutor.message_log import erase, rate
from app.tutor.queries import all_messages, count_messages, find_message
from app.tutor.views.conversation import conversation_text, erase_page
from app.web.deps import Db, PlainForm, TransactionRoute
from app.web.errors import NotFound
from app.web.render import render

GONE = "Không có câu hỏi này. Có thể bác đã xóa rồi."

router = APIRouter(
    default_response_class=HTMLResponse, route_class=TransactionRoute, dependencies=[Depends(require_no_sitting)]
)


@router.post("/tro-ly/co-giup", name="rate_answer")
def rate_answer(request: Request, form: PlainForm, session: Db) -> Response:
    key, said, learner = key_of(str(form.get("tin", ""))), str(form.get("giup", "")), learner_of(request)
    if learner is None or find_message(session, learner, key) is None:
        raise NotFound(GONE)
    if said not in ("co", "chua"):
        raise HTTPException(422)
    rate(session, learner, key, was_helpful=said == "co")
    if said == "chua":
        withdraw(session, learner, key)
    return RedirectResponse(f"{request.app.state.path_to('tutor')}?{urlencode({'tin': key, 'giup': said})}", 303)


@router.get("/tro-ly/tai-ve", name="download_messages")
def download_messages(request: Request, session: Db) -> Response:
    learner = learner_of(request)
    messages = all_messages(session, learner) if learner is not None else []
    if not messages:
        return RedirectResponse(request.app.state.path_to("tutor"), 303)
    headers = {
        "Content-Disposition": 'attachment; filename="cau-da-hoi.txt"', "Cache-Control": "no-store", "X-Content-Type-Options": "nosniff",
    }  # fmt: skip
    text = conversation_text(messages, absolute=str(request.base_url).rstrip("/"))
    return PlainTextResponse("\ufeff" + text, headers=headers)  # old Windows needs the mark


@router.get("/tro-ly/xoa", name="erase_page")
def ask_before_erasing(request: Request, session: Db) -> Response:
    return _ask_before_erasing(request, session, key_of(request.query_params.get("tin", "")))


def _ask_before_erasing(request: Request, session: Session, key: str, status: int = 200) -> Response:
    learner = learner_of(request)
    message = find_message(session, learner, key) if key else None
    if key and message is None:
        raise NotFound(GONE)
    count = count_messages(session, learner) if learner is not None else 0
    if learner is None or not count:
        return RedirectResponse(request.app.state.path_to("tutor"), 303)
    person = tag_of(learner, settings_of(request).secret)
    return render(request, erase_page(message, count, person, request.app.state.path_to), status)


@router.post("/tro-ly/xoa", name="erase_messages")
def erase_messages(request: Request, form: PlainForm, session: Db) -> Response:
    """Only for whom the page was made: the phone may have been handed over since."""
    key, learner = key_of(str(form.get("tin", ""))), learner_of(request)
    if learner is None or str(form.get("nguoi", "")) != tag_of(learner, settings_of(request).secret):
        return _ask_before_erasing(request, session, key, 422)
    if not erase(session, learner, key or None) and key:
        raise NotFound(GONE)
    return RedirectResponse(f"{request.app.state.path_to('tutor')}?da-xoa=1", 303)
