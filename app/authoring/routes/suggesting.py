"""A language model suggests, a teacher decides line by line. Without a model there is nothing of this on the desk."""

import asyncio
from contextlib import aclosing
from typing import cast

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from sqlalchemy.orm import Session

from app.accounts.deps import KnownAccount
from app.authoring import service
from app.authoring.domain.suggesting.places import Place, place_at, places
from app.authoring.domain.suggesting.replies import Suggestion, UnusableReply, read_reply
from app.authoring.domain.suggesting.requests import Wish, can_ask, messages
from app.authoring.domain.typed_text import typed_text
from app.authoring.models import Draft
from app.authoring.pages.suggesting import SuggestionPage
from app.authoring.routes.slow_work import HEADERS, answered_later
from app.authoring.views.exchanging import is_of_bank
from app.authoring.views.suggesting import suggest_page, suggested_text, suggestion_page, writing_page
from app.core.batch import UNAVAILABLE
from app.tutor.deps import ladder_of
from app.tutor.domain.budgets import Usage
from app.tutor.provider import Patience, Provider, ProviderDown
from app.tutor.spending import Allow, allowing
from app.web.deps import Db, Now, PlainForm, TransactionRoute
from app.web.errors import NotFound
from app.web.render import render

# A teacher has more time than a learner; the page says at once that the machine is writing.
PATIENCE = Patience(place=2.0, first=20.0, piece=10.0, whole=60.0, retry=5.0)
MOST_TOKENS, MOST_CHARACTERS = 1_200, 8_000
NO_PLACE = "Chỗ này trong bài vừa đổi. Thầy cô chọn lại giúp nhé."
RESTS = "Máy gợi ý đang tắt, hoặc hôm nay đã dùng hết phần của nó. Bài của thầy cô vẫn nguyên."
DOWN = "Máy gợi ý đang bận hoặc đang nghỉ. Bài của thầy cô vẫn nguyên. Lát nữa thầy cô thử lại nhé."

router = APIRouter(default_response_class=HTMLResponse, route_class=TransactionRoute)


def provider_of(request: Request) -> Provider:
    """Raises NotFound where no model is configured."""
    provider: Provider | None = request.app.state.provider
    if provider is None:
        raise NotFound("Máy chủ này chưa nối với máy gợi ý.")
    return provider


@router.get("/soan-bai/sua/{draft_id:int}/goi-y", name="suggest")
def suggest(request: Request, draft_id: int, session: Db) -> Response:
    provider_of(request)
    draft = _askable(session, draft_id)
    return _choose(request, draft, service.latest_text(session, draft))


@router.post("/soan-bai/sua/{draft_id:int}/goi-y", name="ask_suggestion")
def ask(request: Request, draft_id: int, form: PlainForm, session: Db) -> Response:
    """Answers at once, and goes on when the machine has written; nothing holds the database meanwhile."""
    provider, draft = provider_of(request), _askable(session, draft_id)
    text = service.latest_text(session, draft)
    wish, _, line = str(form.get("viec", "")).partition(".")
    place = place_at(text, int(line)) if line.isdecimal() and len(line) < 7 else None
    if wish not in ("easier", "question", "feedback") or place is None or not can_ask(cast("Wish", wish), place):
        return _choose(request, draft, text, NO_PLACE)
    number = draft.number
    session.commit()
    slugs = tuple(one.args[0] for one in places(text) if one.args)
    path_to = request.app.state.path_to

    async def written() -> SuggestionPage:
        found = await _suggestion(provider, _allowance(request), cast("Wish", wish), place, slugs)
        return suggestion_page(draft_id, number, place, found, path_to)

    return answered_later(request, writing_page(draft_id, place, path_to), written())


def _allowance(request: Request) -> Allow:
    ladder = ladder_of(request)
    return allowing(ladder.database, ladder.clock, ladder.limits, "suggestion", MOST_CHARACTERS)


async def _suggestion(
    provider: Provider, allow: Allow, wish: Wish, place: Place, slugs: tuple[str, ...]
) -> Suggestion | str:
    """What can be used of what the model wrote, or in words why there is nothing."""
    wanted, usage = messages(wish, place), Usage()
    asked = provider.stream(
        wanted, most_tokens=MOST_TOKENS, most_characters=MOST_CHARACTERS, patience=PATIENCE, usage=usage
    )
    try:
        settle = await asyncio.to_thread(allow, sum(len(message["content"]) for message in wanted))
        if settle is None:
            return RESTS
        try:
            async with aclosing(asked) as pieces:
                reply = "".join([piece async for piece in pieces])
        finally:
            await asyncio.to_thread(settle, usage)
        return read_reply(wish, place, reply, slugs)
    except (ProviderDown, *UNAVAILABLE):
        return DOWN
    except UnusableReply as unusable:
        return str(unusable)


@router.post("/soan-bai/sua/{draft_id:int}/goi-y/nhan", name="take_suggestion")
def take(request: Request, draft_id: int, form: PlainForm, session: Db, account: KnownAccount, now: Now) -> Response:
    """The lines that the teacher ticked become their next revision; what others wrote meanwhile is merged as ever."""
    provider_of(request)
    draft = service.find_draft(session, draft_id)
    sent = {name: str(form.get(name, "")) for name in ("so", "dong", "viec", "goi-y")}
    number = int(sent["so"]) if sent["so"].isdecimal() and len(sent["so"]) < 10 else 0
    text = service.find_revision(session, draft, number).text
    place = place_at(text, int(sent["dong"])) if sent["dong"].isdecimal() and len(sent["dong"]) < 7 else None
    if place is None or len(sent["goi-y"]) > 2 * MOST_CHARACTERS:  # more than was ever suggested
        return _choose(request, draft, text, NO_PLACE)
    taken = {int(value) for value in map(str, form.getlist("nhan")) if value.isdecimal() and len(value) < 7}
    new = suggested_text(text, place, cast("Wish", sent["viec"]), typed_text(sent["goi-y"]).text, taken)
    saved = service.save_revision(session, draft, number, new, account.account_id, now)
    name, values = ("merge_page", {"number": saved.number}) if saved.is_aside else ("edit_draft", {})
    return RedirectResponse(request.app.state.path_to(name, draft_id=draft.id, **values), 303, headers=HEADERS)


def _askable(session: Session, draft_id: int) -> Draft:
    """Questions that certify, with their keys, go to no machine of somebody else. Raises NotFound."""
    draft = service.find_draft(session, draft_id)
    if is_of_bank(draft.path):
        raise NotFound("Câu hỏi trong kho chứng nhận không gửi ra ngoài, nên không nhờ máy gợi ý được.")
    return draft


def _choose(request: Request, draft: Draft, text: str, error: str = "") -> HTMLResponse:
    page = suggest_page(draft.id, draft.path, tuple(places(text)), error, request.app.state.path_to)
    return render(request, page, 422 if error else 200)
