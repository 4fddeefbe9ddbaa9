"""Questions of a lesson, and its end."""

import asyncio
from collections.abc import Mapping

from fastapi import Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from app.core.batch import DatabaseBusy
from app.core.ids import is_token, new_token
from app.courses.deps import answered_of, library_of
from app.courses.domain.lessons import Lesson
from app.courses.library import ContentLibrary
from app.learners.deps import device_of, is_assisted, remember_learner, was_helped
from app.learners.domain.return_path import FIELD as BACK
from app.learners.domain.return_path import local_path
from app.quiz.deps import was_hinted
from app.quiz.domain.errand import FIELD, IN_LESSON, read_errand
from app.quiz.domain.evidence import day_of
from app.quiz.domain.question import NO_FIELDS, Fields
from app.quiz.pages import QuestionPage
from app.quiz.queries import LastAnswer
from app.quiz.service import (
    Incomplete,
    Outcome,
    QuestionChanged,
    SomeoneElses,
    Submission,
    lesson_version,
    question_of,
    state_help,
    submit_answer,
)
from app.quiz.views import (
    EARLIER_COUNTS,
    RESTS,
    AnsweredPages,
    Setting,
    answered_page,
    asked_page,
    finished_page,
    resting_page,
)
from app.web.deps import read_clock, read_form
from app.web.errors import NotFound
from app.web.forms import fields_of
from app.web.page_routes import PageRoute
from app.web.render import render

CHANGED = "Câu hỏi vừa được sửa lại. Bác đọc lại rồi chọn giúp nhé."
ELSES = "Câu này người khác trên máy vừa trả lời. Bác chọn lại câu của bác nhé."
BUSY = "Mạng đang đông, câu trả lời của bác chưa ghi được. Bác bấm Trả lời lần nữa nhé."

# What the learner is told, with which status, and whether the same key may be sent again.
REFUSALS: Mapping[type[Exception], tuple[str, int, bool]] = {
    QuestionChanged: (CHANGED, 422, False),
    SomeoneElses: (ELSES, 422, False),
    DatabaseBusy: (BUSY, 503, True),
}

_answered = AnsweredPages()


def _find(library: ContentLibrary, lesson: str, question: str) -> Lesson:
    """Any key asks something of an exercise that is a question, and nothing of another."""
    found = library.catalogue.lessons.get(lesson)
    if found is None or question_of(found, question, "") is None:
        raise NotFound("Không có câu hỏi này. Có thể bài đã được sửa lại.")
    return found


async def show_question(request: Request, lesson: str, question: str) -> HTMLResponse:
    """Answered before: the answer and its feedback, unless the learner wants to try again, or it is time to."""
    library = library_of(request)
    found = _find(library, lesson, question)
    if question in found.resting:
        return render(request, resting_page(found, question, _setting(request)))
    learner = device_of(request).active
    if learner is not None and "lam-lai" not in request.query_params:
        last: LastAnswer | None = await request.app.state.answer_reader.ask((learner, lesson, question))
        if last is not None:
            seen = question_of(await lesson_version(library, lesson, last.version), question, last.key)
            verdict = seen.judge(last.answer) if seen else None
            # What went wrong on an earlier day is asked anew: a try right after its feedback would be no memory.
            is_of_today = day_of(last.at) == day_of(read_clock(request))
            if seen and verdict and (is_of_today or verdict.score >= 1):
                return render(request, answered_page(found, question, seen, verdict, _setting(request)))
    return _ask(request, found, question, new_token())


def _setting(request: Request) -> Setting:
    errand = read_errand(request.query_params.get(FIELD, "")) if request.scope["query_string"] else IN_LESSON
    return Setting(request.app.state.path_to, errand, is_assisted(request))


def _ask(
    request: Request,
    lesson: Lesson,
    slug: str,
    key: str,
    fields: Fields = NO_FIELDS,
    error: str = "",
    status: int = 200,
) -> HTMLResponse:
    question = question_of(lesson, slug, key)
    if question is None:
        raise NotFound
    page = asked_page(lesson, slug, question, key, _setting(request), fields=fields, error=error)
    return render(request, page, status)


async def answer(request: Request, lesson: str, question: str) -> Response:
    """Acknowledged after the durable commit. Never calls the database here: the answer log has its own thread."""
    library, device, state = library_of(request), device_of(request), request.app.state
    found = _find(library, lesson, question)
    if question in found.resting:  # since it was shown: this answer counts for nothing, earlier ones stand
        return render(request, resting_page(found, question, _setting(request)), RESTS)
    fields = fields_of(await read_form(request))
    version, key = (fields.get(name, ("",))[0] for name in ("phien-ban", "khoa"))
    setting = _setting(request)
    helped = setting.assisted or was_hinted(request, lesson, question)
    sent = Submission(lesson, question, version, key, fields, helped, setting.errand.mode)
    try:
        outcome = await submit_answer(
            state.answer_log, library, state.database, sent, device.active, read_clock(request)
        )
    except Incomplete as unfinished:
        return _ask(request, found, question, key, fields, unfinished.message, 422 if unfinished.message else 200)
    except tuple(REFUSALS) as refused:
        message, status, keeps_key = REFUSALS[type(refused)]
        key = key if keeps_key and is_token(key) else new_token()
        return _ask(request, found, question, key, fields, message, status)
    response: Response
    if request.headers.get("sec-fetch-mode") == "navigate" and not outcome.differs:
        # Without script the browser itself sends the form; shown by a redirect, going back never asks to send it again.
        response = RedirectResponse(setting.question_url(lesson, question), 303)
    else:
        response = render(request, _reply(found, question, outcome, setting), 422 if outcome.differs else 200)
    remember_learner(request, response, device, outcome.learner_id)
    return response


def _reply(lesson: Lesson, slug: str, outcome: Outcome, setting: Setting) -> QuestionPage:
    if outcome.differs:
        return answered_page(lesson, slug, outcome.question, outcome.verdict, setting, notice=EARLIER_COUNTS)
    return _answered.page(lesson, slug, outcome.question, outcome.verdict, setting)


async def say_helped(request: Request, lesson: str) -> Response:
    """ "Có người giúp tôi", said afterwards of today's answers in this lesson. The helper may still hold the phone."""
    learner, now = device_of(request).active, read_clock(request)
    if lesson not in library_of(request).catalogue.lessons:
        raise NotFound("Không có bài học này. Có thể bài đã đổi tên.")
    if learner is not None:
        await asyncio.to_thread(state_help, request.app.state.database, learner, lesson, now)
    wanted = local_path(str((await read_form(request)).get(BACK, "")))
    return was_helped(request, wanted or request.app.state.path_to("finished", lesson=lesson))


async def finished(request: Request, lesson: str) -> HTMLResponse:
    catalogue = library_of(request).catalogue
    found = catalogue.lessons.get(lesson)
    if found is None:
        raise NotFound("Không có bài học này. Có thể bài đã đổi tên.")
    answered = await answered_of(request)
    return render(request, finished_page(catalogue, found, answered, _setting(request)))


QUESTION = "/bai-hoc/{lesson}/cau-hoi/{question}"
pages = [
    PageRoute(QUESTION, show_question, name="question"),
    PageRoute(QUESTION, answer, methods=["POST"]),
    PageRoute("/bai-hoc/{lesson}/xong", finished),
    PageRoute("/bai-hoc/{lesson}/co-nguoi-giup", say_helped, methods=["POST"]),
]
