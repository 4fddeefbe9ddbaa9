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
    """`tag` names the learner in forms, so that a page left open means the same person; `has_account`: what was learned
    stays within reach when the learner leaves the phone."""

    tag: str
    name: str
    active: bool
    has_account: bool


@dataclass(frozen=True)
class AccountPage:
    """ "Ai đang học?": the learners of this phone, and how lessons are shown to the active one (None: nobody is).

    `errors` by field (name, new_name, audience, platform); `typed_name` (of someone who joins) and `typed_new_name` (of
    the active one) are kept when refused. `account_name` is empty unless someone signed in; `claim`, unless it has to be
    asked whether the guest of this phone is that person."""

    template: ClassVar[str] = "account.html"
    title: str
    learners: tuple[LearnerOnDevice, ...]
    active: LearnerOnDevice | None
    typed_name: str
    typed_new_name: str
    audiences: tuple[Option, ...]
    platforms: tuple[Option, ...]
    errors: dict[str, str]
    saved: bool
    account_name: str
    claim: str
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
class ClaimPage:
    """Asked once, after a learner's account came to a phone with an active guest: is the guest this person?"""

    template: ClassVar[str] = "claim.html"
    title: str
    question: str
    tag: str
    error: str


@dataclass(frozen=True)
class NewPasswordPage:
    """Choose a password of one's own (15 characters or more for staff): after the first sign-in with a one-time
    password, or later, when the current one is asked for. `login` is for password managers."""

    template: ClassVar[str] = "new_password.html"
    title: str
    login: str
    asks_current: bool
    least: int
    errors: dict[str, str]
