"""The desk, its queues, a batch, what was decided."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True)
class CaseRow:
    url: str
    label: str
    framework: str
    said: str
    waits: str
    concerns: str


@dataclass(frozen=True)
class QueueView:
    """`count` waits in all, `mine` of them for whoever looks; `rows`: the first of these."""

    id: str
    heading: str
    about: str
    count: int
    mine: int
    oldest: str
    rows: tuple[CaseRow, ...]


@dataclass(frozen=True)
class AssessmentDeskPage:
    """`staffing`: that there are too few people, and what to do. `why_not`: whoever looks may read nothing yet. `batch_url`: of
    the batch that is open; `plain`: how many cases a new one would hold, 0: too few. `recheck`: that people wait to be tested
    again, "" where nobody does."""

    template: ClassVar[str] = "assessment_desk.html"
    title: str
    notice: str
    error: str
    why_not: str
    staffing: tuple[str, ...]
    queues: tuple[QueueView, ...]
    false_alarms: str
    batch_url: str
    plain: int
    recheck: str


@dataclass(frozen=True)
class BatchPage:
    """`next_url`: of the first that was drawn and not read yet. `approve_url`: "" until every one of them has been approved."""

    template: ClassVar[str] = "batch.html"
    title: str
    error: str
    seed: str
    count: int
    sampled: tuple[CaseRow, ...]
    next_url: str
    left: int
    confirm_url: str
    approve_url: str
    give_up_url: str


@dataclass(frozen=True)
class MonthView:
    """Of which the register may be had: "2026-11", and how it is called."""

    value: str
    name: str


@dataclass(frozen=True)
class SettledPage:
    template: ClassVar[str] = "settled_cases.html"
    title: str
    sought: str
    rows: tuple[CaseRow, ...]
    months: tuple[MonthView, ...]
