"""What a route may ask about sittings. The cookie `may-thi` tells one phone from another: only a keyed hash of it is kept."""

from fastapi import Request, Response
from sqlalchemy.orm import Session

from app.core.ids import is_token, new_token, signature
from app.learners.deps import device_of, settings_of
from app.sittings.models import Sitting
from app.sittings.queries import find_sitting
from app.sittings.standards import Engine, Offer
from app.web.cookies import guarded, set_cookie
from app.web.errors import NotFound

PHONE = "may-thi"  # under __Host- where the browser keeps such cookies
NOT_THEIRS = "Không có bài làm này trên máy này. Bác chọn đúng tên mình ở đầu trang, rồi mở lại nhé."


def engine_of(request: Request) -> Engine:
    engine: Engine = request.app.state.engine
    return engine


def own_sitting(request: Request, session: Session, token: str, *, lock: bool = False) -> Sitting:
    """The sitting of whoever is active on this phone. Raises NotFound for anybody else's."""
    found = find_sitting(session, device_of(request).active, token, lock=lock) if is_token(token) else None
    if found is None:
        raise NotFound(NOT_THEIRS)
    return found


def offer_of(request: Request, audience: str) -> Offer | None:
    """What this audience can be certified in here; else what anybody can."""
    standards = engine_of(request).standards
    return standards.offer_for(audience) or next(iter(standards.offers.values()), None)


def phone_of(request: Request) -> str:
    """The phone's own random name; a new one for a phone that has none."""
    kept = request.cookies.get(guarded(settings_of(request), PHONE), "")
    return kept if is_token(kept) else new_token()


def phone_mac(request: Request, phone: str) -> str:
    return signature(settings_of(request).secret, "sitting-phone", phone)


def remember_phone(request: Request, response: Response, phone: str) -> None:
    settings = settings_of(request)
    set_cookie(settings, response, guarded(settings, PHONE), phone)
