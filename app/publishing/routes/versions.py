"""Every version of a file: who published it, what it changed, how it comes back."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from urllib.parse import quote

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from sqlalchemy.orm import Session

from app.accounts.deps import KnownAccount
from app.accounts.queries import names_of
from app.authoring.deps import NO_FILE, open_shelf, path_if_any
from app.courses.queries import archived_texts
from app.publishing import service
from app.publishing.deps import press_of
from app.publishing.domain.difference import difference
from app.publishing.domain.versions import Version, history
from app.publishing.press import Withheld
from app.publishing.queries import publications_of
from app.publishing.service import OpenDraft
from app.publishing.views.versions import versions_page
from app.web.deps import Db, Now, PlainForm, TransactionRoute
from app.web.errors import NotFound
from app.web.render import render

router = APIRouter(
    default_response_class=HTMLResponse, route_class=TransactionRoute, dependencies=[Depends(open_shelf)]
)


@router.get("/soan-bai/lich-su/{path:path}")
def versions(request: Request, path: str, session: Db, now: Now) -> HTMLResponse:
    file_text = _file_text(request, path)
    known = _versions_of(session, path, file_text, now)
    asked = [_named(known, request.query_params.get(side, "")) for side in ("cu", "moi")]
    chosen = (asked[0], asked[1]) if asked[0] and asked[1] else None
    return _show(request, session, path, file_text, known, chosen=chosen)


@router.post("/soan-bai/lich-su/{path:path}")
def restore_version(
    request: Request, path: str, form: PlainForm, session: Db, account: KnownAccount, now: Now
) -> Response:
    """An earlier text becomes a draft; it is reviewed like any other."""
    file_text = _file_text(request, path)
    known = _versions_of(session, path, file_text, now)
    chosen = _named(known, str(form.get("ban", "")))
    if chosen is None:
        error = "Không có bản này. Thầy cô chọn lại trong danh sách."
        return _show(request, session, path, file_text, known, status=422, error=error)
    if chosen.text == file_text:
        return _show(request, session, path, file_text, known, status=409, error="Tệp đang giữ đúng bản này rồi.")
    try:
        draft = service.restore(session, path, chosen.text, file_text or "", account.account_id, now)
    except OpenDraft as found:
        error = "Tệp này đang có một bản nháp. Thầy cô đăng hoặc bỏ bản nháp ấy trước, rồi lấy lại bản cũ."
        url = _review_url(request, found.draft_id)
        return _show(request, session, path, file_text, known, status=409, error=error, draft_url=url)
    return RedirectResponse(
        path_if_any(request, "edit_draft", draft_id=draft.id) or _review_url(request, draft.id), 303
    )


def _show(
    request: Request,
    session: Session,
    path: str,
    file_text: str | None,
    known: Sequence[Version],
    *,
    chosen: tuple[Version, Version] | None = None,
    status: int = 200,
    error: str = "",
    draft_url: str = "",
) -> HTMLResponse:
    page = versions_page(
        path,
        known,
        chosen,
        difference(chosen[0].text, chosen[1].text) if chosen else (),
        file_text,
        names_of(session, {version.account_id for version in known if version.account_id}),
        request.app.state.path_to,
        file_url=path_if_any(request, "file", path=quote(path)),
        error=error,
        draft_url=draft_url,
    )
    return render(request, page, status)


def _review_url(request: Request, draft_id: int) -> str:
    return str(request.app.state.path_to("draft_review", draft_id=draft_id))


def _file_text(request: Request, path: str) -> str | None:
    """What the file holds; None where there is none, or it cannot be read. Raises NotFound for what is no content."""
    try:
        return press_of(request).file_text(path)
    except Withheld as withheld:
        if withheld.reason == "no-place":
            raise NotFound(NO_FILE) from None
        return None


def _versions_of(session: Session, path: str, file_text: str | None, now: datetime) -> tuple[Version, ...]:
    """Raises NotFound for a file that there never was."""
    published = (Version(f"d{one.id}", one.text, one.at, one.account_id) for one in publications_of(session, path))
    found = (Version(kept.version, kept.text, kept.loaded_at, None) for kept in archived_texts(session, path))
    known = history(published, found, file_text, now)
    if not known:
        raise NotFound(NO_FILE)
    return known


def _named(versions: Iterable[Version], name: str) -> Version | None:
    return next((version for version in versions if version.id == name), None)
