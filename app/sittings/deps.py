"""What a route may ask about sittings. The cookie `may-thi` tells one phone from another: only a keyed hash of it is kept."""

import asyncio

from fastapi import Request, Response
from sqlalchemy.orm import Session

from app.accounts.deps import SESSION, require_holder
from app.core.ids import is_token, new_token, signature
from app.learners.deps import device_of, reading_of, settings_of
from app.learners.queries import find_learner
from app.sittings.models import Sitting
from app.sittings.queries import certificate_name, find_sitting, open_sitting, unfinished_token
from app.sittings.standards import Engine, Offer
from app.web.cookies import guarded, set_cookie
from app.web.errors import NotFound

PHONE = "may-thi"  # under __Host- where the browser keeps such cookies
CITIZENS = "nguoi-dan"  # the audience of whoever has chosen none that is certified here
NOT_THEIRS = "Không có bài làm này trên máy này. Bác chọn đúng tên mình ở đầu trang, rồi mở lại nhé."


def engine_of(request: Request) -> Engine:
    engine: Engine = request.app.state.engine
    return engine


def own_sitting(request: Request, session: Session, token: str, *, lock: bool = False) -> Sitting:
    """The sitting of whoever is active on this phone. Raises NotFound for anybody else's, SignInNeeded."""
    found = find_sitting(session, device_of(request).active, token, lock=lock) if is_token(token) else None
    if found is None:
        raise NotFound(NOT_THEIRS)
    require_holder(request, find_learner(session, found.learner_id))
    return found


def is_elsewhere(request: Request, sitting: Sitting) -> bool:
    """It goes on on another phone, as its supervisor wanted; once it has ended it is read on any."""
    if sitting.moved_at is None or sitting.ended_at is not None:
        return False
    return phone_mac(request, phone_of(request)) != sitting.device_mac


def offer_of(request: Request, framework: str = "") -> Offer | None:
    """The one that was chosen; else what the reader's audience can be certified in here, what citizens can, what anybody
    can."""
    standards = engine_of(request).standards
    return (
        standards.offers.get(framework)
        or standards.offer_for(reading_of(request).framework)
        or standards.offer_for(CITIZENS)
        or next(iter(standards.offers.values()), None)
    )


def holder_of(session: Session, going: Sitting | None) -> str:
    """Whose sitting goes on, as they gave their name for the paper."""
    kept = certificate_name(session, going.learner_id) if going else None
    return kept.name if kept else ""


def going_of(request: Request, session: Session) -> Sitting | None:
    learner = device_of(request).active
    return open_sitting(session, learner) if learner is not None else None


async def unfinished_url(request: Request) -> str:
    """Where whoever is active on this phone goes on with a sitting; "" for nothing to go on with. Asked for the front page:
    the database only of a phone on which a sitting was begun, or somebody is signed in, who may have begun on another."""
    learner, settings = device_of(request).active, settings_of(request)
    if learner is None or not any(guarded(settings, name) in request.cookies for name in (PHONE, SESSION)):
        return ""
    token = await asyncio.to_thread(unfinished_token, request.app.state.database, learner)
    return str(request.app.state.path_to("sitting", token=token)) if token else ""


def phone_of(request: Request) -> str:
    """The phone's own random name; a new one for a phone that has none."""
    kept = request.cookies.get(guarded(settings_of(request), PHONE), "")
    return kept if is_token(kept) else new_token()


def phone_mac(request: Request, phone: str) -> str:
    return signature(settings_of(request).secret, "sitting-phone", phone)


def remember_phone(request: Request, response: Response, phone: str) -> None:
    settings = settings_of(request)
    set_cookie(settings, response, guarded(settings, PHONE), phone)
