"""What the templates of this feature receive."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True)
class AdminPage:
    """`staffing`: that there are too few assessors, and what to do. `recheck`: that people wait to be tested again, "" where
    nobody does."""

    template: ClassVar[str] = "admin.html"
    title: str
    people: int
    model: str
    staffing: tuple[str, ...]
    recheck: str


@dataclass(frozen=True)
class PersonRow:
    """`deeds`: whether this account may be locked or given a new password here."""

    login: str
    name: str
    role: str
    state: str
    is_disabled: bool
    has_deeds: bool
    lock_url: str
    renew_url: str


@dataclass(frozen=True)
class PeoplePage:
    """`found`: those that `sought` finds, else the staff. `learners`: how many learners' accounts there are; they are
    shown when they are sought. `key` makes the form one account."""

    template: ClassVar[str] = "people.html"
    title: str
    sought: str
    found: tuple[PersonRow, ...]
    has_more: bool
    learners: int
    roles: Mapping[str, str]
    key: str
    typed_name: str
    typed_role: str
    errors: Mapping[str, str]
    notice: str


@dataclass(frozen=True)
class OneTimePasswordPage:
    """Shown once; kept nowhere."""

    template: ClassVar[str] = "one_time_password.html"
    title: str
    name: str
    login: str
    password: str


@dataclass(frozen=True)
class Cost:
    kind: str
    today: str
    month: str


@dataclass(frozen=True)
class Share:
    name: str
    count: int
    percent: str


@dataclass(frozen=True)
class Measured:
    name: str
    value: str
    gate: str
    holds: bool


@dataclass(frozen=True)
class MeasuredPart:
    name: str
    rows: tuple[Measured, ...]


@dataclass(frozen=True)
class TutorDeskPage:
    """`state`: what the model does right now, in a sentence; `model` "" without one. `switched`: who did, and when."""

    template: ClassVar[str] = "tutor_desk.html"
    title: str
    model: str
    is_on: bool
    state: str
    switched: tuple[str, ...]
    costs: tuple[Cost, ...]
    limits: tuple[str, ...]
    shares: tuple[Share, ...]
    asked: int
    gaps: int
    gaps_url: str
    measured_on: str
    measured: tuple[MeasuredPart, ...]
