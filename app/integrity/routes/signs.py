"""`/tham-dinh/dau-hieu`: what was found by the newest inspection. Nothing is computed here, and nothing decided."""

from collections.abc import Iterable

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from sqlalchemy.orm import Session

from app.accounts.deps import KnownAccount
from app.accounts.domain.roles import Role
from app.accounts.queries import names_of
from app.integrity import queries
from app.integrity.deps import desk_of, framework_of, frameworks_of
from app.integrity.domain.findings import Findings, from_text
from app.integrity.domain.ranking import GroupFlag, GroupKind
from app.integrity.views.signs import item_signs_page, signs_page
from app.integrity.views.words import day
from app.web.deps import Db, TransactionRoute
from app.web.render import render

router = APIRouter(default_response_class=HTMLResponse, route_class=TransactionRoute)


@router.get("/tham-dinh/dau-hieu")
def signs(request: Request, session: Db, account: KnownAccount) -> HTMLResponse:
    here = framework_of(request, queries.kept_at(session))
    kept = queries.kept_findings(session, here)
    found = from_text(kept.text) if kept else None
    assesses = account.role is Role.ASSESSOR
    page = signs_page(
        found, kept.at if kept else None, _met(session, found),
        {} if assesses else _names(session, found.groups if found else ()),
        frameworks_of(request), here, desk_of(request, account), request.app.state.path_to, opens_cases=assesses,
    )  # fmt: skip
    return render(request, page)


@router.get("/tham-dinh/dau-hieu/cau")
def item_signs(request: Request, session: Db) -> HTMLResponse:
    here = framework_of(request, queries.kept_at(session))
    kept = queries.kept_findings(session, here)
    found, at = (from_text(kept.text), kept.at) if kept else (None, None)
    return render(request, item_signs_page(found, at, frameworks_of(request), here, request.app.state.path_to))


def _met(session: Session, found: Findings | None) -> dict[int, queries.Met]:
    first = found.first if found else ()
    return queries.sittings_met(session, [int(id_) for one in first for id_ in (one.id, one.beside) if id_])


def _names(session: Session, flags: Iterable[GroupFlag]) -> dict[tuple[GroupKind, str], str]:
    """How groups are called, for an admin; an assessor does not learn where cases come from. A phone is called by the
    beginning of its keyed hash."""
    flags = list(flags)
    classes = queries.classes_met(session, [int(flag.name) for flag in flags if flag.group == "class"])
    people = names_of(session, [int(flag.name) for flag in flags if flag.group == "supervisor"])
    names: dict[tuple[GroupKind, str], str] = {}
    for flag in flags:
        if flag.group == "class" and (held := classes.get(int(flag.name))):
            names[flag.group, flag.name] = f"{held.place}, {held.commune}, ngày {day(held.opened_at)}"
        elif flag.group == "supervisor":
            names[flag.group, flag.name] = people.get(int(flag.name), "Người giám sát đã nghỉ")
        elif flag.group == "commune":
            names[flag.group, flag.name] = flag.name
        else:
            names[flag.group, flag.name] = f"Máy {flag.name[:6]}"
    return names
