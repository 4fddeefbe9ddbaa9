"""What the templates of this feature receive. `next_path` is where the person wanted to go, "" for nowhere special."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True)
class SignInPage:
    """`message` is the one general error (never which part was wrong)."""

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
    next_path: str
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
    next_path: str
    errors: dict[str, str]
