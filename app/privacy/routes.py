"""One's own data: seen, taken along, deleted; what one agreed to, taken back."""

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse

from app.accounts import consents
from app.accounts.deps import (
    CurrentAccount,
    PasswordChangeNeeded,
    SignInNeeded,
    forget_session,
    require_fresh,
)
from app.accounts.domain.consent import Purpose
from app.accounts.domain.roles import Role
from app.accounts.domain.sign_in import SignedIn
from app.certification.service import Certificates
from app.learners import queries as learners
from app.learners.deps import CurrentVisit, Visit, go_to, handed_over, settings_of
from app.learners.domain.device import tag_of
from app.learners.models import Learner
from app.privacy import service
from app.privacy.service import HasPapers, NotSignedYet, Papers, Person
from app.privacy.views import as_json, as_text, erasure_page, my_data_page
from app.web.deps import Now, SubmittedForm, TransactionRoute
from app.web.errors import NotFound
from app.web.render import render

router = APIRouter(default_response_class=HTMLResponse, route_class=TransactionRoute)

NOT_SURE = "Bác đánh dấu vào ô này thì mình mới xóa."
NOT_SAID = "Mời bác chọn một trong hai."
NOT_SIGNED_YET = (
    "Giấy của bác đang được ký, chưa xong nên chưa giữ lại được. Mình chưa xóa gì cả; mời bác thử lại sau vài phút."
)
STAFF = "Tài khoản nhân viên do quản trị đóng. Bác nhờ quản trị giúp nhé."


class Myself:
    """Whose data may be seen here: the guest who learns on this phone; a learner with an account when they are signed in,
    not whoever holds a phone that remembers them, and with a secret of their own. Raises SignInNeeded,
    PasswordChangeNeeded."""

    def __init__(self, visit: Visit, account: SignedIn | None) -> None:
        self.account = account
        self.learner: Learner | None = learners.find_learner(visit.session, visit.device.active)
        if self.learner is None and account is not None:
            self.learner = learners.learner_of_account(visit.session, account.account_id)
        if self.is_guest:
            self.account = None
        elif self.learner is not None and (account is None or self.learner.account_id != account.account_id):
            raise SignInNeeded(str(visit.request.app.url_path_for("my_data")), is_learner=True)
        if self.account is not None and self.account.must_change:
            raise PasswordChangeNeeded

    @property
    def is_guest(self) -> bool:
        return self.learner is not None and self.learner.account_id is None

    @property
    def is_staff(self) -> bool:
        return self.account is not None and self.account.role is not Role.LEARNER

    @property
    def is_known(self) -> bool:
        return self.learner is not None or self.account is not None

    @property
    def name(self) -> str:
        if self.learner is not None and self.learner.name:
            return self.learner.name
        return self.account.name if self.account else ""

    @property
    def person(self) -> Person:
        return Person(self.account.account_id if self.account else None, self.learner.id if self.learner else None)


@router.get("/tai-khoan/du-lieu")
def my_data(request: Request, visit: CurrentVisit, account: CurrentAccount) -> Response:
    myself = Myself(visit, account)
    agreed = consents.consents_of(visit.session, myself.learner.id) if myself.learner else ()
    page = my_data_page(
        myself.name,
        _tag(request, myself),
        service.counts_about(visit.session, myself.person),
        agreed,
        is_known=myself.is_known,
        is_guest=myself.is_guest,
        is_staff=myself.is_staff,
        is_erased="da-xoa" in request.query_params,
        is_withdrawn="da-rut" in request.query_params,
    )
    return render(request, page)


@router.get("/tai-khoan/du-lieu/tai-ve")
def download_data(request: Request, visit: CurrentVisit, account: CurrentAccount, now: Now) -> Response:
    myself = Myself(visit, account)
    require_fresh(request, myself.account)
    text = as_json(service.kept_about(visit.session, myself.person), now)
    return _file(text, "application/json; charset=utf-8", "hoc-vu-so.json")


@router.get("/tai-khoan/du-lieu/doc")
def download_text(request: Request, visit: CurrentVisit, account: CurrentAccount, now: Now) -> Response:
    myself = Myself(visit, account)
    require_fresh(request, myself.account)
    text = as_text(service.kept_about(visit.session, myself.person), now)
    return _file("\ufeff" + text, "text/plain; charset=utf-8", "hoc-vu-so.txt")  # old Windows needs the mark


def _file(text: str, content_type: str, name: str) -> Response:
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"', "Content-Type": content_type, "Cache-Control": "no-store",
        "X-Content-Type-Options": "nosniff",
    }  # fmt: skip
    return Response(text, headers=headers)


@router.post("/tai-khoan/du-lieu/rut-lai")
def withdraw_consent(
    request: Request, visit: CurrentVisit, account: CurrentAccount, form: SubmittedForm, now: Now
) -> Response:
    """As easy as agreeing was, also for guests; the consent to the account itself ends with the account."""
    myself, path_to = Myself(visit, account), request.app.url_path_for
    purpose = next((one for one in Purpose if one.value == form.get("viec")), None)
    if purpose is None or myself.learner is None or form.get("nguoi") != _tag(request, myself):
        return go_to(path_to("my_data"))
    if purpose is Purpose.ACCOUNT:
        return go_to(path_to("erasure"))
    service.take_back(visit.session, request.app.state.engine, myself.person, purpose, now)
    return go_to(f"{path_to('my_data')}?da-rut=1")


@router.get("/tai-khoan/xoa")
def erasure(request: Request, visit: CurrentVisit, account: CurrentAccount) -> Response:
    myself = Myself(visit, account)
    if not myself.is_known:
        return go_to(request.app.url_path_for("my_data"))
    _require_own(request, myself)
    return _ask(request, visit, myself)


@router.post("/tai-khoan/xoa")
def erase(request: Request, visit: CurrentVisit, account: CurrentAccount, form: SubmittedForm, now: Now) -> Response:
    """With the secret typed again, for who has one."""
    myself = Myself(visit, account)
    if not myself.is_known:
        return go_to(request.app.url_path_for("my_data"))
    _require_own(request, myself)
    papers = _papers(form.get("giay"))
    errors = {} if form.get("chac") == "co" and form.get("nguoi") == _tag(request, myself) else {"sure": NOT_SURE}
    if papers is None and service.has_papers(visit.session, myself.person):
        errors["papers"] = NOT_SAID
    if errors:
        return _ask(request, visit, myself, str(form.get("giay", "")), errors)
    learner, device = myself.person.learner_id, visit.device
    try:
        service.erase(visit.session, _certificates(request), myself.person, papers, now)
    except HasPapers:  # a certificate was issued this very moment
        visit.session.rollback()
        return _ask(request, visit, myself, "", {"papers": NOT_SAID})
    except NotSignedYet:
        visit.session.rollback()
        return _ask(request, visit, myself, "giu", {"papers": NOT_SIGNED_YET})
    gone = f"{request.app.url_path_for('my_data')}?da-xoa=1"
    response = handed_over(request, device, device.leave(learner), None, gone)
    if myself.account is not None:
        forget_session(request, response)
    return response


def _require_own(request: Request, myself: Myself) -> None:
    if myself.is_staff:
        raise NotFound(STAFF)
    require_fresh(request, myself.account)


def _ask(
    request: Request, visit: Visit, myself: Myself, papers: str = "", errors: dict[str, str] | None = None
) -> Response:
    page = erasure_page(
        myself.name,
        _tag(request, myself),
        is_guest=myself.is_guest,
        has_papers=service.has_papers(visit.session, myself.person),
        papers=papers,
        errors=errors,
    )
    return render(request, page, 422 if errors else 200)


def _tag(request: Request, myself: Myself) -> str:
    """Whom the page means: the phone may be handed over while it is open."""
    return tag_of((myself.person.learner_id or myself.person.account_id or 0), settings_of(request).secret)


def _papers(said: object) -> Papers | None:
    return "giu" if said == "giu" else "huy" if said == "huy" else None


def _certificates(request: Request) -> Certificates:
    certificates: Certificates = request.app.state.certificates
    return certificates
