"""What the templates of this feature receive."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from app.courses.domain.staleness import Level


@dataclass(frozen=True)
class ReportPage:
    """A learner says that their screen looks different from this one of a lesson. `step` and `version` name what they
    saw, `key` makes the form one report."""

    template: ClassVar[str] = "screen_report.html"
    title: str
    lesson_title: str
    step_title: str
    action: str
    step: str
    version: str
    key: str
    choices: Mapping[str, str]
    most_words: int
    back_url: str


@dataclass(frozen=True)
class ReportSentPage:
    template: ClassVar[str] = "screen_report_sent.html"
    title: str
    heading: str
    message: str
    back_url: str


@dataclass(frozen=True)
class UsedBy:
    name: str
    url: str


@dataclass(frozen=True)
class StaleRow:
    """`rests`: a question that nobody is asked until it is read again. `since` is a day, `because` a sentence."""

    level: Level
    kind: str
    name: str
    url: str
    because: str
    since: str
    rests: bool
    used_by: tuple[UsedBy, ...]


@dataclass(frozen=True)
class StaleGroup:
    """What is red or yellow in one course, among the facts, or in the bank."""

    name: str
    rows: tuple[StaleRow, ...]
    red: int


@dataclass(frozen=True)
class StaleBoardPage:
    """`reports`: how many open ones there are of learners whose screen looks different."""

    template: ClassVar[str] = "stale_board.html"
    title: str
    groups: tuple[StaleGroup, ...]
    red: int
    yellow: int
    resting: int
    reports: int
    today: str


@dataclass(frozen=True)
class ReportRow:
    """The open reports of one screen. `said`: what is different, in which version, on which phone, each with its count;
    `through` is the newest that the teacher closes here, `mark` says what they saw; unless `is_all`, others are shown
    when these are closed."""

    step_title: str
    step_url: str
    file_url: str
    count: int
    days: str
    said: tuple[str, ...]
    words: tuple[str, ...]
    close_url: str
    through: int
    mark: str
    is_all: bool


@dataclass(frozen=True)
class ReportGroup:
    """Of one lesson."""

    lesson_title: str
    count: int
    rows: tuple[ReportRow, ...]


@dataclass(frozen=True)
class ClosedRow:
    where: str
    count: int
    by: str
    at: str
    note: str


@dataclass(frozen=True)
class ReportsPage:
    """`open_at_once`: the lessons are few enough to be shown unfolded."""

    template: ClassVar[str] = "screen_reports.html"
    title: str
    groups: tuple[ReportGroup, ...]
    closed: tuple[ClosedRow, ...]
    count: int
    most_note: int
    open_at_once: bool
    error: str
