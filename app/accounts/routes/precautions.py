"""For the day the secret is forgotten: a question with an answer, and people whom the learner trusts to help."""

from typing import Annotated

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse
from pydantic import AfterValidator, Field
from starlette.datastructures import FormData

from app.accounts import enrolment, queries, recovering
from app.accounts.deps import FreshAccount, KnownAccount
from app.accounts.domain.recovery import QUESTIONS, answer_complaint, as_answer
from app.accounts.domain.sign_in import SignedIn
from app.accounts.hashing import hash_password
from app.accounts.pages import RecoveryLine
from app.accounts.routes.fields import Fields, required
from app.accounts.views import precautions_page, recovery_lines, recovery_news_page
from app.learners.deps import go_to, settings_of
from app.learners.domain.return_path import FIELD, local_path
from app.web.deps import Db, Now, SubmittedForm, TransactionRoute
from app.web.forms import Form, Line, PersonName, Refused
from app.web.render import render

router = APIRouter(default_response_class=HTMLResponse, route_class=TransactionRoute)

MOST = "Bác đã có đủ người tin cậy rồi. Muốn thêm thì bỏ bớt một người trước."


def known_question(value: str) -> str:
    if value not in QUESTIONS:
        raise ValueError("Mời bác chọn một câu hỏi.")
    return value


def good_answer(value: str) -> str:
    if refused := answer_complaint(value):
        raise ValueError(refused)
    return value


class Question(Fields):
    question: Annotated[Line, Field("", alias="cau-hoi", validate_default=True), AfterValidator(known_question)]
    answer: Annotated[Line, Field("", alias="tra-loi", validate_default=True), AfterValidator(good_answer)]


class Friend(Fields):
    label: Annotated[
        PersonName, Field("", alias="ten", max_length=40, validate_default=True), required("Mời gõ tên người ấy.")
    ]
    code: Annotated[
        Line,
        Field("", alias="ma", max_length=40, validate_default=True),
        required("Mời gõ mã trên thẻ, hoặc số điện thoại của người ấy."),
    ]


QUESTION, FRIEND = Form(Question), Form(Friend)


@router.get("/tai-khoan/phong-khi-quen")
def precautions(request: Request, session: Db, signed_in: FreshAccount) -> Response:
    return _page(request, session, signed_in)


@router.post("/tai-khoan/cau-hoi")
def set_question(request: Request, session: Db, form: SubmittedForm, signed_in: FreshAccount, now: Now) -> Response:
    wanted = QUESTION.parse(form)
    if isinstance(wanted, Refused):
        return _page(request, session, signed_in, form, wanted.errors)
    hashed = hash_password(as_answer(wanted.answer))
    login = enrolment.login_of(session, signed_in.account_id)
    recovering.set_question(session, login, wanted.question, hashed, now)
    return _saved(request)


@router.post("/tai-khoan/nguoi-tin-cay")
def trust(request: Request, session: Db, form: SubmittedForm, signed_in: FreshAccount, now: Now) -> Response:
    """The same answer whether anybody has this code or not."""
    wanted = FRIEND.parse(form)
    if isinstance(wanted, Refused):
        return _page(request, session, signed_in, form, wanted.errors)
    secret = settings_of(request).secret
    if not recovering.trust(session, secret, signed_in.account_id, wanted.label, wanted.code, now):
        return _page(request, session, signed_in, form, {"label": MOST})
    return _saved(request)


@router.post("/tai-khoan/nguoi-tin-cay/bo")
def trust_no_more(request: Request, session: Db, form: SubmittedForm, signed_in: FreshAccount) -> Response:
    named = str(form.get("so", ""))
    if named.isascii() and named.isdecimal() and len(named) < 19:
        recovering.trust_no_more(session, signed_in.account_id, int(named))
    return _saved(request)


@router.get("/tai-khoan/tin")
def recovery_news(request: Request, session: Db, signed_in: KnownAccount) -> Response:
    next_path = local_path(request.query_params.get(FIELD, ""))
    return render(request, recovery_news_page(_recoveries(session, signed_in), next_path))


@router.post("/tai-khoan/tin")
def recovery_known(request: Request, session: Db, form: SubmittedForm, signed_in: KnownAccount, now: Now) -> Response:
    """ "Tôi biết rồi", or "Không phải tôi": then a new secret is chosen at once, which signs everybody else out."""
    recovering.mark_told(session, signed_in.account_id, now)
    path_to = request.app.url_path_for
    if form.get("la-toi") == "khong":
        return go_to(path_to("new_secret"))
    return go_to(local_path(str(form.get(FIELD, ""))) or path_to("home"))


def _saved(request: Request) -> Response:
    return go_to(f"{request.app.url_path_for('precautions')}?da-luu=1")


def _page(
    request: Request, session: Db, account: SignedIn, form: FormData | None = None, errors: dict[str, str] | None = None
) -> Response:
    login = queries.learner_login(session, account.account_id)
    typed = {name: str(form.get(name, ""))[:100] for name in ("cau-hoi", "ten", "ma") if name in form} if form else {}
    page = precautions_page(
        login, recovering.trusted_by(session, account.account_id), _recoveries(session, account), typed, errors,
        saved="da-luu" in request.query_params,
    )  # fmt: skip
    return render(request, page, 422 if errors else 200)


def _recoveries(session: Db, account: SignedIn) -> tuple[RecoveryLine, ...]:
    found = recovering.recoveries_of(session, account.account_id)
    helpers = {row.helper_id for row in found if row.helper_id is not None}
    return recovery_lines(found, queries.names_of(session, helpers))
