"""What the routes of the desk ask for besides what every route may."""

from collections.abc import Mapping
from urllib.parse import quote

from fastapi import Request, Response
from fastapi.responses import RedirectResponse
from starlette.datastructures import FormData
from starlette.routing import NoMatchFound

from app.authoring.domain.judging import Surroundings
from app.courses.deps import library_of
from app.quiz.domain.kinds import KINDS
from app.web.forms import fields_of


def surroundings_of(request: Request) -> Surroundings:
    """What a text that is being written is judged beside."""
    library = library_of(request)
    return Surroundings(library.catalogue, library.files, request.app.state.clock.today(), KINDS)


def path_if_any(request: Request, name: str, **values: object) -> str:
    """The address of a page of another feature; "" while there is none of this name."""
    try:
        return str(request.app.state.path_to(name, **values))
    except NoMatchFound:
        return ""


def file_url(request: Request, name: str, path: str) -> str:
    return path_if_any(request, name, path=quote(path))


def go_to(request: Request, name: str, **values: object) -> Response:
    return RedirectResponse(request.app.state.path_to(name, **values), 303, headers={"Cache-Control": "no-store"})


def first_fields(form: FormData) -> Mapping[str, str]:
    """Of every field what was sent first."""
    return {name: sent[0] for name, sent in fields_of(form).items()}
