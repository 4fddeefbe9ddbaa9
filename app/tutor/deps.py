"""What a route may ask of the tutor."""

import asyncio
from contextlib import aclosing

from fastapi import Request

from app.accounts.domain.throttle import source_of
from app.core.batch import UNAVAILABLE, BatchWorker
from app.core.ids import signature
from app.courses.deps import library_of
from app.courses.domain import readers
from app.courses.domain.readers import Reader
from app.learners.deps import device_of, reading_of, settings_of
from app.tutor.domain.answers import Answer
from app.tutor.domain.redaction import Redacted
from app.tutor.ladder import Asker, Ladder, answered
from app.tutor.message_log import MessageLog
from app.tutor.queries import Messages
from app.tutor.service import Tutor
from app.web.errors import NotFound, NotNow
from app.web.pages import WayOn

LONGEST_LOOK_S = 0.5
RESTING = (
    "Bác đang làm bài chứng nhận, nên trợ lý nghỉ một lát. Bác làm xong rồi hỏi tiếp nhé."  # where no wording says so
)


def log_of(request: Request) -> MessageLog:
    log: MessageLog = request.app.state.message_log
    return log


async def messages_on(request: Request, learner: int, page: int) -> Messages:
    """See queries.messages_of. Raises DatabaseBusy."""
    reader: BatchWorker[tuple[int, int], Messages] = request.app.state.message_reader
    return await reader.ask((learner, page))


def ladder_of(request: Request) -> Ladder:
    ladder: Ladder = request.app.state.ladder
    return ladder


def tutor_of(request: Request) -> Tutor:
    """Made with the catalogue; there is one as soon as there are lessons."""
    tutor = ladder_of(request).tutor()
    if tutor is None:
        raise NotFound
    return tutor


async def require_no_sitting(request: Request) -> None:
    """Before whatever the tutor shows or does for a learner. Asked of app.sittings, which is above this feature:
    app/main.py puts its answer in place. Raises NotNow, in the words of teachers and with the way back to the sitting."""
    learner = learner_of(request)
    if learner is None:
        return
    try:
        token = await asyncio.wait_for(asyncio.to_thread(request.app.state.in_sitting, learner), LONGEST_LOOK_S)
    except (*UNAVAILABLE, TimeoutError):
        return  # while the database does not answer nobody sits a test, and somebody may need help
    if token:
        wording = library_of(request).catalogue.wordings.get("dang-thi")
        back = WayOn(request.app.state.path_to("sitting", token=token), "Làm tiếp bài chứng nhận")
        raise NotNow(wording.text if wording else RESTING, back)


def learner_of(request: Request) -> int | None:
    return device_of(request).active


def reader_of(request: Request) -> Reader:
    return readers.reader_of(reading_of(request))


def address_of(request: Request, purpose: str) -> str:
    """Recognises an address without keeping it, and for this purpose only."""
    address = source_of(request.client.host if request.client else "")
    return signature(settings_of(request).secret, purpose, address)


def key_of(value: str) -> str:
    """The name of a message in an address or a form; none of ours is longer."""
    return value if len(value) <= 22 else ""


async def whole_answer(request: Request, message: Redacted, lesson: str | None, asker: Asker, since: float) -> Answer:
    """The last piece alone. `since`: see ladder.answered."""
    async with aclosing(answered(ladder_of(request), message, lesson, reader_of(request), asker, since)) as pieces:
        async for piece in pieces:
            if piece.answer is not None:
                return piece.answer
    raise RuntimeError("the ladder ended without an answer")
