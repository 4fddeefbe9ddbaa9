"""What the routes of the desk ask for besides what every route may."""

from collections.abc import Mapping
from urllib.parse import quote

from fastapi import Request, Response
from fastapi.responses import RedirectResponse
from starlette.datastructures import FormData
from starlette.routing import NoMatchFound

from app.accounts.deps import KnownAccount
from app.accounts.domain.roles import Role
from app.authoring.domain.judging import Surroundings
from app.authoring.domain.shelf import Shelf, shelf
from app.authoring.service import NO_DRAFT, find_draft
from app.courses.deps import library_of
from app.quiz.domain.kinds import KINDS
from app.sittings.queries import keeps_bank
from app.web.errors import NotFound
from app.web.forms import fields_of

NO_FILE = "Không có tệp này trong thư mục nội dung."


def open_shelf(request: Request, account: KnownAccount) -> None:
    """For every route of the desk, before it does anything: what this person sees of the content. Raises NotFound where
    the address names a file or a draft that they do not: for them it is not there. Looks with a session of its own: the
    request's may be asked for nothing."""
    library, database = library_of(request), request.app.state.database
    with database.session(writes=False) as session:
        keeps = account.role is Role.ADMIN or keeps_bank(session, account.account_id)
        found = shelf(library.catalogue, library.files, library.diagnostics, keeps_bank=keeps)
        named = request.path_params
        if "path" in named and not found.sees(named["path"]):
            raise NotFound(NO_FILE)
        if "draft_id" in named and not found.sees(find_draft(session, named["draft_id"]).path):
            raise NotFound(NO_DRAFT)
    request.state.shelf = found


def shelf_of(request: Request) -> Shelf:
    found: Shelf = request.state.shelf
    return found


def surroundings_of(request: Request) -> Surroundings:
    """What a text that is being written is judged beside."""
    seen = shelf_of(request)
    return Surroundings(seen.catalogue, seen.files, request.app.state.clock.today(), KINDS)


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
