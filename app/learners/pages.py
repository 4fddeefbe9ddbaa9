"""What the template of this feature receives."""

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
class AccountNote:
    """Who is signed in. `claim` is empty unless it has to be asked whether the guest of this phone is that person;
    `desk_url` and `desk_name` are empty for who has no desk. `may_enrol`, `may_help`: make accounts for others, help them
    back in."""

    name: str
    claim: str
    desk_url: str
    desk_name: str
    is_learner: bool
    may_enrol: bool
    may_help: bool


@dataclass(frozen=True)
class LearnersPage:
    """ "Ai đang học?": the learners of this phone, and how lessons are shown to the active one (None: nobody is).

    `errors` by field (name, new_name, audience, platform, comfort, work, address); `typed_name` (of someone who joins) and `typed_new_name` (of
    the active one) are kept when refused. `account` is None unless someone signed in."""

    template: ClassVar[str] = "learners.html"
    title: str
    learners: tuple[LearnerOnDevice, ...]
    active: LearnerOnDevice | None
    typed_name: str
    typed_new_name: str
    audiences: tuple[Option, ...]
    platforms: tuple[Option, ...]
    comforts: tuple[Option, ...]
    works: tuple[Option, ...]
    addresses: tuple[Option, ...]
    is_reading_chosen: bool
    errors: dict[str, str]
    saved: bool
    account: AccountNote | None


@dataclass(frozen=True)
class HandBackPage:
    """The check before unassisted work. `back_url` is where the learner was."""

    template: ClassVar[str] = "hand_back.html"
    title: str
    name: str
    back_url: str
