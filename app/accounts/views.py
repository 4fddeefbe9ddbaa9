"""From who is here to pages: pure."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from app.accounts.domain.device import Device, tag_of
from app.accounts.domain.password import least_length
from app.accounts.domain.reading import AUDIENCES, PLATFORMS, Reading
from app.accounts.domain.roles import DESKS
from app.accounts.domain.sign_in import SignedIn
from app.accounts.models import Learner
from app.accounts.pages import AccountPage, ClaimPage, LearnerOnDevice, NewPasswordPage, Option, SignInPage

PathTo = Callable[..., Any]


@dataclass(frozen=True)
class Typed:
    """What was typed and refused on the page "Ai đang học?", and why, by field."""

    errors: Mapping[str, str]
    name: str = ""
    new_name: str = ""


NOTHING = Typed({})


def account_page(
    learners: tuple[LearnerOnDevice, ...],
    reading: Reading,
    account: SignedIn | None,
    guest: Learner | None,
    path_to: PathTo,
    typed: Typed = NOTHING,
    *,
    saved: bool = False,
) -> AccountPage:
    """`guest`: the one about whom the account has to be asked."""
    desk = DESKS.get(account.role) if account else None
    return AccountPage(
        title="Ai đang học?",
        learners=learners,
        active=next((learner for learner in learners if learner.active), None),
        typed_name=typed.name,
        typed_new_name=typed.new_name,
        audiences=options(AUDIENCES, reading.audience),
        platforms=options(PLATFORMS, reading.platform),
        errors=dict(typed.errors),
        saved=saved,
        account_name=account.name if account else "",
        claim=claim_question(guest.name) if guest else "",
        desk_url=str(path_to(desk.route)) if desk else "",
        desk_name=desk.name if desk else "",
    )


def learners_on(device: Device, learners: Iterable[Learner | None], key: bytes) -> tuple[LearnerOnDevice, ...]:
    """Named by tags: real ids stay inside the signed cookie."""
    return tuple(
        LearnerOnDevice(
            tag_of(learner.id, key), learner.name, learner.id == device.active, learner.account_id is not None
        )
        for learner in learners
        if learner is not None
    )


def options(labels: Mapping[str, str], chosen: str) -> tuple[Option, ...]:
    return tuple(Option(value, label, value == chosen) for value, label in labels.items())


def claim_question(name: str) -> str:
    if name:
        return f"{name} đang học trên máy này có phải là bác không?"
    return "Những bài vừa học trên máy này có phải của bác không?"


def claim_page(guest: Learner, key: bytes, error: str = "") -> ClaimPage:
    return ClaimPage("Có phải bác không?", claim_question(guest.name), tag_of(guest.id, key), error)


def sign_in_page(
    login: str = "", next_path: str = "", message: str = "", errors: dict[str, str] | None = None
) -> SignInPage:
    return SignInPage("Đăng nhập", login, next_path, message, errors or {})


def new_password_page(account: SignedIn, errors: dict[str, str]) -> NewPasswordPage:
    return NewPasswordPage(
        "Đặt mật khẩu mới", account.login, not account.must_change, least_length(account.role), errors
    )
