"""Asking the tutor, and reading again what it said."""

import asyncio
import re
from collections.abc import Mapping
from dataclasses import replace
from time import monotonic

from fastapi import Request
from fastapi.responses import HTMLResponse, Response
from sqlalchemy.exc import IntegrityError
from starlette.datastructures import FormData, QueryParams

from app.core.batch import DatabaseBusy
from app.core.ids import is_token, new_token
from app.courses.deps import library_of
from app.tutor.deps import (
    ladder_of,
    learner_of,
    log_of,
    messages_on,
    reader_of,
    require_no_sitting,
    whole_answer,
)
from app.tutor.domain.transcript import read_told
from app.tutor.ladder import Asker
from app.tutor.message_log import Kept, NewMessage, SomeoneElses, TooManyQuestions, TooManyVisitors
from app.tutor.pages import Beside
from app.tutor.queries import Message
from app.tutor.routes.asked import Asked, message_of, row_of, shown
from app.tutor.routes.writing import written
from app.tutor.service import LONGEST_MESSAGE, received
from app.tutor.views.conversation import ERASED, THANKS, beside, tutor_page
from app.web.deps import read_clock, read_form
from app.web.forms import printable
from app.web.page_routes import PageRoute
from app.web.render import render

NO_QUESTION = "Bác gõ câu hỏi vào ô này rồi bấm Hỏi nhé."
ELSES = "Câu này người khác trên máy vừa hỏi. Bác bấm Hỏi lần nữa nhé."
TOO_MANY = "Hôm nay bác hỏi nhiều rồi, trợ lý xin nghỉ tay. Mai bác hỏi tiếp nhé."
CROWDED = "Nhiều người đang hỏi cùng một lúc. Bác chờ mười lăm phút rồi bấm Hỏi lần nữa nhé."
BUSY = "Mạng đang đông, câu hỏi của bác chưa gửi được. Bác bấm Hỏi lần nữa nhé."
# What the learner is told, with which status, and whether the same key may be sent again.
REFUSALS: Mapping[type[Exception], tuple[str, int, bool]] = {
    SomeoneElses: (ELSES, 422, False),
    TooManyQuestions: (TOO_MANY, 429, True),
    TooManyVisitors: (CROWDED, 429, True),
    DatabaseBusy: (BUSY, 503, True),
}
UNKEPT: tuple[type[Exception], ...] = (*REFUSALS, TimeoutError)
URGENT_S = 1.0  # whoever needs help at once waits no longer for the database


def _place(request: Request, fields: FormData | QueryParams) -> Beside | None:
    lesson = library_of(request).catalogue.lessons.get(str(fields.get("bai", "")))
    number = str(fields.get("buoc", ""))
    return beside(lesson, int(number) if re.fullmatch(r"[0-9]{1,3}", number) else 1, request.app.state.path_to)


def _is_written(request: Request) -> bool:
    """Whether a model may write the answer, which then comes sentence by sentence."""
    return request.app.state.provider is not None


async def tutor(request: Request) -> HTMLResponse:
    await require_no_sitting(request)
    query, learner = request.query_params, learner_of(request)
    asked = query.get("trang", "")
    page = int(asked) if re.fullmatch(r"[1-9][0-9]{0,2}", asked) else 1
    messages, has_older = await messages_on(request, learner, page) if learner is not None else ([], False)
    newest = messages[0] if messages and page == 1 else None
    has_just_asked = newest is not None and query.get("tin") == newest.key
    place = _place(request, query)
    conversation = tutor_page(
        library_of(request).catalogue,
        messages,
        request.app.state.path_to,
        key=new_token(),
        place=place,
        typed=_blanked(newest) if newest and has_just_asked else "",
        notice=_notice(query),
        page=page,
        has_older=has_older,
        is_written=_is_written(request),
        begins=place is not None and "tin" not in query,
    )
    return render(request, conversation)


def _blanked(message: Message) -> str:
    """Whoever typed a secret finds the question in the field again, without it."""
    return message.question if read_told(message.answer).redacted else ""


def _notice(query: QueryParams) -> str:
    if "da-xoa" in query:
        return ERASED
    return {"co": THANKS[True], "chua": THANKS[False]}.get(query.get("giup", ""), "")


async def ask(request: Request) -> Response:
    """Gate and redaction come first: nothing else sees what was typed. Never calls the database here."""
    since = monotonic()
    await require_no_sitting(request)
    form = await read_form(request)
    question = received(printable(str(form.get("cau-hoi", ""))[:LONGEST_MESSAGE]))
    key = str(form.get("khoa", ""))
    asked = Asked(question, key if is_token(key) else new_token(), _place(request, form), since)
    if not asked.question.text.strip():
        return _refused(request, asked, NO_QUESTION, 422)
    try:
        return await _answered(request, asked)
    except tuple(REFUSALS) as refused:
        message, status, keeps_key = REFUSALS[type(refused)]
        return _refused(request, asked if keeps_key else replace(asked, key=new_token()), message, status)


def _refused(request: Request, asked: Asked, error: str, status: int) -> HTMLResponse:
    page = tutor_page(
        library_of(request).catalogue,
        (),
        request.app.state.path_to,
        key=asked.key,
        place=asked.place,
        typed=asked.question.text,
        error=error,
        is_written=_is_written(request),
    )
    return render(request, page, status)


async def _answered(request: Request, asked: Asked) -> Response:
    """What lessons say is kept with the question, before a model is asked: whoever leaves half-way finds it there. When
    that takes long no model is asked, so that all of it stays within ten seconds. A card for whoever needs help at once is
    shown even when it cannot be kept."""
    is_written = _is_written(request)
    if is_written:
        _, answer, _ = await ladder_of(request).look_up(asked.question, asked.lesson, reader_of(request))
    else:
        answer = await whole_answer(request, asked.question, asked.lesson, Asker(learner_of(request)), asked.since)
    message = message_of(request, asked, answer, read_clock(request))
    is_urgent, began = answer.is_urgent, monotonic()
    try:
        async with asyncio.timeout(URGENT_S if is_urgent else None):
            kept = await _keep(request, message)
    except UNKEPT:
        if not is_urgent:
            raise
        return _unkept(request, asked, message)
    is_quick = monotonic() - began <= ladder_of(request).database_s
    if kept.fresh and is_written and is_quick:
        return await written(request, asked, replace(message, learner_id=kept.learner_id), answer)
    return shown(request, asked, message.key, kept.learner_id)


def _unkept(request: Request, asked: Asked, message: NewMessage) -> HTMLResponse:
    """Without a name: it can be neither rated nor erased."""
    catalogue, path_to = library_of(request).catalogue, request.app.state.path_to
    row = row_of(replace(message, key=""), message.told)
    is_written = _is_written(request)
    page = tutor_page(catalogue, (row,), path_to, key=new_token(), place=asked.place, is_written=is_written)
    return render(request, page)


async def _keep(request: Request, message: NewMessage) -> Kept:
    try:
        return await log_of(request).append(message)
    except IntegrityError:  # the phone remembers a learner who was deleted: a new guest asks
        return await log_of(request).append(replace(message, learner_id=None))


pages = [
    PageRoute("/tro-ly", tutor, name="tutor"),
    PageRoute("/tro-ly", ask, methods=["POST"], name="ask_tutor"),
]
