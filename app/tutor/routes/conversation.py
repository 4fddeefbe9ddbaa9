"""Asking the tutor, and reading again what it said."""

import asyncio
import re
from collections.abc import AsyncGenerator, AsyncIterator, Mapping
from contextlib import aclosing
from dataclasses import dataclass, replace
from datetime import datetime
from time import monotonic
from urllib.parse import urlencode

from fastapi import Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response, StreamingResponse
from markupsafe import escape
from sqlalchemy.exc import IntegrityError
from starlette.datastructures import FormData, QueryParams

from app.core.batch import UNAVAILABLE, DatabaseBusy
from app.core.ids import is_token, new_token, signature
from app.courses.deps import library_of
from app.learners.deps import device_of, remember_learner, settings_of
from app.tutor.deps import (
    address_of,
    ladder_of,
    learner_of,
    log_of,
    messages_on,
    reader_of,
    require_no_sitting,
    whole_answer,
)
from app.tutor.domain.answers import Answer
from app.tutor.domain.redaction import Redacted
from app.tutor.domain.transcript import Told, read_told, told, topic_of
from app.tutor.ladder import Asker, Piece, answered
from app.tutor.message_log import (
    Kept,
    NewMessage,
    SomeoneElses,
    TooManyQuestions,
    TooManyVisitors,
    change_told,
)
from app.tutor.pages import Beside
from app.tutor.queries import Message
from app.tutor.service import LONGEST_MESSAGE, received
from app.tutor.views.conversation import (
    ERASED,
    THANKS,
    beside,
    exchange_of,
    reply_page,
    tutor_page,
)
from app.web.addressing import addressed
from app.web.deps import read_clock, read_form
from app.web.errors import log_unexpected
from app.web.forms import printable
from app.web.page_routes import PageRoute
from app.web.render import Templates, render

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
PURPOSE = "tutor question"
QUICK_S = 0.3  # an answer that is there by then needs no page that waits for it
URGENT_S = 1.0  # whoever needs help at once waits no longer for the database
SENTENCES, RESULT = "<!--sentences-->", "<!--result-->"  # their places in tutor.html
STREAM_HEADERS = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}


@dataclass(frozen=True)
class Asked:
    """A question as it was sent, without what is private. `key` is that of the form; the same words sent again under it
    are the same message, other words, after going back, are not."""

    question: Redacted
    key: str
    place: Beside | None

    @property
    def lesson(self) -> str | None:
        return self.place.lesson if self.place else None

    def message_key(self, secret: bytes) -> str:
        return signature(secret, PURPOSE, f"{self.key} {self.question.text}")


def _place(request: Request, fields: FormData | QueryParams) -> Beside | None:
    lesson = library_of(request).catalogue.lessons.get(str(fields.get("bai", "")))
    number = str(fields.get("buoc", ""))
    return beside(lesson, int(number) if re.fullmatch(r"[0-9]{1,3}", number) else 1, request.app.state.path_to)


def _is_written(request: Request) -> bool:
    """Whether a model may write the answer, which then comes sentence by sentence."""
    return request.app.state.provider is not None


# Asking


async def tutor(request: Request) -> HTMLResponse:
    await require_no_sitting(request)
    query, learner = request.query_params, learner_of(request)
    asked = query.get("trang", "")
    page = int(asked) if re.fullmatch(r"[1-9][0-9]{0,2}", asked) else 1
    messages, has_older = await messages_on(request, learner, page) if learner is not None else ([], False)
    newest = messages[0] if messages and page == 1 else None
    has_just_asked = newest is not None and query.get("tin") == newest.key
    shown = tutor_page(
        library_of(request).catalogue,
        messages,
        request.app.state.path_to,
        key=new_token(),
        place=_place(request, query),
        typed=_blanked(newest) if newest and has_just_asked else "",
        notice=_notice(query),
        page=page,
        has_older=has_older,
        is_written=_is_written(request),
    )
    return render(request, shown)


def _blanked(message: Message) -> str:
    """Whoever typed a secret finds the question in the field again, without it."""
    return message.question if read_told(message.answer).redacted else ""


def _notice(query: QueryParams) -> str:
    if "da-xoa" in query:
        return ERASED
    return {"co": THANKS[True], "chua": THANKS[False]}.get(query.get("giup", ""), "")


async def ask(request: Request) -> Response:
    """Gate and redaction come first: nothing else sees what was typed. Never calls the database here."""
    await require_no_sitting(request)
    form = await read_form(request)
    question = received(printable(str(form.get("cau-hoi", ""))[:LONGEST_MESSAGE]))
    key = str(form.get("khoa", ""))
    asked = Asked(question, key if is_token(key) else new_token(), _place(request, form))
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
        answer = await whole_answer(request, asked.question, asked.lesson, Asker(learner_of(request)))
    message = _message(request, asked, answer, read_clock(request))
    is_urgent, began = answer.kind == "emergency", monotonic()
    try:
        async with asyncio.timeout(URGENT_S if is_urgent else None):
            kept = await _keep(request, message)
    except UNKEPT:
        if not is_urgent:
            raise
        return _unkept(request, asked, message)
    is_quick = monotonic() - began <= ladder_of(request).database_s
    if kept.fresh and is_written and is_quick:
        return await _written(request, asked, replace(message, learner_id=kept.learner_id), answer)
    return _shown(request, asked, message.key, kept.learner_id)


def _unkept(request: Request, asked: Asked, message: NewMessage) -> HTMLResponse:
    """Without a name: it can be neither rated nor erased."""
    catalogue, path_to = library_of(request).catalogue, request.app.state.path_to
    row = _row(replace(message, key=""), message.told)
    is_written = _is_written(request)
    page = tutor_page(catalogue, (row,), path_to, key=new_token(), place=asked.place, is_written=is_written)
    return render(request, page)


def _message(request: Request, asked: Asked, answer: Answer, now: datetime) -> NewMessage:
    place, catalogue = asked.place, library_of(request).catalogue
    return NewMessage(
        key=asked.message_key(settings_of(request).secret),
        learner_id=learner_of(request),
        question=asked.question.text,
        topic=topic_of(asked.question.text, answer.situation),
        lesson=place.lesson if place else "",
        step=catalogue.lessons[place.lesson].screens[place.number - 1].slug if place else "",
        told=_told(request, answer),
        at=now,
        address=address_of(request, "tutor visitors"),
    )


def _told(request: Request, answer: Answer) -> Told:
    tutor = ladder_of(request).tutor()
    return told(answer, tutor.wordings if tutor else {})


async def _keep(request: Request, message: NewMessage) -> Kept:
    try:
        return await log_of(request).append(message)
    except IntegrityError:  # the phone remembers a learner who was deleted: a new guest asks
        return await log_of(request).append(replace(message, learner_id=None))


def _shown(request: Request, asked: Asked, key: str, learner: int) -> Response:
    """By a redirect, for htmx as well: going back or loading again never asks to send the question again."""
    place = {"bai": asked.place.lesson, "buoc": asked.place.number} if asked.place else {}
    query = urlencode({**place, "tin": key})
    response = RedirectResponse(f"{request.app.state.path_to('tutor')}?{query}#tra-loi", 303)
    remember_learner(request, response, device_of(request), learner)
    return response


# With a model


async def _written(request: Request, asked: Asked, message: NewMessage, plain: Answer) -> Response:
    """`plain` is what holds if the model has nothing to say. Nothing holds the database while it writes."""
    learner = message.learner_id
    assert learner is not None  # noqa: S101 - kept
    asker = Asker(learner, address_of(request, "tutor page"))
    pieces = answered(ladder_of(request), asked.question, asked.lesson, reader_of(request), asker)
    first = asyncio.ensure_future(anext(pieces))
    await asyncio.wait({first}, timeout=QUICK_S)
    if first.done() and first.exception() is None and (answer := first.result().answer) is not None:
        await pieces.aclose()
        if answer != plain:
            await _change(request, message, answer)
        return _shown(request, asked, message.key, learner)
    body = _body(request, asked, message, _from(first, pieces), plain)
    response = StreamingResponse(body, media_type="text/html", headers=STREAM_HEADERS)
    remember_learner(request, response, device_of(request), learner)
    return response


async def _from(first: "asyncio.Task[Piece]", pieces: AsyncGenerator[Piece, None]) -> AsyncGenerator[Piece, None]:
    async with aclosing(pieces):
        try:
            yield await first
            async for piece in pieces:
                yield piece
        finally:
            first.cancel()


async def _body(
    request: Request, asked: Asked, message: NewMessage, pieces: AsyncGenerator[Piece, None], plain: Answer
) -> AsyncIterator[str]:
    """Checked sentences as they come, then the whole answer, which hides them. The page always ends with one."""
    templates: Templates = request.app.state.templates
    catalogue, path_to = library_of(request).catalogue, request.app.state.path_to
    page = tutor_page(
        catalogue, (), path_to, key=new_token(), place=asked.place, is_written=True, coming=asked.question.text
    )
    form: str = request.app.state.form_of_address(request)
    before, _, rest = templates.full(page, form).partition(SENTENCES)
    between, _, after = rest.partition(RESULT)
    yield before
    answer = plain
    try:
        async with aclosing(pieces):
            async for piece in pieces:
                answer = piece.answer or answer
                if piece.sentence:
                    sentence = f"<p>{escape(piece.sentence)}</p>\n"
                    yield addressed(sentence, form) if form else sentence
    except Exception as error:  # what is under way has said 200: the learner gets what lessons say
        answer = plain
        log_unexpected(error, env=request.app.state.settings.env)
    await _change(request, message, answer)
    exchange = exchange_of(_row(message, _told(request, answer)), catalogue, path_to)
    yield between
    yield templates.screen(reply_page(exchange, catalogue), form)
    yield after


async def _change(request: Request, message: NewMessage, answer: Answer) -> None:
    """Without a database the page still says it, and does not wait for it; what lessons say is kept already."""
    database, told = request.app.state.database, _told(request, answer)
    change = asyncio.to_thread(change_told, database, message.key, message.topic, told)
    try:
        await asyncio.wait_for(change, ladder_of(request).database_s)
    except (TimeoutError, *UNAVAILABLE) as error:
        log_unexpected(error, env="")


def _row(message: NewMessage, told: Told) -> Message:
    return Message(message.key, message.question, message.at, told.document(), was_helpful=None)


pages = [
    PageRoute("/tro-ly", tutor, name="tutor"),
    PageRoute("/tro-ly", ask, methods=["POST"], name="ask_tutor"),
]
