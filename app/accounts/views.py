"""From accounts to pages: pure."""

from collections.abc import Callable
from typing import Any

from markupsafe import Markup

from app.accounts.domain.password import least_length
from app.accounts.domain.roles import DESKS
from app.accounts.domain.sign_in import SignedIn
from app.accounts.pages import ClaimPage, NewPasswordPage, SignInPage
from app.learners.domain.device import tag_of
from app.learners.models import Learner
from app.learners.pages import AccountNote

PathTo = Callable[..., Any]


def account_note(account: SignedIn, guest: Learner | None, path_to: PathTo) -> AccountNote:
    """`guest`: the one about whom the account has to be asked."""
    desk = DESKS.get(account.role)
    return AccountNote(
        account.name,
        claim_question(guest.name) if guest else "",
        str(path_to(desk.route)) if desk else "",
        desk.name if desk else "",
    )


def claim_question(name: str) -> str:
    if name:
        return Markup("<bdi>{}</bdi> đang học trên máy này có phải là bác không?").format(name)
    return "Những bài vừa học trên máy này có phải của bác không?"


def claim_page(guest: Learner, key: bytes, next_path: str, error: str = "") -> ClaimPage:
    return ClaimPage("Có phải bác không?", claim_question(guest.name), tag_of(guest.id, key), next_path, error)


def sign_in_page(
    login: str = "", next_path: str = "", message: str = "", errors: dict[str, str] | None = None
) -> SignInPage:
    return SignInPage("Đăng nhập", login, next_path, message, errors or {})


def new_password_page(account: SignedIn, next_path: str, errors: dict[str, str] | None = None) -> NewPasswordPage:
    return NewPasswordPage(
        "Đặt mật khẩu mới", account.login, not account.must_change, least_length(account.role), next_path, errors or {}
    )
