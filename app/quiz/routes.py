"""Questions of a lesson, its end, and progress by skill."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from app.accounts.deps import CurrentDevice, CurrentLearner, CurrentName, CurrentReading, remember_learner
from app.core.ids import is_token, new_token
from app.core.writer import WriterBusy
from app.courses.domain.lessons import Lesson
from app.courses.library import ContentLibrary
from app.courses.queries import answered_by
from app.courses.routes import Library
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
from app.web.deps import Db, Now, SubmittedForm
from app.web.errors import NotFound
from app.web.render import render

router = APIRouter(default_response_class=HTMLResponse)
FRAMEWORK_OF = {"nguoi-cao-tuoi": "nguoi-dan"}

CHOOSE_ONE = "Bác chưa chọn câu nào. Bác chạm một câu, rồi bấm Trả lời."
CHANGED = "Câu hỏi vừa được sửa lại. Bác đọc lại rồi chọn giúp nhé."
ELSES = "Câu này người khác trên máy vừa trả lời. Bác chọn lại câu của bác nhé."
BUSY = "Mạng đang đông, câu trả lời của bác chưa ghi được. Bác bấm Trả lời lần nữa nhé."


def _find(library: ContentLibrary, lesson: str, question: str) -> tuple[Lesson, ChoiceQuestion]:
    found = library.catalogue.lessons.get(lesson)
    body = question_of(found, question)
    if found is None or body is None:
        raise NotFound("Không có câu hỏi này. Có thể bài đã được sửa lại.")
    return found, body


@router.get("/bai-hoc/{lesson}/cau-hoi/{question}", name="question")
def show_question(
    request: Request, session: Db, library: Library, learner: CurrentLearner, lesson: str, question: str
) -> HTMLResponse:
    """Answered before: the answer and its feedback, unless the learner wants to try again."""
    found, body = _find(library, lesson, question)
    path_to = request.app.url_path_for
    last = None if "lam-lai" in request.query_params else last_answer(session, learner, lesson, question)
    if last is not None:
        seen = question_of(library.lesson_version(lesson, last.version), question)
        verdict = seen.judge(last.answer) if seen else None
        if seen and verdict:
            return render(request, answered_page(found, question, seen, verdict, path_to))
    return render(request, asked_page(found, question, body, new_token(), path_to))


@router.post("/bai-hoc/{lesson}/cau-hoi/{question}", name="answer")
async def answer(
    request: Request, library: Library, device: CurrentDevice, now: Now, form: SubmittedForm, lesson: str, question: str
) -> HTMLResponse:
    """Acknowledged after the durable commit. Never calls the database here: the answer log has its own thread."""
    found, body = _find(library, lesson, question)
    sent = Submission(lesson, question, *(str(form.get(name, "")) for name in ("phien-ban", "khoa", "cau-tra-loi")))
    path_to = request.app.url_path_for
    key = sent.key if is_token(sent.key) else new_token()
    state = request.app.state
    try:
        outcome = await submit_answer(state.answer_log, library, state.database, sent, device.active, now)
    except NothingChosen:
        return render(request, asked_page(found, question, body, key, path_to, error=CHOOSE_ONE), 422)
    except QuestionChanged:
        return render(request, asked_page(found, question, body, new_token(), path_to, error=CHANGED), 422)
    except SomeoneElses:
        page = asked_page(found, question, body, new_token(), path_to, selected=sent.choice, error=ELSES)
        return render(request, page, 422)
    except WriterBusy:
        return render(request, asked_page(found, question, body, key, path_to, selected=sent.choice, error=BUSY), 503)
    seen = question_of(outcome.lesson, question) or body
    notice = EARLIER_COUNTS if outcome.differs else ""
    response = render(
        request,
        answered_page(found, question, seen, outcome.verdict, path_to, notice=notice),
        422 if outcome.differs else 200,
    )
    remember_learner(request, response, device, outcome.learner_id)
    return response


@router.get("/bai-hoc/{lesson}/xong")
def finished(request: Request, session: Db, library: Library, learner: CurrentLearner, lesson: str) -> HTMLResponse:
    found = library.catalogue.lessons.get(lesson)
    if found is None:
        raise NotFound("Không có bài học này. Có thể bài đã đổi tên.")
    answered = answered_by(session, learner)
    return render(request, finished_page(library.catalogue, found, answered, request.app.url_path_for))


@router.get("/tien-bo")
def progress(
    request: Request, session: Db, library: Library, learner: CurrentLearner, name: CurrentName, reading: CurrentReading
) -> HTMLResponse:
    audience = FRAMEWORK_OF.get(reading.audience, reading.audience)
    answered = answered_by(session, learner)
    return render(request, progress_page(library.catalogue, audience, answered, name, request.app.url_path_for))
