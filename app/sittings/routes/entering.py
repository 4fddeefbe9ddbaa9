"""What both ways of beginning a sitting share: the form, who somebody is, one transaction with the consent to it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from fastapi import Request
from fastapi.responses import HTMLResponse, Response
from pydantic import AfterValidator, BaseModel, ConfigDict, Field
from sqlalchemy.orm import Session

from app.accounts.deps import require_holder
from app.core.ids import is_token, new_token, signature
from app.courses.domain.folding import fold
from app.learners.deps import FULL, device_of, go_to, is_assisted, reading_of, settings_of, show_person
from app.learners.domain.device import Device, DeviceFull
from app.learners.models import Learner
from app.learners.queries import find_learner
from app.learners.service import add_learner
from app.sittings import queries
from app.sittings.agreement import agree
from app.sittings.deps import engine_of, going_of, holder_of, offer_of, phone_mac, phone_of, remember_phone
from app.sittings.models import Sitting, Supervision
from app.sittings.service import AlreadyOpen, MustWait, NewSitting, start_sitting
from app.sittings.standards import Offer
from app.sittings.supervision import begun_with, enter_class_sitting
from app.sittings.views.certification import DEVICES, TypedBeginning, begin_page, sitting_path, wait_words
from app.web.forms import Line, PersonName, Refused, printed_name
from app.web.render import render

CLOSED = "Nơi này chưa mở phần cấp giấy xác nhận."
AGREE = "Bác đọc rồi đánh dấu vào ô đồng ý ở dưới nhé."
ASK_ABOUT_WAIT = "Thầy cô ghi là bác đã làm bài cách đây ít lâu. Bác hỏi thầy cô ngày làm lại được nhé."
NO_NAME = "Bác gõ tên của mình nhé."
NO_CODE = "Bác gõ mã trên tường nhé."
CHOOSE = "Bác chọn một ô nhé."


def some_name(value: str) -> str:
    if not value:
        raise ValueError(NO_NAME)
    return printed_name(value)


def no_name_or_one(value: str) -> str:
    return printed_name(value) if value else ""


def some_code(value: str) -> str:
    if not value:
        raise ValueError(NO_CODE)
    return value


def a_device(value: str) -> str:
    if value not in DEVICES:
        raise ValueError(CHOOSE)
    return value


def not_of_a_class(value: str) -> str:
    """It would be printed, and nobody wonder at many on one phone."""
    if value == "class":
        raise ValueError(CHOOSE)
    return value


def agreed(value: str) -> str:
    if value != "1":
        raise ValueError(AGREE)
    return value


class Beginning(BaseModel):
    """Errors come by the names of our fields."""

    model_config = ConfigDict(loc_by_alias=False)

    name: Annotated[PersonName, Field(alias="ten", max_length=60), AfterValidator(some_name)]
    device: Annotated[Line, Field(default="", alias="may", validate_default=True), AfterValidator(a_device)]
    agreed: Annotated[Line, Field(default="", alias="dong-y", validate_default=True), AfterValidator(agreed)]


class Alone(Beginning):
    """`look`: what they say of the name as it will be printed, once they have seen it."""

    device: Annotated[
        Line,
        Field(default="", alias="may", validate_default=True),
        AfterValidator(a_device),
        AfterValidator(not_of_a_class),
    ]
    framework: Annotated[Line, Field(default="", alias="khung")]
    look: Annotated[Line, Field(default="", alias="ten-nay")]


class InClass(Beginning):
    """`name` "" for who comes with a code of their own: it stands on the list."""

    name: Annotated[PersonName, Field(default="", alias="ten", max_length=60), AfterValidator(no_name_or_one)]
    code: Annotated[
        Line, Field(default="", alias="ma", max_length=20, validate_default=True), AfterValidator(some_code)
    ]
    key: Annotated[Line, Field(default="", alias="khoa", max_length=22)]


@dataclass(frozen=True)
class Room:
    """The class that somebody comes into; `line` of its list where it is known which is theirs."""

    supervision: Supervision
    line: int | None = None


def known_beginning(request: Request, session: Session, code: str = "") -> TypedBeginning:
    """The name as it was typed for a paper before; what somebody is called on this phone is none."""
    learner = device_of(request).active
    require_holder(request, find_learner(session, learner))
    kept = queries.certificate_name(session, learner) if learner is not None else None
    return TypedBeginning(kept.name if kept else "", code, key=new_token())


def begin_form(
    request: Request, session: Session, typed: TypedBeginning, *, in_class: bool, status: int = 200
) -> HTMLResponse:
    page = begin_page(
        typed,
        offer_of(request, typed.framework),
        tuple(engine_of(request).standards.offers.values()),
        holder_of(session, going_of(request, session)),
        request.app.state.path_to,
        in_class=in_class,
        assisted=is_assisted(request),
    )
    return render(request, page, status)


def typed_again(wanted: Refused) -> TypedBeginning:
    typed = wanted.typed
    return TypedBeginning(
        typed.get("ten", ""),
        typed.get("ma", ""),
        typed.get("may", ""),
        wanted.errors,
        typed.get("khoa", ""),
        typed.get("khung", ""),
        typed.get("dong-y", "") == "1",
    )


def refuse(
    request: Request, session: Session, wanted: Beginning, message: str, *, in_class: bool, field: str = ""
) -> HTMLResponse:
    code, key = (wanted.code, wanted.key) if isinstance(wanted, InClass) else ("", "")
    framework = wanted.framework if isinstance(wanted, Alone) else ""
    typed = TypedBeginning(wanted.name, code, wanted.device, {field: message}, key, framework, agreed=True)
    return begin_form(request, session, typed, in_class=in_class, status=422)


def begin(
    request: Request, session: Session, wanted: Beginning, offer: Offer, room: Room | None, now: datetime
) -> Response:
    """The learner's sitting, begun now or going on, in one transaction with the consent to it."""
    before, form_mac = device_of(request), _form_mac(request, wanted)
    again = begun_with(session, room.supervision, wanted.name, form_mac) if room else None
    try:
        device, learner = (
            (before.add(again.learner_id), session.get_one(Learner, again.learner_id))
            if again
            else _learner(session, before, wanted.name, request, now)
        )
    except DeviceFull:
        return refuse(request, session, wanted, FULL, in_class=room is not None)
    is_new = queries.open_sitting(session, learner.id) is None
    phone = phone_of(request)
    new = NewSitting(
        learner.id,
        offer,
        wanted.device,  # type: ignore[arg-type] # one of DEVICES
        phone_mac(request, phone),
        is_assisted(request),
        room.supervision.id if room else None,
    )
    going: Sitting | None
    try:
        if room is not None:
            engine, name = engine_of(request), wanted.name
            going = enter_class_sitting(session, engine, room.supervision, new, name, now, form_mac, room.line)
        else:
            going = start_sitting(session, engine_of(request), new, now)
        if is_new:  # the name of one that goes on is the one it began with
            agree(session, learner.id, wanted.name, now)
    except MustWait as refused:
        session.rollback()
        return refuse(request, session, wanted, _wait_words(refused), in_class=room is not None)
    except AlreadyOpen as refused:
        going = refused.sitting
    path_to = request.app.state.path_to
    is_theirs = is_new or fold(holder_of(session, going)) == fold(wanted.name)  # else the page before says whose it is
    response = go_to(sitting_path(going, path_to) if going and is_theirs else path_to("certification"))
    show_person(request, response, before, device, learner)
    remember_phone(request, response, phone)
    return response


def _wait_words(refused: MustWait) -> str:
    """Nothing of a test that may, for all we know, be somebody else's."""
    return ASK_ABOUT_WAIT if refused.is_told else wait_words(refused.wait)


def _form_mac(request: Request, wanted: Beginning) -> str:
    """Of the form as it was shown, so that the same one sent again is known; "" for one without a key of ours."""
    key = wanted.key if isinstance(wanted, InClass) else ""
    return signature(settings_of(request).secret, "join-form", key) if is_token(key) else ""


def _learner(session: Session, device: Device, name: str, request: Request, now: datetime) -> tuple[Device, Learner]:
    """Whoever is active on this phone; a visitor becomes a learner of this name."""
    found = find_learner(session, device.active)
    require_holder(request, found)
    if found is not None:
        found.name = found.name or name[:60]
        return device, found
    return add_learner(session, device.leave(device.active), name, reading_of(request), now)
