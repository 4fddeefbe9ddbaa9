"""What is typed or pressed to choose a secret, or to show that one knows it: six digits, or one picture after another."""

from dataclasses import dataclass
from typing import Annotated

from pydantic import Field
from starlette.datastructures import FormData

from app.accounts.domain import pictures, pin
from app.accounts.routes.fields import Fields
from app.web.forms import Form, Line, Refused

PIN_FIELD, PICTURE, PRESSED = "ma-rieng", "hinh", "da-chon"
NOT_SAME = "Hai lần gõ chưa giống nhau. Mời gõ lại."
NOT_SAME_PICTURES = "Hai lần chọn chưa giống nhau. Không sao, mình chọn lại từ đầu nhé."


class ChosenPin(Fields):
    pin: Annotated[Line, Field("", alias=PIN_FIELD, max_length=60)]
    again: Annotated[Line, Field("", alias="go-lai", max_length=60)]


CHOSEN_PIN = Form(ChosenPin)


@dataclass(frozen=True)
class Pressed:
    """The pictures so far, twice over when a new secret is chosen; `complaint` begins them anew."""

    names: tuple[str, ...]
    complaint: str = ""

    @property
    def is_chosen(self) -> bool:
        """Of a new secret: the same three, twice."""
        return len(self.names) == 2 * pictures.LENGTH

    @property
    def is_said(self) -> bool:
        return len(self.names) == pictures.LENGTH

    @property
    def secret(self) -> str:
        return pictures.as_secret(self.names[: pictures.LENGTH])


def typed_pin(form: FormData) -> str:
    """As it is compared; "" when nothing was typed."""
    parsed = CHOSEN_PIN.parse(form)
    return "" if isinstance(parsed, Refused) else pin.as_pin(parsed.pin)


def chosen_pin(form: FormData, *known: str) -> tuple[str, dict[str, str]]:
    """A new PIN, and why it is refused by field (pin, again). `known`: numbers that others know of this person."""
    parsed = CHOSEN_PIN.parse(form)
    if isinstance(parsed, Refused):
        return "", parsed.errors
    wanted = pin.as_pin(parsed.pin)
    refused = pin.complaint(wanted, *known)
    if refused:
        return wanted, {"pin": refused}
    return wanted, {} if pin.as_pin(parsed.again) == wanted else {"again": NOT_SAME}


def pressed_pictures(form: FormData) -> Pressed:
    """With the one pressed now; anything but one of the sixteen begins anew."""
    before, now = str(form.get(PRESSED, "")), str(form.get(PICTURE, ""))
    if not now:
        return Pressed(())
    names = (*pictures.parse(before), now) if len(before) < 100 else ()
    is_known = all(name in pictures.PICTURES for name in names) and len(names) <= 2 * pictures.LENGTH
    return Pressed(names if is_known else ())


def chosen_pictures(form: FormData) -> Pressed:
    """Of a new secret: judged after the first three, compared after the second."""
    pressed = pressed_pictures(form)
    first, second = pressed.names[: pictures.LENGTH], pressed.names[pictures.LENGTH :]
    if pressed.is_said and (refused := pictures.complaint(first)):
        return Pressed((), refused)
    if pressed.is_chosen and first != second:
        return Pressed((), NOT_SAME_PICTURES)
    return pressed
