"""Where assessors work, and teachers, who hold classes: an admin says so."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from sqlalchemy.orm import Session

from app.accounts.domain.login import as_login
from app.accounts.domain.roles import Role
from app.accounts.queries import find_account, staff
from app.assessment import queries, register, service
from app.assessment.deps import path_to_of, staffing_here
from app.assessment.views.desk import assessors_page
from app.courses.deps import library_of
from app.courses.domain.communes import Named, NotListed, commune_field, named_commune, told
from app.web.deps import Db, PlainForm, TransactionRoute, read_clock
from app.web.errors import NotFound
from app.web.render import render

NOBODY = "Không có người thẩm định hay thầy cô nào đang dùng tên đăng nhập này."
KEPT = "Đã ghi."
MOST = 60
PLACED = (Role.ASSESSOR, Role.TEACHER)

router = APIRouter(default_response_class=HTMLResponse, route_class=TransactionRoute)


@router.get("/tham-dinh/nguoi")
def assessors(request: Request, session: Db) -> HTMLResponse:
    return _show(request, session)


def _show(request: Request, session: Session, error: str = "") -> HTMLResponse:
    people = [one for one in staff(session) if one.role in PLACED]
    listed, kept = library_of(request).catalogue.communes, queries.communes(session)
    notice = KEPT if request.query_params.get("da-ghi") == "1" else ""
    fields = {one.id: commune_field(listed, kept.get(one.id, "")) for one in people}
    months = register.months(session, read_clock(request))
    page = assessors_page(people, fields, path_to_of(request), notice, error, staffing_here(request, session), months)
    return render(request, page, 422 if error else 200)


@router.post("/tham-dinh/nguoi/{login}")
def set_commune(request: Request, login: str, form: PlainForm, session: Db) -> Response:
    account = find_account(session, as_login(login), None)
    if account is None or account.role not in PLACED:
        raise NotFound(NOBODY)
    typed = str(form.get("xa", ""))[:MOST]
    try:
        commune = named_commune(library_of(request).catalogue.communes, typed) if typed else Named("")
    except NotListed as refused:
        return _show(request, session, told(refused))
    service.set_commune(session, account.id, commune.name, commune.code)
    return RedirectResponse(f"{request.app.state.path_to('assessors')}?da-ghi=1", 303)
