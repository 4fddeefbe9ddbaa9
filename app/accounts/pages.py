"""What the templates of this feature receive."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True)
class Option:
    value: str
    label: str
    chosen: bool


@dataclass(frozen=True)
class LearnerOnDevice:
    id: str
    name: str
    active: bool


@dataclass(frozen=True)
class AccountPage:
    """ "Ai đang học?": the learners of this phone, and how lessons are shown to the active one.

    `errors` by field (name, audience, platform); `typed_name` is kept when it was refused. `account_name` is empty
    unless someone signed in."""

    template: ClassVar[str] = "account.html"
    title: str
    learners: tuple[LearnerOnDevice, ...]
    typed_name: str
    audiences: tuple[Option, ...]
    platforms: tuple[Option, ...]
    errors: dict[str, str]
    saved: bool
    account_name: str
    desk_url: str
    desk_name: str


@dataclass(frozen=True)
class SignInPage:
    """`next_path` is where to go afterwards; `message` the one general error (never which part was wrong)."""

    template: ClassVar[str] = "sign_in.html"
    title: str
    login: str
    next_path: str
    message: str
    errors: dict[str, str]


@dataclass(frozen=True)
class NewPasswordPage:
    """After the first sign-in with a one-time password: choose one's own (15 characters or more for staff). `login` is
    for password managers."""

    template: ClassVar[str] = "new_password.html"
    title: str
    login: str
    least: int
    errors: dict[str, str]
