"""What a route may ask about who learns on this phone, and the cookies in which the phone remembers it.

Cookies: `__Host-may` (the device, signed). Scripts and prebuilt pages read `ten` (name of the active learner), `kieu`
(how lessons are shown) and `vi-tri` (the screen shown last); these are not signed and decide nothing. `co-nguoi-giup`
is there while somebody helps; `goi-y` names questions of which a hint was shown (app/quiz/deps.py).
"""

from contextlib import suppress
from dataclasses import dataclass
from typing import Annotated
from urllib.parse import quote, unquote

from fastapi import Depends, Request, Response
from fastapi.responses import RedirectResponse
from starlette.datastructures import FormData

from app.core.config import Settings
from app.learners import queries
from app.learners.domain.device import MOST_LEARNERS, Device, DeviceFull, NotOnDevice, decode, encode
from app.learners.domain.reading import COOKIE as READING
from app.learners.domain.reading import Reading, format_reading, parse_reading
from app.learners.domain.return_path import with_return
from app.learners.models import Learner
from app.learners.pages import AccountNote
from app.learners.views import NOTHING, Typed, learners_on, learners_page
from app.web.addressing import WRITTEN
from app.web.cookies import drop_cookie, guarded, set_cookie
from app.web.deps import Db
from app.web.forms import printable
from app.web.render import render, wants_fragment

DEVICE = "may"  # under __Host- where the browser keeps such cookies
NAME, POSITION, HELPED, HINTED = "ten", "vi-tri", "co-nguoi-giup", "goi-y"
HELP_S = 3 * 3600  # a helper who went home without handing the phone back
DESKS = ("/soan-bai", "/quan-tri", "/tham-dinh")
FULL = f"Máy này đã có {MOST_LEARNERS} người học. Mời một người rời máy trước."


# Reading


def settings_of(request: Request) -> Settings:
    settings: Settings = request.app.state.settings
    return settings


# The cheap ones are plain functions as well: on the busiest pages each dependency would cost more than what it reads.


def device_of(request: Request) -> Device:
    settings = settings_of(request)
    return decode(request.cookies.get(guarded(settings, DEVICE), ""), settings.secret)


def name_of(request: Request) -> str:
    """The name to greet with, as the phone itself remembers it; "" when nobody gave one."""
    return printable(unquote(request.cookies.get(NAME, "")))[:60]


def reading_of(request: Request) -> Reading:
    return parse_reading(request.cookies.get(READING, ""))


def form_of_address(request: Request) -> str:
    """What "bác" turns into on this page (app/web/addressing.py); "" where it stays: for whoever has chosen nothing, and on
    the desks, whose teachers write it."""
    if READING not in request.cookies or request.scope["path"].startswith(DESKS):
        return ""
    form = reading_of(request).form
    return "" if form == WRITTEN else form


def is_assisted(request: Request) -> bool:
    """Somebody helps at this phone now, as they said themselves: what is done is for learning and is no evidence."""
    return HELPED in request.cookies


async def read_device(request: Request) -> Device:
    return device_of(request)


async def read_reading(request: Request) -> Reading:
    return reading_of(request)


async def read_account_note(request: Request) -> AccountNote | None:
    """Asked of app.accounts, which is above this feature: app/main.py puts its answer in place."""
    note: AccountNote | None = await request.app.state.account_note(request)
    return note


@dataclass(frozen=True)
class Visit:
    """Who is here, on which phone: what the page "Ai đang học?" is made from."""

    request: Request
    session: Db
    device: Annotated[Device, Depends(read_device)]
    reading: Annotated[Reading, Depends(read_reading)]
    account: Annotated[AccountNote | None, Depends(read_account_note)]


CurrentVisit = Annotated[Visit, Depends()]


def require_same_person(visit: Visit, form: FormData) -> None:
    """The page names whom it means; the phone may have been handed over since it was opened. Raises NotOnDevice."""
    named = form.get("nguoi")
    if named is not None and visit.device.find(str(named), settings_of(visit.request).secret) != visit.device.active:
        raise NotOnDevice


# Showing


def show_learners(visit: Visit, typed: Typed = NOTHING, status: int = 200, *, saved: bool = False) -> Response:
    """Also the answer to a page that was left open while the people of this phone changed: who is here now."""
    learners = queries.learners_of(visit.session, visit.device)
    people = learners_on(visit.device, learners, settings_of(visit.request).secret)
    return render(visit.request, learners_page(people, visit.reading, visit.account, typed, saved=saved), status)


def handed_over(request: Request, before: Device, device: Device, learner: Learner | None, path: str = "") -> Response:
    """To the path, or home, as whoever reads now."""
    response = go_to(path or request.app.url_path_for("home"))
    show_person(request, response, before, device, learner)
    return response


def go_to(path: str) -> Response:
    return RedirectResponse(path, 303, headers={"Cache-Control": "no-store"})


# Remembering


def show_person(request: Request, response: Response, before: Device, device: Device, learner: Learner | None) -> None:
    """The cookies of whoever reads now: the learner, or, when the active one has left, nobody in particular."""
    remember_device(request, response, before, device)
    if learner is not None:
        _show_name(request, response, learner.name)
        show_reading(request, response, learner.reading)
    elif device.active != before.active:
        _show_name(request, response, "")
        show_reading(request, response, Reading())


def remember_device(request: Request, response: Response, before: Device, device: Device) -> None:
    """Where someone stopped in a lesson is theirs: it goes when another person takes the phone."""
    settings = settings_of(request)
    if device.learners:
        name = guarded(settings, DEVICE)
        same = request.cookies.get(name) if device is before else None  # signed already
        set_cookie(settings, response, name, same or encode(device, settings.secret))
    else:
        drop_cookie(settings, response, guarded(settings, DEVICE))
    if not device.is_same_reader(before):
        drop_cookie(settings, response, POSITION, script=True)
        drop_cookie(settings, response, HELPED)
        drop_cookie(settings, response, HINTED)


def remember_learner(request: Request, response: Response, device: Device, learner: int) -> None:
    """After each answer: the cookies begin their 400 days anew, so that whoever keeps learning is not forgotten. A
    visitor's first answer made a guest, whom the phone remembers from now on. A full phone on which nobody is active
    cannot: the answer is stored, and the person may still choose who they are."""
    joined = device
    with suppress(DeviceFull):
        joined = device.add(learner)
    remember_device(request, response, device, joined)
    name = name_of(request)
    if name:
        _show_name(request, response, name)
    if READING in request.cookies:
        show_reading(request, response, reading_of(request))


def _show_name(request: Request, response: Response, name: str) -> None:
    settings = settings_of(request)
    if name:
        set_cookie(settings, response, NAME, quote(name, safe=""), script=True)
    else:
        drop_cookie(settings, response, NAME, script=True)


def show_reading(request: Request, response: Response, reading: Reading) -> None:
    set_cookie(settings_of(request), response, READING, format_reading(reading), script=True)
    _show_all_anew(request, response, reading.form)


def forget_reading(request: Request, response: Response) -> None:
    drop_cookie(settings_of(request), response, READING, script=True)
    _show_all_anew(request, response, Reading().form)


def _show_all_anew(request: Request, response: Response, form: str) -> None:
    """Another form of address: htmx, which swaps the screen alone, is told to open the whole page it is sent to, since
    what stands around the screen calls the reader by it too."""
    path = response.headers.get("location")
    if path is not None and form != reading_of(request).form and wants_fragment(request):
        response.status_code = 204
        del response.headers["location"], response.headers["content-length"]
        response.headers["HX-Redirect"] = path


def show_help(request: Request, response: Response, *, helped: bool) -> None:
    settings = settings_of(request)
    if helped:
        set_cookie(settings, response, HELPED, "1", max_age=HELP_S)
    else:
        drop_cookie(settings, response, HELPED)


def was_helped(request: Request, path: str) -> Response:
    """After "Vừa rồi có người giúp tôi": until the helper has handed the phone back, they are taken to help on."""
    response = go_to(with_return(request.app.state.path_to("hand_back"), path))
    show_help(request, response, helped=True)
    return response
