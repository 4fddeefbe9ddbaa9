"""Rounds of drills: what they are and how they went, one drill at a time, the call on it."""

import asyncio
from collections.abc import Mapping
from contextlib import suppress

from fastapi import Request
from fastapi.responses import RedirectResponse, Response

from app.core.batch import BatchWorker, DatabaseBusy
from app.core.ids import is_token, new_token
from app.courses.deps import library_of
from app.courses.domain.lessons import Lesson
from app.drills.domain.rounds import PlacedDrill, Round, answer_key, drill_pool, round_of, teaching_lessons
from app.drills.queries import History
from app.drills.service import decided, placed_version
from app.drills.views import NEW_ROUND, ROUND, Setting, answered_page, asked_page, drills_page, resting_page
from app.learners.deps import device_of, is_assisted, remember_learner, settings_of, was_helped
from app.learners.domain.return_path import FIELD as BACK
from app.learners.domain.return_path import local_path
from app.quiz.domain.question import NO_FIELDS, Fields
from app.quiz.service import (
    Incomplete,
    QuestionChanged,
    SomeoneElses,
    Submission,
    state_help,
    submit_answer,
)
from app.quiz.views import EARLIER_COUNTS, RESTS
from app.web.deps import read_clock, read_form
from app.web.errors import NotFound
from app.web.forms import fields_of
from app.web.page_routes import PageRoute
from app.web.render import render

CHANGED = "Tin này vừa được sửa lại. Bác đọc lại rồi chọn giúp nhé."
ELSES = "Lượt này người khác trên máy đang tập. Đây là lượt mới của bác, bác chọn lại nhé."
BUSY = "Mạng đang đông, câu trả lời của bác chưa ghi được. Bác bấm Trả lời lần nữa nhé."

# What the learner is told, with which status, and whether the round goes on.
REFUSALS: Mapping[type[Exception], tuple[str, int, bool]] = {
    QuestionChanged: (CHANGED, 422, True),
    SomeoneElses: (ELSES, 422, False),
    DatabaseBusy: (BUSY, 503, True),
}


async def show_drills(request: Request) -> Response:
    library, path_to = library_of(request), request.app.state.path_to
    pool = drill_pool(library.catalogue)
    history = await _history(request, device_of(request).active)
    token = request.query_params.get(ROUND, "")
    can_start = any(not placed.rests for placed in pool.values())
    if token == NEW_ROUND and can_start:
        fresh = _round(request, new_token(), pool, history)
        return RedirectResponse(Setting(path_to, fresh, "").next_url, 303, headers={"Cache-Control": "no-store"})
    played = _round(request, token, pool, history) if is_token(token) else None
    answers, in_round = await decided(library, history.calls), await decided(library, played.calls if played else ())
    page = drills_page(played, answers, in_round, history.learned_at, path_to, can_start=can_start)
    return render(request, page)


async def show_drill(request: Request, drill: str) -> Response:
    """Answered before in this round: the answer and what gave it away. Without a round in the address one begins here."""
    pool = drill_pool(library_of(request).catalogue)
    placed = _placed(pool, drill)
    wanted = request.query_params.get(ROUND, "")
    token = wanted if is_token(wanted) else new_token()
    history = await _history(request, device_of(request).active)
    round_ = _round(request, token, pool, history)
    if placed.rests:
        return render(request, resting_page(_setting(request, round_, placed)))
    key = _key(request, token, placed)
    given = next((call for call in round_.calls if call.key == key), None)
    if given:
        seen = await placed_version(library_of(request), given.holder, given.drill, given.version)
        found = seen.drill(key) if seen else None
        verdict = found.judge(given.answer) if found else None
        if found and verdict:
            return render(request, answered_page(drill, found, verdict, key, _setting(request, round_, placed)))
    return _ask(request, placed, round_)


async def take_call(request: Request, drill: str) -> Response:
    """Acknowledged after the durable commit, as any answer."""
    library, device, state = library_of(request), device_of(request), request.app.state
    pool = drill_pool(library.catalogue)
    placed = _placed(pool, drill)
    fields = fields_of(await read_form(request))
    version, token = (fields.get(name, ("",))[0] for name in ("phien-ban", "khoa"))
    if placed.rests:  # since it was shown: this call counts for nothing, earlier ones stand
        history = await _history(request, device.active)
        round_ = _round(request, token if is_token(token) else new_token(), pool, history)
        return render(request, resting_page(_setting(request, round_, placed)), RESTS)
    key = _key(request, token, placed)
    holder, exercise = placed.holder.slug, placed.exercise.slug
    sent = Submission(holder, exercise, version, key, fields, is_assisted(request), "drill")
    try:
        if not is_token(token):
            raise QuestionChanged
        outcome = await submit_answer(
            state.answer_log, library, state.database, sent, device.active, read_clock(request)
        )
    except Incomplete as unfinished:
        return await _ask_again(request, placed, token, fields, unfinished.message, 422)
    except tuple(REFUSALS) as refused:
        message, status, goes_on = REFUSALS[type(refused)]
        token = token if goes_on and is_token(token) else new_token()
        return await _ask_again(request, placed, token, fields, message, status)
    round_ = _round(request, token, pool, await _history(request, outcome.learner_id))
    setting = _setting(request, round_, placed)
    notice = EARLIER_COUNTS if outcome.differs else ""
    page = answered_page(drill, outcome.question, outcome.verdict, key, setting, notice=notice)
    response: Response = render(request, page, 422 if outcome.differs else 200)
    if request.headers.get("sec-fetch-mode") == "navigate" and not outcome.differs:
        # Without script, as for any answer: going back never asks to send it again.
        response = RedirectResponse(setting.url("drill", drill=drill), 303)
    remember_learner(request, response, device, outcome.learner_id)
    return response


async def say_helped(request: Request, drill: str) -> Response:
    """ "Vừa rồi có người giúp tôi": today's answers in what holds this drill were assisted."""
    placed = _placed(drill_pool(library_of(request).catalogue), drill)
    learner, now = device_of(request).active, read_clock(request)
    if learner is not None:
        await asyncio.to_thread(state_help, request.app.state.database, learner, placed.holder.slug, now)
    wanted = local_path(str((await read_form(request)).get(BACK, "")))
    return was_helped(request, wanted or request.app.state.path_to("drills"))


def _placed(pool: Mapping[str, PlacedDrill], drill: str) -> PlacedDrill:
    if drill not in pool:
        raise NotFound("Không có tin này để tập. Có thể nó đã được thay bằng tin khác.")
    return pool[drill]


def _key(request: Request, token: str, placed: PlacedDrill) -> str:
    return answer_key(settings_of(request).secret, token, placed.holder.slug, placed.exercise.slug)


def _round(request: Request, token: str, pool: Mapping[str, PlacedDrill], history: History) -> Round:
    return round_of(token, pool, history.calls, read_clock(request), settings_of(request).secret)


def _setting(request: Request, round_: Round, placed: PlacedDrill) -> Setting:
    lesson = placed.holder.slug if isinstance(placed.holder, Lesson) else ""
    return Setting(request.app.state.path_to, round_, placed.holder.version, is_assisted(request), lesson)


async def _history(request: Request, learner: int | None) -> History:
    if learner is None:
        return History()
    reader: BatchWorker[tuple[int, tuple[str, ...]], History] = request.app.state.drill_reader
    return await reader.ask((learner, teaching_lessons(library_of(request).catalogue)))


def _ask(
    request: Request, placed: PlacedDrill, round_: Round, fields: Fields = NO_FIELDS, error: str = "", status: int = 200
) -> Response:
    key = _key(request, round_.token, placed)
    drill = placed.drill(key)
    if drill is None:
        raise NotFound
    setting = _setting(request, round_, placed)
    return render(request, asked_page(placed.exercise.slug, drill, key, setting, fields=fields, error=error), status)


async def _ask_again(
    request: Request, placed: PlacedDrill, token: str, fields: Fields, error: str, status: int
) -> Response:
    """With what was chosen, also while the database does not answer."""
    history = History()
    with suppress(DatabaseBusy):
        history = await _history(request, device_of(request).active)
    round_ = _round(request, token, drill_pool(library_of(request).catalogue), history)
    return _ask(request, placed, round_, fields, error, status)


pages = [
    PageRoute("/dien-tap", show_drills, name="drills"),
    PageRoute("/dien-tap/{drill}", show_drill, name="drill"),
    PageRoute("/dien-tap/{drill}", take_call, methods=["POST"], name="call"),
    PageRoute("/dien-tap/{drill}/co-nguoi-giup", say_helped, methods=["POST"], name="drill_helped"),
]
