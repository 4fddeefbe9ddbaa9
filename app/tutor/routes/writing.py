"""An answer that a model writes: sentence by sentence on a page that is already open, and kept when it is whole."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing

from fastapi import Request
from fastapi.responses import Response, StreamingResponse
from markupsafe import escape

from app.core.batch import UNAVAILABLE
from app.core.ids import new_token
from app.courses.deps import library_of
from app.learners.deps import device_of, remember_learner
from app.tutor.deps import address_of, ladder_of, reader_of
from app.tutor.domain.answers import Answer
from app.tutor.ladder import Asker, Piece, answered
from app.tutor.message_log import NewMessage, change_told
from app.tutor.routes.asked import Asked, row_of, shown, told_of
from app.tutor.views.conversation import exchange_of, reply_page, tutor_page
from app.web.addressing import addressed
from app.web.errors import log_unexpected
from app.web.render import Templates

QUICK_S = 0.3  # an answer that is there by then needs no page that waits for it
SENTENCES, RESULT = "<!--sentences-->", "<!--result-->"  # their places in tutor.html
STREAM_HEADERS = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}


async def written(request: Request, asked: Asked, message: NewMessage, plain: Answer) -> Response:
    """`plain` is what holds if the model has nothing to say. Nothing holds the database while it writes."""
    learner = message.learner_id
    assert learner is not None  # noqa: S101 - kept
    asker = Asker(learner, address_of(request, "tutor page"))
    pieces = answered(ladder_of(request), asked.question, asked.lesson, reader_of(request), asker, asked.since)
    first = asyncio.ensure_future(anext(pieces))
    await asyncio.wait({first}, timeout=QUICK_S)
    if first.done() and first.exception() is None and (answer := first.result().answer) is not None:
        await pieces.aclose()
        if answer != plain:
            await _change(request, message, answer)
        return shown(request, asked, message.key, learner)
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
    exchange = exchange_of(row_of(message, told_of(request, answer)), catalogue, path_to)
    yield between
    yield templates.screen(reply_page(exchange, catalogue), form)
    yield after


async def _change(request: Request, message: NewMessage, answer: Answer) -> None:
    """Without a database the page still says it, and does not wait for it; what lessons say is kept already."""
    database, told = request.app.state.database, told_of(request, answer)
    change = asyncio.to_thread(change_told, database, message.key, message.topic, told)
    try:
        await asyncio.wait_for(change, ladder_of(request).database_s)
    except (TimeoutError, *UNAVAILABLE) as error:
        log_unexpected(error, env="")
