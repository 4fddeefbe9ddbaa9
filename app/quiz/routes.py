"""Questions of a lesson, its end, and progress by skill."""

from collections.abc import Mapping

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from app.accounts.deps import device_of, name_of, reading_of, remember_learner
from app.core.ids import is_token, new_token
from app.core.writer import WriterBusy
from app.courses.deps import library_of
from app.courses.domain.lessons import Lesson
from app.courses.library import ContentLibrary
from app.courses.queries import answered_by
from app.quiz.domain.choice_question import ChoiceQuestion
from app.quiz.queries import last_answer
from app.quiz.service import (
    NothingChosen,
    QuestionChanged,
    SomeoneElses,
    Submission,
    question_of,
    submit_answer,
)
from app.quiz.views import EARLIER_COUNTS, answered_page, asked_page, finished_page, progress_page
from app.web.deps import Db, TransactionRoute, read_clock, read_form
from app.web.errors import NotFound
from app.web.render import render

router = APIRouter(default_response_class=HTMLResponse, route_class=TransactionRoute)
FRAMEWORK_OF = {"nguoi-cao-tuoi": "nguoi-dan"}

CHOOSE_ONE = "Bác chưa chọn câu nào. Bác chạm một câu, rồi bấm Trả lời."
CHANGED = "Câu hỏi vừa được sửa lại. Bác đọc lại rồi chọn giúp nhé."
ELSES = "Câu này người khác trên máy vừa trả lời. Bác chọn lại câu của bác nhé."
BUSY = "Mạng đang đông, câu trả lời của bác chưa ghi được. Bác bấm Trả lời lần nữa nhé."

# What the learner is told, with which status, and whether the same key may be sent again.
REFUSALS: Mapping[type[Exception], tuple[str, int, bool]] = {
    NothingChosen: (CHOOSE_ONE, 422, True),
    QuestionChanged: (CHANGED, 422, False),
    SomeoneElses: (ELSES, 422, False),
    WriterBusy: (BUSY, 503, True),
}


def _find(library: ContentLibrary, lesson: str, question: str) -> tuple[Lesson, ChoiceQuestion]:
    found = library.catalogue.lessons.get(lesson)
    body = question_of(found, question)
    if found is None or body is None:
        raise NotFound("Không có câu hỏi này. Có thể bài đã được sửa lại.")
    return found, body


@router.get("/bai-hoc/{lesson}/cau-hoi/{question}", name="question")
def show_question(request: Request, session: Db, lesson: str, question: str) -> HTMLResponse:
    """Answered before: the answer and its feedback, unless the learner wants to try again."""
    library = library_of(request)
    found, body = _find(library, lesson, question)
    path_to = request.app.state.path_to
    again = "lam-lai" in request.query_params
    last = None if again else last_answer(session, device_of(request).active, lesson, question)
    if last is not None:
        seen = question_of(library.lesson_version(lesson, last.version), question)
        verdict = seen.judge(last.answer) if seen else None
        if seen and verdict:
            return render(request, answered_page(found, question, seen, verdict, path_to))
    return render(request, asked_page(found, question, body, new_token(), path_to))


@router.post("/bai-hoc/{lesson}/cau-hoi/{question}", name="answer")
async def answer(request: Request, lesson: str, question: str) -> Response:
    """Acknowledged after the durable commit. Never calls the database here: the answer log has its own thread."""
    library, device, state = library_of(request), device_of(request), request.app.state
    found, body = _find(library, lesson, question)
    form = await read_form(request)
    sent = Submission(lesson, question, *(str(form.get(name, "")) for name in ("phien-ban", "khoa", "cau-tra-loi")))
    try:
        outcome = await submit_answer(
            state.answer_log, library, state.database, sent, device.active, read_clock(request)
        )
    except tuple(REFUSALS) as refused:
        message, status, keeps_key = REFUSALS[type(refused)]
        key = sent.key if keeps_key and is_token(sent.key) else new_token()
        page = asked_page(found, question, body, key, state.path_to, selected=sent.choice, error=message)
        return render(request, page, status)
    seen = question_of(outcome.lesson, question) or body
    notice = EARLIER_COUNTS if outcome.differs else ""
    page = answered_page(found, question, seen, outcome.verdict, state.path_to, notice=notice)
    response: Response = render(request, page, 422 if outcome.differs else 200)
    if request.headers.get("sec-fetch-mode") == "navigate" and not outcome.differs:
        # Without script the browser itself sends the form; shown by a redirect, going back never asks to send it again.
        response = RedirectResponse(state.path_to("question", lesson=lesson, question=question), 303)
    remember_learner(request, response, device, outcome.learner_id)
    return response


@router.get("/bai-hoc/{lesson}/xong")
def finished(request: Request, session: Db, lesson: str) -> HTMLResponse:
    catalogue = library_of(request).catalogue
    found = catalogue.lessons.get(lesson)
    if found is None:
        raise NotFound("Không có bài học này. Có thể bài đã đổi tên.")
    answered = answered_by(session, device_of(request).active)
    return render(request, finished_page(catalogue, found, answered, request.app.state.path_to))


@router.get("/tien-bo")
def progress(request: Request, session: Db) -> HTMLResponse:
    audience = reading_of(request).audience
    answered = answered_by(session, device_of(request).active)
    page = progress_page(
        library_of(request).catalogue,
        FRAMEWORK_OF.get(audience, audience),
        answered,
        name_of(request),
        request.app.state.path_to,
    )
    return render(request, page)
