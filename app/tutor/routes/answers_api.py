"""The API: a question in, the document of `hocvuso tutor ask` out. Nothing is kept of it."""

import asyncio
import json
from time import monotonic
from typing import Annotated, Literal

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from app.accounts.throttling import count_within
from app.core.db import Database
from app.courses.deps import library_of
from app.tutor.deps import address_of, ladder_of, reader_of, require_no_sitting, whole_answer
from app.tutor.domain.answers import Answer
from app.tutor.ladder import Asker
from app.tutor.service import LONGEST_MESSAGE, received
from app.web.deps import read_clock
from app.web.errors import error_reply
from app.web.forms import MESSAGES, printable

MOST_PER_SOURCE = 600  # questions from one address within accounts.domain.throttle.WINDOW: a school has one
EXAMPLE = {"question": "quên mật khẩu VNeID thì làm sao"}
NOT_JSON = f"Nội dung gửi lên phải là JSON, như {json.dumps(EXAMPLE, ensure_ascii=False)}."
NO_LESSON = "Không có bài nào tên như vậy."
TYPES = {"string_type": "phải là chữ.", "missing": "còn thiếu.", "extra_forbidden": "không có trong API."}


class Question(BaseModel):
    """`lesson`: tên ngắn của bài đang mở bên cạnh câu hỏi."""

    model_config = ConfigDict(strict=True, extra="forbid")

    question: Annotated[str, Field(min_length=1, max_length=LONGEST_MESSAGE)]
    lesson: str | None = None


class CitedSentence(BaseModel):
    lesson: str
    title: str
    anchor: str
    quote: str


class SuggestedLesson(BaseModel):
    lesson: str
    title: str
    anchor: str


class AnswerDocument(BaseModel):
    """`redacted`: các loại thông tin riêng đã được che trong câu hỏi."""

    kind: Literal["answer", "suggest", "none", "refuse", "emergency"]
    text: str
    citations: list[CitedSentence]
    suggestions: list[SuggestedLesson]
    source: Literal["embedded", "llm"]
    redacted: list[str]


class Problem(BaseModel):
    """`error` nói bằng tiếng Việt."""

    error: str


router = APIRouter(prefix="/api/v1", default_response_class=JSONResponse)


@router.post(
    "/tutor/answers",
    name="tutor_answer",
    summary="Hỏi trợ lý một câu",
    description="Trả lời trích từ bài học, có chỗ để xem. Câu hỏi không được lưu lại.",
    responses={200: {"model": AnswerDocument}, 422: {"model": Problem}, 429: {"model": Problem}, 503: {"model": Problem}},
    openapi_extra={"requestBody": {"required": True, "content": {"application/json": {"schema": Question.model_json_schema(), "example": EXAMPLE}}}},
)  # fmt: skip
async def tutor_answer(request: Request) -> JSONResponse:
    since = monotonic()
    await require_no_sitting(request)
    minutes = await asyncio.to_thread(_minutes_to_wait, request)
    try:
        asked = Question.model_validate_json(await request.body())
    except ValidationError as refused:
        return _too_many(minutes) if minutes else error_reply(422, _in_words(refused))
    if minutes:
        return await _in_need(request, asked) or _too_many(minutes)
    if asked.lesson is not None and asked.lesson not in library_of(request).catalogue.lessons:
        return error_reply(422, NO_LESSON)
    answer = await whole_answer(
        request, received(printable(asked.question)), asked.lesson, Asker(source=_source(request)), since
    )
    return _document(answer)


def _document(answer: Answer) -> JSONResponse:
    return JSONResponse(answer.document(), headers={"Cache-Control": "no-store"})


def _too_many(minutes: int) -> JSONResponse:
    return error_reply(429, f"Địa chỉ này hỏi nhiều quá. Bác thử lại sau {minutes} phút nhé.")


async def _in_need(request: Request, asked: Question) -> JSONResponse | None:
    """Whoever has just been robbed is answered however much their address has asked: a whole village may share it."""
    message = received(printable(asked.question))
    _, answer, _ = await ladder_of(request).look_up(message, None, reader_of(request))
    return _document(answer) if answer.is_urgent else None


def _source(request: Request) -> str:
    return address_of(request, "tutor api")


def _minutes_to_wait(request: Request) -> int:
    """0 while this address may ask."""
    database: Database = request.app.state.database
    with database.session(writes=True) as session:
        refused = count_within(session, _source(request), MOST_PER_SOURCE, read_clock(request))
        session.commit()
    return refused.minutes if refused else 0


def _in_words(refused: ValidationError) -> str:
    """The first thing that is wrong, by the name of its field."""
    error = refused.errors(include_url=False, include_input=False)[0]
    if not error["loc"]:
        return NOT_JSON
    kind = str(error["type"])
    message = TYPES.get(kind) or MESSAGES.get(kind, "chưa đúng.").format_map(error.get("ctx", {}))
    return f"{str(error['loc'][0])[:40]}: {message}"
